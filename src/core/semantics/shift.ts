// Shifts and rotates. Where the manual leaves OF and AF undefined (counts over
// one, AF always) OF is computed as for a count of one, which is what Intel's and
// AMD's processors and QEMU do, and AF becomes 0 after shifts.

import { Operation } from "../../isa/vocabulary";
import { flagIf, maskOf, resultFlags, setArithmetic, setSome, signOf, signed } from "../flags";
import { operandWidth, readOperand, readTarget, writeOperand } from "../operands";
import { CF, OF, rflags } from "../state";

function countMask(size: i32): u64 {
  return size == 8 ? 63 : 31;
}

/** OF of a left shift or rotate: the sign changed against the bit that went out. */
function leftOverflow(result: u64, carryOut: bool, size: i32): u64 {
  return flagIf(((result & signOf(size)) != 0) != carryOut, OF);
}

/** OF of a right rotate: the two upper bits differ. */
function rightOverflow(result: u64, size: i32): u64 {
  return flagIf(((result & signOf(size)) != 0) != ((result & (signOf(size) >> 1)) != 0), OF);
}

export function shift(record: usize, operation: i32): void {
  const size = operandWidth(record, 0);
  const bits = <u64>size << 3;
  const a = readTarget(record, 0);
  const count = readOperand(record, 1) & countMask(size);
  if (count == 0) {
    writeOperand(record, 0, a);
    return;
  }
  let result: u64 = 0;
  let carryOut = false;
  let overflow: u64 = 0;
  if (operation == Operation.Shl) {
    result = count < bits ? (a << count) & maskOf(size) : 0;
    carryOut = count <= bits && ((a >> (bits - count)) & 1) != 0;
    overflow = leftOverflow(result, carryOut, size);
  } else if (operation == Operation.Shr) {
    result = count < bits ? a >> count : 0;
    carryOut = count <= bits && ((a >> (count - 1)) & 1) != 0;
    overflow = rightOverflow(result, size);
  } else {
    const value = signed(a, size);
    const used = count < 63 ? <i64>count : 63;
    result = <u64>(value >> used) & maskOf(size);
    carryOut = ((value >> (<i64>count - 1)) & 1) != 0;
  }
  writeOperand(record, 0, result);
  setArithmetic(resultFlags(result, size) | flagIf(carryOut, CF) | overflow);
}

/** ROL and ROR: CF and OF only, and only for a count that is not 0. */
export function rotate(record: usize, left: bool): void {
  const size = operandWidth(record, 0);
  const bits = <u64>size << 3;
  const a = readTarget(record, 0);
  const count = readOperand(record, 1) & countMask(size);
  const turn = count & (bits - 1);
  let result = a;
  if (turn != 0) {
    result = left ? (a << turn) | (a >> (bits - turn)) : (a >> turn) | (a << (bits - turn));
    result &= maskOf(size);
  }
  writeOperand(record, 0, result);
  if (count == 0) return;
  if (left) {
    const carryOut = (result & 1) != 0;
    setSome(CF | OF, flagIf(carryOut, CF) | leftOverflow(result, carryOut, size));
  } else {
    setSome(CF | OF, flagIf((result & signOf(size)) != 0, CF) | rightOverflow(result, size));
  }
}

/** RCL and RCR: through CF, counts modulo 9 and 17 for the narrow ones. */
export function rotateThroughCarry(record: usize, left: bool): void {
  const size = operandWidth(record, 0);
  const bits = <u64>size << 3;
  let result = readTarget(record, 0);
  let count = readOperand(record, 1) & countMask(size);
  if (size < 4) count %= bits + 1;
  let c = rflags() & CF;
  for (let i: u64 = 0; i < count; i++) {
    if (left) {
      const out = (result >> (bits - 1)) & 1;
      result = ((result << 1) | c) & maskOf(size);
      c = out;
    } else {
      const out = result & 1;
      result = (result >> 1) | (c << (bits - 1));
      c = out;
    }
  }
  writeOperand(record, 0, result);
  if (count == 0) return;
  setSome(CF | OF, c | (left ? leftOverflow(result, c != 0, size) : rightOverflow(result, size)));
}

/** SHLD and SHRD. For 16 bits and counts over 16 the result is undefined: bits of the source come round again. */
export function shiftDouble(record: usize, left: bool): void {
  const size = operandWidth(record, 0);
  const bits = <u64>size << 3;
  const a = readTarget(record, 0);
  const b = readOperand(record, 1);
  const count = readOperand(record, 2) & countMask(size);
  if (count == 0) {
    writeOperand(record, 0, a);
    return;
  }
  let result: u64 = 0;
  let carryOut = false;
  if (size == 2) {
    // as one 48-bit value: a:b:a to the left, a:b:a to the right
    const wide = (a << 32) | (b << 16) | a;
    if (left) {
      result = ((wide << count) >> 32) & 0xffff;
      carryOut = ((wide >> (48 - count)) & 1) != 0;
    } else {
      result = (wide >> count) & 0xffff;
      carryOut = ((wide >> (count - 1)) & 1) != 0;
    }
  } else if (left) {
    result = ((a << count) | (b >> (bits - count))) & maskOf(size);
    carryOut = ((a >> (bits - count)) & 1) != 0;
  } else {
    result = ((a >> count) | (b << (bits - count))) & maskOf(size);
    carryOut = ((a >> (count - 1)) & 1) != 0;
  }
  writeOperand(record, 0, result);
  const changed = flagIf(((result ^ a) & signOf(size)) != 0, OF);
  setArithmetic(resultFlags(result, size) | flagIf(carryOut, CF) | changed);
}

/** SARX, SHLX, SHRX, RORX: no flags. */
export function shiftPlain(record: usize, operation: i32): void {
  const size = operandWidth(record, 0);
  const bits = <u64>size << 3;
  const a = readOperand(record, 1);
  const count = readOperand(record, 2) & countMask(size);
  let result = a;
  if (operation == Operation.Shlx) result = a << count;
  else if (operation == Operation.Shrx) result = a >> count;
  else if (operation == Operation.Sarx) result = <u64>(signed(a, size) >> <i64>count);
  else if (count != 0) result = (a >> count) | (a << (bits - count));
  writeOperand(record, 0, result & maskOf(size));
}

