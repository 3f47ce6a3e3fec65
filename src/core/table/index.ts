// The keys of the states that several workers have seen: an open table of 64-bit words
// in memory that they share, a module of its own. An entry is open while the chain
// that put it in goes on: what follows it may not be there yet. Knows no state.

import { Answer, KEYS as KEYS_AT, TABLE as TABLE_AT, WAITING as WAITING_AT } from "./codes";

const KEYS: usize = KEYS_AT;
const TABLE: usize = TABLE_AT;
const WAITING: usize = WAITING_AT;

const OPEN: u64 = 1;
/** A table so crowded has no room. */
const MOST_TRIES: i32 = 1 << 16;

/** Of this worker: as all have it. */
let mask: u64 = 0;
/** Where this worker's keys lie. */
let keys: usize = KEYS;
/** No table was in this memory before. */
let fresh: bool = true;

/** `slots`: a power of two. */
export function attach(worker: u32, slots: u32): void {
  keys = KEYS + (<usize>worker << 7);
  mask = <u64>slots - 1;
}

/** An empty table; `unused`: memory is zero where it lies, and where it will grow to. */
export function clear(slots: u32, unused: bool): void {
  fresh = unused;
  mask = <u64>slots - 1;
  if (!fresh) memory.fill(TABLE, 0, <usize>slots << 3);
}

// @ts-ignore: decorator
@inline
function homeOf(key: u64): usize {
  return TABLE + <usize>(((key >> 1) & mask) << 3);
}

/** As it lies in the table: 0 is a free place, the lowest bit says that it is open. */
// @ts-ignore: decorator
@inline
function entryOf(key: u64): u64 {
  const entry = key & ~OPEN;
  return entry == 0 ? 2 : entry;
}

// @ts-ignore: decorator
@inline
function after(at: usize): usize {
  const next = at + 8;
  return next > TABLE + <usize>(mask << 3) ? TABLE : next;
}

function insert(entry: u64): i32 {
  let at = homeOf(entry);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    let held = atomic.load<u64>(at);
    if (held == 0) {
      held = atomic.cmpxchg<u64>(at, 0, entry | OPEN);
      if (held == 0) return Answer.New;
    }
    if ((held & ~OPEN) == entry) return (held & OPEN) != 0 ? Answer.Open : Answer.Held;
    at = after(at);
  }
  return Answer.Full;
}

/** Its place, or the free one where it is looked for in vain. */
function find(entry: u64): usize {
  let at = homeOf(entry);
  while (true) {
    const held = atomic.load<u64>(at);
    if (held == 0 || (held & ~OPEN) == entry) return at;
    at = after(at);
  }
}

function take(
  a: u64, b: u64, c: u64, d: u64, e: u64, f: u64, g: u64, h: u64,
  i: u64, j: u64, k: u64, l: u64, m: u64, n: u64, o: u64, p: u64,
): void {
  store<u64>(keys, entryOf(a));
  store<u64>(keys, entryOf(b), 8);
  store<u64>(keys, entryOf(c), 16);
  store<u64>(keys, entryOf(d), 24);
  store<u64>(keys, entryOf(e), 32);
  store<u64>(keys, entryOf(f), 40);
  store<u64>(keys, entryOf(g), 48);
  store<u64>(keys, entryOf(h), 56);
  store<u64>(keys, entryOf(i), 64);
  store<u64>(keys, entryOf(j), 72);
  store<u64>(keys, entryOf(k), 80);
  store<u64>(keys, entryOf(l), 88);
  store<u64>(keys, entryOf(m), 96);
  store<u64>(keys, entryOf(n), 104);
  store<u64>(keys, entryOf(o), 112);
  store<u64>(keys, entryOf(p), 120);
}

let near: u64 = 0;

/** Puts the first `count` keys in, as open; returns the number of the first that was not new, and above it its Answer. */
export function visit(
  count: i32,
  a: u64, b: u64, c: u64, d: u64, e: u64, f: u64, g: u64, h: u64,
  i: u64, j: u64, k: u64, l: u64, m: u64, n: u64, o: u64, p: u64,
): i32 {
  take(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
  const end = keys + (<usize>count << 3);
  // their places come near at the same time
  let sum: u64 = 0;
  for (let at = keys; at < end; at += 8) sum += load<u64>(homeOf(load<u64>(at)));
  near = sum;
  for (let at = keys; at < end; at += 8) {
    const answer = insert(load<u64>(at));
    if (answer != Answer.New) return <i32>((at - keys) >> 3) | (answer << 8);
  }
  return count | (Answer.New << 8);
}

/** Keys that this worker has put in are open no more. */
export function settle(
  count: i32,
  a: u64, b: u64, c: u64, d: u64, e: u64, f: u64, g: u64, h: u64,
  i: u64, j: u64, k: u64, l: u64, m: u64, n: u64, o: u64, p: u64,
): void {
  take(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
  const end = keys + (<usize>count << 3);
  for (let at = keys; at < end; at += 8) {
    const entry = load<u64>(at);
    atomic.store<u64>(find(entry), entry);
  }
}

/** New: it is not there. */
export function ask(key: u64): i32 {
  const held = atomic.load<u64>(find(entryOf(key)));
  return held == 0 ? Answer.New : (held & OPEN) != 0 ? Answer.Open : Answer.Held;
}

/** A key that is not open; nobody else is at work. */
export function add(key: u64): void {
  const entry = entryOf(key);
  store<u64>(find(entry), entry);
}

/** Twice the slots, in place; nobody else is at work. False: there is no room. */
export function grow(): bool {
  const bytes = <usize>((mask + 1) << 3);
  const end = TABLE + bytes;
  if (<u64>end + <u64>bytes > <u64>memory.size() << 16) return false;
  // Each run of keys is put in again from its first on: none moves behind where it was, but to the new half.
  // The run at the start may have begun before the end: it waits, as others may come to go on there.
  let first = TABLE;
  while (load<u64>(first) != 0) first += 8;
  const waiting = first - TABLE;
  if (waiting > TABLE - WAITING) return false;
  if (!fresh) memory.fill(end, 0, bytes);
  mask = (mask << 1) | 1;
  memory.copy(WAITING, TABLE, waiting);
  memory.fill(TABLE, 0, waiting);
  for (let at = first; at < end; at += 8) putAgain(at);
  for (let at = WAITING; at < WAITING + waiting; at += 8) putAgain(at);
  return true;
}

function putAgain(at: usize): void {
  const held = load<u64>(at);
  if (held == 0) return;
  store<u64>(at, 0);
  store<u64>(find(held & ~OPEN), held);
}
