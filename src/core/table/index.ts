// The keys of the states that several workers have seen: lines of eight 64-bit words, one for
// each of the processor's cache, filled from their start, in memory that they share, a module
// of its own. An entry is open while the chain that put it in goes on: what follows it may not
// be there yet. Knows no state.

import {
  Answer,
  KEYS as KEYS_AT,
  NOTED,
  PLACES as PLACES_AT,
  TABLE as TABLE_AT,
  WAITING as WAITING_AT,
} from "./codes";

const KEYS: usize = KEYS_AT;
const PLACES: usize = PLACES_AT;
const TABLE: usize = TABLE_AT;
const WAITING: usize = WAITING_AT;

const LINE: usize = 64;
const OPEN: u64 = 1;
/** A table in which so many lines on end are full has no room. */
const MOST_LINES: i32 = 1 << 12;

/** Of this worker: as all have it. Upper bits of a key say where it goes, so that a larger table has the keys in the same order. */
let lines: u64 = 0;
let homeShift: u64 = 0;
/** Where this worker's keys lie, and where the first of a chain's went. */
let keys: usize = KEYS;
let places: usize = PLACES;
/** No table was in this memory before. */
let fresh: bool = true;

function setSlots(slots: u32): void {
  lines = <u64>slots >> 3;
  homeShift = clz(lines) + 1;
}

/** `slots`: a power of two. */
export function attach(worker: u32, slots: u32): void {
  keys = KEYS + (<usize>worker << 7);
  places = PLACES + <usize>worker * <usize>(NOTED << 2);
  setSlots(slots);
}

/** An empty table; `unused`: memory is zero where it lies, and where it will grow to. */
export function clear(slots: u32, unused: bool): void {
  fresh = unused;
  setSlots(slots);
  if (!fresh) memory.fill(TABLE, 0, <usize>slots << 3);
}

// @ts-ignore: decorator
@inline
function end(): usize {
  return TABLE + <usize>(lines << 6);
}

// @ts-ignore: decorator
@inline
function homeOf(key: u64): usize {
  return TABLE + <usize>((key >> homeShift) << 6);
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
function after(line: usize): usize {
  const next = line + LINE;
  return next == end() ? TABLE : next;
}

/** A bit for each word of a line that is `word`, with the bits of `mask` alone. */
// @ts-ignore: decorator
@inline
function wordsThatAre(word: v128, mask: v128, a: v128, b: v128, c: v128, d: v128): u32 {
  return (
    <u32>i64x2.bitmask(i64x2.eq(v128.and(a, mask), word)) |
    (<u32>i64x2.bitmask(i64x2.eq(v128.and(b, mask), word)) << 2) |
    (<u32>i64x2.bitmask(i64x2.eq(v128.and(c, mask), word)) << 4) |
    (<u32>i64x2.bitmask(i64x2.eq(v128.and(d, mask), word)) << 6)
  );
}

// @ts-ignore: decorator
@inline
function wordAt(line: usize, words: u32): usize {
  return line + (<usize>ctz(words) << 3);
}

/** Where the last `insert` found or put its entry. */
let place: usize = 0;

/**
 * Others may fill the line while it is looked through. As that goes from its start on, and a free
 * word is taken only if it still is free, none is missed: what they put in lies there, or behind.
 */
function insert(entry: u64): i32 {
  const wanted = i64x2.splat(entry);
  const key = i64x2.splat(~OPEN);
  const all = i64x2.splat(-1);
  let line = homeOf(entry);
  for (let tries = 0; tries < MOST_LINES; tries++) {
    const a = v128.load(line);
    const b = v128.load(line, 16);
    const c = v128.load(line, 32);
    const d = v128.load(line, 48);
    const held = wordsThatAre(wanted, key, a, b, c, d);
    if (held != 0) {
      place = wordAt(line, held);
      return (atomic.load<u64>(place) & OPEN) != 0 ? Answer.Open : Answer.Held;
    }
    for (let free = wordsThatAre(i64x2.splat(0), all, a, b, c, d); free != 0; free &= free - 1) {
      place = wordAt(line, free);
      const was = atomic.cmpxchg<u64>(place, 0, entry | OPEN);
      if (was == 0) return Answer.New;
      if ((was & ~OPEN) == entry) return (was & OPEN) != 0 ? Answer.Open : Answer.Held;
    }
    line = after(line);
  }
  return Answer.Full;
}

/** Its place, or the free one where it is looked for in vain. */
function find(entry: u64): usize {
  let at = homeOf(entry);
  while (true) {
    const held = atomic.load<u64>(at);
    if (held == 0 || (held & ~OPEN) == entry) return at;
    at += 8;
    if (at == end()) at = TABLE;
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

// @ts-ignore: decorator
@inline
function homeWord(at: usize): u64 {
  return load<u64>(homeOf(load<u64>(at)));
}

/**
 * Puts the first `count` keys in, as open, those of a chain's states from `from` on; returns the
 * number of the first that was not new, and above it its Answer.
 */
export function visit(
  from: i32, count: i32,
  a: u64, b: u64, c: u64, d: u64, e: u64, f: u64, g: u64, h: u64,
  i: u64, j: u64, k: u64, l: u64, m: u64, n: u64, o: u64, p: u64,
): i32 {
  take(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
  const end = keys + (<usize>count << 3);
  // their places come near at the same time; what lies behind the last keys does no harm
  let sum: u64 = 0;
  for (let at = keys; at < end; at += 32) sum += homeWord(at) + homeWord(at + 8) + homeWord(at + 16) + homeWord(at + 24);
  near = sum;
  let number = from;
  for (let at = keys; at < end; at += 8) {
    const answer = insert(load<u64>(at));
    if (answer != Answer.New) return <i32>((at - keys) >> 3) | (answer << 8);
    if (number < NOTED) store<u32>(places + (<usize>number << 2), <u32>place);
    number++;
  }
  return count | (Answer.New << 8);
}

/** The first states of the chain in work, those that are noted: they are open no more, and what follows them is there. */
export function settleNoted(count: i32): void {
  // none of the stores that follow goes before an atomic load, nor that before what was put in
  near = <u64>atomic.load<u32>(places);
  const end = places + (<usize>count << 2);
  for (let at = places; at < end; at += 4) {
    const entry = <usize>load<u32>(at);
    store<u64>(entry, load<u64>(entry) & ~OPEN);
  }
}

/** As `settleNoted`, of any of the chain's states. */
export function settle(key: u64): void {
  const entry = entryOf(key);
  atomic.store<u64>(find(entry), entry);
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
  const old = end();
  const bytes = old - TABLE;
  if (<u64>old + <u64>bytes > <u64>memory.size() << 16) return false;
  if (!fresh) memory.fill(old, 0, bytes);
  setSlots(<u32>(lines << 4));
  let waiting = WAITING;
  // from the last line to the first: behind a line there is room then
  for (let line = old - LINE; line >= TABLE; line -= LINE) {
    for (let at = line; at < line + LINE; at += 8) {
      const held = load<u64>(at);
      if (held == 0) break;
      store<u64>(at, 0);
      if (homeOf(held) > line) {
        store<u64>(find(held & ~OPEN), held);
      } else {
        // one of the first few
        if (waiting == TABLE) unreachable();
        store<u64>(waiting, held);
        waiting += 8;
      }
    }
  }
  for (let at = WAITING; at < waiting; at += 8) {
    const held = load<u64>(at);
    store<u64>(find(held & ~OPEN), held);
  }
  return true;
}
