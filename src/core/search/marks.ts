// The states that the search goes back to: the root, where every run starts, and
// one mark, where events are tried. Knows no chain.

import { refreshMode } from "../access";
import { BLOCK_BYTES, Block, GHOST_BYTES, STATE_BYTES } from "../block";
import { memoryHash, setColdChanged, setGhostChanged, setMemoryHash } from "../journal";
import { putBack } from "../memory";
import { CPU, SEARCH_STATES } from "../state";
import { settle } from "../step";
import { dropWord, trailHead } from "./trail";

/** CPU and ghost block, then what belongs to them. */
const STATE_SIZE: usize = BLOCK_BYTES + GHOST_BYTES;
enum Saved {
  Hash = 4608,
  Head = 4616,
  Faulted = 4624,
  Size = 8192,
}
const ROOT: usize = SEARCH_STATES;
const MARK: usize = SEARCH_STATES + Saved.Size;

/** Lazy pages that have faulted on the way here, a bit each (chain.ts keeps it). */
export let faulted: u32 = 0;

export function setFaulted(pages: u32): void {
  faulted = pages;
}

function save(at: usize): void {
  memory.copy(at, CPU, STATE_SIZE);
  store<u64>(at + Saved.Hash, memoryHash);
  store<u64>(at + Saved.Head, <u64>trailHead);
  store<u32>(at + Saved.Faulted, faulted);
}

function restore(at: usize): void {
  const to = <usize>load<u64>(at + Saved.Head);
  while (trailHead > to) {
    const word = dropWord();
    putBack(<usize>load<u64>(word), load<u64>(word + 8));
  }
  setMemoryHash(load<u64>(at + Saved.Hash));
  faulted = load<u32>(at + Saved.Faulted);
  memory.copy(CPU, at, STATE_SIZE);
  setGhostChanged(true);
  setColdChanged(true);
}

export function saveRoot(): void {
  save(ROOT);
}

export function backToRoot(): void {
  restore(ROOT);
  settle();
}

export function saveMark(): void {
  save(MARK);
}

/** Translations survive unless a control register has changed or a table is put back. */
export function backToMark(): void {
  const cold = memory.compare(CPU + Block.Cold, MARK + Block.Cold, STATE_BYTES - Block.Cold);
  restore(MARK);
  if (cold != 0) settle();
  else refreshMode();
}
