// The local variables of a compiled region, in the order of their declaration.

export enum Local {
  /** i32 parameters: steps that may be taken, place of the next journal entry, block to begin with */
  Left = 0,
  Journal = 1,
  Block = 2,
  // i32
  /** Number of the exit that is taken. */
  Exit = 3,
  /** `Lazy` of the flags that RFLAGS does not hold yet. */
  Kind = 4,
  /** Host address of the lowest byte that the block uses of its stack. */
  Stack = 5,
  Slot = 6,
  Place = 7,
  Condition = 8,
  // u64
  Flags = 9,
  /** Of lazy flags: operands, result, CF as it stays. */
  A = 10,
  B = 11,
  Result = 12,
  Carry = 13,
  Linear = 14,
  Value = 15,
  /** Linear address of the last write. */
  Written = 16,
  /** General registers; RSP's is right in every block, others from their first use on. */
  General = 17,
  Rsp = 21,
}

export const PARAMETERS: i32 = 3;
export const INT_LOCALS: i32 = 6;
export const LONG_LOCALS: i32 = 24;

/** Which operation the flags are still to be made of; with the bytes of its operands << 4. */
export enum Lazy {
  /** RFLAGS is right. */
  None = 0,
  /** As `Local.Kind` says when the region runs. */
  Unknown = 1,
  Add = 2,
  Sub = 3,
  Logic = 4,
  /** As Add and Sub, CF as it was. */
  Increment = 5,
  Decrement = 6,
}

export const LAZY_OPERATION: i32 = 15;
export const LAZY_SIZE: i32 = 4;
