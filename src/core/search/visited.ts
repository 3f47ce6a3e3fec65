// The keys of all states seen: an open table of 64-bit words that moves to a
// larger one when it fills, as far as memory was reserved. Beside each key, if
// asked, the fewest injections and steps that lead to it. Knows no state.

const FIRST_SLOTS: u64 = 1 << 14;
/** A table is at most this full, in eighths. */
const FULLEST: u64 = 6;

let table: usize = 0;
let slots: u64 = 0;
let limit: u64 = 0;
/** Bytes of an entry, as a shift: 3, or 4 with a rank behind the key. */
let shift: u64 = 3;
/** Keys held, and the most that may be. */
export let stored: u64 = 0;
let most: u64 = 0;

/** `from`: where the tables may lie; `states`: the most keys. */
export function clearVisited(from: usize, ranked: bool, states: u64): void {
  table = from;
  slots = FIRST_SLOTS;
  shift = ranked ? 4 : 3;
  most = states;
  stored = 0;
  setLimit();
  memory.fill(table, 0, <usize>(slots << shift));
}

function setLimit(): void {
  limit = (slots * FULLEST) >> 3;
  if (limit > most) limit = most;
}

/** Where a key is or would go. */
// @ts-ignore: decorator
@inline
function find(key: u64): usize {
  const mask = slots - 1;
  let slot = key & mask;
  let at = table + <usize>(slot << shift);
  for (let held = load<u64>(at); held != 0 && held != key; held = load<u64>(at)) {
    slot = (slot + 1) & mask;
    at = table + <usize>(slot << shift);
  }
  return at;
}

/** Brings the key's place near; the answer means nothing. */
// @ts-ignore: decorator
@inline
export function approach(key: u64): u64 {
  return load<u64>(table + <usize>((key & (slots - 1)) << shift));
}

/** Twice the slots, behind the present ones; false: no memory, or enough states. */
function grow(): bool {
  const from = table;
  const to = table + <usize>(slots << shift);
  const bytes = slots << (shift + 1);
  if (stored >= most || <u64>to + bytes > <u64>memory.size() << 16) return false;
  table = to;
  slots <<= 1;
  setLimit();
  memory.fill(table, 0, <usize>bytes);
  for (let at = from; at < to; at += <usize>1 << <usize>shift) {
    const key = load<u64>(at);
    if (key == 0) continue;
    const place = find(key);
    store<u64>(place, key);
    if (shift == 4) store<u64>(place + 8, load<u64>(at + 8));
  }
  return true;
}

/** It is there; with ranks: with one that is not larger. */
// @ts-ignore: decorator
@inline
function holds(key: u64, rank: u64): bool {
  if (key == 0) key = 1;
  const at = find(key);
  return load<u64>(at) == key && (shift == 3 || load<u64>(at + 8) <= rank);
}

/**
 * The first of a chain's keys at `from` that is there, or `count`; state 0's rank is
 * `rank`. Between events the machine is deterministic: once one is, all that follow are.
 */
export function firstHeld(from: usize, count: i32, rank: u64): i32 {
  if (count == 0 || !holds(load<u64>(from + ((<usize>(count - 1)) << 3)), rank + <u64>(count - 1))) return count;
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(load<u64>(from + ((<usize>middle) << 3)), rank + <u64>middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** So many keys are known to be elsewhere, and are not asked about any more. */
export function storedElsewhere(count: u64): void {
  stored += count;
}

export function visitedTable(): u32 {
  return <u32>table;
}

export function visitedTableBytes(): u32 {
  return <u32>(slots << shift);
}

/** The table is again what was copied from there. */
export function setVisited(from: u32, bytes: u32, count: u64): void {
  table = <usize>from;
  slots = <u64>bytes >> shift;
  stored = count;
  setLimit();
}

/** 1: it is new; 0: it was there; -1: there is no room. */
export function insert(key: u64): i32 {
  if (key == 0) key = 1;
  const at = find(key);
  if (load<u64>(at) == key) return 0;
  if (stored >= limit) {
    if (!grow()) return -1;
    store<u64>(find(key), key);
  } else {
    store<u64>(at, key);
  }
  stored++;
  return 1;
}

/** As `insert`; also 1 if the key was there with a larger rank. */
export function insertRanked(key: u64, rank: u64): i32 {
  if (key == 0) key = 1;
  const answer = insert(key);
  if (answer < 0) return answer;
  const at = find(key) + 8;
  if (answer == 0 && load<u64>(at) <= rank) return 0;
  store<u64>(at, rank);
  return 1;
}
