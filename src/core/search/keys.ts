// The keys of the chain in work, by the number of the state: of the whole state, and
// of the machine alone, without what the ghost state knows.

import { Ghost, ghost8, top } from "../properties/block";
import { CHAIN_HOME, CHAIN_KEYS } from "../state";

/** Keys lie so far apart, as a shift. */
export const KEY_SHIFT: usize = 4;

// @ts-ignore: decorator
@inline
function at(index: i32): usize {
  return CHAIN_KEYS + (<usize>index << KEY_SHIFT);
}

/** Of a state: the workload runs; an NMI waits for its run. */
const HOME: u32 = 1;
const WAITS: u32 = 2;

/** Of the last states: the low half of RIP. */
const PLACES: usize = memory.data(64 * 4, 8);

// @ts-ignore: decorator
@inline
function placeOf(index: i32): usize {
  return PLACES + (<usize>(index & 63) << 2);
}

/** The low half of RIP in state `index`, one of the last few. */
export function chainPlace(index: i32): u64 {
  return load<u32>(placeOf(index));
}

/** Of the state that the machine is in: does the workload run, does an NMI wait. */
export function homeNow(): u32 {
  const home = top() == 0 ? HOME : 0;
  return ghost8(Ghost.Unserved) ? home | WAITS : home;
}

/** Right after the key was made; `machine`: of the machine alone; `home`: see `homeNow`. */
// @ts-ignore: decorator
@inline
export function keepKeys(index: i32, key: u64, machine: u64, address: u64, home: u32): void {
  store<u64>(at(index), key);
  store<u64>(at(index) + 8, machine);
  store<u32>(placeOf(index), <u32>address);
  store<u8>(CHAIN_HOME + <usize>index, <u8>home);
}

/** An NMI waits for its run in state `index`. */
export function nmiWaits(index: i32): bool {
  return (load<u8>(CHAIN_HOME + <usize>index) & WAITS) != 0;
}

/** Where the key of state `index` lies; the next ones follow it. */
// @ts-ignore: decorator
@inline
export function keysFrom(index: i32): usize {
  return at(index);
}

// @ts-ignore: decorator
@inline
export function chainKey(index: i32): u64 {
  return load<u64>(at(index));
}

/** The state with the same key before `index`; -1: there is none. */
export function keptBefore(index: i32, key: u64): i32 {
  for (let i = index - 1; i >= 0; i--) {
    if (chainKey(i) == key) return i;
  }
  return -1;
}

/** The workload ran in one of the states [from, to). */
export function homeBetween(from: i32, to: i32): bool {
  for (let i = from; i < to; i++) {
    if (load<u8>(CHAIN_HOME + <usize>i) & HOME) return true;
  }
  return false;
}

/** The machine had been in the state before `index` already: it goes round, and a run ends before this. */
export function goesRound(index: i32): bool {
  if (index == 0) return false;
  const key = load<u64>(at(index - 1) + 8);
  for (let i = index - 2; i >= 0; i--) {
    if (load<u64>(at(i) + 8) == key) return true;
  }
  return false;
}
