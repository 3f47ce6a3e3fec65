// The keys of all states seen: an open table of 64-bit words that moves to a
// larger one when it fills, as far as memory was reserved. Knows no state.

import { VISITED } from "../state";

const FIRST_SLOTS: u64 = 1 << 14;
/** A table is at most this full, in eighths. */
const FULLEST: u64 = 6;

let table: usize = VISITED;
let slots: u64 = 0;
let limit: u64 = 0;
export let visited: u64 = 0;

export function clearVisited(): void {
  table = VISITED;
  slots = FIRST_SLOTS;
  limit = (slots * FULLEST) >> 3;
  visited = 0;
  memory.fill(table, 0, <usize>(slots << 3));
}

/** Where a key is or would go. */
// @ts-ignore: decorator
@inline
function find(key: u64): usize {
  const mask = slots - 1;
  let slot = key & mask;
  let at = table + <usize>(slot << 3);
  for (let held = load<u64>(at); held != 0 && held != key; held = load<u64>(at)) {
    slot = (slot + 1) & mask;
    at = table + <usize>(slot << 3);
  }
  return at;
}

/** Twice the slots, behind the present ones; false: no memory. */
function grow(): bool {
  const from = table;
  const end = table + <usize>(slots << 3);
  const bytes = slots << 4;
  if (<u64>end + bytes > <u64>memory.size() << 16) return false;
  table = end;
  slots <<= 1;
  limit = (slots * FULLEST) >> 3;
  memory.fill(table, 0, <usize>bytes);
  for (let at = from; at < end; at += 8) {
    const key = load<u64>(at);
    if (key != 0) store<u64>(find(key), key);
  }
  return true;
}

/** 1: it is new; 0: it was there; -1: there is no room. */
export function insert(key: u64): i32 {
  if (key == 0) key = 1;
  const at = find(key);
  if (load<u64>(at) == key) return 0;
  if (visited >= limit) {
    if (!grow()) return -1;
    store<u64>(find(key), key);
  } else {
    store<u64>(at, key);
  }
  visited++;
  return 1;
}
