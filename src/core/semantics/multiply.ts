// Multiplication and division. SF ZF AF PF, undefined after a multiplication,
// follow the low half of the product (as QEMU has them), AF 0.

import { DIVIDE_ERROR, faulted, raise } from "../fault";
import { flagIf, maskOf, resultFlags, setArithmetic, signed } from "../flags";
import { countOf, operandWidth, readOperand, writeOperand, writeRegister } from "../operands";
import { Reason } from "../reason";
import { CF, CPU, OF, reg, setReg } from "../state";

const RAX: i32 = 0;
const RDX: i32 = 2;

export let high: u64 = 0;

/** Low 64 bits of a * b; `high` has the rest. */
export function multiplyWide(a: u64, b: u64): u64 {
  const a0 = a & 0xffffffff;
  const a1 = a >> 32;
  const b0 = b & 0xffffffff;
  const b1 = b >> 32;
  const low = a0 * b0;
  const middle = a1 * b0 + (low >> 32);
  const other = a0 * b1 + (middle & 0xffffffff);
  high = a1 * b1 + (middle >> 32) + (other >> 32);
  return a * b;
}

function multiplyWideSigned(a: u64, b: u64): u64 {
  const low = multiplyWide(a, b);
  if (<i64>a < 0) high -= b;
  if (<i64>b < 0) high -= a;
  return low;
}

/** MUL and one-operand IMUL: rdx:rax, dx:ax or ax. */
export function multiply(record: usize, isSigned: bool): void {
  const size = operandWidth(record, 0);
  const b = readOperand(record, 0);
  const a = reg(RAX) & maskOf(size);
  if (faulted()) return;
  let overflow = false;
  let low: u64 = 0;
  if (size == 8) {
    low = isSigned ? multiplyWideSigned(a, b) : multiplyWide(a, b);
    overflow = isSigned ? high != <u64>(<i64>low >> 63) : high != 0;
    setReg(RAX, low);
    setReg(RDX, high);
  } else {
    const product = isSigned ? <u64>(signed(a, size) * signed(b, size)) : a * b;
    low = product & maskOf(size);
    overflow = isSigned ? signed(product, size) != <i64>product : product > maskOf(size);
    if (size == 1) {
      writeRegister(RAX, 2, product);
    } else {
      writeRegister(RAX, size, product);
      writeRegister(RDX, size, (product >> (<u64>size << 3)) & maskOf(size));
    }
  }
  setArithmetic(resultFlags(low, size) | flagIf(overflow, CF | OF));
}

/** IMUL with two or three operands. */
export function multiplyInto(record: usize): void {
  const size = operandWidth(record, 0);
  const three = countOf(record) == 3;
  const a = readOperand(record, three ? 1 : 0) & maskOf(size);
  const b = readOperand(record, three ? 2 : 1) & maskOf(size);
  let overflow = false;
  let low: u64 = 0;
  if (size == 8) {
    low = multiplyWideSigned(a, b);
    overflow = high != <u64>(<i64>low >> 63);
  } else {
    const product = signed(a, size) * signed(b, size);
    low = <u64>product & maskOf(size);
    overflow = signed(low, size) != product;
  }
  writeOperand(record, 0, low);
  setArithmetic(resultFlags(low, size) | flagIf(overflow, CF | OF));
}

function divideError(reason: i32): void {
  raise(DIVIDE_ERROR, 0, reason);
}

/** DIV and IDIV. All flags undefined: left as they are. */
export function divide(record: usize, isSigned: bool): void {
  const size = operandWidth(record, 0);
  const divisor = readOperand(record, 0);
  if (faulted()) return;
  if (divisor == 0) {
    divideError(Reason.DivideByZero);
    return;
  }
  if (size == 8) divideWide(divisor, isSigned);
  else divideNarrow(divisor, size, isSigned);
}

function divideNarrow(divisor: u64, size: i32, isSigned: bool): void {
  const bits = <u64>size << 3;
  const mask = maskOf(size);
  const dividend = size == 1 ? reg(RAX) & 0xffff : ((reg(RDX) & mask) << bits) | (reg(RAX) & mask);
  let quotient: u64 = 0;
  let remainder: u64 = 0;
  if (isSigned) {
    const n = signed(dividend, size * 2);
    const d = signed(divisor, size);
    if (n == i64.MIN_VALUE && d == -1) {
      divideError(Reason.DivideOverflow);
      return;
    }
    const q = n / d;
    if (signed(<u64>q, size) != q) {
      divideError(Reason.DivideOverflow);
      return;
    }
    quotient = <u64>q & mask;
    remainder = <u64>(n % d) & mask;
  } else {
    quotient = dividend / divisor;
    remainder = dividend % divisor;
    if (quotient > mask) {
      divideError(Reason.DivideOverflow);
      return;
    }
  }
  if (size == 1) {
    store<u8>(CPU, <u8>quotient);
    store<u8>(CPU + 1, <u8>remainder);
  } else {
    writeRegister(RAX, size, quotient);
    writeRegister(RDX, size, remainder);
  }
}

/** rdx:rax by a 64-bit divisor, bit by bit unless the high half is trivial. */
function divideWide(divisor: u64, isSigned: bool): void {
  let upper = reg(RDX);
  let lower = reg(RAX);
  const negative = isSigned && <i64>upper < 0;
  if (negative) {
    lower = 0 - lower;
    upper = ~upper + (lower == 0 ? 1 : 0);
  }
  const negativeDivisor = isSigned && <i64>divisor < 0;
  const d = negativeDivisor ? 0 - divisor : divisor;
  if (upper >= d) {
    divideError(Reason.DivideOverflow);
    return;
  }
  let quotient: u64 = 0;
  let remainder = upper;
  if (upper == 0) {
    quotient = lower / d;
    remainder = lower % d;
  } else {
    for (let i = 63; i >= 0; i--) {
      const out = remainder >> 63;
      remainder = (remainder << 1) | ((lower >> <u64>i) & 1);
      if (out || remainder >= d) {
        remainder -= d;
        quotient |= <u64>1 << <u64>i;
      }
    }
  }
  if (isSigned) {
    const limit = <u64>1 << 63;
    const negativeResult = negative != negativeDivisor;
    if (quotient > limit || (quotient == limit && !negativeResult)) {
      divideError(Reason.DivideOverflow);
      return;
    }
    if (negativeResult) quotient = 0 - quotient;
    if (negative) remainder = 0 - remainder;
  }
  setReg(RAX, quotient);
  setReg(RDX, remainder);
}

/** MULX: high half into the first operand, low into the second, no flags. */
export function multiplyNoFlags(record: usize): void {
  const size = operandWidth(record, 0);
  const a = reg(RDX) & maskOf(size);
  const b = readOperand(record, 2);
  let low: u64 = 0;
  let up: u64 = 0;
  if (size == 8) {
    low = multiplyWide(a, b);
    up = high;
  } else {
    const product = a * b;
    low = product & 0xffffffff;
    up = product >> 32;
  }
  writeOperand(record, 1, low);
  writeOperand(record, 0, up);
}
