// Descriptors in the guest's GDT and LDT, read when a selector is used.

import { Block } from "../block";
import { readSystem, writeSystem } from "../access";
import { faulted } from "../fault";
import { CPU, field } from "../state";

/** The descriptor that `findDescriptor` read, and where. */
export let descriptor: u64 = 0;
export let descriptorAddress: u64 = 0;
/** Upper half of a 16-byte system descriptor. */
export let descriptorUpper: u64 = 0;

export function isNull(selector: u32): bool {
  return (selector & 0xfffc) == 0;
}

/** Selector as an error code has it. */
export function selectorCode(selector: u32): u64 {
  return <u64>(selector & 0xfffc);
}

function limitOf(selector: u32): u32 {
  return selector & 4 ? load<u32>(CPU + Block.LdtLimit) : load<u32>(CPU + Block.GdtLimit);
}

/** Reads a selector's descriptor; false: beyond its table, or the read itself faulted. */
export function findDescriptor(selector: u32, wide: bool = false): bool {
  const offset = selector & 0xfff8;
  const last = offset + (wide ? 15 : 7);
  if (selector & 4 && (load<u16>(CPU + Block.Ldtr) & 0xfffc) == 0) return false;
  if (last > limitOf(selector)) return false;
  const base = selector & 4 ? field(Block.LdtBase) : field(Block.GdtBase);
  descriptorAddress = base + <u64>offset;
  descriptor = readSystem(descriptorAddress, 8);
  if (wide) descriptorUpper = readSystem(descriptorAddress + 8, 8);
  return !faulted();
}

/** Access byte: present, DPL, code/data or system, type. */
export function accessByte(): u32 {
  return <u32>(descriptor >> 40) & 0xff;
}

export function isPresent(): bool {
  return (accessByte() & 0x80) != 0;
}

export function dpl(): u32 {
  return (accessByte() >> 5) & 3;
}

/** A code or data segment, not a system descriptor. */
export function isOrdinary(): bool {
  return (accessByte() & 0x10) != 0;
}

export function isCode(): bool {
  return (accessByte() & 0x18) == 0x18;
}

export function isConforming(): bool {
  return (accessByte() & 4) != 0;
}

export function isWritableData(): bool {
  return (accessByte() & 0x1a) == 0x12;
}

export function systemType(): u32 {
  return accessByte() & 0x1f;
}

export function isLong(): bool {
  return ((descriptor >> 53) & 1) != 0;
}

export function isDefault32(): bool {
  return ((descriptor >> 54) & 1) != 0;
}

export function segmentBaseOf(): u64 {
  return ((descriptor >> 16) & 0xffffff) | ((descriptor >> 32) & 0xff000000);
}

export function systemBaseOf(): u64 {
  return segmentBaseOf() | (descriptorUpper << 32);
}

/** The limit in bytes, granularity applied. */
export function segmentLimit(): u32 {
  const raw = (<u32>descriptor & 0xffff) | (<u32>(descriptor >> 32) & 0xf0000);
  return (descriptor >> 55) & 1 ? (raw << 12) | 0xfff : raw;
}

export function isAccessed(): bool {
  return (accessByte() & 1) != 0;
}

/** Sets the accessed bit in the table, as loading a segment does. */
export function markAccessed(): void {
  if (isAccessed()) return;
  writeSystem(descriptorAddress + 5, 1, <u64>(accessByte() | 1), false);
}

export function setBusy(): void {
  writeSystem(descriptorAddress + 5, 1, <u64>(accessByte() | 2), false);
}
