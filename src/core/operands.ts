// Operands of a decoded record: effective addresses, registers of every width,
// memory and immediates behind one read and one write. Knows no instruction.

import { MemoryRegister, OperandKind, Prefix, RecordField, SegmentOverride } from "../isa/vocabulary";
import { readLinear, readLocked, setStackAccess, writeLinear } from "./access";
import { Block } from "./block";
import { faulted } from "./fault";
import { maskOf } from "./flags";
import { CPU, field, reg, rip, selector, setReg } from "./state";

// @ts-ignore: decorator
@inline
export function operationOf(record: usize): i32 {
  return load<u16>(record, RecordField.Operation);
}

// @ts-ignore: decorator
@inline
export function lengthOf(record: usize): u64 {
  return load<u8>(record, RecordField.Length);
}

// @ts-ignore: decorator
@inline
export function widthOf(record: usize): i32 {
  return load<u8>(record, RecordField.Width);
}

// @ts-ignore: decorator
@inline
export function countOf(record: usize): i32 {
  return load<u8>(record, RecordField.OperandCount);
}

// @ts-ignore: decorator
@inline
export function hasPrefix(record: usize, prefix: i32): bool {
  return (load<u8>(record, RecordField.Prefixes) & prefix) != 0;
}

export function isLocked(record: usize): bool {
  return hasPrefix(record, Prefix.Lock);
}

// @ts-ignore: decorator
@inline
export function kindOf(record: usize, slot: i32): i32 {
  return load<u8>(record + RecordField.Operand0 + (<usize>slot << 2));
}

// @ts-ignore: decorator
@inline
export function registerOf(record: usize, slot: i32): i32 {
  return load<u8>(record + RecordField.Operand0 + 1 + (<usize>slot << 2));
}

// @ts-ignore: decorator
@inline
export function operandWidth(record: usize, slot: i32): i32 {
  return load<u8>(record + RecordField.Operand0 + 2 + (<usize>slot << 2));
}

// @ts-ignore: decorator
@inline
export function immediateOf(record: usize): u64 {
  return load<u64>(record, RecordField.Immediate);
}

// @ts-ignore: decorator
@inline
export function isMemory(record: usize, slot: i32): bool {
  return kindOf(record, slot) == OperandKind.Memory;
}

/** Address of the instruction after this one. */
// @ts-ignore: decorator
@inline
export function nextRip(record: usize): u64 {
  return rip() + lengthOf(record);
}

// @ts-ignore: decorator
@inline
export function segmentBase(chosen: i32): u64 {
  if (chosen == SegmentOverride.Gs) return field(Block.GsBase);
  if (chosen == SegmentOverride.Fs) return field(Block.FsBase);
  return 0;
}

/** Offset of the memory operand inside its segment. */
export function offsetOf(record: usize): u64 {
  let address = load<u64>(record, RecordField.Displacement);
  const base = <i32>load<u8>(record, RecordField.MemBase);
  if (base < 16) address += reg(base);
  else if (base == MemoryRegister.Rip) address += nextRip(record);
  const index = <i32>load<u8>(record, RecordField.MemIndex);
  if (index < 16) address += reg(index) * <u64>load<u8>(record, RecordField.MemScale);
  return load<u8>(record, RecordField.AddressWidth) == 4 ? address & 0xffffffff : address;
}

/** Linear address of the memory operand. */
export function linearOf(record: usize): u64 {
  const chosen = <i32>load<u8>(record, RecordField.MemSegment);
  if (chosen == 0) {
    const base = load<u8>(record, RecordField.MemBase);
    setStackAccess(base == 4 || base == 5);
    return offsetOf(record);
  }
  setStackAccess(chosen == SegmentOverride.Ss);
  return offsetOf(record) + segmentBase(chosen);
}

// @ts-ignore: decorator
@inline
export function readRegister(index: i32, size: i32): u64 {
  return reg(index) & maskOf(size);
}

/** 32-bit writes clear the upper half, narrower ones keep the rest. */
// @ts-ignore: decorator
@inline
export function writeRegister(index: i32, size: i32, value: u64): void {
  if (size == 8) setReg(index, value);
  else if (size == 4) setReg(index, value & 0xffffffff);
  else if (faulted()) return;
  else if (size == 1) store<u8>(CPU + (<usize>index << 3), <u8>value);
  else store<u16>(CPU + (<usize>index << 3), <u16>value);
}

export function readOperand(record: usize, slot: i32): u64 {
  const size = operandWidth(record, slot);
  const kind = kindOf(record, slot);
  if (kind == OperandKind.Register) return readRegister(registerOf(record, slot), size);
  if (kind == OperandKind.Immediate) return immediateOf(record);
  if (kind == OperandKind.Memory) return readLinear(linearOf(record), size);
  return readOther(record, slot, kind);
}

function readOther(record: usize, slot: i32, kind: i32): u64 {
  if (kind == OperandKind.HighByte) return (reg(registerOf(record, slot) & 3) >> 8) & 0xff;
  if (kind == OperandKind.Immediate2) return load<u64>(record, RecordField.Immediate2);
  if (kind == OperandKind.Segment) return selector(registerOf(record, slot));
  return 0;
}

/**
 * The old value of an operand that will be written. Its page fault is that of a
 * read, unless LOCK makes one access of both.
 */
export function readTarget(record: usize, slot: i32): u64 {
  if (isLocked(record) && isMemory(record, slot)) return readLocked(linearOf(record), operandWidth(record, slot));
  return readOperand(record, slot);
}

export function writeOperand(record: usize, slot: i32, value: u64): void {
  const kind = kindOf(record, slot);
  if (kind == OperandKind.Register) {
    writeRegister(registerOf(record, slot), operandWidth(record, slot), value);
  } else if (kind == OperandKind.Memory) {
    const size = operandWidth(record, slot);
    writeLinear(linearOf(record), size, value & maskOf(size));
  } else if (!faulted()) {
    const index = registerOf(record, slot) & 3;
    store<u8>(CPU + (<usize>index << 3) + 1, <u8>value);
  }
}
