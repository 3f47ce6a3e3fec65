// How far a chain runs ahead before the table is asked about its states: up to an
// address where chains lately met known states, as what lies beyond is done for
// nothing there. Decides no more than how much is asked at once.

import { CHAINS_MET, CHAINS_MET_END } from "../state";
import { treeOn } from "./tree";

/** So many states are made at most before the table is asked. */
export const LONGEST_LOOK: i32 = 32;
/** The key of a whole state takes so long that fewer should be made in vain. */
export function longestLook(): i32 {
  return treeOn ? LONGEST_LOOK >> 1 : LONGEST_LOOK;
}

/** Of the last few times there, more chains met a known state than not. */
const LIKELY: u32 = 2;
const SURE: u32 = 3;

/** A byte for each address, as far as its low bits go. */
// @ts-ignore: decorator
@inline
function at(address: u64): usize {
  return CHAINS_MET + (<usize>(address ^ (address >> 10)) & (CHAINS_MET_END - CHAINS_MET - 1));
}

export function forgetMet(): void {
  memory.fill(CHAINS_MET, 0, CHAINS_MET_END - CHAINS_MET);
}

/** It is worth asking about the state at `address` before any more steps. */
// @ts-ignore: decorator
@inline
export function isLikelyMet(address: u64): bool {
  return load<u8>(at(address)) >= LIKELY;
}

/** The table was asked about states up to one at `address`, which was the first known one, or not known. */
export function noteMet(address: u64, met: bool): void {
  const counter = load<u8>(at(address));
  if (met) store<u8>(at(address), counter < SURE ? counter + 1 : SURE);
  else if (counter > 0) store<u8>(at(address), counter - 1);
}
