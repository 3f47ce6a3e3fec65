// The host's translation caches, one each for reads, writes and fetches, and one for
// writes to pages where a write has no consequences (memory.ts). They are invisible:
// a store to a page that a walk has read empties them (memory.ts), so no guest ever
// meets a stale translation, and INVLPG has nothing to do.

import { FETCH_TLB, QUICK_WRITE_TLB, READ_TLB, TLB_END, WRITE_TLB } from "./state";

export const READ: i32 = 0;
export const WRITE: i32 = 1;
export const FETCH: i32 = 2;

/** Bits of a cache tag beside the page's address. */
export const TAG_VALID: u64 = 1;
export const TAG_USER: u64 = 2;
/** Set while alignment is checked; never stored, so every access takes the slow path. */
export const TAG_ALIGN: u64 = 4;

/** Changes whenever a remembered record may no longer be the one at its address. */
export let epoch: u32 = 1;

/** Changes with it, but not when only the privilege does. */
export let codeEpoch: u32 = 1;

export function bumpEpoch(): void {
  epoch++;
  codeEpoch++;
}

/** The privilege is another one: what was found for the one before is not for it. */
export function bumpModeEpoch(): void {
  epoch++;
}

export function flushTranslations(): void {
  bumpEpoch();
  memory.fill(READ_TLB, 0, TLB_END - READ_TLB);
}

/** After a change of what a write to some page leads to. */
export function flushWrites(): void {
  memory.fill(QUICK_WRITE_TLB, 0, TLB_END - QUICK_WRITE_TLB);
}

/** Place of a page's entry (the areas of a machine are apart by powers of two, so three parts of its number count): u64 tag, then u32 (at 12) what leads from a linear address to linear memory. */
// @ts-ignore: decorator
@inline
export function slotIn(cache: usize, linear: u64): usize {
  return cache + (<usize>((linear >> 8) ^ (linear >> 14) ^ (linear >> 31)) & 0x3f0);
}

/** `page`: its address in linear memory. */
export function remember(cache: usize, linear: u64, tag: u64, page: u32): void {
  const slot = slotIn(cache, linear);
  store<u64>(slot, (linear & ~0xfff) | tag);
  store<u32>(slot, page - (<u32>linear & ~0xfff), 12);
}

/**
 * Where [linear, linear + size) lies in linear memory, or 0: not known, or over a
 * page's end. `cache` is READ_TLB or QUICK_WRITE_TLB, `tag` that of the privilege.
 */
// @ts-ignore: decorator
@inline
export function reach(cache: usize, linear: u64, size: i32, tag: u64): usize {
  const slot = slotIn(cache, linear);
  if (load<u64>(slot) != (((linear + <u64>size - 1) & ~0xfff) | tag)) return 0;
  return <usize>(load<u32>(slot, 12) + <u32>linear);
}

// @ts-ignore: decorator
@inline
export function cacheOf(access: i32): usize {
  return access == READ ? READ_TLB : access == WRITE ? WRITE_TLB : FETCH_TLB;
}
