// Every access of software and CPU to linear memory: rights of the current
// privilege, canonical and alignment checks, page ends. A write that faults has
// changed nothing. After a fault reads give 0 and writes do nothing.

import { Block, ItemKind, WriteFlag } from "./block";
import { accessed, watching } from "./debug";
import { ALIGNMENT, GENERAL_PROTECTION, STACK_FAULT, faulted, raise } from "./fault";
import { isRam, loadSized, storePhysical, writingDelivery } from "./memory";
import { FAILED, isCanonical, setImplicit, walk } from "./paging";
import { bumpModeEpoch, READ, TAG_ALIGN, TAG_USER, TAG_VALID, reach, WRITE } from "./translation-cache";
import { ghostWrote } from "./properties/ghost";
import { Reason } from "./reason";
import { AC, CR0_AM, READ_TLB, WRITE_TLB, cpl, field, rflags } from "./state";

/** Tag of the current privilege; `refreshMode` keeps it. */
export let accessTag: u64 = TAG_VALID;

/** The access goes through SS: a non-canonical address is then #SS(0). */
export let stackAccess: bool = false;

export function setStackAccess(on: bool): void {
  stackAccess = on;
}

/** After any change of CPL, RFLAGS.AC or CR0. */
export function refreshMode(): void {
  let tag = TAG_VALID;
  if (cpl() == 3) {
    tag |= TAG_USER;
    if (field(Block.Cr0) & CR0_AM && rflags() & AC) tag |= TAG_ALIGN;
  }
  if (tag != accessTag) bumpModeEpoch();
  accessTag = tag;
}

// @ts-ignore: decorator
@inline
export function readLinear(linear: u64, size: i32): u64 {
  const place = reach(READ_TLB, linear, size, accessTag);
  return place != 0 ? loadSized(place, size) : readSlow(linear, size, accessTag);
}

/** A read by the CPU itself, with supervisor's rights. */
export function readSystem(linear: u64, size: i32): u64 {
  const place = reach(READ_TLB, linear, size, TAG_VALID);
  if (place != 0 && !faulted()) return loadSized(place, size);
  setImplicit(true);
  const value = readSlow(linear, size, TAG_VALID);
  setImplicit(false);
  return value;
}

/** #GP(0) or #SS(0) for a non-canonical address, #AC(0) for a misaligned one. */
function checkAddress(linear: u64, size: i32, tag: u64): bool {
  if (!isCanonical(linear) || !isCanonical(linear + <u64>(size - 1))) {
    if (stackAccess) raise(STACK_FAULT, 0, Reason.NonCanonicalStack, linear);
    else raise(GENERAL_PROTECTION, 0, Reason.NonCanonical, linear);
    return false;
  }
  if (tag & TAG_ALIGN && <u32>linear & (<u32>size - 1)) {
    raise(ALIGNMENT, 0, Reason.Misaligned, linear);
    return false;
  }
  return true;
}

function readPhysical(physical: u64, size: i32): u64 {
  if (isRam(physical)) return loadSized(<usize>physical, size);
  return size == 8 ? 0xffffffffffffffff : (<u64>1 << (<u64>size << 3)) - 1;
}

function readSlow(linear: u64, size: i32, tag: u64): u64 {
  if (faulted() || !checkAddress(linear, size, tag)) return 0;
  const user = (tag & TAG_USER) != 0;
  const inFirst = 4096 - (<i32>linear & 0xfff);
  const first = walk(linear, READ, user);
  if (first == FAILED) return 0;
  if (inFirst >= size) {
    if (watching()) accessed(linear, size, false);
    return readPhysical(first, size);
  }
  const second = walk(linear + <u64>inFirst, READ, user);
  if (second == FAILED) return 0;
  if (watching()) accessed(linear, size, false);
  return readPhysical(first, inFirst) | (readPhysical(second, size - inFirst) << (<u64>inFirst << 3));
}

// @ts-ignore: decorator
@inline
export function writeLinear(linear: u64, size: i32, value: u64): void {
  if (faulted()) return;
  const place = reach(WRITE_TLB, linear, size, accessTag);
  if (place != 0) writeAt(place, linear, size, value, 0);
  else writeSlow(linear, size, value, accessTag);
}

/** A write by the CPU itself at privilege 0 (or, `user`, 3). */
export function writeSystem(linear: u64, size: i32, value: u64, user: bool): void {
  if (faulted()) return;
  const tag = user ? TAG_VALID | TAG_USER : TAG_VALID;
  const place = reach(WRITE_TLB, linear, size, tag);
  if (place != 0) {
    writeAt(place, linear, size, value, 0);
    return;
  }
  setImplicit(!user);
  writeSlow(linear, size, value, tag);
  setImplicit(false);
}

function writeAt(physical: u64, linear: u64, size: i32, value: u64, flags: u32): void {
  if (!isRam(physical)) return;
  const by = writingDelivery ? WriteFlag.Delivery : 0;
  storePhysical(ItemKind.Write, flags | by, <u32>physical, linear, size, value);
  ghostWrote(linear, <u32>physical, size);
}

function writeSlow(linear: u64, size: i32, value: u64, tag: u64): void {
  if (!checkAddress(linear, size, tag)) return;
  const user = (tag & TAG_USER) != 0;
  const inFirst = 4096 - (<i32>linear & 0xfff);
  const first = walk(linear, WRITE, user);
  if (first == FAILED) return;
  if (inFirst >= size) {
    if (watching()) accessed(linear, size, true);
    writeAt(first, linear, size, value, 0);
    return;
  }
  const second = walk(linear + <u64>inFirst, WRITE, user);
  if (second == FAILED) return;
  if (watching()) accessed(linear, size, true);
  const firstMask = (<u64>1 << (<u64>inFirst << 3)) - 1;
  writeAt(first, linear, inFirst, value & firstMask, 0);
  writeAt(second, linear + <u64>inFirst, size - inFirst, value >> (<u64>inFirst << 3), WriteFlag.Continues);
}

/** Raises what a write of `size` bytes would, and does nothing else. */
export function probeWrite(linear: u64, size: i32): void {
  if (faulted() || !checkAddress(linear, size, accessTag & ~TAG_ALIGN)) return;
  const user = (accessTag & TAG_USER) != 0;
  if (walk(linear, WRITE, user) == FAILED) return;
  const last = linear + <u64>(size - 1);
  if ((last ^ linear) & ~0xfff) walk(last & ~0xfff, WRITE, user);
}

/** A locked read-modify-write checks its right to write before it reads. */
export function readLocked(linear: u64, size: i32): u64 {
  const place = reach(WRITE_TLB, linear, size, accessTag);
  if (place != 0) return loadSized(place, size);
  if (faulted() || !checkAddress(linear, size, accessTag)) return 0;
  probeWrite(linear, size);
  return faulted() ? 0 : readLinear(linear, size);
}
