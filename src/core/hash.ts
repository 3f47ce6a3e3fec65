// The canonical hash of everything that can affect the future: RAM (kept
// incrementally by memory.ts), registers, hidden bits. Left out: the count of
// merged NMIs, which decides nothing, and the step count until RDTSC was used.

import { Block, STATE_BYTES } from "./block";
import {
  coldChanged,
  ghostChanged,
  ghostChangedFrom,
  ghostChangesFrom,
  ghostSeen,
  memoryHash,
  setColdChanged,
} from "./journal";
import { freshen, hashWithout, mix } from "./memory";
import { CAPACITY, Ghost, SLOT_BYTES, Slot, ghost8, slot, top } from "./properties/block";
import { ghostCanonical } from "./properties/face";
import { CPU, GHOST, field, field8, rflags, rip, rsp } from "./state";

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
const POINT_A: u64 = 0xff51afd7ed558ccd;
const POINT_B: u64 = 0xc4ceb9fe1a85ec53;
const POINT_C: u64 = 0x2545f4914f6cdd1d;
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

/** What nearly every step changes: a sum of three products, which a processor makes side by side. */
// @ts-ignore: decorator
@inline
export function pointHash(rip: u64, flags: u64, rsp: u64): u64 {
  return finish(rip * POINT_A + flags * POINT_B + rsp * POINT_C);
}

/** The general registers as they were when `registersPart` was made, and CR2. */
const SEEN: usize = memory.data(17 << 3, 16);
const SEEN_CR2: usize = 16 << 3;
/** What each of them adds to the sum of as many zeros. */
let registersPart: u64 = 0;

/** The general registers but RSP, and CR2: a sum of words, so that one that changes costs two of them (`mix`). */
function registersHash(): u64 {
  for (let at: usize = 0; at < <usize>Block.Rip; at += 16) {
    if (!v128.any_true(v128.xor(v128.load(CPU + at), v128.load(SEEN + at)))) continue;
    if (at != Block.Rsp) see(at, CPU + at);
    see(at + 8, CPU + at + 8);
  }
  see(SEEN_CR2, CPU + Block.Cr2);
  return registersPart;
}

/** The register at `place` as it is now. */
function see(at: usize, place: usize): void {
  const word = load<u64>(place);
  const seen = load<u64>(SEEN + at);
  if (word == seen) return;
  store<u64>(SEEN + at, word);
  registersPart += mix(<u64>place, word) - mix(<u64>place, seen);
}

/** What is left of the hot part. */
function restHash(): u64 {
  let a = link(link(SEED_B, field(Block.Selectors)), field(Block.Selectors + 8));
  let b = link(SEED_C, field(Block.NmiMerged) & 0xffffffff00000000);
  a = link(a, field(Block.FsBase));
  b = link(link(b, field(Block.GsBase)), field(Block.KernelGsBase));
  if (field8(Block.TscRead)) a = link(a, field(Block.Steps));
  return finish(link(a, b) ^ SEED_D);
}

/** Of the running context's depth, changed by `change` where nothing else changes; returns what that adds to `ghostPart`. */
export function changeDepth(change: i32): u64 {
  const head = slot(top());
  const old = load<u64>(head);
  store<u8>(head + Slot.Depth, <u8>(load<u8>(head + Slot.Depth) + change));
  return mix(<u64>head, load<u64>(head)) - mix(<u64>head, old);
}

export function setGhostPart(part: u64): void {
  ghostPart = part;
}

/** Each interrupted context's share of `ghostHash` but for its first word: as it was last, good below `ghostChangedFrom`. */
export const SHARES: usize = memory.data((CAPACITY << 3) as i32, 16);

/** Of the canonical ghost state, as far as it can be other than zero; the first word of each context stands alone, as calls change it. */
function ghostHash(): u64 {
  const running = top();
  const frames = GHOST + Ghost.Frames;
  let hash = piecesHash(ghostCanonical(), frames + (<usize>ghost8(Ghost.FrameCount) << 4));
  for (let i = 0; i < running; i++) {
    const at = slot(i);
    const end = at + <usize>SLOT_BYTES;
    const share = SHARES + (<usize>i << 3);
    if (end > ghostChangedFrom) store<u64>(share, piecesHash(at + 8, end) * (<u64>at | 1));
    hash += mix(<u64>at, load<u64>(at)) + load<u64>(share);
  }
  const at = slot(running);
  return hash + mix(<u64>at, load<u64>(at)) + piecesHash(at + 8, at + Slot.Saved) * (<u64>at | 1);
}

/** Of [from, to), in four chains, which a processor makes side by side. */
function piecesHash(from: usize, to: usize): u64 {
  let a = SEED_A;
  let b = SEED_B;
  let c = SEED_C;
  let d = SEED_D;
  let at = from;
  for (; at + 32 <= to; at += 32) {
    a = link(a, load<u64>(at));
    b = link(b, load<u64>(at, 8));
    c = link(c, load<u64>(at, 16));
    d = link(d, load<u64>(at, 24));
  }
  for (; at < to; at += 8) a = link(a, load<u64>(at));
  return finish(link(link(a, b), link(c, d)) + <u64>(to - from));
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
    ghostPart = ghostHash();
    ghostSeen(slot(top()));
  }
  freshen();
  const hash = memoryHash + coldPart + ghostPart + registersHash() + restHash() + pointHash(rip(), rflags(), rsp());
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

/** What a key has beside the hash of its state: what the bounds still allow. */
// @ts-ignore: decorator
@inline
export function besideOf(budgets: u64): u64 {
  return budgets * SPREAD;
}

/** As `searchHash`, from nothing. */
export function searchHashAnew(without: u32): u64 {
  setColdChanged(true);
  ghostChangesFrom(GHOST);
  return searchHash(without);
}
