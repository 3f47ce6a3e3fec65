// The states that the search goes back to: the root, where every run starts, and
// a stack of marks above it. Knows no chain.

import { refreshMode } from "../access";
import { Block, HOT_BYTES, STATE_BYTES } from "../block";
import { SHARES } from "../hash";
import { ghostChangedFrom, ghostChangesFrom, ghostSeen, memoryHash, setColdChanged, setMemoryHash } from "../journal";
import { isPlain, putBack } from "../memory";
import { Ghost, SLOT_BYTES, Slot, top } from "../properties/block";
import { CPU, GHOST, SEARCH_STATES } from "../state";
import { settle } from "../step";
import { clearWords, copyWords, sameWords } from "../words";
import { dropWord, trailHead } from "./trail";
import { treeOn, treeWord } from "./tree";

/** The CPU block with its options, the ghost block behind it, then what belongs to them. */
enum Saved {
  Ghost = 512,
  Hash = 4608,
  Head = 4616,
  Faulted = 4624,
  Top = 4628,
  /** What is known of the ghost block's hash: up to where, and of each interrupted context. */
  Known = 4632,
  Shares = 4640,
}
const SIZE: usize = 4784;
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
  return <usize>(Ghost.Slots + contexts * SLOT_BYTES + Slot.Saved);
}

function save(at: usize): void {
  copyWords(at, CPU, STATE_BYTES);
  copyWords(at + Saved.Ghost, GHOST, ghostBytes(top()));
  store<u64>(at + Saved.Hash, memoryHash);
  store<u64>(at + Saved.Head, <u64>trailHead);
  store<u32>(at + Saved.Faulted, faulted);
  store<i32>(at + Saved.Top, top());
  store<u32>(at + Saved.Known, <u32>ghostChangedFrom);
  copyWords(at + Saved.Shares, SHARES, <usize>top() << 3);
}

function restore(at: usize): void {
  const to = <usize>load<u64>(at + Saved.Head);
  while (trailHead > to) {
    const entry = dropWord();
    const word = <usize>load<u64>(entry);
    if (isPlain(word)) store<u64>(word, load<u64>(entry, 8));
    else putBack(word, load<u64>(entry, 8));
    if (treeOn) treeWord(word);
  }
  setMemoryHash(load<u64>(at + Saved.Hash));
  faulted = load<u32>(at + Saved.Faulted);
  const kept = ghostBytes(load<i32>(at + Saved.Top));
  const used = ghostBytes(top());
  copyWords(GHOST, at + Saved.Ghost, kept);
  // what lies above is zero in every state
  if (used > kept) clearWords(GHOST + kept, used - kept);
  copyWords(SHARES, at + Saved.Shares, <usize>load<i32>(at + Saved.Top) << 3);
  ghostSeen(<usize>load<u32>(at + Saved.Known));
  ghostChangesFrom(<usize>load<u32>(at + Saved.Known));
}

export function saveRoot(): void {
  ghostChangesFrom(GHOST);
  save(ROOT);
}

export function backToRoot(): void {
  restore(ROOT);
  copyWords(CPU, ROOT, STATE_BYTES);
  ghostChangesFrom(GHOST);
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
  copyWords(CPU, mark, HOT_BYTES);
  if (sameWords(CPU + Block.Cold, mark + Block.Cold, STATE_BYTES - Block.Cold)) {
    refreshMode();
    return;
  }
  copyWords(CPU + Block.Cold, mark + Block.Cold, STATE_BYTES - Block.Cold);
  setColdChanged(true);
  settle();
}
