// The words of RAM that the search has overwritten, as they were, oldest first.
// Knows no chain and no state.

import { TRAIL, TRAIL_END } from "../state";
import { flushWrites } from "../translation-cache";
import { treeOn, treeWord } from "./tree";

/** An entry: address, old value. */
const ENTRY: usize = 16;
/** Room kept for one step's writes. */
const RESERVE: usize = 4096;

export let trailOn: bool = false;
export let trailHead: usize = TRAIL;

export function setTrail(on: bool): void {
  // whoever writes to plain pages keeps the hash of them, or does not (memory.ts)
  if (on != trailOn) flushWrites();
  trailOn = on;
  trailHead = TRAIL;
}

export function trailFull(): bool {
  return trailHead + RESERVE > TRAIL_END;
}

// @ts-ignore: decorator
@inline
export function noteWord(word: usize): void {
  store<u64>(trailHead, <u64>word);
  store<u64>(trailHead + 8, load<u64>(word));
  trailHead += ENTRY;
  if (treeOn) treeWord(word);
}

/** Takes the newest entry off; its words stay where they are until the next one is put on. */
export function dropWord(): usize {
  trailHead -= ENTRY;
  return trailHead;
}
