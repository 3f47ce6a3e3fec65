// The six arithmetic flags and the conditions over them, as code: made of operands
// and result only when somebody needs them. The rules are those of flags.ts.

import { RecordField } from "../../isa/vocabulary";
import { signed as extended, addFlags, resultFlags, subFlags } from "../flags";
import { Hot } from "../quick/record";
import { AF, ARITHMETIC, CF, SF } from "../state";
import { Op, byte, constant, constant32, get, set, withConstant } from "./encode";
import { LAZY_OPERATION, LAZY_SIZE, Lazy, Local } from "./locals";
import { pending, setPending } from "./values";

// @ts-ignore: decorator
@inline
function signBit(size: i32): u64 {
  return (<u64>size << 3) - 1;
}

/** ZF, SF and PF of `Local.Result`. */
export function makeResultFlags(size: i32): void {
  get(Local.Result);
  withConstant(Op.ShrU, signBit(size));
  withConstant(Op.Shl, 7);
  get(Local.Result);
  byte(Op.Eqz);
  byte(Op.ExtendU);
  withConstant(Op.Shl, 6);
  byte(Op.Or);
  get(Local.Result);
  withConstant(Op.And, 0xff);
  byte(Op.Popcnt);
  withConstant(Op.And, 1);
  withConstant(Op.Xor, 1);
  withConstant(Op.Shl, 2);
  byte(Op.Or);
}

/** The flags on the stack take the place of those in `Local.Flags`. */
export function putFlags(): void {
  get(Local.Flags);
  withConstant(Op.And, ~ARITHMETIC);
  byte(Op.Or);
  set(Local.Flags);
}

function makeOverflow(isAdd: bool, size: i32): void {
  get(Local.A);
  get(Local.Result);
  byte(Op.Xor);
  get(Local.B);
  get(isAdd ? Local.Result : Local.A);
  byte(Op.Xor);
  byte(Op.And);
  withConstant(Op.ShrU, signBit(size));
  withConstant(Op.And, 1);
}

/** CF of what is pending, as 0 or 1. */
export function makeCarry(): void {
  const operation = pending & LAZY_OPERATION;
  if (operation == Lazy.None) {
    get(Local.Flags);
    withConstant(Op.And, CF);
  } else if (operation == Lazy.Logic) {
    constant(0);
  } else if (operation >= Lazy.Increment) {
    get(Local.Carry);
  } else {
    get(operation == Lazy.Add ? Local.Result : Local.A);
    get(operation == Lazy.Add ? Local.A : Local.B);
    byte(Op.LtU);
    byte(Op.ExtendU);
  }
}

/** Makes what is pending and puts it into `Local.Flags`. */
export function settleFlags(): void {
  if (pending == Lazy.None) return;
  const operation = pending & LAZY_OPERATION;
  const size = pending >> LAZY_SIZE;
  const isAdd = operation == Lazy.Add || operation == Lazy.Increment;
  makeResultFlags(size);
  if (operation != Lazy.Logic) {
    makeCarry();
    byte(Op.Or);
    get(Local.A);
    get(Local.B);
    byte(Op.Xor);
    get(Local.Result);
    byte(Op.Xor);
    withConstant(Op.And, AF);
    byte(Op.Or);
    makeOverflow(isAdd, size);
    withConstant(Op.Shl, 11);
    byte(Op.Or);
  }
  putFlags();
  setPending(Lazy.None);
}

/** The same, of what a region left behind. */
export function flagsLeft(kind: i32, a: u64, b: u64, result: u64, carry: u64): u64 {
  const size = kind >> LAZY_SIZE;
  switch (kind & LAZY_OPERATION) {
    case Lazy.Add:
      return addFlags(a, b, result, result < a, size);
    case Lazy.Sub:
      return subFlags(a, b, result, a < b, size);
    case Lazy.Increment:
      return addFlags(a, b, result, false, size) | carry;
    case Lazy.Decrement:
      return subFlags(a, b, result, false, size) | carry;
    default:
      return resultFlags(result, size);
  }
}

enum Pair {
  Overflow = 0,
  Carry = 1,
  Zero = 2,
  NotAbove = 3,
  Sign = 4,
  Parity = 5,
  Less = 6,
  NotGreater = 7,
}

function compareSigned(size: i32, operation: Op): void {
  get(Local.A);
  if (size != 8) byte(size == 4 ? Op.Extend32 : Op.Extend8);
  get(Local.B);
  if (size != 8) byte(size == 4 ? Op.Extend32 : Op.Extend8);
  byte(operation);
}

function compareUnsigned(operation: Op): void {
  get(Local.A);
  get(Local.B);
  byte(operation);
}

/** Sign of the result, as a condition. */
function isNegative(size: i32): void {
  get(Local.Result);
  withConstant(Op.ShrU, signBit(size));
  byte(Op.Wrap);
}

/** The condition straight from operands and result; false: nothing was written, the flags are needed. */
function testPending(pair: i32): bool {
  const operation = pending & LAZY_OPERATION;
  const size = pending >> LAZY_SIZE;
  if (operation < Lazy.Add) return false;
  if (pair == Pair.Zero) {
    get(Local.Result);
    byte(Op.Eqz);
    return true;
  }
  if (pair == Pair.Sign) {
    isNegative(size);
    return true;
  }
  if (operation == Lazy.Sub) {
    if (pair == Pair.Carry) compareUnsigned(Op.LtU);
    else if (pair == Pair.NotAbove) compareUnsigned(Op.LeU);
    else if (pair == Pair.Less) compareSigned(size, Op.LtS);
    else if (pair == Pair.NotGreater) compareSigned(size, Op.LeS);
    else return false;
    return true;
  }
  if (operation == Lazy.Logic) {
    if (pair == Pair.Less) isNegative(size);
    else if (pair == Pair.NotAbove) {
      get(Local.Result);
      byte(Op.Eqz);
    } else return false;
    return true;
  }
  return false;
}

/** Whether the record's condition holds, as an i32. */
export function testCondition(record: usize): void {
  const code = <i32>load<u8>(record, RecordField.Condition);
  if (testPending(code >> 1)) {
    if (code & 1) byte(Op.IntEqz);
    return;
  }
  settleFlags();
  // as `conditionBits` (quick/run.ts): SF != OF at the place of TF
  get(Local.Flags);
  get(Local.Flags);
  get(Local.Flags);
  withConstant(Op.ShrU, 4);
  byte(Op.Xor);
  withConstant(Op.And, SF);
  withConstant(Op.Shl, 1);
  byte(Op.Or);
  withConstant(Op.And, <u64>load<u32>(record, Hot.Mask));
  byte(Op.Eqz);
  if (load<u32>(record, Hot.Negated) == 0) byte(Op.IntEqz);
}
