// How many regions there are, and each record's word: whether a block of one begins with
// it. What the quick loop and the record cache must know of regions, and no more.

import { RECORD_STRIDE } from "../quick/record";
import { RECORD_POOL, REGION_RECORDS, REGION_WORDS, REGION_WORDS_END } from "../state";
import { forgetExits } from "./exits";

/** A record's word: this, region << 16, block; or how often it was begun with. */
export const IN_REGION: u32 = 0x80000000;

export let regions: i32 = 0;
/** Where the records of the next region are listed. */
export let recordsNext: usize = REGION_RECORDS;
let isUsed: bool = false;

/** How many regions there are, given up or not. */
export function regionCount(): i32 {
  return regions;
}

/** Records are no longer what they were. */
export function forgetRegions(): void {
  if (isUsed) memory.fill(REGION_WORDS, 0, REGION_WORDS_END - REGION_WORDS);
  isUsed = false;
  regions = 0;
  recordsNext = REGION_RECORDS;
  forgetExits();
}

// @ts-ignore: decorator
@inline
export function wordOf(record: usize): usize {
  return REGION_WORDS + (((record - RECORD_POOL) / RECORD_STRIDE) << 2);
}

/** A block that can be gone on with begins with the record. */
export function isEntry(record: usize): bool {
  return (load<u32>(wordOf(record)) & IN_REGION) != 0;
}

export function setWord(at: usize, word: u32): void {
  isUsed = true;
  store<u32>(at, word);
}

/** One more region; its records are listed up to `end`. */
export function addRegion(end: usize): void {
  regions++;
  recordsNext = end;
}
