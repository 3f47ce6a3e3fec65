// Moves, extensions, exchanges and compares-and-exchanges.

import { Operation, RecordField } from "../../isa/vocabulary";
import { probeWrite, readLinear, readLocked, writeLinear } from "../access";
import { faulted, protect } from "../fault";
import { holds, maskOf, setArithmetic, setRflags, signed, subFlags } from "../flags";
import {
  isLocked,
  isMemory,
  linearOf,
  offsetOf,
  operandWidth,
  readOperand,
  readTarget,
  segmentBase,
  widthOf,
  writeOperand,
  writeRegister,
} from "../operands";
import { Reason } from "../reason";
import { AF, CF, CPU, PF, SF, ZF, reg, rflags } from "../state";

const RAX: i32 = 0;
const RCX: i32 = 1;
const RDX: i32 = 2;
const RBX: i32 = 3;

export function move(record: usize): void {
  writeOperand(record, 0, readOperand(record, 1));
}

export function moveSignExtended(record: usize): void {
  const value = signed(readOperand(record, 1), operandWidth(record, 1));
  writeOperand(record, 0, <u64>value & maskOf(operandWidth(record, 0)));
}

export function loadAddress(record: usize): void {
  writeOperand(record, 0, offsetOf(record) & maskOf(operandWidth(record, 0)));
}

/** Memory first: its fault leaves the register alone. */
export function exchange(record: usize): void {
  const memorySlot = isMemory(record, 1) ? 1 : 0;
  // XCHG with memory is locked without being told
  const size = operandWidth(record, memorySlot);
  const a = isMemory(record, memorySlot) ? readLocked(linearOf(record), size) : readOperand(record, memorySlot);
  const b = readOperand(record, 1 - memorySlot);
  if (faulted()) return;
  writeOperand(record, memorySlot, b);
  writeOperand(record, 1 - memorySlot, a);
}

/** Reads its source, and with it faults, whether or not the condition holds. */
export function conditionalMove(record: usize): void {
  const value = readOperand(record, 1);
  const yes = holds(load<u8>(record, RecordField.Condition));
  writeOperand(record, 0, yes ? value : readOperand(record, 0));
}

export function setByCondition(record: usize): void {
  writeOperand(record, 0, holds(load<u8>(record, RecordField.Condition)) ? 1 : 0);
}

/** CBW CWDE CDQE: the width is that of the result. */
export function extendAccumulator(record: usize): void {
  const size = widthOf(record);
  writeRegister(RAX, size, <u64>signed(reg(RAX), size >> 1) & maskOf(size));
}

/** CWD CDQ CQO. */
export function extendIntoData(record: usize): void {
  const size = widthOf(record);
  writeRegister(RDX, size, signed(reg(RAX), size) < 0 ? maskOf(size) : 0);
}

/** XLAT: al from rbx + al, in DS unless overridden. */
export function translateByte(record: usize): void {
  let offset = reg(RBX) + (reg(RAX) & 0xff);
  if (load<u8>(record, RecordField.AddressWidth) == 4) offset &= 0xffffffff;
  const linear = offset + segmentBase(load<u8>(record, RecordField.MemSegment));
  writeRegister(RAX, 1, readLinear(linear, 1));
}

export function flagsToAh(): void {
  store<u8>(CPU + 1, <u8>((rflags() & 0xd5) | 2));
}

export function ahToFlags(): void {
  const taken = SF | ZF | AF | PF | CF;
  setRflags((rflags() & ~taken) | (<u64>load<u8>(CPU + 1) & taken));
}

/** A memory destination is written back even when the comparison fails; a register is left alone. */
export function compareExchange(record: usize): void {
  const size = operandWidth(record, 0);
  const old = readTarget(record, 0);
  const expected = reg(RAX) & maskOf(size);
  const source = readOperand(record, 1);
  if (faulted()) return;
  setArithmetic(subFlags(expected, old, (expected - old) & maskOf(size), expected < old, size));
  if (expected == old) {
    writeOperand(record, 0, source);
  } else {
    if (isMemory(record, 0)) writeOperand(record, 0, old);
    writeRegister(RAX, size, old);
  }
}

/** CMPXCHG8B and CMPXCHG16B; the wide one wants 16-byte alignment. ZF alone. */
export function compareExchangePair(record: usize, operation: i32): void {
  const half = operation == Operation.Cmpxchg16b ? 8 : 4;
  const linear = linearOf(record);
  if (half == 8 && <u32>linear & 15) {
    protect(Reason.Misaligned, linear);
    return;
  }
  if (isLocked(record)) probeWrite(linear, half * 2);
  const low = readLinear(linear, half);
  const upper = readLinear(linear + <u64>half, half);
  probeWrite(linear, half * 2);
  if (faulted()) return;
  const equal = low == (reg(RAX) & maskOf(half)) && upper == (reg(RDX) & maskOf(half));
  writeLinear(linear, half, equal ? reg(RBX) & maskOf(half) : low);
  writeLinear(linear + <u64>half, half, equal ? reg(RCX) & maskOf(half) : upper);
  if (!equal) {
    writeRegister(RAX, half, low);
    writeRegister(RDX, half, upper);
  }
  setRflags((rflags() & ~ZF) | (equal ? ZF : 0));
}

