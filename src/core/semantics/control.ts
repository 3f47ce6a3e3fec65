// Near branches. A target that is not canonical is #GP(0) of the branch itself,
// with nothing pushed or popped (Intel; AMD faults at the fetch).

import { OperandKind, RecordField } from "../../isa/vocabulary";
import { readLinear, setStackAccess } from "../access";
import { faulted, protect } from "../fault";
import { holds } from "../flags";
import { countOf, immediateOf, kindOf, readOperand, widthOf } from "../operands";
import { isCanonical } from "../paging";
import { Reason } from "../reason";
import { nextAddress, reg, rsp, setNext, setReg, setRsp } from "../state";
import { pushValue } from "./stack";

const RCX: i32 = 1;

export function branchTo(target: u64): void {
  if (!isCanonical(target)) {
    protect(Reason.NonCanonicalTarget, target);
    return;
  }
  setNext(target);
}

function targetOf(record: usize): u64 {
  if (kindOf(record, 0) == OperandKind.Relative) return nextAddress + immediateOf(record);
  return readOperand(record, 0);
}

export function jump(record: usize): void {
  const target = targetOf(record);
  if (!faulted()) branchTo(target);
}

export function jumpIf(record: usize): void {
  if (holds(load<u8>(record, RecordField.Condition))) branchTo(nextAddress + immediateOf(record));
}

export function call(record: usize): void {
  const back = nextAddress;
  const target = targetOf(record);
  if (faulted()) return;
  branchTo(target);
  pushValue(back, 8);
}

export function ret(record: usize): void {
  const size = widthOf(record) == 2 ? 2 : 8;
  setStackAccess(true);
  const target = readLinear(rsp(), size);
  if (faulted()) return;
  branchTo(target);
  setRsp(rsp() + <u64>size + (countOf(record) > 0 ? immediateOf(record) & 0xffff : 0));
}

function counter(record: usize): u64 {
  return load<u8>(record, RecordField.AddressWidth) == 4 ? reg(RCX) & 0xffffffff : reg(RCX);
}

export function jumpIfNoCount(record: usize): void {
  if (counter(record) == 0) branchTo(nextAddress + immediateOf(record));
}

/** LOOP, LOOPE, LOOPNE: `wanted` is 0, or 1 for ZF set, 2 for ZF clear. */
export function loop(record: usize, wanted: i32): void {
  const narrow = load<u8>(record, RecordField.AddressWidth) == 4;
  const count = narrow ? (reg(RCX) - 1) & 0xffffffff : reg(RCX) - 1;
  const taken = count != 0 && (wanted == 0 || (wanted == 1) == holds(4));
  if (taken) branchTo(nextAddress + immediateOf(record));
  setReg(RCX, count);
}
