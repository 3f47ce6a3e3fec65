// The keys of the chain in work, by the number of the state: of the whole state, and
// of the machine alone, without what the ghost state knows.

import { ghostPart } from "../hash";
import { CHAIN_KEYS } from "../state";

// @ts-ignore: decorator
@inline
function at(index: i32): usize {
  return CHAIN_KEYS + (<usize>index << 4);
}

/** Right after the state's hash was made. */
export function keepKeys(index: i32, key: u64): void {
  store<u64>(at(index), key);
  store<u64>(at(index) + 8, key - ghostPart);
}

export function chainKey(index: i32): u64 {
  return load<u64>(at(index));
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
