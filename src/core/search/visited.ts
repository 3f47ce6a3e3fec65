// The keys of all states seen: lines of eight 64-bit words, one for each of the processor's
// cache, filled from their start; what does not fit goes into the next line. Beside each key, if
// asked, the fewest injections and steps that lead to it. Knows no state.

import { JOURNAL, JOURNAL_END } from "../state";
import { KEY_SHIFT } from "./keys";

const LINE: usize = 64;
const FIRST_LINES: u64 = 1 << 11;
/** A table is at most this full, in sixteenths: a line that is full costs another, which is not near. */
const FULLEST: u64 = 13;

let table: usize = 0;
let lines: u64 = 0;
/** Upper bits of a key say where it goes, so that a larger table has the keys in the same order. */
let homeShift: u64 = 0;
let limit: u64 = 0;
/** Bytes from one line to the next, as a shift: with a line of ranks behind each line of keys, or not. */
let shift: u64 = 6;
/** Keys held, and the most that may be. */
export let stored: u64 = 0;
let most: u64 = 0;

/** `from`: where the tables may lie, at a line's start; `states`: the most keys. */
export function clearVisited(from: usize, ranked: bool, states: u64): void {
  table = from;
  shift = ranked ? 7 : 6;
  most = states;
  stored = 0;
  setLines(FIRST_LINES);
  blank(table, end());
}

function setLines(count: u64): void {
  lines = count;
  homeShift = clz(count) + 1;
  limit = (count * FULLEST) >> 1;
  if (limit > most) limit = most;
}

// @ts-ignore: decorator
@inline
function end(): usize {
  return table + <usize>(lines << shift);
}

/** The line where a key is or would be, unless it is full. */
// @ts-ignore: decorator
@inline
function homeOf(key: u64): usize {
  return table + <usize>((key >> homeShift) << shift);
}

// @ts-ignore: decorator
@inline
function after(line: usize): usize {
  const next = line + (<usize>1 << <usize>shift);
  return next == end() ? table : next;
}

/** A bit for each word of a line that is `key`. */
// @ts-ignore: decorator
@inline
function wordsThatAre(key: v128, a: v128, b: v128, c: v128, d: v128): u32 {
  return (
    <u32>i64x2.bitmask(i64x2.eq(a, key)) |
    (<u32>i64x2.bitmask(i64x2.eq(b, key)) << 2) |
    (<u32>i64x2.bitmask(i64x2.eq(c, key)) << 4) |
    (<u32>i64x2.bitmask(i64x2.eq(d, key)) << 6)
  );
}

// @ts-ignore: decorator
@inline
function wordAt(line: usize, words: u32): usize {
  return line + (<usize>ctz(words) << 3);
}

/** Where a key is or would go. */
// @ts-ignore: decorator
@inline
function find(key: u64): usize {
  const wanted = i64x2.splat(key);
  let line = homeOf(key);
  while (true) {
    const a = v128.load(line);
    const b = v128.load(line, 16);
    const c = v128.load(line, 32);
    const d = v128.load(line, 48);
    const held = wordsThatAre(wanted, a, b, c, d);
    if (held != 0) return wordAt(line, held);
    const free = wordsThatAre(i64x2.splat(0), a, b, c, d);
    if (free != 0) return wordAt(line, free);
    line = after(line);
  }
}

/** What was loaded only to be near. */
let near: u64 = 0;

/**
 * Brings the places of `count` keys near, all at the same time; the first is at `keys`, the others KEY_SHIFT
 * apart. Four loads in a row, as a processor begins only so many instructions before the first is done; up to
 * three keys behind the last are looked at, too.
 */
export function approach(keys: usize, count: i32): void {
  const to = table;
  const home = homeShift;
  const by = shift;
  let sum: u64 = 0;
  const end = keys + (<usize>count << KEY_SHIFT);
  for (; keys < end; keys += 4 << KEY_SHIFT) {
    sum +=
      load<u64>(to + <usize>((load<u64>(keys) >> home) << by)) +
      load<u64>(to + <usize>((load<u64>(keys, 1 << KEY_SHIFT) >> home) << by)) +
      load<u64>(to + <usize>((load<u64>(keys, 2 << KEY_SHIFT) >> home) << by)) +
      load<u64>(to + <usize>((load<u64>(keys, 3 << KEY_SHIFT) >> home) << by));
  }
  near = sum;
}

