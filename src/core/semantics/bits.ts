// Bit tests, scans, counts and the BMI family.

import { OperandKind, Operation } from "../../isa/vocabulary";
import { readLinear, readLocked, writeLinear } from "../access";
import { flagIf, maskOf, resultFlags, setArithmetic, setSome, signed } from "../flags";
import { isLocked, isMemory, kindOf, linearOf, operandWidth, readOperand, readTarget, writeOperand } from "../operands";
import { CF, SF, ZF } from "../state";

function changeBit(value: u64, bit: u64, operation: i32): u64 {
  const one = (<u64>1) << bit;
  if (operation == Operation.Bts) return value | one;
  if (operation == Operation.Btr) return value & ~one;
  return value ^ one;
}

/** BT BTS BTR BTC: CF only; a register index reaches beyond the memory operand. */
export function bitTest(record: usize, operation: i32): void {
  const size = operandWidth(record, 0);
  const bits = <u64>size << 3;
  const index = readOperand(record, 1);
  const bit = index & (bits - 1);
  const changes = operation != Operation.Bt;
  if (isMemory(record, 0) && kindOf(record, 1) == OperandKind.Register) {
    const shiftBy: i64 = size == 2 ? 4 : size == 4 ? 5 : 6;
    const linear = linearOf(record) + <u64>((signed(index, size) >> shiftBy) * <i64>size);
    const value = isLocked(record) ? readLocked(linear, size) : readLinear(linear, size);
    if (changes) writeLinear(linear, size, changeBit(value, bit, operation));
    setSome(CF, (value >> bit) & 1);
    return;
  }
  const value = changes ? readTarget(record, 0) : readOperand(record, 0);
  if (changes) writeOperand(record, 0, changeBit(value, bit, operation));
  setSome(CF, (value >> bit) & 1);
}

/** BSF, BSR: a zero source leaves the destination as it was (AMD's promise, Intel's practice). */
export function bitScan(record: usize, forward: bool): void {
  const size = operandWidth(record, 0);
  const value = readOperand(record, 1);
  if (value == 0) {
    setArithmetic(ZF | resultFlags(0, size));
    return;
  }
  const result = forward ? ctz<u64>(value) : 63 - clz<u64>(value);
  writeOperand(record, 0, result);
  setArithmetic(resultFlags(value, size) & ~ZF);
}

export function populationCount(record: usize): void {
  const value = readOperand(record, 1);
  writeOperand(record, 0, popcnt<u64>(value));
  setArithmetic(flagIf(value == 0, ZF));
}

/** LZCNT, TZCNT: CF tells a zero source, ZF a zero result. */
export function countZeros(record: usize, leading: bool): void {
  const size = operandWidth(record, 0);
  const bits = <u64>size << 3;
  const value = readOperand(record, 1);
  let result = bits;
  if (value != 0) result = leading ? clz<u64>(value) - (64 - bits) : ctz<u64>(value);
  writeOperand(record, 0, result);
  setArithmetic(flagIf(value == 0, CF) | flagIf(result == 0, ZF));
}

export function swapBytes(record: usize): void {
  const size = operandWidth(record, 0);
  const value = readOperand(record, 0);
  // a 16-bit BSWAP is undefined; processors give 0
  writeOperand(record, 0, size == 2 ? 0 : size == 4 ? <u64>bswap<u32>(<u32>value) : bswap<u64>(value));
}

export function moveSwapped(record: usize): void {
  const size = operandWidth(record, 0);
  const value = readOperand(record, 1);
  let result = bswap<u64>(value);
  result >>= 64 - (<u64>size << 3);
  writeOperand(record, 0, result);
}

export function andNot(record: usize): void {
  const size = operandWidth(record, 0);
  const result = ~readOperand(record, 1) & readOperand(record, 2) & maskOf(size);
  writeOperand(record, 0, result);
  setArithmetic(resultFlags(result, size) & (SF | ZF));
}

/** BLSI, BLSMSK, BLSR. */
export function lowestBit(record: usize, operation: i32): void {
  const size = operandWidth(record, 0);
  const value = readOperand(record, 1);
  let result = value & (value - 1);
  if (operation == Operation.Blsi) result = value & (0 - value);
  else if (operation == Operation.Blsmsk) result = value ^ (value - 1);
  result &= maskOf(size);
  writeOperand(record, 0, result);
  const carryOut = operation == Operation.Blsi ? value != 0 : value == 0;
  setArithmetic((resultFlags(result, size) & (SF | ZF)) | flagIf(carryOut, CF));
}

/** BZHI: the bits below an index. */
export function zeroHigh(record: usize): void {
  const size = operandWidth(record, 0);
  const bits = <u64>size << 3;
  const value = readOperand(record, 1);
  const index = readOperand(record, 2) & 0xff;
  const result = index < bits ? value & (((<u64>1) << index) - 1) : value;
  writeOperand(record, 0, result);
  setArithmetic((resultFlags(result, size) & (SF | ZF)) | flagIf(index >= bits, CF));
}

/** BEXTR: `length` bits from `start`. */
export function extractField(record: usize): void {
  const size = operandWidth(record, 0);
  const bits = <u64>size << 3;
  // read, and faulting, whatever becomes of it
  const value = readOperand(record, 1);
  const control = readOperand(record, 2);
  const start = control & 0xff;
  const length = (control >> 8) & 0xff;
  let result: u64 = start < bits ? value >> start : 0;
  if (length < 64) result &= ((<u64>1) << length) - 1;
  result &= maskOf(size);
  writeOperand(record, 0, result);
  setArithmetic(flagIf(result == 0, ZF));
}

export function deposit(record: usize): void {
  let source = readOperand(record, 1);
  const mask = readOperand(record, 2);
  let result: u64 = 0;
  for (let rest = mask; rest != 0; rest &= rest - 1) {
    if (source & 1) result |= rest & (0 - rest);
    source >>= 1;
  }
  writeOperand(record, 0, result);
}

export function extract(record: usize): void {
  const source = readOperand(record, 1);
  const mask = readOperand(record, 2);
  let result: u64 = 0;
  let to: u64 = 0;
  for (let rest = mask; rest != 0; rest &= rest - 1) {
    if (source & rest & (0 - rest)) result |= (<u64>1) << to;
    to++;
  }
  writeOperand(record, 0, result);
}

/** CRC32C, one bit at a time, reflected polynomial. */
export function crc32(record: usize): void {
  const size = operandWidth(record, 1);
  let crc = <u32>readOperand(record, 0);
  const data = readOperand(record, 1);
  for (let i = 0; i < size; i++) {
    crc ^= <u32>((data >> (<u64>i << 3)) & 0xff);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0x82f63b78 : crc >> 1;
  }
  writeOperand(record, 0, crc);
}

