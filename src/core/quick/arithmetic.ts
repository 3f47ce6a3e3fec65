// The quick loop's results that set flags. `to` and `from` are places in linear
// memory; of an operand of `size` bytes `into` bytes are written. `steady` is
// RFLAGS without the arithmetic flags. One function a family, all inlined.

import { ARITHMETIC, CF, CPU, OF, rflags } from "../state";
import { Block } from "../block";
import { addFlags, flagIf, maskOf, resultFlags, signOf, signed, subFlags } from "../flags";
import { loadSized, storeSized } from "../memory";
import { Quick } from "./record";

// @ts-ignore: decorator
@inline
function setFlags(steady: u64, flags: u64): void {
  store<u64>(CPU + Block.Rflags, steady | flags);
}

// @ts-ignore: decorator
@inline
function add(to: usize, from: usize, size: i32, into: i32, steady: u64): void {
  const a = loadSized(to, size);
  const b = loadSized(from, size);
  const result = (a + b) & maskOf(size);
  storeSized(to, into, result);
  setFlags(steady, addFlags(a, b, result, result < a, size));
}

// @ts-ignore: decorator
@inline
function compare(to: usize, from: usize, size: i32, into: i32, steady: u64): void {
  const a = loadSized(to, size);
  const b = loadSized(from, size);
  const result = (a - b) & maskOf(size);
  if (into != 0) storeSized(to, into, result);
  setFlags(steady, subFlags(a, b, result, a < b, size));
}

// @ts-ignore: decorator
@inline
function logic(to: usize, result: u64, size: i32, into: i32, steady: u64): void {
  if (into != 0) storeSized(to, into, result);
  setFlags(steady, resultFlags(result, size));
}

// @ts-ignore: decorator
@inline
function or(to: usize, from: usize, size: i32, into: i32, steady: u64): void {
  logic(to, loadSized(to, size) | loadSized(from, size), size, into, steady);
}

// @ts-ignore: decorator
@inline
function and(to: usize, from: usize, size: i32, into: i32, steady: u64): void {
  logic(to, loadSized(to, size) & loadSized(from, size), size, into, steady);
}

// @ts-ignore: decorator
@inline
function xor(to: usize, from: usize, size: i32, into: i32, steady: u64): void {
  logic(to, loadSized(to, size) ^ loadSized(from, size), size, into, steady);
}

/** CF stays. */
// @ts-ignore: decorator
@inline
function increment(to: usize, size: i32, into: i32, steady: u64): void {
  const a = loadSized(to, size);
  const result = (a + 1) & maskOf(size);
  storeSized(to, into, result);
  setFlags(steady | (rflags() & CF), addFlags(a, 1, result, false, size));
}

// @ts-ignore: decorator
@inline
function decrement(to: usize, size: i32, into: i32, steady: u64): void {
  const a = loadSized(to, size);
  const result = (a - 1) & maskOf(size);
  storeSized(to, into, result);
  setFlags(steady | (rflags() & CF), subFlags(a, 1, result, false, size));
}

// @ts-ignore: decorator
@inline
function negate(to: usize, steady: u64): void {
  const a = load<u64>(to);
  store<u64>(to, 0 - a);
  setFlags(steady, subFlags(0, a, 0 - a, a != 0, 8));
}

/** By a constant from 1 on; `from` holds it (SDM 2: OF as for a count of 1). */
// @ts-ignore: decorator
@inline
function shiftLeft(to: usize, from: usize, size: i32, steady: u64): void {
  const a = loadSized(to, size);
  const count = load<u64>(from);
  const result = (a << count) & maskOf(size);
  const out = ((a >> ((<u64>size << 3) - count)) & 1) != 0;
  store<u64>(to, result);
  setFlags(steady, resultFlags(result, size) | flagIf(out, CF) | flagIf(((result & signOf(size)) != 0) != out, OF));
}

