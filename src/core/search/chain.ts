// Chains: from one injection on the machine is deterministic, so it runs until it
// meets a state that was seen, or nothing more can come. The driver chooses where
// the next event goes (src/explore); every rule of the machine is in step.ts.

import { Block, EventField, Outcome, Report, Stop } from "../block";
import { searchHash } from "../hash";
import { setJournal } from "../journal";
import { freshen } from "../memory";
import { FAILED, walk } from "../paging";
import { READ } from "../translation-cache";
import { Ghost, ghost64, ghost8, top } from "../properties/block";
import { panicAt } from "../properties/configure";
import { Cause, PropertyCode } from "../properties/notes";
import { GHOST, MAILBOX, REPORT, field, rip } from "../state";
import { clearReport, settle, stepOnce } from "../step";
import { ChainEnd, LAZY_PAGES } from "./codes";
import { coverBefore, coverStep } from "./coverage";
import { clearFound, found, recordFor, recordNotes, stopRecording } from "./found";
import { chainKey, keepKeys } from "./keys";
import { backToMark, backToRoot, faulted, saveMark, saveRoot, setFaulted } from "./marks";
import { setTrail, trailFull } from "./trail";
import { clearVisited, insert, visited } from "./visited";

const PAGE_FAULT: i32 = 14;

/** Fixed during a search: the word that only counts, the lazy pages, how long a chain may be, and the most states. */
let counter: u32 = 0;
let lazyFrom: u64 = 0;
let maxChain: i32 = 0;
let maxStates: u64 = 0;
/** Lazy pages known to be touched, a bit each. */
let knownPages: u32 = 0;
/** Injected faults are a choice too: what is left of that budget belongs to the state. */
let faultsInjected: bool = false;

/** Of the chain in work: pages that may fault, what tells its budgets from others', states. */
let faultLimit: u32 = 0;
let budgetKey: u64 = 0;
let length: i32 = 0;
export let crashed: bool = false;
let transitions: u64 = 0;

export function searchBegin(counterWord: u32, lazy: u64, injected: bool, chain: i32, states: u64): void {
  counter = counterWord;
  lazyFrom = lazy;
  faultsInjected = injected;
  maxChain = chain;
  maxStates = states;
  setJournal(false);
  freshen();
  setTrail(true);
  settle();
  setFaulted(0);
  saveRoot();
}

/** Forgets all states and violations; `pages`: lazy pages known to be touched. */
export function searchClear(pages: u32): void {
  knownPages = pages;
  transitions = 0;
  clearVisited();
  clearFound();
}

export function searchEnd(): void {
  backToRoot();
  setTrail(false);
  setJournal(true);
}

/** The next chain's budgets, and where its state 0 lies. */
export function searchChainOf(key: u32, pagesLeft: u32, injections: u32, base: u32): void {
  budgetKey = <u64>key;
  faultLimit = pagesLeft;
  recordFor(injections, base);
}

export function searchMark(): void {
  saveMark();
}

export function searchBack(): void {
  backToMark();
}

export function searchRoot(): void {
  backToRoot();
}

/** One step, with what is broken noted anew however often it was. */
function searchStep(events: i32): i32 {
  clearReport();
  store<u64>(GHOST + Ghost.Noted, 0);
  store<u64>(GHOST + Ghost.Broken, 0);
  const stop = stepOnce(events);
  if (load<i32>(REPORT + Report.Vector) == PAGE_FAULT && stop == Stop.None) notePage();
  return stop;
}

/** A fault of the program's own: is it one of a lazy page? */
function notePage(): void {
  if (load<u32>(REPORT + Report.External) != 0 || load<u64>(REPORT + Report.ErrorCode) & 1) return;
  const page = (field(Block.Cr2) - lazyFrom) >> 12;
  if (page < <u64>LAZY_PAGES) setFaulted(faulted | (1 << <u32>page));
}

/** After a step that leads to state `length`: does the chain end here? */
export function judgeStep(stop: i32, injected: bool): i32 {
  if (faulted & ~knownPages) return ChainEnd.NewPage;
  if (<u32>popcnt<u32>(faulted) > faultLimit) return ChainEnd.OutOfBounds;
  if (stop == Stop.NotModelled) return ChainEnd.NotModelled;
  if (stop == Stop.TripleFault) {
    found(PropertyCode.NoCrash, Cause.TripleFault, 0, length);
    return ChainEnd.TripleFault;
  }
  if (ghost64(Ghost.Noted) != 0 && recordNotes(length)) crashed = true;
  coverStep(length, injected);
  return ChainEnd.None;
}

