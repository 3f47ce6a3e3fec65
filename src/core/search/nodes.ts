// A number for every word, and for every pair of numbers, that a tree of states has (tree.ts),
// for good: its place in tables that lie one behind the other, each four times as large as the
// one before. So those that came first, which are asked for most, lie close together.

import { TREE_END, VISITED } from "../state";

const FIRST_BITS: u64 = 16;
/** The fewest places that there are in all. */
const FEWEST: u64 = 1 << 17;
/** A table is at most this full, in eighths. */
const FULLEST: u64 = 6;
const SPREAD: u64 = 0x9e3779b97f4a7c15;

/** The words asked for last, and their numbers: u64, u32; so many of them. */
const RECENT_BITS: u64 = 14;
export const RECENT: usize = TREE_END - (16 << <usize>RECENT_BITS);

/** There is no room for another pair. */
export let treeFull: bool = false;
/** Pairs and words that have a number. */
export let treeNodes: u64 = 0;

/** The tables' places in all: numbers are these, from 1 on; 0 stands for a zero. */
let places: u64 = 0;
/** Of the last table: its first place, how many bits of a word's hash it takes, and how many more words it may have. */
let lastFrom: u64 = 0;
let lastBits: u64 = 0;
let room: u64 = 0;
let most: u64 = 0;

export function forgetNodes(): void {
  treeFull = false;
  treeNodes = 0;
}

/** Forgets all; returns where the room behind the tables begins. `states`: room for so many, nearly. */
export function clearNodes(states: u64): usize {
  forgetNodes();
  places = 0;
  lastBits = FIRST_BITS - 2;
  most = 0;
  for (let bits = FIRST_BITS; most < states || most < FEWEST; bits += 2) most += <u64>1 << bits;
  const end = VISITED + <usize>(most << 3);
  if (<u64>end > <u64>memory.size() << 16) unreachable();
  addTable();
  return end;
}

function addTable(): bool {
  if (places == most) return false;
  lastFrom = places;
  lastBits += 2;
  const count = <u64>1 << lastBits;
  room = (count * FULLEST) >> 3;
  memory.fill(VISITED + <usize>(places << 3), 0, <usize>(count << 3));
  places += count;
  return true;
}

export function setTreeFull(): void {
  treeFull = true;
}

// @ts-ignore: decorator
@inline
export function numberOf(word: u64): u32 {
  const hash = (word ^ (word >> 32)) * SPREAD;
  const recent = RECENT + (<usize>(hash >> (64 - RECENT_BITS)) << 4);
  return load<u64>(recent) == word ? load<u32>(recent, 8) : numberIn(word, hash, recent);
}

/** Its number is among the recent ones then. */
function numberIn(word: u64, hash: u64, recent: usize): u32 {
  if (word == 0) return 0;
  const number = lookUp(word, hash);
  store<u64>(recent, word);
  store<u32>(recent, number, 8);
  return number;
}

function lookUp(word: u64, hash: u64): u32 {
  let from: u64 = 0;
  for (let bits = FIRST_BITS; bits <= lastBits; bits += 2) {
    const slot = slotOf(word, hash, from, bits);
    if (load<u64>(VISITED + <usize>((from + slot) << 3)) == word) return <u32>(from + slot) + 1;
    from += <u64>1 << bits;
  }
  return enter(word, hash);
}

/** Where the word is in the table of so many places from `from` on, or the free place where it would go. */
// @ts-ignore: decorator
@inline
function slotOf(word: u64, hash: u64, from: u64, bits: u64): u64 {
  const first = VISITED + <usize>(from << 3);
  let slot = hash >> (64 - bits);
  for (let held = load<u64>(first + <usize>(slot << 3)); held != 0 && held != word; ) {
    slot = (slot + 1) & ((<u64>1 << bits) - 1);
    held = load<u64>(first + <usize>(slot << 3));
  }
  return slot;
}

function enter(word: u64, hash: u64): u32 {
  if (room == 0 && !addTable()) {
    treeFull = true;
    return 0;
  }
  const place = lastFrom + slotOf(word, hash, lastFrom, lastBits);
  store<u64>(VISITED + <usize>(place << 3), word);
  room--;
  treeNodes++;
  return <u32>place + 1;
}