// @ts-ignore: decorator
@inline
function shiftRight(to: usize, from: usize, size: i32, steady: u64): void {
  const a = loadSized(to, size);
  const count = load<u64>(from);
  const result = a >> count;
  const sign = signOf(size);
  store<u64>(to, result);
  const overflow = flagIf(((result & sign) != 0) != ((result & (sign >> 1)) != 0), OF);
  setFlags(steady, resultFlags(result, size) | ((a >> (count - 1)) & CF) | overflow);
}

// @ts-ignore: decorator
@inline
function shiftSigned(to: usize, from: usize, steady: u64): void {
  const a = load<i64>(to);
  const count = load<i64>(from);
  const result = <u64>(a >> count);
  store<u64>(to, result);
  setFlags(steady, resultFlags(result, 8) | (<u64>(a >> (count - 1)) & CF));
}

/** `kind` is one from Add8 to ShiftSigned8. */
// @ts-ignore: decorator
@inline
export function calculate(kind: i32, to: usize, from: usize, steady: u64): void {
  switch (kind) {
    case Quick.Add8:
      add(to, from, 8, 8, steady);
      break;
    case Quick.Add4:
      add(to, from, 4, 8, steady);
      break;
    case Quick.AddInto4:
      add(to, from, 4, 4, steady);
      break;
    case Quick.Add1:
      add(to, from, 1, 1, steady);
      break;
    case Quick.Or8:
      or(to, from, 8, 8, steady);
      break;
    case Quick.Or4:
      or(to, from, 4, 8, steady);
      break;
    case Quick.OrInto4:
      or(to, from, 4, 4, steady);
      break;
    case Quick.Or1:
      or(to, from, 1, 1, steady);
      break;
    case Quick.And8:
      and(to, from, 8, 8, steady);
      break;
    case Quick.And4:
      and(to, from, 4, 8, steady);
      break;
    case Quick.AndInto4:
      and(to, from, 4, 4, steady);
      break;
    case Quick.And1:
      and(to, from, 1, 1, steady);
      break;
    case Quick.Sub8:
      compare(to, from, 8, 8, steady);
      break;
    case Quick.Sub4:
      compare(to, from, 4, 8, steady);
      break;
    case Quick.SubInto4:
      compare(to, from, 4, 4, steady);
      break;
    case Quick.Sub1:
      compare(to, from, 1, 1, steady);
      break;
    case Quick.Xor8:
      xor(to, from, 8, 8, steady);
      break;
    case Quick.Xor4:
      xor(to, from, 4, 8, steady);
      break;
    case Quick.XorInto4:
      xor(to, from, 4, 4, steady);
      break;
    case Quick.Xor1:
      xor(to, from, 1, 1, steady);
      break;
    case Quick.Compare8:
      compare(to, from, 8, 0, steady);
      break;
    case Quick.Compare4:
      compare(to, from, 4, 0, steady);
      break;
    case Quick.Compare1:
      compare(to, from, 1, 0, steady);
      break;
    case Quick.Test8:
      and(to, from, 8, 0, steady);
      break;
    case Quick.Test4:
      and(to, from, 4, 0, steady);
      break;
    case Quick.Test1:
      and(to, from, 1, 0, steady);
      break;
    case Quick.Increment8:
      increment(to, 8, 8, steady);
      break;
    case Quick.Increment4:
      increment(to, 4, 8, steady);
      break;
    case Quick.IncrementInto4:
      increment(to, 4, 4, steady);
      break;
    case Quick.Decrement8:
      decrement(to, 8, 8, steady);
      break;
    case Quick.Decrement4:
      decrement(to, 4, 8, steady);
      break;
    case Quick.DecrementInto4:
      decrement(to, 4, 4, steady);
      break;
    case Quick.Negate8:
      negate(to, steady);
      break;
    case Quick.Invert8:
      store<u64>(to, ~load<u64>(to));
      break;
    case Quick.ShiftLeft8:
      shiftLeft(to, from, 8, steady);
      break;
    case Quick.ShiftLeft4:
      shiftLeft(to, from, 4, steady);
      break;
    case Quick.ShiftRight8:
      shiftRight(to, from, 8, steady);
      break;
    case Quick.ShiftRight4:
      shiftRight(to, from, 4, steady);
      break;
    default:
      shiftSigned(to, from, steady);
  }
}
