// POPF and IRET of the quick loop: the forms of them that cannot fault and after which
// nothing waits. They know the rules of semantics/stack.ts and events/iret.ts; what
// is more than that (another privilege, TF, RF, an NMI to unblock) is declined.

import { Block, Segment } from "../block";
import { isCanonical } from "../paging";
import {
  AC,
  ARITHMETIC,
  CPU,
  DF,
  ID,
  IF,
  IOPL,
  NT,
  READ_TLB,
  RF,
  TF,
  VIF,
  VIP,
  cpl,
  field,
  field8,
  rflags,
  selector,
  setField,
  setRsp,
} from "../state";
import { TAG_VALID, reach } from "../translation-cache";

const POPPED: u64 = ARITHMETIC | TF | DF | NT | ID | IOPL | IF;
const RETURNED: u64 = POPPED | VIF | VIP;

/** Bits of a descriptor's access byte: all but readable (code) or expand-down (data). */
const CODE_BITS: u32 = 0xfd;
const DATA_BITS: u32 = 0xfb;
/** Present, DPL 0, accessed; code that is not conforming, data that can be written. */
const CODE: u32 = 0x99;
const DATA: u32 = 0x93;
/** L and D of a code segment's descriptor; L alone is 64-bit code. */
const MODE: u64 = 3 << 53;
const LONG: u64 = 1 << 53;

/** AC decides what may be accessed, TF and RF what comes after. */
function isPlain(image: u64): bool {
  return (image & (TF | RF)) == 0 && ((image ^ rflags()) & AC) == 0;
}

/** POPFQ of the word at `from`; false: declined, nothing has changed. */
export function popFlags(from: usize): bool {
  const image = load<u64>(from);
  if (cpl() != 0 || !isPlain(image)) return false;
  setField(Block.Rflags, (rflags() & ~(POPPED | VIF | VIP)) | (image & POPPED));
  setRsp(field(Block.Rsp) + 8);
  return true;
}

/** Descriptor of a selector in the GDT, or 0: not within reach. */
function descriptorOf(selector: u32): u64 {
  if (selector & 4 || (selector | 7) > load<u32>(CPU + Block.GdtLimit)) return 0;
  const place = reach(READ_TLB, field(Block.GdtBase) + <u64>(selector & 0xfff8), 8, TAG_VALID);
  return place == 0 ? 0 : load<u64>(place);
}

/** IRETQ to where it came from is told apart by nothing: both selectors as they are, privilege 0. */
function areSegmentsKept(cs: u32, ss: u32): bool {
  if (cs != selector(Segment.Cs) || ss != selector(Segment.Ss) || (cs & 3) != 0 || (cs & 0xfffc) == 0) return false;
  const code = descriptorOf(cs);
  if ((<u32>(code >> 40) & CODE_BITS) != CODE || (code & MODE) != LONG) return false;
  if ((ss & 0xfffc) == 0) return true;
  return (ss & 3) == 0 && (<u32>(descriptorOf(ss) >> 40) & DATA_BITS) == DATA;
}

/** IRETQ through the frame at `from`, RIP is the caller's; false: declined, nothing has changed. */
export function interruptReturn(from: usize): bool {
  const image = load<u64>(from, 16);
  if (cpl() != 0 || rflags() & NT || field8(Block.NmiBlocked) || !isPlain(image)) return false;
  if (!isCanonical(load<u64>(from))) return false;
  if (!areSegmentsKept(load<u16>(from, 8), load<u16>(from, 32))) return false;
  const stack = load<u64>(from, 24);
  setField(Block.Rflags, (rflags() & ~RETURNED) | (image & RETURNED));
  setRsp(stack);
  return true;
}
