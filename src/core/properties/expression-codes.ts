// The numbers in which asserted expressions are written: a little stack machine's
// code. The core and its TypeScript face both compile this file, so it holds enums
// and numeric constants only.

export const MAX_ASSERTIONS = 32;
/** Instructions of one assertion. */
export const MAX_CODE = 128;
/** Values that wait at once. */
export const MAX_DEPTH = 64;

/** An instruction: u32 Code, u32 spare, u64 operand. */
export const CODE_BYTES = 16;

export enum Code {
  End = 0,
  /** operand: the value */
  Constant = 1,
  /** operand: offset in the CPU block | bytes << 16 */
  Field = 2,
  /** operand: bytes; the address is taken from the stack */
  Read = 3,
  /** operand: instructions to go over if the top is false, with 0 as the result; else the top is dropped */
  SkipIfFalse = 4,
  /** as before, if it is true, with 1 as the result */
  SkipIfTrue = 5,
  /** 0 or 1 */
  Truth = 6,
  Not = 7,
  Negate = 8,
  Invert = 9,
  Add = 10,
  Subtract = 11,
  Multiply = 12,
  Divide = 13,
  Modulo = 14,
  And = 15,
  Or = 16,
  Xor = 17,
  ShiftLeft = 18,
  ShiftRight = 19,
  Equal = 20,
  Unequal = 21,
  Below = 22,
  BelowOrEqual = 23,
  Above = 24,
  AboveOrEqual = 25,
}

/** Why an assertion failed: the first word of a violation's detail. */
export enum Failure {
  /** Then the two sides of the comparison made last. */
  False = 0,
  /** Then the address. */
  Unreadable = 1,
  DividedByZero = 2,
}
