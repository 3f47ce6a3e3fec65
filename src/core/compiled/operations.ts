// What each planned record does, as code. The operations are those of quick/run.ts
// and quick/arithmetic.ts; calls, returns and branches end a block (region.ts).

import { Hot, Quick } from "../quick/record";
import { DF } from "../state";
import { quickOf } from "./blocks";
import { Op, byte, constant, get, set, withConstant } from "./encode";
import { makeCarry, makeResultFlags, putFlags, settleFlags, testCondition } from "./flags";
import { LAZY_SIZE, Lazy, Local } from "./locals";
import {
  UNKNOWN,
  findPlaces,
  getAddress,
  getSource,
  getTarget,
  keepRecord,
  keeping,
  rspChange,
  rspDistance,
  setPending,
  setRspDistance,
  setTarget,
} from "./values";

function copy(record: usize, size: i32, into: i32): void {
  getSource(record, size);
  set(Local.Value);
  setTarget(record, into, Local.Value);
}

function address(record: usize, size: i32): void {
  const change = rspChange(record);
  if (change != UNKNOWN && change != 0) {
    setRspDistance(rspDistance + change);
    return;
  }
  getAddress(record);
  if (size == 4) withConstant(Op.And, 0xffffffff);
  set(Local.Value);
  setTarget(record, 8, Local.Value);
}

/** The word in `Local.Value` goes to the stack. */
function push(record: usize): void {
  set(Local.Value);
  setTarget(record, 8, Local.Value);
  setRspDistance(rspDistance - 8);
}

function pop(record: usize): void {
  getSource(record, 8);
  set(Local.Value);
  setRspDistance(rspDistance + 8);
  setTarget(record, 8, Local.Value);
}

function setIf(record: usize): void {
  testCondition(record);
  byte(Op.ExtendU);
  set(Local.Value);
  setTarget(record, 1, Local.Value);
}

function moveIf(record: usize, size: i32): void {
  getSource(record, size);
  getTarget(record, size);
  testCondition(record);
  byte(Op.Select);
  set(Local.Value);
  setTarget(record, 8, Local.Value);
}

function maskResult(size: i32): void {
  if (size != 8) withConstant(Op.And, size == 4 ? 0xffffffff : 0xff);
}

/** What the result goes to, and the flags of it. */
function finish(record: usize, lazy: i32, size: i32, into: i32): void {
  if (into != 0) {
    const change = rspChange(record);
    if (change != UNKNOWN && change != 0) setRspDistance(rspDistance + change);
    else setTarget(record, into, Local.Result);
  }
  setPending(lazy | (size << LAZY_SIZE));
  if (keeping) settleFlags();
}

function addOrSub(record: usize, lazy: i32, size: i32, into: i32): void {
  getTarget(record, size);
  set(Local.A);
  getSource(record, size);
  set(Local.B);
  get(Local.A);
  get(Local.B);
  byte(lazy == Lazy.Add ? Op.Add : Op.Sub);
  maskResult(size);
  set(Local.Result);
  finish(record, lazy, size, into);
}

function logic(record: usize, operation: Op, size: i32, into: i32): void {
  getTarget(record, size);
  getSource(record, size);
  byte(operation);
  set(Local.Result);
  finish(record, Lazy.Logic, size, into);
}

function step(record: usize, lazy: i32, size: i32, into: i32): void {
  makeCarry();
  set(Local.Carry);
  getTarget(record, size);
  set(Local.A);
  constant(1);
  set(Local.B);
  get(Local.A);
  constant(1);
  byte(lazy == Lazy.Increment ? Op.Add : Op.Sub);
  maskResult(size);
  set(Local.Result);
  finish(record, lazy, size, into);
}

function negate(record: usize): void {
  getTarget(record, 8);
  set(Local.B);
  constant(0);
  set(Local.A);
  constant(0);
  get(Local.B);
  byte(Op.Sub);
  set(Local.Result);
  finish(record, Lazy.Sub, 8, 8);
}

function invert(record: usize): void {
  getTarget(record, 8);
  withConstant(Op.Xor, ~<u64>0);
  set(Local.Value);
  setTarget(record, 8, Local.Value);
}

/** Bit `from` of a local at the place of flag `to`. */
function bitOf(local: i32, from: u64, to: u64): void {
  get(local);
  withConstant(Op.ShrU, from);
  withConstant(Op.And, 1);
  if (to != 0) withConstant(Op.Shl, to);
}

