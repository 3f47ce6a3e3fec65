// IRET in 64-bit mode: five words of the operand's size from the full RSP, the
// checks in the processor's order, registers changed only when all have passed.
// SDM 2, IRET; SDM 3A, 6.14.3. Who unblocks NMIs is step.ts's business.

import { refreshMode, readLinear, setStackAccess } from "../access";
import { Block, Segment } from "../block";
import { GENERAL_PROTECTION, SEGMENT_NOT_PRESENT, STACK_FAULT, faulted, notModelled, protect, raise } from "../fault";
import { setRflags } from "../flags";
import { touchCold } from "../journal";
import { widthOf } from "../operands";
import { isCanonical } from "../paging";
import { Reason } from "../reason";
import {
  AC,
  ARITHMETIC,
  CPU,
  DF,
  ID,
  IF,
  IOPL,
  NT,
  RF,
  TF,
  VIF,
  VIP,
  cpl,
  fredOn,
  rflags,
  rsp,
  selector,
  setField8,
  setNext,
  setRsp,
  setSelector,
} from "../state";
import {
  dpl,
  findDescriptor,
  isCode,
  isConforming,
  isDefault32,
  isLong,
  isNull,
  isPresent,
  isWritableData,
  markAccessed,
  selectorCode,
} from "./descriptor";

function refuse(vector: i32, selector: u32, reason: i32): bool {
  raise(vector, selectorCode(selector), reason, <u64>selector, <u64>load<u32>(CPU + Block.GdtLimit));
  return false;
}

/** The code segment that an outward or same-level return names. */
export function checkReturnCode(cs: u32, byFred: bool = false): bool {
  if (isNull(cs)) {
    protect(Reason.CsNull, <u64>cs);
    return false;
  }
  if (!findDescriptor(cs)) return faulted() ? false : refuse(GENERAL_PROTECTION, cs, Reason.CsBeyondLimit);
  if ((cs & 3) < cpl()) return refuse(GENERAL_PROTECTION, cs, Reason.CsRplBelowCpl);
  // IRET and RET keep their privilege under FRED; ERETU alone lowers it
  if (!byFred && fredOn() && (cs & 3) != cpl()) return refuse(GENERAL_PROTECTION, cs, Reason.FredRing);
  if (!isCode()) return refuse(GENERAL_PROTECTION, cs, Reason.CsNotCode);
  if (isConforming() ? dpl() > (cs & 3) : dpl() != (cs & 3)) return refuse(GENERAL_PROTECTION, cs, Reason.CsDpl);
  if (isLong() && isDefault32()) return refuse(GENERAL_PROTECTION, cs, Reason.CsMode);
  if (!isPresent()) return refuse(SEGMENT_NOT_PRESENT, cs, Reason.CsNotPresent);
  if (!isLong()) notModelled(0, Reason.CompatibilityMode);
  else markAccessed();
  return !faulted();
}

/** The stack segment of a return to 64-bit code at privilege `rpl`. */
export function checkReturnStack(ss: u32, rpl: u32): bool {
  if (isNull(ss)) {
    if (rpl == 3) {
      protect(Reason.SsNull, <u64>ss);
      return false;
    }
    return true;
  }
  if (!findDescriptor(ss)) return faulted() ? false : refuse(GENERAL_PROTECTION, ss, Reason.SsBeyondLimit);
  if ((ss & 3) != rpl) return refuse(GENERAL_PROTECTION, ss, Reason.SsRpl);
  if (!isWritableData()) return refuse(GENERAL_PROTECTION, ss, Reason.SsNotWritable);
  if (dpl() != rpl) return refuse(GENERAL_PROTECTION, ss, Reason.SsDpl);
  if (!isPresent()) return refuse(STACK_FAULT, ss, Reason.SsNotPresent);
  markAccessed();
  return !faulted();
}

/** Data segments that the outer level may not have become null; a null selector loses its RPL. */
export function dropDataSegments(): void {
  touchCold();
  for (let segment = 0; segment < 6; segment++) {
    if (segment == Segment.Cs || segment == Segment.Ss) continue;
    const access = <u32>load<u8>(CPU + Block.SegmentAccess + <usize>segment);
    if (isNull(selector(segment))) setSelector(segment, 0);
    const conforming = (access & 0x1c) == 0x1c;
    if (access != 0 && !conforming && ((access >> 5) & 3) < cpl()) {
      setSelector(segment, 0);
      store<u8>(CPU + Block.SegmentAccess + <usize>segment, 0);
    }
  }
}

/** Loads CS, CPL and SS after their checks. */
export function enterSegments(cs: u32, ss: u32): void {
  const outward = (cs & 3) > cpl();
  setSelector(Segment.Cs, cs);
  setField8(Block.Cpl, cs & 3);
  setSelector(Segment.Ss, ss);
  if (outward) dropDataSegments();
}

function loadFlags(image: u64, size: i32, from: u32): void {
  let taken = ARITHMETIC | TF | DF | NT;
  if (size != 2) taken |= RF | AC | ID;
  if (<u64>from <= (rflags() & IOPL) >> 12) taken |= IF;
  if (from == 0) taken |= size == 2 ? IOPL : IOPL | VIF | VIP;
  setRflags((rflags() & ~taken) | (image & taken));
}

export function iret(record: usize): void {
  if (rflags() & NT) {
    protect(Reason.NestedTask);
    return;
  }
  const size = widthOf(record);
  const step = <u64>size;
  const from = rsp();
  setStackAccess(true);
  const target = readLinear(from, size);
  const cs = <u32>readLinear(from + step, size) & 0xffff;
  const image = readLinear(from + 2 * step, size);
  const stack = readLinear(from + 3 * step, size);
  const ss = <u32>readLinear(from + 4 * step, size) & 0xffff;
  if (faulted()) return;
  if (!checkReturnCode(cs) || !checkReturnStack(ss, cs & 3)) return;
  if (!isCanonical(target)) {
    protect(Reason.IretNonCanonical, target);
    return;
  }
  const old = cpl();
  enterSegments(cs, ss);
  loadFlags(image, size, old);
  setRsp(stack);
  setNext(target);
  refreshMode();
}

