// Delivery of an event through the IDT in 64-bit mode: gate, stack, frame; and
// what happens when the delivery itself faults (double and triple fault).
// SDM 3A, 6.12 to 6.14. Knows not why an event came.

import { refreshMode, readSystem, setStackAccess, writeSystem } from "../access";
import { Block, Report, Segment, StepKind } from "../block";
import { enterDebugHandler } from "../debug";
import {
  DEBUG,
  DIVIDE_ERROR,
  DOUBLE_FAULT,
  GENERAL_PROTECTION,
  INVALID_TSS,
  PAGE_FAULT,
  SEGMENT_NOT_PRESENT,
  STACK_FAULT,
  clearFault,
  faultA,
  faultAddress,
  faultB,
  faultCode,
  faultReason,
  faultVector,
  faulted,
  hasErrorCode,
  raise,
  stoppedHere,
} from "../fault";
import { setRflags } from "../flags";
import { ghostIsFinal, journalOn } from "../journal";
import { pokePlain, setWritingDelivery } from "../memory";
import { isCanonical } from "../paging";
import { ghostDelivered, ghostWroteFrame } from "../properties/ghost";
import { Reason } from "../reason";
import { trailOn } from "../search/trail";
import {
  CPU,
  IF,
  NT,
  QUICK_WRITE_TLB,
  REPORT,
  RF,
  TF,
  VM,
  cpl,
  field,
  field8,
  fredOn,
  rflags,
  rip,
  rsp,
  selector,
  setField,
  setField8,
  setRip,
  setRsp,
  setSelector,
} from "../state";
import { TAG_USER, TAG_VALID, reach } from "../translation-cache";
import { attemptFred } from "./fred";
import { FAULT, SOFTWARE } from "./kinds";
import {
  dpl,
  findDescriptor,
  isAccessed,
  isCode,
  isConforming,
  isDefault32,
  isLong,
  isNull,
  isPresent,
  markAccessed,
  selectorCode,
} from "./descriptor";

export { FAULT, INTERRUPT, SOFTWARE, TRAP } from "./kinds";

const FRAME_BYTES: i32 = 40;

/** The CPU is in shutdown: nothing but a reset would help. */
export let shutdown: bool = false;

export function clearShutdown(): void {
  shutdown = false;
}

/** Gate and stack of the delivery in work. */
let gateTarget: u64 = 0;
let gateSelector: u32 = 0;
let gateIst: u32 = 0;
let gateIsTrap: bool = false;
let targetCpl: u32 = 0;
let stackTop: u64 = 0;

function isContributory(vector: i32): bool {
  return vector == DIVIDE_ERROR || (vector >= INVALID_TSS && vector <= GENERAL_PROTECTION) || vector == 21;
}

/** SDM 3A, table 6-5. */
function makesDoubleFault(first: i32, second: i32): bool {
  if (isContributory(first)) return isContributory(second);
  if (first == PAGE_FAULT) return isContributory(second) || second == PAGE_FAULT;
  return false;
}

/** A fault met by the delivery: EXT tells that the event was not the program's own. */
function refuse(vector: i32, code: u64, ext: u64, reason: i32, a: u64, b: u64): bool {
  raise(vector, code | ext, reason, a, b);
  return false;
}

/** Reads and checks the gate of a vector. */
function readGate(vector: i32, software: bool, ext: u64): bool {
  const code = (<u64>vector << 3) | 2;
  const v = <u64>vector;
  if (<u32>vector * 16 + 15 > load<u32>(CPU + Block.IdtLimit)) {
    return refuse(GENERAL_PROTECTION, code, ext, Reason.GateBeyondLimit, v, <u64>load<u32>(CPU + Block.IdtLimit));
  }
  const address = field(Block.IdtBase) + (<u64>vector << 4);
  const low = readSystem(address, 8);
  const upper = readSystem(address + 8, 8);
  if (faulted()) return false;
  const type = <u32>(low >> 40) & 0x1f;
  if (type != 14 && type != 15) return refuse(GENERAL_PROTECTION, code, ext, Reason.GateType, v, <u64>type);
  const gateDpl = <u32>(low >> 45) & 3;
  if (software && gateDpl < cpl()) return refuse(GENERAL_PROTECTION, code, ext, Reason.GateDpl, v, <u64>gateDpl);
  if (!((low >> 47) & 1)) return refuse(SEGMENT_NOT_PRESENT, code, ext, Reason.GateNotPresent, v, 0);
  gateTarget = (low & 0xffff) | ((low >> 32) & 0xffff0000) | (upper << 32);
  gateSelector = <u32>(low >> 16) & 0xffff;
  gateIst = <u32>(low >> 32) & 7;
  gateIsTrap = type == 15;
  return true;
}

