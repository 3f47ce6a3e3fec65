// The second part of a kept record: what the quick loop needs, with everything
// resolved once. Knows which kinds there are; not when a record gets one, nor what it does.

/**
 * Byte offsets from the start of the kept record; the decoded one (RecordField)
 * lies before. Registers are offsets from CPU, other places addresses in linear memory.
 */
export enum Hot {
  /** u8 Quick; u8 QuickAccess: read together */
  Kind = 64,
  Access = 65,
  /** u8: bytes of the memory operand */
  Bytes = 66,
  /** u8: the index is shifted by this */
  Shift = 67,
  /** u32 each: places of the operands, unless memory is accessed there */
  To = 68,
  From = 72,
  /** u16 each: registers that make the address, or an offset that holds 0 */
  Base = 76,
  Index = 78,
  Segment = 80,
  /** u8: index or segment is in use */
  IsScaled = 82,
  /** u8: as in `Tag` */
  Kept = 83,
  /** u32: epoch of `Next` */
  NextEpoch = 84,
  /**
   * u64: first word of the short journal entry: the instruction's own linear address
   * (the record stands for no other) << 16 | ShortTag
   */
  Tag = 88,
  Displacement = 96,
  /** u64: immediate; of a call the address after it; of a condition `Mask` and `Negated` */
  Value = 104,
  /** u32 each: bits of `conditionBits`; 1: the condition is that all are 0 */
  Mask = 104,
  Negated = 108,
  /** u32: epoch in which the record that lies next is that of the next instruction */
  Follows = 112,
  /** u32: where else the next instruction's record lies */
  Next = 116,
  /** u32, u32: record of a branch's target as it was last, and its epoch */
  Target = 120,
  TargetEpoch = 124,
}

/** Kept records lie so far apart. */
export const RECORD_STRIDE: usize = 128;

export enum QuickAccess {
  None = 0,
  /** Memory is where the value comes from. */
  Source = 1,
  /** Memory is read where otherwise a value goes: CMP, TEST. */
  Compared = 2,
  /** Memory is where the value goes. */
  Target = 3,
  /** Memory is where the value comes from, the stack is where it goes. */
  Pushed = 4,
}

/**
 * What the quick loop does. 8, 4, 2, 1: bytes. A register written by a 4 is
 * cleared above; Into4 writes four bytes of memory and no more.
 */
export enum Quick {
  Nothing = 0,
  Move8,
  Move4,
  MoveInto4,
  Move2,
  Move1,
  Zero2,
  Zero1,
  Sign4,
  Address8,
  Address4,
  Push,
  Pop,
  PushFlags,
  SetIf,
  MoveIf8,
  MoveIf4,
  // from here on results set flags
  Add8,
  Add4,
  AddInto4,
  Add1,
  Or8,
  Or4,
  OrInto4,
  Or1,
  And8,
  And4,
  AndInto4,
  And1,
  Sub8,
  Sub4,
  SubInto4,
  Sub1,
  Xor8,
  Xor4,
  XorInto4,
  Xor1,
  Compare8,
  Compare4,
  Compare1,
  Test8,
  Test4,
  Test1,
  Increment8,
  Increment4,
  IncrementInto4,
  Decrement8,
  Decrement4,
  DecrementInto4,
  Negate8,
  Invert8,
  ShiftLeft8,
  ShiftLeft4,
  ShiftRight8,
  ShiftRight4,
  ShiftSigned8,
  // from here on the loop itself does it
  Jump,
  JumpIf,
  Call,
  Return,
  /** Not quick at all: the complete step. */
  None,
  ClearDirection,
  SetDirection,
  PopFlags,
  InterruptReturn,
  // from here on a search alone does it: in other runs they are rare
  Exchange8,
  Swap8,
  Swap4,
  ComplementCarry,
  ReadCr2,
  WriteCr2,
}
