// Chains with a memory: besides being seen, each state is known by its chain and
// number there, so that what comes of a state without a further event can be asked.
// Judges nothing; slower than chain.ts, and with a table of its own in its place.

import { Block, Shadow, Stop } from "../block";
import { Ghost, ghost64, ghost8, top } from "../properties/block";
import { ghostPart } from "../hash";
import { panicAt } from "../properties/configure";
import { PropertyCode } from "../properties/notes";
import { OUTCOME_ROWS, OUTCOME_TABLE, field8, rip } from "../state";
import { chainStep, crashed, lastStop, stateKey } from "./chain";
import { ChainEnd, MAX_OUTCOME_CHAIN, OutcomeRow } from "./codes";
import { stopRecording } from "./found";
import { goesRound, homeNow, keepKeys } from "./keys";
import { trailFull } from "./trail";
import { noteUsed } from "./visited";

const FIRST_SLOTS: u64 = 1 << 14;
const ENTRY: u64 = 16;

let table: usize = OUTCOME_TABLE;
let slots: u64 = 0;
let used: u64 = 0;
let most: u64 = 0;
let chains: u32 = 0;
let rows: i32 = 0;
/** Where the chain ended: the chain and number of the state that it met. */
let metChain: u32 = 0;
let metOffset: u32 = 0;
/** Bit per PropertyCode that the end itself breaks. */
let endBroken: u32 = 0;

/** Forgets all chains. */
export function outcomesClear(states: u64): void {
  table = OUTCOME_TABLE;
  slots = FIRST_SLOTS;
  used = 0;
  most = states;
  chains = 0;
  memory.fill(table, 0, <usize>(slots * ENTRY));
  noteUsed(table + <usize>(slots * ENTRY));
}

// @ts-ignore: decorator
@inline
function find(key: u64): usize {
  const mask = slots - 1;
  let slot = key & mask;
  let at = table + <usize>(slot * ENTRY);
  for (let held = load<u64>(at); held != 0 && held != key; held = load<u64>(at)) {
    slot = (slot + 1) & mask;
    at = table + <usize>(slot * ENTRY);
  }
  return at;
}

/** Twice the slots, behind the present ones; false: no memory. */
function grow(): bool {
  const from = table;
  const end = table + <usize>(slots * ENTRY);
  const bytes = slots * ENTRY * 2;
  if (<u64>end + bytes > <u64>memory.size() << 16) return false;
  table = end;
  slots <<= 1;
  memory.fill(table, 0, <usize>bytes);
  noteUsed(table + <usize>bytes);
  for (let at = from; at < end; at += <usize>ENTRY) {
    const key = load<u64>(at);
    if (key == 0) continue;
    const to = find(key);
    store<u64>(to, key);
    store<u64>(to, load<u64>(at, 8), 8);
  }
  return true;
}

// @ts-ignore: decorator
@inline
function row(index: i32): usize {
  return OUTCOME_ROWS + (<usize>index << 4);
}

/** NMIs would be delivered at this boundary. */
function isOpen(): bool {
  if (field8(Block.NmiBlocked)) return false;
  const shadow = field8(Block.Shadow);
  if (shadow == Shadow.MovSs) return false;
  return shadow != Shadow.Sti || !field8(Block.OptionStiBlocksNmi);
}

/** Runs the chain that was begun to its end; its new states have rows 0 to `outcomeRows()`. */
export function outcomeChain(maxChain: i32): i32 {
  const chain = chains++;
  let lastHome = -1;
  rows = 0;
  endBroken = 0;
  stopRecording();
  let end: i32 = ChainEnd.None;
  while (end == ChainEnd.None) {
    let key = stateKey();
    if (key == 0) key = 1;
    let at = find(key);
    // what the step to this state broke: of the state that is met, too
    store<u64>(row(rows), rip());
    const broken = <u32>ghost64(Ghost.Broken);
    // a chain that goes round is judged once: a run ends before this
    store<u32>(row(rows) + OutcomeRow.Broken, broken != 0 && goesRound(rows) ? 0 : broken);
    if (load<u64>(at) != 0) return closed(at, chain, lastHome);
    if (used >= most || (used + 1 > (slots * 6) >> 3 && !grow())) return ChainEnd.TableFull;
    at = find(key);
    store<u64>(at, key);
    store<u64>(at, <u64>chain | (<u64>rows << 32), 8);
    keepKeys(rows, key, key - ghostPart, rip(), homeNow());
    used++;
    store<u32>(row(rows) + OutcomeRow.Open, isOpen() ? 1 : 0);
    if (top() == 0) lastHome = rows;
    rows++;
    if (crashed || panicAt(rip()) >= 0) return ChainEnd.Crashed;
    if (rows >= maxChain || rows >= MAX_OUTCOME_CHAIN || trailFull()) return ChainEnd.TooLong;
    end = chainStep(rows);
    if (lastStop == Stop.TripleFault) endBroken = 1 << PropertyCode.NoCrash;
  }
  return end;
}

function closed(at: usize, chain: u32, lastHome: i32): i32 {
  metChain = load<u32>(at, 8);
  metOffset = load<u32>(at, 12);
  if (metChain != chain) return ChainEnd.Merged;
  if (lastHome >= <i32>metOffset) return ChainEnd.Settled;
  endBroken = 1 << PropertyCode.Progress;
  if (ghost8(Ghost.Unserved)) endBroken |= 1 << PropertyCode.EveryNmiServed;
  return ChainEnd.Livelock;
}

export function outcomeRows(): i32 {
  return rows;
}

export function outcomeMetChain(): u32 {
  return metChain;
}

export function outcomeMetOffset(): u32 {
  return metOffset;
}

export function outcomeEndBroken(): u32 {
  return endBroken;
}

export function outcomeStates(): u64 {
  return used;
}