/** Checks the gate's code segment and finds the privilege it runs at. */
function checkTarget(vector: i32, ext: u64): bool {
  const v = <u64>vector;
  const code = selectorCode(gateSelector);
  const s = <u64>gateSelector;
  if (isNull(gateSelector)) return refuse(GENERAL_PROTECTION, 0, ext, Reason.GateCsNull, s, v);
  if (!findDescriptor(gateSelector)) {
    if (!faulted()) refuse(GENERAL_PROTECTION, code, ext, Reason.GateCsBeyondLimit, s, v);
    return false;
  }
  if (!isCode()) return refuse(GENERAL_PROTECTION, code, ext, Reason.GateCsNotCode, s, v);
  if (dpl() > cpl()) return refuse(GENERAL_PROTECTION, code, ext, Reason.GateCsDpl, s, v);
  if (!isLong() || isDefault32()) return refuse(GENERAL_PROTECTION, code, ext, Reason.GateCsMode, s, v);
  if (!isPresent()) return refuse(SEGMENT_NOT_PRESENT, code, ext, Reason.GateCsNotPresent, s, v);
  targetCpl = isConforming() ? cpl() : dpl();
  return true;
}

/** IST, else RSPn on a change of privilege, else the current RSP. */
function chooseStack(ext: u64): bool {
  stackTop = rsp();
  if (gateIst == 0 && targetCpl == cpl()) return true;
  const offset: u32 = gateIst != 0 ? 0x1c + 8 * gateIst : 4 + 8 * targetCpl;
  const limit = load<u32>(CPU + Block.TrLimit);
  const tr = <u32>load<u16>(CPU + Block.Tr);
  if (offset + 7 > limit) return refuse(INVALID_TSS, selectorCode(tr), ext, Reason.TssLimit, <u64>offset, <u64>limit);
  stackTop = readSystem(field(Block.TrBase) + <u64>offset, 8);
  return !faulted();
}

/** Pushes one word; the stack pointer in `stackTop` moves with it. */
function pushWord(value: u64, ext: u64): void {
  stackTop -= 8;
  if (!isCanonical(stackTop)) {
    raise(STACK_FAULT, ext, Reason.StackNonCanonical, stackTop);
    return;
  }
  setStackAccess(true);
  writeSystem(stackTop, 8, value, targetCpl == 3);
}

/**
 * All five words of a frame at once, where a search writes to a plain page; nothing can fail
 * behind it, so none of it has to be taken back. False: word by word.
 */
function pushFrame(image: u64, back: u64): bool {
  if (!trailOn || journalOn) return false;
  const frame = stackTop - FRAME_BYTES;
  const place = reach(QUICK_WRITE_TLB, frame, FRAME_BYTES, targetCpl == 3 ? TAG_VALID | TAG_USER : TAG_VALID);
  if (place == 0) return false;
  pokePlain(place, back);
  pokePlain(place + 8, <u64>selector(Segment.Cs));
  pokePlain(place + 16, image);
  pokePlain(place + 24, rsp());
  pokePlain(place + 32, <u64>selector(Segment.Ss));
  ghostWroteFrame(frame);
  stackTop = frame;
  return true;
}

