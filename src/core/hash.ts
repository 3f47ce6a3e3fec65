// The canonical hash of everything that can affect the future: RAM (kept
// incrementally by memory.ts), registers, hidden bits. Left out: the count of
// merged NMIs, which decides nothing, and the step count until RDTSC was used.

import { Block, STATE_BYTES } from "./block";
import { coldChanged, ghostChanged, memoryHash, setColdChanged, setGhostChanged } from "./journal";
import { freshen, hashWithout, mix } from "./memory";
import { ghostHash } from "./properties/face";
import { CPU, field8 } from "./state";

/** Offset that keeps the block's words apart from those of RAM. */
const BLOCK_WEIGHT: u64 = 0xc0de000000000000;

/** The hash with RAM's bytes [from, to) taken as zero; from = to: of all of it. */
export function stateHash(from: u32, to: u32): u64 {
  freshen();
  const memory = from == to ? memoryHash : hashWithout(<usize>from, <usize>to);
  return memory + blockHash(0, STATE_BYTES);
}

/** Over [from, to) of the CPU block. */
function blockHash(from: usize, to: usize): u64 {
  let hash: u64 = 0;
  for (let offset = from; offset < to; offset += 8) {
    let word = load<u64>(CPU + offset);
    if (offset == (Block.NmiMerged & ~7)) word &= 0xffffffff00000000;
    if (offset == Block.Steps && !field8(Block.TscRead)) word = 0;
    hash += mix(BLOCK_WEIGHT + <u64>offset, word);
  }
  return hash;
}

let coldPart: u64 = 0;
/** The canonical ghost state's share of the last `searchHash`. */
export let ghostPart: u64 = 0;

/**
 * The hash of all that can affect what comes and how it is judged: `stateHash` and
 * the canonical ghost state, with the word at `without` (0: none) taken as zero.
 * What did not change since the last call is not looked at again.
 */
export function searchHash(without: u32): u64 {
  if (coldChanged) {
    coldPart = blockHash(Block.Cold, STATE_BYTES);
    setColdChanged(false);
  }
  if (ghostChanged) {
    ghostPart = ghostHash();
    setGhostChanged(false);
  }
  freshen();
  let hash = memoryHash + coldPart + ghostPart + blockHash(0, Block.Cold);
  if (without != 0) hash += mix(<u64>without, 0) - mix(<u64>without, load<u64>(<usize>without));
  return hash;
}

/** As `searchHash`, from nothing. */
export function searchHashAnew(without: u32): u64 {
  setColdChanged(true);
  setGhostChanged(true);
  return searchHash(without);
}
