// PUSH, POP and their relatives in 64-bit mode: 8 bytes unless the operand is 2.

import { RecordField } from "../../isa/vocabulary";
import { probeWrite, readLinear, refreshMode, setStackAccess, writeLinear } from "../access";
import { faulted } from "../fault";
import { maskOf, setRflags } from "../flags";
import { readOperand, registerOf, widthOf, writeOperand, writeRegister } from "../operands";
import { AC, ARITHMETIC, DF, ID, IF, IOPL, NT, RF, TF, VIF, VIP, VM, cpl, reg, rflags, rsp, selector, setReg, setRsp } from "../state";

const RBP: i32 = 5;

export function pushValue(value: u64, size: i32): void {
  const to = rsp() - <u64>size;
  setStackAccess(true);
  writeLinear(to, size, value);
  setRsp(to);
}

export function popValue(size: i32): u64 {
  const from = rsp();
  setStackAccess(true);
  const value = readLinear(from, size);
  setRsp(from + <u64>size);
  return value;
}

export function push(record: usize): void {
  const size = widthOf(record);
  pushValue(readOperand(record, 0) & maskOf(size), size);
}

export function pushSegment(record: usize): void {
  pushValue(<u64>selector(registerOf(record, 0)), widthOf(record));
}

/** A memory destination's address is found after RSP has moved. */
export function pop(record: usize): void {
  const value = popValue(widthOf(record));
  writeOperand(record, 0, value);
}

export function pushFlags(record: usize): void {
  pushValue(rflags() & ~(RF | VM) & maskOf(widthOf(record)), widthOf(record));
}

/** SDM 2, POPF: what may change depends on CPL and IOPL; nothing faults in 64-bit mode. */
export function popFlags(record: usize): void {
  const size = widthOf(record);
  const value = popValue(size);
  let taken = ARITHMETIC | TF | DF | NT;
  if (size != 2) taken |= AC | ID;
  if (cpl() == 0) taken |= IOPL;
  if (<u64>cpl() <= (rflags() & IOPL) >> 12) taken |= IF;
  let flags = (rflags() & ~taken) | (value & taken);
  if (size != 2) flags &= ~(RF | VIF | VIP);
  setRflags(flags);
  refreshMode();
}

export function leave(record: usize): void {
  const size = widthOf(record);
  setRsp(reg(RBP));
  const value = popValue(size);
  writeRegister(RBP, size, value);
}

/** ENTER size, level: the display is copied from the caller's frame. */
export function enter(record: usize): void {
  const size = widthOf(record);
  const locals = load<u64>(record, RecordField.Immediate) & 0xffff;
  const level = <i32>load<u64>(record, RecordField.Immediate2) & 31;
  pushValue(reg(RBP) & maskOf(size), size);
  const frame = rsp();
  let display = reg(RBP);
  for (let i = 1; i < level && !faulted(); i++) {
    display -= <u64>size;
    setStackAccess(true);
    const word = readLinear(display, size);
    pushValue(word, size);
  }
  if (level > 0) pushValue(frame & maskOf(size), size);
  setRsp(rsp() - locals);
  // the new top must be writable: the last check of SDM 2, ENTER
  setStackAccess(true);
  probeWrite(rsp(), size);
  if (size == 2) writeRegister(RBP, 2, frame);
  else setReg(RBP, frame);
}

