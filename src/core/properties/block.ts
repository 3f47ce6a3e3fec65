// The ghost block: where each piece of the bookkeeping lies, and the only ways
// to change it, so that every change is undone with its step. Judges nothing.

import { GHOST_BYTES } from "../block";
import { ghostTouching } from "../journal";
import { GHOST } from "../state";

/**
 * [0, CANONICAL) grows or only remembers: it is part of a snapshot, not of the
 * hash. From CANONICAL on everything decides what will be judged; unused parts
 * are zero, so equal situations are equal bytes.
 */
export enum Ghost {
  /** u64: number of the next context */
  NextId = 0,
  /** u64: bit per Cause already noted */
  Noted = 8,
  /** u64: bit per PropertyCode broken */
  Broken = 16,
  /** u64: bit per word address (mod 64) in use by a known frame */
  FrameWords = 24,
  /** u32 x CAPACITY: numbers of the live contexts */
  Ids = 32,

  Canonical = 104,
  /** u8: index of the running context */
  Top = 104,
  /** u8: entries of the frame table */
  FrameCount = 105,
  /** u8: an NMI was accepted and no run has started since */
  Unserved = 106,
  /** u8: the workload was resumed and idleness is still to be judged */
  IdleDue = 107,
  /** (u64 address, u64 owner) x FRAME_CAPACITY, by ascending address */
  Frames = 112,
  Slots = 272,
}

export const CAPACITY: i32 = 18;
export const FRAME_CAPACITY: i32 = 10;

/** A slot: one live context. */
export enum Slot {
  Vector = 0,
  /** u8 SlotFlag */
  Flags = 1,
  /** u8: CALLs less RETs of this context */
  Depth = 2,
  /** u8: depth at which its run started */
  RunDepth = 3,
  /** u64: linear address of the frame that its delivery pushed */
  Frame = 8,
  /** u64: CR2 right after its delivery (#PF only) */
  Cr2 = 16,
  /** As it was when interrupted; zero while it runs. 16 general registers, then: */
  Saved = 24,
  SavedRsp = 56,
  SavedRip = 152,
  /** u32 RFLAGS, u16 CS, u16 SS */
  SavedFlags = 160,
  SavedCs = 164,
  SavedSs = 166,
  /** u16 DS ES FS GS */
  SavedSelectors = 168,
  SavedFsBase = 176,
  SavedGsBase = 184,
  SavedKernelGsBase = 192,
  SavedCr3 = 200,
}

export const SLOT_BYTES: i32 = 208;
/** Bytes of the block in use; the rest is spare. */
export const GHOST_USED: i32 = 272 + 18 * 208;

export enum SlotFlag {
  /** A run of the regular NMI code is unfinished. */
  InRun = 1,
  /** The end of that run cannot be known. */
  OpenEnd = 2,
  /** Another run started meanwhile. */
  Overlapped = 4,
  /** RSP was outside every stack when the context began. */
  OffStack = 8,
  /** A run of the regular NMI code has started in it. */
  Ran = 16,
  /** Control is back in a run of unknown end, after another one: it may be over. */
  OnWayOut = 32,
}

// @ts-ignore: decorator
@inline
export function top(): i32 {
  return load<u8>(GHOST + Ghost.Top);
}

// @ts-ignore: decorator
@inline
export function slot(index: i32): usize {
  return GHOST + Ghost.Slots + <usize>(index * SLOT_BYTES);
}

// @ts-ignore: decorator
@inline
export function id(index: i32): u32 {
  return load<u32>(GHOST + Ghost.Ids + (<usize>index << 2));
}

// @ts-ignore: decorator
@inline
export function ghost8(offset: i32): u32 {
  return load<u8>(GHOST + <usize>offset);
}

// @ts-ignore: decorator
@inline
export function ghost64(offset: i32): u64 {
  return load<u64>(GHOST + <usize>offset);
}

/** Must come before any direct store to [from, to) of the block. */
// @ts-ignore: decorator
@inline
export function touching(from: usize, to: usize): void {
  ghostTouching(from, <u32>(to - from));
}

export function put8(at: usize, value: u32): void {
  if (load<u8>(at) == value) return;
  const word = at & ~7;
  touching(word, word + 8);
  store<u8>(at, <u8>value);
}

export function put64(at: usize, value: u64): void {
  if (load<u64>(at) == value) return;
  touching(at, at + 8);
  store<u64>(at, value);
}

export function putGhost8(offset: i32, value: u32): void {
  put8(GHOST + <usize>offset, value);
}

export function putGhost64(offset: i32, value: u64): void {
  put64(GHOST + <usize>offset, value);
}

// @ts-ignore: decorator
@inline
export function slotHas(index: i32, flag: u32): bool {
  return (load<u8>(slot(index) + Slot.Flags) & flag) != 0;
}

export function setSlotFlags(index: i32, set: u32, clear: u32): void {
  const at = slot(index) + Slot.Flags;
  put8(at, (load<u8>(at) & ~clear) | set);
}

/** No journal: only a newly loaded image begins from nothing. */
export function clearBlock(): void {
  memory.fill(GHOST, 0, GHOST_BYTES);
  store<u64>(GHOST + Ghost.NextId, 1);
}
