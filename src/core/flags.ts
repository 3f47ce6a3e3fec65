// RFLAGS of results: the six arithmetic flags computed at once, and conditions.
// Every result leaves through `setArithmetic`.

import { Block } from "./block";
import { AF, ARITHMETIC, CF, CPU, OF, PF, SF, ZF, rflags } from "./state";

// @ts-ignore: decorator
@inline
export function maskOf(size: i32): u64 {
  return 0xffffffffffffffff >> (64 - (<u64>size << 3));
}

// @ts-ignore: decorator
@inline
export function signOf(size: i32): u64 {
  return <u64>1 << ((<u64>size << 3) - 1);
}

/** Sign extension of a value of `size` bytes. */
// @ts-ignore: decorator
@inline
export function signed(value: u64, size: i32): i64 {
  const shift = 64 - (<i64>size << 3);
  return (<i64>value << shift) >> shift;
}

// @ts-ignore: decorator
@inline
export function setRflags(value: u64): void {
  store<u64>(CPU + Block.Rflags, value);
}

// @ts-ignore: decorator
@inline
export function setArithmetic(flags: u64): void {
  setRflags((rflags() & ~ARITHMETIC) | flags);
}

/** Of the flags in `which` only. */
export function setSome(which: u64, flags: u64): void {
  setRflags((rflags() & ~which) | (flags & which));
}

/** ZF, SF and PF of a result already cut to its size. */
// @ts-ignore: decorator
@inline
export function resultFlags(result: u64, size: i32): u64 {
  const sign = (result >> ((<u64>size << 3) - 1)) << 7;
  const parity = ~popcnt<u64>(result & 0xff) & 1;
  return sign | (<u64>(result == 0) << 6) | (parity << 2);
}

// @ts-ignore: decorator
@inline
export function flagIf(condition: bool, flag: u64): u64 {
  return condition ? flag : 0;
}

// @ts-ignore: decorator
@inline
export function carry(): u64 {
  return rflags() & CF;
}

/** Condition code 0-15 of Jcc, SETcc, CMOVcc. */
export function holds(condition: i32): bool {
  const f = rflags();
  let yes = false;
  switch (condition >> 1) {
    case 0:
      yes = (f & OF) != 0;
      break;
    case 1:
      yes = (f & CF) != 0;
      break;
    case 2:
      yes = (f & ZF) != 0;
      break;
    case 3:
      yes = (f & (CF | ZF)) != 0;
      break;
    case 4:
      yes = (f & SF) != 0;
      break;
    case 5:
      yes = (f & PF) != 0;
      break;
    case 6:
      yes = ((f >> 7) & 1) != ((f >> 11) & 1);
      break;
    default:
      yes = (f & ZF) != 0 || ((f >> 7) & 1) != ((f >> 11) & 1);
  }
  return yes != ((condition & 1) != 0);
}

/** Flags of a + b (+ carry) = result: all cut to size. */
// @ts-ignore: decorator
@inline
export function addFlags(a: u64, b: u64, result: u64, carryOut: bool, size: i32): u64 {
  const overflow = (((a ^ result) & (b ^ result)) >> ((<u64>size << 3) - 1)) & 1;
  return resultFlags(result, size) | <u64>carryOut | ((a ^ b ^ result) & AF) | (overflow << 11);
}

/** Flags of a - b (- borrow) = result. */
// @ts-ignore: decorator
@inline
export function subFlags(a: u64, b: u64, result: u64, borrow: bool, size: i32): u64 {
  const overflow = (((a ^ b) & (a ^ result)) >> ((<u64>size << 3) - 1)) & 1;
  return resultFlags(result, size) | <u64>borrow | ((a ^ b ^ result) & AF) | (overflow << 11);
}
