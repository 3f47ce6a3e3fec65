// Words that only count: no part of any state. In a search each stands still at the
// value it began with, so what it leaves in the flags is always the same.

import { pokeRam } from "../memory";
import { MAX_COUNTERS } from "./codes";

/** u64 address, u64 value */
const WORDS: usize = memory.data(8 * 16, 8);
let count: i32 = 0;
/** Of the words' numbers the low six bits, a bit each. */
let places: u64 = 0;

export function forgetCounters(): void {
  count = 0;
  places = 0;
}

/** The quadword at `word`; the search begins now. */
export function searchCounter(word: u32): void {
  if (count == MAX_COUNTERS) return;
  const at = WORDS + <usize>(count++ << 4);
  store<u64>(at, <u64>word);
  store<u64>(at + 8, load<u64>(word));
  places |= placeOf(word);
}

// @ts-ignore: decorator
@inline
function placeOf(word: usize): u64 {
  return <u64>1 << ((<u64>word >> 3) & 63);
}

/** This quadword only counts. */
// @ts-ignore: decorator
@inline
export function isCounter(word: usize): bool {
  return (places & placeOf(word)) != 0 && isAmong(word);
}

function isAmong(word: usize): bool {
  for (let i = 0; i < count; i++) {
    if (load<u64>(WORDS + (<usize>i << 4)) == <u64>word) return true;
  }
  return false;
}

/** What was counted is taken back. */
export function standStill(): void {
  for (let i = 0; i < count; i++) {
    const at = WORDS + (<usize>i << 4);
    const word = <u32>load<u64>(at);
    if (load<u64>(word) != load<u64>(at + 8)) pokeRam(word, 8, load<u64>(at + 8));
  }
}