/** So many times the lines, in place; false: no memory, or enough states. */
function grow(times: u64): bool {
  if (stored >= most) return false;
  if ((lines * times) << shift > (<u64>memory.size() << 16) - <u64>table) return false;
  const old = end();
  setLines(lines * times);
  blank(old, end());
  spread(old);
  return true;
}

/** There may come to be so many keys in all: the table grows at once, as far as there is room. */
export function expectKeys(count: u64): void {
  const wanted = count < most ? count : most;
  let times: u64 = 1;
  while (((lines * times * FULLEST) >> 1) < wanted) times <<= 1;
  while (times > 1 && !grow(times)) times >>= 1;
}

/** Puts the keys that lie below `old` where they belong in the larger table. */
function spread(old: usize): void {
  const step = <usize>1 << <usize>shift;
  let waiting = JOURNAL;
  // from the last to the first: behind a line there is room then
  for (let line = old - step; line >= table; line -= step) {
    for (let at = line; at < line + LINE; at += 8) {
      const key = load<u64>(at);
      if (key == 0) break;
      if (homeOf(key) > line) {
        put(key, at);
      } else {
        // one of the first few
        if (waiting == JOURNAL_END) unreachable();
        store<u64>(waiting, key);
        if (shift == 7) store<u64>(waiting + LINE, load<u64>(at + LINE));
        waiting += 2 * LINE;
      }
    }
    for (let at = line; at < line + LINE; at += 16) v128.store(at, i64x2.splat(0));
  }
  for (let at = JOURNAL; at < waiting; at += 2 * LINE) put(load<u64>(at), at);
}

/** A key that is not there, with the rank that lies a line behind `from`. Word by word, as lines are written just now. */
// @ts-ignore: decorator
@inline
function put(key: u64, from: usize): void {
  let at = homeOf(key);
  while (load<u64>(at) != 0) {
    at += 8;
    if ((at & (LINE - 1)) == 0) at = after(at - LINE);
  }
  store<u64>(at, key);
  if (shift == 7) store<u64>(at + LINE, load<u64>(from + LINE));
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
  for (let line = table; line < end(); line += <usize>1 << <usize>shift) {
    for (let at = line; at < line + LINE && load<u64>(at) != 0; at += 8) act(load<u64>(at));
  }
}

/**
 * Keys one after the other, KEY_SHIFT apart, from `keys` to before `end`, until one was there
 * (`wasThere`) or there may be no room: returns its place, or `end`. For tables without ranks.
 */
export function insertNew(keys: usize, end: usize): usize {
  const to = table;
  const home = homeShift;
  const room = <usize>(limit - stored) << KEY_SHIFT;
  const last = room < end - keys ? keys + room : end;
  const zero = i64x2.splat(0);
  const from = keys;
  wasThere = false;
  for (; keys < last; keys += 1 << KEY_SHIFT) {
    const key = load<u64>(keys);
    const wanted = i64x2.splat(key);
    const line = to + <usize>((key >> home) << 6);
    const a = v128.load(line);
    const b = v128.load(line, 16);
    const c = v128.load(line, 32);
    const d = v128.load(line, 48);
    const free = wordsThatAre(zero, a, b, c, d);
    if (key == 0 || free == 0) {
      // seldom: not here
      const at = find(key == 0 ? 1 : key);
      if (load<u64>(at) != 0) {
        wasThere = true;
        break;
      }
      store<u64>(at, key == 0 ? 1 : key);
      continue;
    }
    if (wordsThatAre(wanted, a, b, c, d) != 0) {
      wasThere = true;
      break;
    }
    store<u64>(wordAt(line, free), key);
  }
  stored += <u64>((keys - from) >> KEY_SHIFT);
  return keys;
}

/** `insertNew` has ended at a key that was there. */
export let wasThere: bool = false;

/** 1: it is new; 0: it was there; -1: there is no room. */
export function insert(key: u64): i32 {
  if (key == 0) key = 1;
  const at = find(key);
  if (load<u64>(at) == key) return 0;
  if (stored >= limit) {
    if (!grow(2)) return -1;
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
  const at = find(key) + LINE;
  if (answer == 0 && load<u64>(at) <= rank) return 0;
  store<u64>(at, rank);
  return 1;
}
