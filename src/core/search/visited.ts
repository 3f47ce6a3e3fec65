// The keys of all states seen: an open table of 64-bit words that takes four times the
// room when it fills, as far as memory was reserved. Beside each key, if
// asked, the fewest injections and steps that lead to it. Knows no state.

import { JOURNAL, JOURNAL_END } from "../state";

const FIRST_SLOTS: u64 = 1 << 14;
/** A table is at most this full, in eighths. */
const FULLEST: u64 = 6;

let table: usize = 0;
let slots: u64 = 0;
/** Upper bits of a key say where it goes, so that a larger table has the keys in the same order. */
let homeShift: u64 = 0;
let limit: u64 = 0;
/** Bytes of an entry, as a shift: 3, or 4 with a rank behind the key. */
let shift: u64 = 3;
/** Keys held, and the most that may be. */
export let stored: u64 = 0;
let most: u64 = 0;

/** `from`: where the tables may lie; `states`: the most keys. */
export function clearVisited(from: usize, ranked: bool, states: u64): void {
  table = from;
  setSlots(FIRST_SLOTS);
  shift = ranked ? 4 : 3;
  most = states;
  stored = 0;
  setLimit();
  blank(table, table + <usize>(slots << shift));
}

function setSlots(count: u64): void {
  slots = count;
  homeShift = clz(count) + 1;
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
  let slot = key >> homeShift;
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
  return load<u64>(table + <usize>((key >> homeShift) << shift));
}

/** Four times the slots or twice, in place; false: no memory, or enough states. */
function grow(): bool {
  if (stored >= most) return false;
  const bytes = slots << shift;
  const room = (<u64>memory.size() << 16) - <u64>table;
  const times: u64 = bytes << 2 <= room && limit << 1 < most ? 4 : 2;
  if (bytes * times > room) return false;
  const end = table + <usize>bytes;
  blank(end, table + <usize>(bytes * times));
  setSlots(slots * times);
  setLimit();
  spread(end);
  return true;
}

/** Puts the keys that lie below `end` where they belong in the larger table. */
function spread(end: usize): void {
  const entry = <usize>1 << <usize>shift;
  let waiting = JOURNAL;
  // from the last to the first: behind a key there is room then
  for (let at = end - entry; at >= table; at -= entry) {
    const key = load<u64>(at);
    if (key == 0) continue;
    store<u64>(at, 0);
    if (table + <usize>((key >> homeShift) << shift) > at) {
      put(key, at);
      continue;
    }
    // one of the first few
    if (waiting == JOURNAL_END) unreachable();
    store<u64>(waiting, key);
    store<u64>(waiting + 8, load<u64>(at + 8));
    waiting += 16;
  }
  for (let at = JOURNAL; at < waiting; at += 16) put(load<u64>(at), at);
}

/** A key that is not there, with the rank that stands behind `from`. */
// @ts-ignore: decorator
@inline
function put(key: u64, from: usize): void {
  const rank = shift == 4 ? load<u64>(from + 8) : 0;
  const place = find(key);
  store<u64>(place, key);
  if (shift == 4) store<u64>(place + 8, rank);
}

/** Up to here memory may hold what earlier tables left. */
let used: usize = 0;

/** So does this memory, from now on. */
export function noteUsed(to: usize): void {
  if (used < to) used = to;
}

/** Makes [from, to) zero; ranges come in order. */
function blank(from: usize, to: usize): void {
  if (from < used) memory.fill(from, 0, (to < used ? to : used) - from);
  if (used < to) used = to;
}

/** Every key, at `act`. */
export function forEachKey(act: (key: u64) => void): void {
  const end = table + <usize>(slots << shift);
  for (let at = table; at < end; at += <usize>1 << <usize>shift) {
    if (load<u64>(at) != 0) act(load<u64>(at));
  }
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
