// The ring that journal entries lie in: which are still whole, where the next ones go,
// in long and in short form. Knows what an entry's first words are, and no step.

import { Entry, EntryMark, SHORT_BYTES } from "./block";
import { JOURNAL, JOURNAL_CHUNKS, JOURNAL_END } from "./state";

/** Room that one entry can need at most: ghost block, cold block, writes, notes. */
export const ENTRY_ROOM: usize = 0x4000;

/** Room for so many short entries is made in one go. */
const SHORT_AT_ONCE: i32 = 2048;
/** And for so many when the next steps come one by one. */
const SHORT_AT_LEAST: i32 = 256;

/** Old entries are dropped by chunks of this many bytes; no entry is longer than one. */
const CHUNK_SHIFT: usize = 15;

/** Oldest entry still whole; the newest finished one; 0: none. */
export let oldest: usize = 0;
export let newest: usize = 0;
export let entries: u32 = 0;
/** The last entry of the lap before this one. */
let lapLast: usize = 0;
/** Number of the newest entry, counted along the way that led here. */
let serial: u32 = 0;
/** Up to here nothing old is in the way of what follows the newest entry. */
let freeTo: usize = 0;

export function forget(): void {
  oldest = 0;
  newest = 0;
  entries = 0;
}

// @ts-ignore: decorator
@inline
function markOf(at: usize): u32 {
  return load<u32>(at) & EntryMark.Mask;
}

// @ts-ignore: decorator
@inline
export function isShort(at: usize): bool {
  return markOf(at) == EntryMark.Short;
}

// @ts-ignore: decorator
@inline
function entryEnd(at: usize): usize {
  return at + (markOf(at) == EntryMark.Long ? <usize>load<u32>(at + Entry.Size) : SHORT_BYTES);
}

// @ts-ignore: decorator
@inline
function chunkOf(at: usize): usize {
  return (at - JOURNAL) >> CHUNK_SHIFT;
}

/** Entry `number` at `at` is the first that begins in its chunk. */
function noteFirst(at: usize, number: u32): void {
  const place = JOURNAL_CHUNKS + (chunkOf(at) << 3);
  store<u32>(place, <u32>at);
  store<u32>(place, number, 4);
}

/** The first entry of a chunk is the oldest from now on. */
function beginWith(chunk: usize): void {
  const place = JOURNAL_CHUNKS + (chunk << 3);
  oldest = <usize>load<u32>(place);
  entries = serial - load<u32>(place, 4) + 1;
}

/** Drops what begins in [from, to), with the rest of the last chunk. */
function dropBetween(from: usize, to: usize): void {
  if (oldest < from || oldest >= to) return;
  const chunk = chunkOf(to - 1) + 1;
  if (oldest > newest) beginWith(chunk > chunkOf(lapLast) ? 0 : chunk);
  else if (chunk > chunkOf(newest)) forget();
  else beginWith(chunk);
}

/** Where the next entry goes; the old ones in the way of `bytes` more are dropped. */
export function nextEntry(bytes: usize): usize {
  let at = newest == 0 ? JOURNAL : entryEnd(newest);
  // a short entry may need a link before it
  if (at + ENTRY_ROOM + SHORT_BYTES > JOURNAL_END) {
    // what lies from here to the ring's end is older than what lies at its start
    if (oldest >= at) beginWith(0);
    lapLast = newest;
    at = JOURNAL;
  }
  dropBetween(at, at + bytes);
  freeTo = at + bytes;
  return at;
}

/** Where one more short entry may go right behind the newest one; 0: `beginShort` must see to it. */
// @ts-ignore: decorator
@inline
export function shortAfterNewest(): usize {
  if (newest == 0) return 0;
  if (isShort(newest)) return newest + SHORT_BYTES + ENTRY_ROOM > freeTo ? 0 : newest + SHORT_BYTES;
  return shortAfterLong();
}

function shortAfterLong(): usize {
  const at = entryEnd(newest);
  if (at + SHORT_BYTES + ENTRY_ROOM > freeTo) return 0;
  store<u32>(at, <u32>newest | EntryMark.Link);
  return at + SHORT_BYTES;
}

/** It was written. */
// @ts-ignore: decorator
@inline
export function endOneShort(at: usize): void {
  if (chunkOf(at) != chunkOf(newest)) noteFirst(at, serial + 1);
  serial++;
  newest = at;
  entries++;
}

/** Where short entries go from now on, one after the other; `shortRoom` tells how many. */
export function beginShort(wanted: i32): usize {
  const at = nextEntry(ENTRY_ROOM + (<usize>max(min(wanted, SHORT_AT_ONCE), SHORT_AT_LEAST) + 1) * SHORT_BYTES);
  if (newest != 0 && isShort(newest) && at == newest + SHORT_BYTES) return at;
  store<u32>(at, <u32>newest | EntryMark.Link);
  return at + SHORT_BYTES;
}

/** How many short entries may follow each other from `at`; the last one can still become a long one. */
export function shortRoom(at: usize, wanted: i32): i32 {
  const room = <i32>(JOURNAL_END - at - ENTRY_ROOM) / SHORT_BYTES + 1;
  return min(min(wanted, SHORT_AT_ONCE), room);
}

/** Short entries from `first` on were written, the last one before `end`. */
export function endShort(first: usize, end: usize): void {
  if (first == end) return;
  const last = end - SHORT_BYTES;
  const count = <u32>(end - first) / SHORT_BYTES;
  if (newest == 0 || chunkOf(newest) != chunkOf(first)) noteFirst(first, serial + 1);
  for (let chunk = chunkOf(first) + 1; chunk <= chunkOf(last); chunk++) {
    const before = <u32>(JOURNAL + (chunk << CHUNK_SHIFT) - first - 1) / SHORT_BYTES + 1;
    noteFirst(first + <usize>before * SHORT_BYTES, serial + 1 + before);
  }
  if (oldest == 0) oldest = first;
  newest = last;
  serial += count;
  entries += count;
}

/** The entry before one that is in the ring; 0: none was. */
export function entryBefore(at: usize): usize {
  if (!isShort(at)) return <usize>load<u32>(at + Entry.Previous);
  const before = at - SHORT_BYTES;
  return markOf(before) == EntryMark.Link ? <usize>(load<u32>(before) & ~EntryMark.Mask) : before;
}

/** The entry at `at` was written. */
export function addEntry(at: usize): void {
  if (newest == 0 || chunkOf(newest) != chunkOf(at)) noteFirst(at, serial + 1);
  if (oldest == 0) oldest = at;
  serial++;
  newest = at;
  entries++;
}

/** Takes the newest entry off the ring after its contents were put back. */
export function dropNewest(): void {
  if (newest == oldest) {
    forget();
    return;
  }
  newest = entryBefore(newest);
  serial--;
  entries--;
}
