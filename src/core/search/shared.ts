// The table that several workers share (table/), as a chain asks it: its functions lie
// in this module's own table of functions. Knows no machine.

import { Answer, NOTED, SharedSlot } from "../table/codes";
import { chainKey } from "./keys";

/** So many keys go at once. */
export const TOGETHER: i32 = 16;

/** States are asked about there, not in this worker's own table. */
export let shared: bool = false;

export function searchShared(on: bool): void {
  shared = on;
}

/** The Answer for the state that the last `visitTogether` stopped at. */
export let sharedAnswer: i32 = Answer.New;

/** Visits the states [from, to), sixteen at most; returns the first that is not new, or `to`. */
export function visitTogether(from: i32, to: i32): i32 {
  const told = call_indirect<i32>(
    SharedSlot.Visit, from, to - from,
    chainKey(from), chainKey(from + 1), chainKey(from + 2), chainKey(from + 3),
    chainKey(from + 4), chainKey(from + 5), chainKey(from + 6), chainKey(from + 7),
    chainKey(from + 8), chainKey(from + 9), chainKey(from + 10), chainKey(from + 11),
    chainKey(from + 12), chainKey(from + 13), chainKey(from + 14), chainKey(from + 15),
  );
  sharedAnswer = told >> 8;
  return from + (told & 0xff);
}

/** The chain in work has ended, and has so many states: what follows each of them is there. */
export function settleChain(length: i32): void {
  if (length > 0) call_indirect<void>(SharedSlot.SettleNoted, min(length, NOTED));
  for (let index = NOTED; index < length; index++) call_indirect<void>(SharedSlot.Settle, chainKey(index));
}

/** The state and all that follows it are there. */
export function isHeld(index: i32): bool {
  return call_indirect<i32>(SharedSlot.Ask, chainKey(index)) == Answer.Held;
}

/** A key of this worker's own table. */
export function publish(key: u64): void {
  call_indirect<void>(SharedSlot.Add, key);
}
