// The canonical hash of everything that can affect the future: RAM (kept
// incrementally by memory.ts), registers, hidden bits. Left out: the count of
// merged NMIs, which decides nothing, and the step count until RDTSC was used.

import { Block, STATE_BYTES } from "./block";
import { memoryHash } from "./journal";
import { hashWithout, mix } from "./memory";
import { CPU, field8 } from "./state";

/** Offset that keeps the block's words apart from those of RAM. */
const BLOCK_WEIGHT: u64 = 0xc0de000000000000;

/** The hash with RAM's bytes [from, to) taken as zero; from = to: of all of it. */
export function stateHash(from: u32, to: u32): u64 {
  let hash = from == to ? memoryHash : hashWithout(<usize>from, <usize>to);
  for (let offset: usize = 0; offset < <usize>STATE_BYTES; offset += 8) {
    let word = load<u64>(CPU + offset);
    if (offset == (Block.NmiMerged & ~7)) word &= 0xffffffff00000000;
    if (offset == Block.Steps && !field8(Block.TscRead)) word = 0;
    hash += mix(BLOCK_WEIGHT + <u64>offset, word);
  }
  return hash;
}
