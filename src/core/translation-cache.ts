// The host's translation caches, one each for reads, writes and fetches. They are
// invisible: a store to a page that a walk has read empties them (memory.ts), so
// no guest ever meets a stale translation, and INVLPG has nothing to do.

import { FETCH_TLB, READ_TLB, TLB_END, WRITE_TLB } from "./state";

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

export function bumpEpoch(): void {
  epoch++;
}

export function flushTranslations(): void {
  epoch++;
  memory.fill(READ_TLB, 0, TLB_END - READ_TLB);
}

// @ts-ignore: decorator
@inline
export function tlbSlot(access: i32, linear: u64): usize {
  const base = access == READ ? READ_TLB : access == WRITE ? WRITE_TLB : FETCH_TLB;
  return base + ((<usize>(linear >> 12) & 63) << 4);
}
