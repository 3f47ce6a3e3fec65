// Two-operand arithmetic and logic, and its one-operand relatives. AF, which the
// manual leaves undefined after logic, is 0 as processors have it.

import { Operation } from "../../isa/vocabulary";
import { faulted } from "../fault";
import { addFlags, carry, maskOf, resultFlags, setArithmetic, setSome, subFlags } from "../flags";
import { isMemory, operandWidth, readOperand, readTarget, writeOperand } from "../operands";
import { ARITHMETIC, CF, rflags } from "../state";

export function add(record: usize, withCarry: bool): void {
  const size = operandWidth(record, 0);
  const a = readTarget(record, 0);
  const b = readOperand(record, 1) & maskOf(size);
  const c = withCarry ? carry() : 0;
  const result = (a + b + c) & maskOf(size);
  writeOperand(record, 0, result);
  setArithmetic(addFlags(a, b, result, result < a || (c != 0 && result == a), size));
}

export function subtract(record: usize, withBorrow: bool): void {
  const size = operandWidth(record, 0);
  const a = readTarget(record, 0);
  const b = readOperand(record, 1) & maskOf(size);
  const c = withBorrow ? carry() : 0;
  const result = (a - b - c) & maskOf(size);
  writeOperand(record, 0, result);
  setArithmetic(subFlags(a, b, result, a < b || (c != 0 && a == b), size));
}

export function compare(record: usize): void {
  const size = operandWidth(record, 0);
  const a = readOperand(record, 0);
  const b = readOperand(record, 1) & maskOf(size);
  setArithmetic(subFlags(a, b, (a - b) & maskOf(size), a < b, size));
}

export function logic(record: usize, operation: i32): void {
  const size = operandWidth(record, 0);
  const a = readTarget(record, 0);
  const b = readOperand(record, 1) & maskOf(size);
  const result = operation == Operation.And ? a & b : operation == Operation.Or ? a | b : a ^ b;
  writeOperand(record, 0, result);
  setArithmetic(resultFlags(result, size));
}

export function test(record: usize): void {
  const size = operandWidth(record, 0);
  const result = readOperand(record, 0) & readOperand(record, 1) & maskOf(size);
  setArithmetic(resultFlags(result, size));
}

/** INC and DEC leave CF alone. */
export function increment(record: usize): void {
  const size = operandWidth(record, 0);
  const a = readTarget(record, 0);
  const result = (a + 1) & maskOf(size);
  writeOperand(record, 0, result);
  setSome(ARITHMETIC & ~CF, addFlags(a, 1, result, false, size));
}

export function decrement(record: usize): void {
  const size = operandWidth(record, 0);
  const a = readTarget(record, 0);
  const result = (a - 1) & maskOf(size);
  writeOperand(record, 0, result);
  setSome(ARITHMETIC & ~CF, subFlags(a, 1, result, false, size));
}

export function negate(record: usize): void {
  const size = operandWidth(record, 0);
  const a = readTarget(record, 0);
  const result = (0 - a) & maskOf(size);
  writeOperand(record, 0, result);
  setArithmetic(subFlags(0, a, result, a != 0, size));
}

export function invert(record: usize): void {
  writeOperand(record, 0, ~readTarget(record, 0) & maskOf(operandWidth(record, 0)));
}

/** Of one register with itself the sum stays; memory is written while its address still holds. */
export function exchangeAdd(record: usize): void {
  const size = operandWidth(record, 0);
  const a = readTarget(record, 0);
  const b = readOperand(record, 1);
  if (faulted()) return;
  const result = (a + b) & maskOf(size);
  const intoMemory = isMemory(record, 0);
  if (intoMemory) writeOperand(record, 0, result);
  writeOperand(record, 1, a);
  if (!intoMemory) writeOperand(record, 0, result);
  setArithmetic(addFlags(a, b, result, result < a, size));
}

/** ADCX adds and sets CF alone, ADOX OF alone. */
export function addThrough(record: usize, flag: u64): void {
  const size = operandWidth(record, 0);
  const a = readOperand(record, 0);
  const b = readOperand(record, 1);
  const c: u64 = rflags() & flag ? 1 : 0;
  const result = (a + b + c) & maskOf(size);
  writeOperand(record, 0, result);
  setSome(flag, result < a || (c != 0 && result == a) ? flag : 0);
}