/** `Local.A` is the operand, `Local.Result` the result, the count a constant from 1 on. */
function shift(record: usize, operation: Op, size: i32): void {
  const count = load<u64>(record, Hot.Value);
  const top = (<u64>size << 3) - 1;
  getTarget(record, size);
  set(Local.A);
  get(Local.A);
  withConstant(operation, count);
  maskResult(size);
  set(Local.Result);
  setTarget(record, 8, Local.Result);
  makeResultFlags(size);
  if (operation == Op.Shl) {
    bitOf(Local.A, top + 1 - count, 0);
    byte(Op.Or);
    bitOf(Local.A, top + 1 - count, 11);
    bitOf(Local.Result, top, 11);
  } else {
    bitOf(Local.A, count - 1, 0);
    byte(Op.Or);
    bitOf(Local.Result, top, 11);
    // SAR leaves OF 0: its two upper bits are the same
    bitOf(Local.Result, top - 1, 11);
  }
  byte(Op.Xor);
  byte(Op.Or);
  putFlags();
  setPending(Lazy.None);
}

function move(record: usize, kind: i32): void {
  switch (kind) {
    case Quick.Nothing:
      break;
    case Quick.Move8:
      return copy(record, 8, 8);
    case Quick.Move4:
      return copy(record, 4, 8);
    case Quick.MoveInto4:
      return copy(record, 4, 4);
    case Quick.Move2:
      return copy(record, 2, 2);
    case Quick.Move1:
      return copy(record, 1, 1);
    case Quick.Zero2:
      return copy(record, 2, 8);
    case Quick.Zero1:
      return copy(record, 1, 8);
    case Quick.Sign4:
      getSource(record, 4);
      byte(Op.Extend32);
      set(Local.Value);
      return setTarget(record, 8, Local.Value);
    case Quick.Address8:
      return address(record, 8);
    case Quick.Address4:
      return address(record, 4);
    case Quick.Push:
      getSource(record, 8);
      return push(record);
    case Quick.Pop:
      return pop(record);
    case Quick.PushFlags:
      settleFlags();
      get(Local.Flags);
      return push(record);
    case Quick.SetIf:
      return setIf(record);
    case Quick.MoveIf8:
      return moveIf(record, 8);
    default:
      return moveIf(record, 4);
  }
}

/** Of the four forms of a family: 8, 4, into four bytes of memory, 1. */
function formSize(form: i32): i32 {
  return form == 0 ? 8 : form == 3 ? 1 : 4;
}

function formInto(form: i32): i32 {
  return form < 2 ? 8 : formSize(form);
}

/** Of the three forms of a comparison: 8, 4, 1. */
function comparedSize(form: i32): i32 {
  return form == 0 ? 8 : form == 1 ? 4 : 1;
}

function calculate(record: usize, kind: i32): void {
  if (kind < Quick.Compare8) {
    const form = (kind - Quick.Add8) & 3;
    const size = formSize(form);
    const into = formInto(form);
    if (kind < Quick.Or8) addOrSub(record, Lazy.Add, size, into);
    else if (kind < Quick.And8) logic(record, Op.Or, size, into);
    else if (kind < Quick.Sub8) logic(record, Op.And, size, into);
    else if (kind < Quick.Xor8) addOrSub(record, Lazy.Sub, size, into);
    else logic(record, Op.Xor, size, into);
  } else if (kind < Quick.Test8) {
    addOrSub(record, Lazy.Sub, comparedSize(kind - Quick.Compare8), 0);
  } else if (kind < Quick.Increment8) {
    logic(record, Op.And, comparedSize(kind - Quick.Test8), 0);
  } else if (kind < Quick.Decrement8) {
    const form = kind - Quick.Increment8;
    step(record, Lazy.Increment, formSize(form), formInto(form));
  } else if (kind < Quick.Negate8) {
    const form = kind - Quick.Decrement8;
    step(record, Lazy.Decrement, formSize(form), formInto(form));
  } else if (kind == Quick.Negate8) {
    negate(record);
  } else if (kind == Quick.Invert8) {
    invert(record);
  } else if (kind < Quick.ShiftRight8) {
    shift(record, Op.Shl, kind == Quick.ShiftLeft8 ? 8 : 4);
  } else if (kind < Quick.ShiftSigned8) {
    shift(record, Op.ShrU, kind == Quick.ShiftRight8 ? 8 : 4);
  } else {
    shift(record, Op.ShrS, 8);
  }
}

function direction(isSet: bool): void {
  get(Local.Flags);
  if (isSet) withConstant(Op.Or, DF);
  else withConstant(Op.And, ~DF);
  set(Local.Flags);
}

/** All that the record does but where it leads to; of calls the push, of returns the reading. */
export function compileRecord(record: usize): void {
  const kind = quickOf(record);
  findPlaces(record);
  // a return is kept once it is known that it will be taken
  if (kind == Quick.Return) return getSource(record, 8);
  keepRecord(record);
  if (kind < Quick.Add8) return move(record, kind);
  if (kind < Quick.Jump) return calculate(record, kind);
  if (kind == Quick.ClearDirection) return direction(false);
  if (kind == Quick.SetDirection) return direction(true);
  if (kind == Quick.Call) {
    getSource(record, 8);
    push(record);
  }
}
