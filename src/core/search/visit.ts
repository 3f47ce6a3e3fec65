// What a chain asks of the table of visited states, in each of its modes: which of
// the next states are new. Knows no machine.

import { Answer } from "../table/codes";
import { VisitMode } from "./codes";
import { KEY_SHIFT, chainKey, keptBefore, keysFrom } from "./keys";
import { TOGETHER, publish, shared, sharedAnswer, visitTogether } from "./shared";
import { treeFull, treeNodes } from "./nodes";
import { clearTree } from "./tree";
import { approach, clearVisited, expectKeys, forEachKey, insert, insertNew, insertRanked, stored, wasThere } from "./visited";

/** Marks: the states are stored whose keys' last byte is less than this: one in five. */
const MARKS_BELOW: u64 = 51;
const MARKED: u64 = 5;

export let mode: i32 = VisitMode.Hash;
/** States visited; with marks some of them more than once. */
let visited: u64 = 0;

/** Marks: the state that later ones are compared with, and when the next one takes its place. */
let anchor: i32 = 0;
let nextAnchor: i32 = 0;

/** `states`: the most that are stored. */
export function beginVisits(how: i32, states: u64): void {
  mode = how;
  visited = 0;
  clearVisited(clearTree(how == VisitMode.Exact, states), how == VisitMode.Ranked, states);
}

/** There may come to be so many states in all. */
export function expectStates(states: f64): void {
  if (!shared) expectKeys(mode == VisitMode.Marks ? <u64>states / MARKED : <u64>states);
}

/** A chain begins. */
export function beginChainVisits(): void {
  anchor = 0;
  nextAnchor = 1;
}

/** With marks: has the chain come to a state of its own? */
function cameRound(index: i32, key: u64): bool {
  if (index > 0 && chainKey(anchor) == key) return true;
  if (index == nextAnchor) {
    anchor = index;
    nextAnchor = index << 1;
  }
  return false;
}

function visitMark(index: i32): i32 {
  const key = chainKey(index);
  if (cameRound(index, key)) return 0;
  return isMark(key) ? insert(key) : 1;
}

/** The answers of `insert` for state `index` of the chain, whose injections and steps are `rank`. */
// @ts-ignore: decorator
@inline
function visitOne(index: i32, rank: u64): i32 {
  if (mode == VisitMode.Hash) return insert(chainKey(index));
  if (mode == VisitMode.Exact) return treeFull ? -1 : insert(chainKey(index));
  if (mode == VisitMode.Marks) return visitMark(index);
  return insertRanked(chainKey(index), rank + <u64>index);
}

/** The answer of the last `visitStates` for the state that it stopped at: that of `insert`. */
export let lastAnswer: i32 = 1;
/** Another puts the state and what follows it into the table that is shared, just now. */
export let isOpen: bool = false;

function visitShared(from: i32, to: i32): i32 {
  let end = from;
  let until = from;
  while (end == until && until < to) {
    until = min(to, end + TOGETHER);
    end = visitTogether(end, until);
  }
  isOpen = sharedAnswer == Answer.Open;
  lastAnswer = sharedAnswer == Answer.New ? 1 : sharedAnswer == Answer.Full ? -1 : 0;
  visited += <u64>(end - from);
  return end;
}

/** Visits the states [from, to); returns the first that is not new, or `to`. */
export function visitStates(from: i32, to: i32, rank: u64): i32 {
  if (shared) return visitShared(from, to);
  lastAnswer = 1;
  // several places come near at the same time
  if (to - from > 1) approach(keysFrom(from), to - from);
  let i = from;
  if (mode == VisitMode.Hash) {
    i = from + <i32>((insertNew(keysFrom(from), keysFrom(to)) - keysFrom(from)) >> KEY_SHIFT);
    visited += <u64>(i - from);
    if (wasThere) {
      lastAnswer = 0;
      return i;
    }
  }
  for (; i < to; i++) {
    lastAnswer = visitOne(i, rank);
    if (lastAnswer <= 0) return i;
    visited++;
  }
  return to;
}

// @ts-ignore: decorator
@inline
function isMark(key: u64): bool {
  return (key & 0xff) < MARKS_BELOW;
}

/** The state of this chain that state `index` is again; -1: it is one of another's. */
export function ownState(index: i32): i32 {
  return keptBefore(index, chainKey(index));
}

/** Puts what this worker has visited into the table that is shared; nobody else is there yet. */
export function publishVisited(): void {
  forEachKey(publish);
}

/** Exact up to 2^53, as the next ones. */
export function visitedStates(): f64 {
  return <f64>visited;
}

/** Keys held: of all states, or of those marked. */
export function storedStates(): f64 {
  return <f64>(shared ? visited : stored);
}

/** Bytes that the states take, without the tables' free places. */
export function storedBytes(): f64 {
  return storedStates() * (mode == VisitMode.Ranked ? 16 : 8) + <f64>(treeNodes << 3);
}