/** One try; false with a fault raised, no register changed. */
function attempt(vector: i32, kind: i32, code: u64, back: u64, nested: bool): bool {
  if (fredOn()) return attemptFred(vector, kind, code, back, nested);
  const ext: u64 = kind == SOFTWARE ? 0 : 1;
  if (!readGate(vector, kind == SOFTWARE, ext)) return false;
  if (!checkTarget(vector, ext)) return false;
  if (!chooseStack(ext)) return false;
  if (!isCanonical(gateTarget)) return refuse(GENERAL_PROTECTION, 0, ext, Reason.GateNonCanonical, <u64>vector, gateTarget);
  const gap = <u32>stackTop & 15;
  stackTop &= ~15;
  let image = rflags();
  // SDM 3B, 17.3.1.1: RF is 1 in the image of a fault and between iterations of REP
  if (kind == FAULT || field8(Block.RepActive)) image |= RF;
  const withCode = hasErrorCode(vector) && (kind == FAULT);
  setWritingDelivery(true);
  if (withCode || !isAccessed() || !pushFrame(image, back)) {
    pushWord(<u64>selector(Segment.Ss), ext);
    pushWord(rsp(), ext);
    pushWord(image, ext);
    pushWord(<u64>selector(Segment.Cs), ext);
    pushWord(back, ext);
  }
  const frame = stackTop;
  if (withCode) pushWord(code, ext);
  setWritingDelivery(false);
  if (faulted()) return false;
  markAccessed();
  enterHandler();
  store<u64>(REPORT + Report.Frame, frame);
  store<u32>(REPORT + Report.Ist, gateIst);
  store<u32>(REPORT + Report.Gap, gap);
  store<u32>(REPORT + Report.HasErrorCode, withCode ? 1 : 0);
  store<u64>(REPORT + Report.ErrorCode, code);
  return true;
}

/** The registers after a frame was pushed. */
function enterHandler(): void {
  const sameCpl = targetCpl == cpl();
  if (!sameCpl || (gateIst != 0 && field8(Block.OptionNullSsOnSameCplIst))) setSelector(Segment.Ss, targetCpl);
  setSelector(Segment.Cs, (gateSelector & 0xfffc) | targetCpl);
  store<u8>(CPU + Block.Cpl, <u8>targetCpl);
  setRsp(stackTop);
  setRip(gateTarget);
  setRflags(rflags() & ~(TF | NT | RF | VM | (gateIsTrap ? 0 : IF)));
  // the shadow, an unfinished REP and HLT end with a delivery
  setField8(Block.Shadow, 0);
  setField8(Block.RepActive, 0);
  setField8(Block.Halted, 0);
  refreshMode();
}

function noteAttempt(vector: i32): void {
  const count = load<u32>(REPORT + Report.AttemptedCount);
  if (count < 8) store<u8>(REPORT + Report.Attempted + <usize>count, <u8>vector);
  store<u32>(REPORT + Report.AttemptedCount, count + 1);
}

function noteReason(reason: i32, a: u64, b: u64): void {
  store<u32>(REPORT + Report.Reason, reason);
  store<u64>(REPORT + Report.ReasonA, a);
  store<u64>(REPORT + Report.ReasonB, b);
}

/**
 * Delivers an event, or what its delivery leads to. `back` is the RIP to save.
 * Ends in shutdown when the double fault cannot be delivered either.
 */
export function deliver(vector: i32, kind: i32, code: u64, back: u64, external: bool, reason: i32, a: u64, b: u64): void {
  noteReason(reason, a, b);
  clearFault();
  let nested = false;
  while (!attempt(vector, kind, code, back, nested)) {
    nested = true;
    setWritingDelivery(false);
    if (stoppedHere()) return;
    noteAttempt(vector);
    const next = faultVector;
    if (next == PAGE_FAULT) setField(Block.Cr2, faultAddress);
    // an interrupt that merely has an exception's number is benign
    const isException = kind == FAULT;
    if (isException && vector == DOUBLE_FAULT && (isContributory(next) || next == PAGE_FAULT)) {
      shutdown = true;
      return;
    }
    // a software interrupt that could not be delivered has not completed
    if (kind == SOFTWARE) back = rip();
    if (isException && makesDoubleFault(vector, next)) {
      noteReason(Reason.DoubleFault, <u64>vector, <u64>next);
      vector = DOUBLE_FAULT;
      code = 0;
    } else {
      noteReason(faultReason, faultA, faultB);
      vector = next;
      code = faultCode;
    }
    kind = FAULT;
    clearFault();
  }
  store<u32>(REPORT + Report.Kind, StepKind.Delivery);
  store<i32>(REPORT + Report.Vector, vector);
  store<u32>(REPORT + Report.External, external ? 1 : 0);
  if (vector == DEBUG && kind != SOFTWARE) enterDebugHandler();
  ghostIsFinal();
  ghostDelivered(vector, external, load<u64>(REPORT + Report.Frame));
}

