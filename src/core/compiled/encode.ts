// Bytes of a WebAssembly module, one after the other into a buffer. Knows the format
// (WebAssembly 1.0 with sign extension), nothing of what is compiled.

import { CODE_BUFFER, CODE_BUFFER_END } from "../state";

/** Opcodes in use. */
export enum Op {
  Block = 0x02,
  Loop = 0x03,
  End = 0x0b,
  Br = 0x0c,
  BrIf = 0x0d,
  BrTable = 0x0e,
  Unreachable = 0x00,
  Select = 0x1b,
  Load32 = 0x28,
  Load = 0x29,
  Load8U = 0x31,
  Load16U = 0x33,
  Load32U = 0x35,
  Store32Int = 0x36,
  Store = 0x37,
  Store8 = 0x3c,
  Store16 = 0x3d,
  Store32 = 0x3e,
  IntEqz = 0x45,
  IntLtS = 0x48,
  IntAdd = 0x6a,
  IntSub = 0x6b,
  IntAnd = 0x71,
  IntOr = 0x72,
  IntXor = 0x73,
  Eqz = 0x50,
  Eq = 0x51,
  Ne = 0x52,
  LtS = 0x53,
  LtU = 0x54,
  LeS = 0x57,
  LeU = 0x58,
  Popcnt = 0x7b,
  Add = 0x7c,
  Sub = 0x7d,
  And = 0x83,
  Or = 0x84,
  Xor = 0x85,
  Shl = 0x86,
  ShrS = 0x87,
  ShrU = 0x88,
  Wrap = 0xa7,
  ExtendU = 0xad,
  Extend8 = 0xc2,
  Extend32 = 0xc4,
}

/** Bytes kept free for the largest piece between two looks at `isFull`. */
const MARGIN: usize = 0x2000;
const NO_RESULT: i32 = 0x40;

let out: usize = CODE_BUFFER;

export function beginCode(): void {
  out = CODE_BUFFER;
}

export function codeBytes(): i32 {
  return <i32>(out - CODE_BUFFER);
}

export function isFull(): bool {
  return out + MARGIN > CODE_BUFFER_END;
}

export function byte(value: i32): void {
  store<u8>(out, <u8>value);
  out++;
}

export function unsigned(value: u32): void {
  let rest = value;
  while (rest >= 0x80) {
    byte(<i32>(rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  byte(<i32>rest);
}

function signed(value: i64): void {
  let rest = value;
  while (rest < -64 || rest > 63) {
    byte(<i32>(rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  byte(<i32>(rest & 0x7f));
}

/** Leaves room for a length; `endLength` fills it in. */
export function beginLength(): usize {
  const at = out;
  out += 5;
  return at;
}

export function endLength(at: usize): void {
  let rest = <u32>(out - at - 5);
  for (let i: usize = 0; i < 5; i++) {
    store<u8>(at + i, <u8>((rest & 0x7f) | (i < 4 ? 0x80 : 0)));
    rest >>= 7;
  }
}

/** An i64. */
export function constant(value: u64): void {
  byte(0x42);
  signed(<i64>value);
}

export function constant32(value: i32): void {
  byte(0x41);
  signed(<i64>value);
}

export function get(local: i32): void {
  byte(0x20);
  unsigned(<u32>local);
}

export function set(local: i32): void {
  byte(0x21);
  unsigned(<u32>local);
}

export function tee(local: i32): void {
  byte(0x22);
  unsigned(<u32>local);
}

/** A load or store at a constant distance from the address on the stack. */
export function at(operation: Op, offset: u32): void {
  byte(operation);
  byte(0);
  unsigned(offset);
}

export function begin(operation: Op): void {
  byte(operation);
  byte(NO_RESULT);
}

export function branch(operation: Op, depth: i32): void {
  byte(operation);
  unsigned(<u32>depth);
}

/** The value on the stack with a constant. */
export function withConstant(operation: Op, value: u64): void {
  constant(value);
  byte(operation);
}