/** What the bounds still allow, as far as it decides what may come. */
function pagesKey(): u64 {
  const used = <u32>popcnt<u32>(faulted);
  if (faultsInjected) return <u64>used;
  if (used < faultLimit) return 0;
  for (let page: u32 = 0; page < <u32>LAZY_PAGES; page++) {
    if (!((knownPages & ~faulted) & (1 << page))) continue;
    if (walk(lazyFrom + (<u64>page << 12), READ, false, true) == FAILED) return <u64>(1 + faulted);
  }
  return 0;
}

export function stateKey(): u64 {
  return searchHash(counter) + (budgetKey + pagesKey()) * 0x9e3779b97f4a7c15;
}

/** The event in the mailbox at this boundary, as a chain's first step. */
export function searchInject(): i32 {
  length = 0;
  crashed = false;
  store<u32>(MAILBOX + EventField.Outcome, Outcome.Unseen);
  coverBefore();
  const stop = searchStep(1);
  const outcome = load<u32>(MAILBOX + EventField.Outcome);
  if (outcome == Outcome.Refused || outcome == Outcome.Merged) return ChainEnd.NoEffect;
  transitions++;
  return judgeStep(stop, true);
}

/** The number of the state that the next step leads to; for whoever runs a chain by steps. */
export function setLength(states: i32): void {
  length = states;
}

/** A step without an event. */
export function plainStep(): i32 {
  return searchStep(0);
}

/** The start of the run is a chain's state 0. */
export function searchStart(): void {
  store<u64>(GHOST + Ghost.Broken, 0);
  length = 0;
  crashed = false;
}

/** Runs on until the chain ends; its new states are 0 to `searchLength()`. */
export function searchChain(): i32 {
  let lastHome = -1;
  let end: i32 = ChainEnd.None;
  while (end == ChainEnd.None) {
    const key = stateKey();
    const inserted = visited >= maxStates ? -1 : insert(key);
    if (inserted < 0) return ChainEnd.TableFull;
    if (inserted == 0) return closed(key, lastHome);
    keepKeys(length, key);
    if (top() == 0) lastHome = length;
    length++;
    if (crashed || panicAt(rip()) >= 0) return ChainEnd.Crashed;
    if (length >= maxChain || trailFull()) return ChainEnd.TooLong;
    coverBefore();
    const stop = searchStep(0);
    transitions++;
    end = judgeStep(stop, false);
  }
  return end;
}

/** The chain has met `key` before, or another one has. */
function closed(key: u64, lastHome: i32): i32 {
  for (let i = length - 1; i >= 0; i--) {
    if (chainKey(i) != key) continue;
    if (lastHome >= i) return ChainEnd.Settled;
    found(PropertyCode.Progress, Cause.Livelock, 0, length);
    if (ghost8(Ghost.Unserved)) found(PropertyCode.EveryNmiServed, Cause.Livelock, 0, length);
    return ChainEnd.Livelock;
  }
  return ChainEnd.Merged;
}

/** Steps again over known ground; returns how many were taken. */
export function searchAdvance(steps: i32): i32 {
  for (let i = 0; i < steps; i++) {
    if (searchStep(0) != Stop.None) return i;
  }
  return steps;
}

/** An event again, on the way to known ground. */
export function searchRepeat(): void {
  searchStep(1);
}

/** Steps until the workload runs and the machine is where the root is; -1: it does not come there cleanly. */
export function searchGoHome(limit: i32, at: u64): i32 {
  stopRecording();
  for (let i = 0; i < limit; i++) {
    if (ghost64(Ghost.Noted) != 0) return -1;
    if (top() == 0 && rip() == at && !ghost8(Ghost.IdleDue)) return i;
    if (searchStep(0) != Stop.None) return -1;
  }
  return -1;
}

export function searchLength(): i32 {
  return length;
}

export function searchVisited(): u64 {
  return visited;
}

export function searchTransitions(): u64 {
  return transitions;
}

export function searchFaulted(): u32 {
  return faulted;
}

export function searchRip(): u64 {
  return rip();
}
