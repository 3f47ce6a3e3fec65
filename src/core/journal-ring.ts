// The ring that journal entries lie in: which are still whole, where the next ones go,
// in long and in short form. Knows what an entry's first words are, and no step.

import { Entry, EntryMark, SHORT_BYTES } from "./block";
import { JOURNAL, JOURNAL_END } from "./state";

/** Room that one entry can need at most: ghost block, cold block, writes, notes. */
export const ENTRY_ROOM: usize = 0x4000;

/** Room for so many short entries is made in one go. */
const SHORT_AT_ONCE: i32 = 2048;
/** And for so many when the next steps come one by one. */
const SHORT_AT_LEAST: i32 = 256;

/** Oldest entry still whole; the newest finished one; 0: none. */
export let oldest: usize = 0;
export let newest: usize = 0;
export let entries: u32 = 0;
/** Where the entries of the lap before this one end. */
let lapEnd: usize = JOURNAL_END;
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

/** Drops the entries that begin in [from, to). */
function dropBetween(from: usize, to: usize): void {
  const last = newest;
  const end = lapEnd;
  let at = oldest;
  let dropped: u32 = 0;
  while (at >= from && at < to) {
    if (at == last) {
      forget();
      return;
    }
    let next = entryEnd(at);
    if (next == end && last < at) next = JOURNAL;
    at = markOf(next) == EntryMark.Link ? next + SHORT_BYTES : next;
    dropped++;
  }
  oldest = at;
  entries -= dropped;
}

/** Where the next entry goes; the old ones in the way of `bytes` more are dropped. */
export function nextEntry(bytes: usize): usize {
  let at = newest == 0 ? JOURNAL : entryEnd(newest);
  // a short entry may need a link before it
  if (at + ENTRY_ROOM + SHORT_BYTES > JOURNAL_END) {
    // what lies from here to the ring's end is older than what lies at its start
    dropBetween(at, JOURNAL_END);
    lapEnd = at;
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
  if (oldest == 0) oldest = first;
  newest = end - SHORT_BYTES;
  entries += <u32>(end - first) / SHORT_BYTES;
}

/** The entry before one that is in the ring; 0: none was. */
export function entryBefore(at: usize): usize {
  if (!isShort(at)) return <usize>load<u32>(at + Entry.Previous);
  const before = at - SHORT_BYTES;
  return markOf(before) == EntryMark.Link ? <usize>(load<u32>(before) & ~EntryMark.Mask) : before;
}

/** The entry at `at` was written. */
export function addEntry(at: usize): void {
  if (oldest == 0) oldest = at;
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
  entries--;
}
