// The canonical hash of everything that can affect the future: RAM (kept
// incrementally by memory.ts), registers, hidden bits. Left out: the count of
// merged NMIs, which decides nothing, and the step count until RDTSC was used.

import { Block, STATE_BYTES } from "./block";
import { coldChanged, ghostChanged, memoryHash, setColdChanged, setGhostChanged } from "./journal";
import { freshen, hashWithout, mix } from "./memory";
import { ghostCanonical, ghostCanonicalBytes } from "./properties/face";
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
/** The value of the word left out when its share was made, and that share. */
let withoutValue: u64 = 0;
let withoutPart: u64 = 0;
let withoutWord: u32 = 0;

const SPREAD: u64 = 0x9e3779b97f4a7c15;
const SEED_A: u64 = 0x243f6a8885a308d3;
const SEED_B: u64 = 0x13198a2e03707344;
const SEED_C: u64 = 0xa4093822299f31d0;
const SEED_D: u64 = 0x082efa98ec4e6c89;

/** One word into a chain of words: for each word another result, whatever came before. */
// @ts-ignore: decorator
@inline
function link(chain: u64, word: u64): u64 {
  const h = chain ^ word;
  return (h ^ (h >> 29)) * SPREAD;
}

// @ts-ignore: decorator
@inline
function finish(chain: u64): u64 {
  let h = (chain ^ (chain >> 32)) * 0x94d049bb133111eb;
  h = (h ^ (h >> 29)) * 0xbf58476d1ce4e5b9;
  return h ^ (h >> 32);
}

/** Four words at `offset` of the CPU block into a chain. */
// @ts-ignore: decorator
@inline
function linkFour(chain: u64, offset: usize): u64 {
  const h = link(link(chain, load<u64>(CPU + offset)), load<u64>(CPU + offset + 8));
  return link(link(h, load<u64>(CPU + offset + 16)), load<u64>(CPU + offset + 24));
}

/** Of the hot part: four chains of words, which a processor makes side by side. */
function hotHash(): u64 {
  let a = linkFour(linkFour(SEED_A, 0), 32);
  let b = linkFour(linkFour(SEED_B, 64), 96);
  let c = linkFour(SEED_C, Block.Rip);
  let d = link(SEED_D, load<u64>(CPU + Block.NmiMerged) & 0xffffffff00000000);
  d = link(link(d, load<u64>(CPU + Block.Cr2)), load<u64>(CPU + Block.FsBase));
  c = link(link(c, load<u64>(CPU + Block.GsBase)), load<u64>(CPU + Block.KernelGsBase));
  if (field8(Block.TscRead)) d = link(d, load<u64>(CPU + Block.Steps));
  return finish(link(link(a, b), link(c, d)));
}

/** Of [from, to), in two chains. */
function piecesHash(from: usize, to: usize): u64 {
  let a = SEED_A;
  let b = SEED_B;
  let at = from;
  for (; at + 16 <= to; at += 16) {
    a = link(a, load<u64>(at));
    b = link(b, load<u64>(at + 8));
  }
  if (at < to) a = link(a, load<u64>(at));
  return finish(link(a, b) + <u64>(to - from));
}

/**
 * The hash of all that can affect what comes and how it is judged: `stateHash` and
 * the canonical ghost state, with the word at `without` (0: none) taken as zero.
 * What did not change since the last call is not looked at again.
 */
export function searchHash(without: u32): u64 {
  if (coldChanged) {
    coldPart = piecesHash(CPU + Block.Cold, CPU + STATE_BYTES);
    setColdChanged(false);
  }
  if (ghostChanged) {
    const from = ghostCanonical();
    ghostPart = piecesHash(from, from + <usize>ghostCanonicalBytes());
    setGhostChanged(false);
  }
  freshen();
  const hash = memoryHash + coldPart + ghostPart + hotHash();
  return without == 0 ? hash : hash + shareOf(without);
}

/** What makes the word at `without` a zero. */
// @ts-ignore: decorator
@inline
function shareOf(without: u32): u64 {
  const value = load<u64>(<usize>without);
  if (value != withoutValue || without != withoutWord) {
    withoutValue = value;
    withoutWord = without;
    withoutPart = mix(<u64>without, 0) - mix(<u64>without, value);
  }
  return withoutPart;
}

/** As `searchHash`, from nothing. */
export function searchHashAnew(without: u32): u64 {
  setColdChanged(true);
  setGhostChanged(true);
  return searchHash(without);
}
