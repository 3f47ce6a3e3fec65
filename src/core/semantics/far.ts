// Far jumps, calls and returns between code segments. Call gates and task
// switches are not modelled.

import { linearOf, countOf, immediateOf, widthOf } from "../operands";
import { readLinear, refreshMode, setStackAccess } from "../access";
import { Block, Segment } from "../block";
import {
  dpl,
  findDescriptor,
  isCode,
  isConforming,
  isDefault32,
  isLong,
  isNull,
  isOrdinary,
  isPresent,
  markAccessed,
  selectorCode,
} from "../events/descriptor";
import { checkReturnCode, checkReturnStack, enterSegments } from "../events/iret";
import { GENERAL_PROTECTION, SEGMENT_NOT_PRESENT, faulted, notModelled, protect, raise } from "../fault";
import { isCanonical } from "../paging";
import { Reason } from "../reason";
import { CPU, cpl, nextAddress, rsp, selector, setNext, setRsp, setSelector } from "../state";
import { branchTo } from "./control";
import { pushValue } from "./stack";

function refuse(vector: i32, cs: u32, reason: i32): void {
  raise(vector, selectorCode(cs), reason, <u64>cs, <u64>load<u32>(CPU + Block.GdtLimit));
}

/** The segment of a far jump or call: same privilege, 64-bit code. */
function checkTarget(cs: u32): void {
  if (isNull(cs)) {
    protect(Reason.CsNull, <u64>cs);
    return;
  }
  if (!findDescriptor(cs)) {
    if (!faulted()) refuse(GENERAL_PROTECTION, cs, Reason.CsBeyondLimit);
    return;
  }
  if (!isOrdinary()) notModelled(0, Reason.FarTransfer);
  else if (!isCode()) refuse(GENERAL_PROTECTION, cs, Reason.CsNotCode);
  else if (isConforming() ? dpl() > cpl() : (cs & 3) > cpl() || dpl() != cpl()) refuse(GENERAL_PROTECTION, cs, Reason.CsDpl);
  else if (isLong() && isDefault32()) refuse(GENERAL_PROTECTION, cs, Reason.CsMode);
  else if (!isPresent()) refuse(SEGMENT_NOT_PRESENT, cs, Reason.CsNotPresent);
  else if (!isLong()) notModelled(0, Reason.CompatibilityMode);
  else markAccessed();
}

/** Reads m16:16, m16:32 or m16:64; the offset goes on as RIP when all is well. */
function readPointer(record: usize): u32 {
  const size = widthOf(record);
  const at = linearOf(record);
  const offset = readLinear(at, size);
  const cs = <u32>readLinear(at + <u64>size, 2);
  if (faulted()) return 0;
  checkTarget(cs);
  if (!faulted()) branchTo(offset);
  return (cs & 0xfffc) | cpl();
}

export function jumpFar(record: usize): void {
  const cs = readPointer(record);
  if (!faulted()) setSelector(Segment.Cs, cs);
}

export function callFar(record: usize): void {
  const back = nextAddress;
  const cs = readPointer(record);
  const size = widthOf(record);
  pushValue(<u64>selector(Segment.Cs), size);
  pushValue(back, size);
  if (!faulted()) setSelector(Segment.Cs, cs);
}

/** SDM 2, RET far: to the same or an outer level. */
export function retFar(record: usize): void {
  const size = widthOf(record);
  const step = <u64>size;
  const release = countOf(record) > 0 ? immediateOf(record) & 0xffff : 0;
  const from = rsp();
  setStackAccess(true);
  const target = readLinear(from, size);
  const cs = <u32>readLinear(from + step, size) & 0xffff;
  if (faulted() || !checkReturnCode(cs)) return;
  const outward = (cs & 3) > cpl();
  let stack = from + 2 * step + release;
  let ss = selector(Segment.Ss);
  if (outward) {
    const at = stack;
    stack = readLinear(at, size) + release;
    ss = <u32>readLinear(at + step, size) & 0xffff;
    if (faulted() || !checkReturnStack(ss, cs & 3)) return;
  }
  if (!isCanonical(target)) {
    protect(Reason.NonCanonicalTarget, target);
    return;
  }
  enterSegments(cs, ss);
  setRsp(stack);
  setNext(target);
  refreshMode();
}
