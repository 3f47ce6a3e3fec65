// The states that the search goes back to: the root, where every run starts, and
// a stack of marks above it. Knows no chain.

import { refreshMode } from "../access";
import { Block, HOT_BYTES, STATE_BYTES } from "../block";
import { memoryHash, setColdChanged, setGhostChanged, setMemoryHash } from "../journal";
import { putBack } from "../memory";
import { Ghost, SLOT_BYTES, top } from "../properties/block";
import { CPU, GHOST, SEARCH_STATES } from "../state";
import { settle } from "../step";
import { dropWord, trailHead } from "./trail";
import { treeOn, treeWord } from "./tree";

/** The CPU block with its options, the ghost block behind it, then what belongs to them. */
enum Saved {
  Ghost = 512,
  Hash = 4608,
  Head = 4616,
  Faulted = 4624,
  Top = 4628,
}
const SIZE: usize = 4640;
const ROOT: usize = SEARCH_STATES;

/** Lazy pages that have faulted on the way here, a bit each (chain.ts keeps it). */
export let faulted: u32 = 0;

export function setFaulted(pages: u32): void {
  faulted = pages;
}

/** Bytes of the ghost block that are not zero with so many contexts. */
// @ts-ignore: decorator
@inline
function ghostBytes(contexts: i32): usize {
  return <usize>(Ghost.Slots + (contexts + 1) * SLOT_BYTES);
}

function save(at: usize): void {
  memory.copy(at, CPU, STATE_BYTES);
  memory.copy(at + Saved.Ghost, GHOST, ghostBytes(top()));
  store<u64>(at + Saved.Hash, memoryHash);
  store<u64>(at + Saved.Head, <u64>trailHead);
  store<u32>(at + Saved.Faulted, faulted);
  store<i32>(at + Saved.Top, top());
}

function restore(at: usize): void {
  const to = <usize>load<u64>(at + Saved.Head);
  while (trailHead > to) {
    const word = dropWord();
    putBack(<usize>load<u64>(word), load<u64>(word + 8));
    if (treeOn) treeWord(<usize>load<u64>(word));
  }
  setMemoryHash(load<u64>(at + Saved.Hash));
  faulted = load<u32>(at + Saved.Faulted);
  const kept = ghostBytes(load<i32>(at + Saved.Top));
  const used = ghostBytes(top());
  memory.copy(GHOST, at + Saved.Ghost, kept);
  // what lies above is zero in every state
  if (used > kept) memory.fill(GHOST + kept, 0, used - kept);
  setGhostChanged(true);
}

export function saveRoot(): void {
  save(ROOT);
}

export function backToRoot(): void {
  restore(ROOT);
  memory.copy(CPU, ROOT, STATE_BYTES);
  setColdChanged(true);
  settle();
}

/** `index`: from 0 to MAX_MARKS - 1; a mark is good while those below it are. */
export function saveMark(index: i32): void {
  save(SEARCH_STATES + SIZE * <usize>(index + 1));
}

/** Translations survive unless a control register has changed or a table is put back. */
export function backToMark(index: i32): void {
  const mark = SEARCH_STATES + SIZE * <usize>(index + 1);
  restore(mark);
  memory.copy(CPU, mark, HOT_BYTES);
  const cold = memory.compare(CPU + Block.Cold, mark + Block.Cold, STATE_BYTES - Block.Cold);
  if (cold == 0) {
    refreshMode();
    return;
  }
  memory.copy(CPU + Block.Cold, mark + Block.Cold, STATE_BYTES - Block.Cold);
  setColdChanged(true);
  settle();
}
