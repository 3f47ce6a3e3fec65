// Chains: from one injection on the machine is deterministic, so it runs until it
// meets a state that was seen, or nothing more can come. The driver chooses where
// the next event goes (src/explore); every rule of the machine is in step.ts.

import { Block, EventField, Outcome, Report, Stop } from "../block";
import { besideOf, ghostPart, searchHash } from "../hash";
import { beginEntry, setJournal } from "../journal";
import { freshen } from "../memory";
import { FAILED, walk } from "../paging";
import { READ, epoch } from "../translation-cache";
import { Ghost, ghost64, top } from "../properties/block";
import { panicAt, panicLow, panicSpan } from "../properties/configure";
import { ghostStepped, isJudgeable } from "../properties/ghost";
import { Cause, PropertyCode } from "../properties/notes";
import { hashNow, isKept, searchedSteps, setKept } from "../quick/searched";
import { GHOST, MAILBOX, REPORT, field, field8, rip, setField8 } from "../state";
import { clearReport, settle, stepOnce } from "../step";
import { ChainEnd, LAZY_PAGES, WITNESS, Witness } from "./codes";
import { LONGEST_LOOK, forgetMet, isLikelyMet, longestLook, noteMet } from "./ahead";
import { forgetCounters, standStill } from "./counters";
import { coverBefore, coverPlain, coverStep, isCoveredLater } from "./coverage";
import { clearFound, found, recordFor, recordNotes, stopRecording } from "./found";
import { chainPlace, homeBetween, homeNow, keepKeys, nmiWaits } from "./keys";
import { PAGES, TAKEN, faultCount, findEntries, presentPages } from "./lazy";
import { backToMark, backToRoot, faulted, saveRoot, setFaulted } from "./marks";
import { setTrail, trailFull } from "./trail";
import { clearTree, treeKey, treeMachine, treeOn } from "./tree";
import { isHeld, settleChain, shared } from "./shared";
import { beginChainVisits, beginVisits, isOpen, lastAnswer, ownState, visitStates } from "./visit";

const PAGE_FAULT: i32 = 14;

/** Fixed during a search: the lazy pages, how long a chain may be. */
let lazyFrom: u64 = 0;
let maxChain: i32 = 0;
/** Lazy pages known to be touched, a bit each; TAKEN: one is known to be taken away. */
let knownPages: u32 = 0;
/** Injected faults are a choice too: what is left of that budget belongs to the state. */
let faultsInjected: bool = false;

/** Of the chain in work: pages that may fault, what tells its budgets from others', new states. */
let faultLimit: u32 = 0;
let budgetKey: u64 = 0;
/** Injections so far in the upper half, steps to state 0 in the lower. */
let rank: u64 = 0;
export let length: i32 = 0;
export let crashed: bool = false;
/** How many states of the next chain are made before the table is asked. */
let firstLook: i32 = 1;
export let transitions: u64 = 0;
let usedTime: bool = false;
/** Some chain was too long: not all that follows a known state is known. */
export let hasLongChain: bool = false;

export function searchBegin(lazy: u64, injected: bool, chain: i32): void {
  forgetCounters();
  lazyFrom = lazy;
  faultsInjected = injected;
  maxChain = chain;
  setJournal(false);
  freshen();
  setTrail(true);
  clearTree(false, 0);
  settle();
  setFaulted(0);
  findEntries(lazy);
  saveRoot();
}

/**
 * Forgets all states and violations. `pages`: lazy pages known to be touched; `how`: a
 * VisitMode; `states`: the most that are stored.
 */
export function searchClear(pages: u32, how: i32, states: u64): void {
  knownPages = pages;
  transitions = 0;
  usedTime = false;
  hasLongChain = false;
  forgetMet();
  searchExpect(false);
  beginVisits(how, states);
  clearFound();
  settledFor = ~0;
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
  rank = (<u64>injections << 32) | <u64>base;
  recordFor(injections, base);
}

export function searchBack(mark: i32): void {
  backToMark(mark);
}

export function searchRoot(): void {
  backToRoot();
}

/** All else in the report is written before it is read. */
function clearJudged(): void {
  store<i32>(REPORT + Report.Vector, -1);
  store<u64>(REPORT + Report.AttemptedCount, 0);
  store<u64>(REPORT + Report.Retired, 0);
  store<u64>(GHOST + Ghost.Noted, 0);
  store<u64>(GHOST + Ghost.Broken, 0);
}

/** One step, with what is broken noted anew however often it was. */
export function searchStep(events: i32): i32 {
  clearJudged();
  const present = presentPages();
  const stop = stepOnce(events);
  if (present & ~presentPages()) setFaulted(faulted | TAKEN);
  if (field8(Block.TscRead)) forgetTime();
  standStill();
  if (load<i32>(REPORT + Report.Vector) == PAGE_FAULT && stop == Stop.None) notePage();
  return stop;
}

/** What was read of the time is in registers; the time itself is no part of a state. */
function forgetTime(): void {
  usedTime = true;
  setField8(Block.TscRead, 0);
}

/** A fault of the program's own: is it one of a lazy page? */
function notePage(): void {
  if (load<u32>(REPORT + Report.External) != 0 || load<u64>(REPORT + Report.ErrorCode) & 1) return;
  const page = (field(Block.Cr2) - lazyFrom) >> 12;
  if (page < <u64>LAZY_PAGES) setFaulted(faulted | (1 << <u32>page));
}

/** After a step that leads to state `index`: does the chain end here? */
function judgeStep(stop: i32, index: i32, injected: bool): i32 {
  if (faulted & ~knownPages) return ChainEnd.NewPage;
  if (faultCount() > faultLimit) return ChainEnd.OutOfBounds;
  if (stop == Stop.NotModelled) return ChainEnd.NotModelled;
  if (stop == Stop.TripleFault) {
    found(PropertyCode.NoCrash, Cause.TripleFault, 0, index);
    return ChainEnd.TripleFault;
  }
  if (ghost64(Ghost.Noted) != 0 && recordNotes(index)) crashed = true;
  coverStep(index, injected);
  return ChainEnd.None;
}

/** For which epoch of the translations, faults and limit `settledKey` was made. */
let settledFor: u64 = ~0;
let settledKey: u64 = 0;

/** What the bounds still allow, as far as it decides what may come: where pages are taken away, any may fault later. */
// @ts-ignore: decorator
@inline
function pagesKey(): u64 {
  if (knownPages & TAKEN) return <u64>(1 + (faulted & PAGES));
  if (faultsInjected) return <u64>faultCount();
  const now = (<u64>epoch << 16) | (<u64>faultLimit << 8) | <u64>faulted;
  if (now != settledFor) {
    settledKey = pagesLeftKey();
    settledFor = now;
  }
  return settledKey;
}

function pagesLeftKey(): u64 {
  if (faultCount() < faultLimit) return 0;
  for (let page: u32 = 0; page < <u32>LAZY_PAGES; page++) {
    if (!((knownPages & ~faulted) & (1 << page))) continue;
    if (walk(lazyFrom + (<u64>page << 12), READ, false, true) == FAILED) return <u64>(1 + (faulted & PAGES));
  }
  return 0;
}

/** What a key has beside the hash of its state. */
// @ts-ignore: decorator
@inline
function besideHash(): u64 {
  return besideOf(budgetKey + pagesKey());
}

/** As it is in the table. */
export function stateKey(): u64 {
  return searchHash(0) + besideHash();
}

/** A step without an event to state `index`, judged; for whoever runs a chain by steps. */
export function chainStep(index: i32): i32 {
  coverBefore();
  lastStop = searchStep(0);
  return judgeStep(lastStop, index, false);
}

/** How that step ended. */
export let lastStop: i32 = Stop.None;

/** `searchHash` of the last state that was kept. */
let keptHash: u64 = 0;

/** Keeps the key of the state that the machine is in as state `index`. */
function keep(index: i32): void {
  if (treeOn) {
    const key = treeKey(0, budgetKey + pagesKey());
    keepKeys(index, key, treeMachine, rip(), homeNow());
    return;
  }
  keptHash = searchHash(0);
  keepKeys(index, keptHash + besideHash(), keptHash - ghostPart, rip(), homeNow());
}

/** The event in the mailbox at this boundary, as a chain's first step. */
export function searchInject(): i32 {
  length = 0;
  crashed = false;
  clearReport();
  store<u32>(MAILBOX + EventField.Outcome, Outcome.Unseen);
  coverBefore();
  const stop = searchStep(1);
  const outcome = load<u32>(MAILBOX + EventField.Outcome);
  if (outcome == Outcome.Refused || outcome == Outcome.Merged) return ChainEnd.NoEffect;
  transitions++;
  return judgeStep(stop, 0, true);
}

/** The start of the run is a chain's state 0. */
export function searchStart(): void {
  store<u64>(GHOST + Ghost.Broken, 0);
  length = 0;
  crashed = false;
}

/** The next chain's state 0 is known, as it seems. */
export function searchExpect(known: bool): void {
  firstLook = known ? 1 : LONGEST_LOOK;
}

// @ts-ignore: decorator
@inline
function isPanic(): bool {
  return rip() - panicLow <= panicSpan && panicAt(rip()) >= 0;
}

/**
 * As many steps of the quick loop as come next; state `index - 1` is kept. Returns the
 * number of the next state to be kept; where the last step was judged, the machine is in it.
 */
function runAhead(index: i32, until: i32): i32 {
  const reached = searchedSteps(index, until, keptHash, budgetKey + pagesKey(), ghostPart, true);
  if (isKept) keptHash = hashNow;
  else judgeAhead();
  return reached;
}

/** Somebody may have to judge the boundary that the quick loop came to. */
export function judgeAhead(): void {
  coverBefore();
  clearJudged();
  if (!isJudgeable()) return;
  beginEntry();
  ghostStepped();
}

/** Runs on until the chain ends; its new states are 0 to `searchLength()`. */
export function searchChain(): i32 {
  const end = runChain();
  if (end == ChainEnd.TooLong) {
    hasLongChain = true;
    if (top() != 0) found(WITNESS, Witness.Endless, 0, length - 1);
  }
  if (!shared) return end;
  settleChain(length);
  return end;
}

/** The machine goes some states ahead before the table is asked about all of them at once. */
function runChain(): i32 {
  beginChainVisits();
  let ahead: i32 = 0;
  let look = min(firstLook, longestLook());
  let end: i32 = ChainEnd.None;
  setKept(false);
  while (true) {
    const until = min(ahead + look, maxChain);
    let stop: i32 = Stop.None;
    let isTaken = false;
    do {
      if (!isKept) {
        keep(ahead++);
        setKept(true);
        if (crashed || isPanic()) end = ChainEnd.Crashed;
      }
      if (end == ChainEnd.None && (ahead >= maxChain || trailFull())) end = ChainEnd.TooLong;
      if (end != ChainEnd.None || ahead == until || (ahead > length && isLikelyMet(rip()))) break;
      ahead = runAhead(ahead, until);
      if (isKept && (ahead == until || (ahead > length && isLikelyMet(rip())))) continue;
      if (isKept) {
        const faultedBefore = faulted;
        coverBefore();
        stop = searchStep(0);
        setKept(false);
        // such a step is judged only once it is known that it comes from a new state
        isTaken = stop != Stop.None || faulted != faultedBefore || isCoveredLater();
        if (!isTaken) coverPlain();
      }
      isTaken = isTaken || ghost64(Ghost.Noted) != 0;
    } while (!isTaken);
    const from = length;
    length = visitStates(from, ahead, rank);
    noteMet(chainPlace(min(length, ahead - 1)), length < ahead);
    const isLast = length == ahead && end != ChainEnd.None;
    transitions += <u64>(length - from - (isLast ? 1 : 0));
    if (lastAnswer < 0) return ChainEnd.TableFull;
    if (lastAnswer == 0) return shared && isOpen && ownState(length) < 0 ? follow(ahead, isTaken, stop, end) : closed();
    if (end == ChainEnd.None && isTaken) end = judgeStep(stop, ahead, false);
    if (end != ChainEnd.None) return end;
    look = longestLook();
  }
}

/** The chain has come to a state that was seen: its own, or another's. */
function closed(): i32 {
  const first = ownState(length);
  return first < 0 ? ChainEnd.Merged : cameRound(first, length);
}

/** The chain's state `index` is its state `first` again. */
function cameRound(first: i32, index: i32): i32 {
  if (homeBetween(first, index)) return ChainEnd.Settled;
  found(PropertyCode.Progress, Cause.Livelock, 0, index);
  if (nmiWaits(index)) found(PropertyCode.EveryNmiServed, Cause.Livelock, 0, index);
  return ChainEnd.Livelock;
}

/**
 * The chain has met one that goes on just now and may come to this one in turn: then
 * both go round, and neither would know. So it runs on, as the other's, until it comes
 * to what is settled or to a state of its own. As for the rest, see `runChain`: the
 * machine has gone ahead, and has perhaps taken a step that is not judged yet.
 */
function follow(ahead: i32, isTaken: bool, taken: i32, lastEnd: i32): i32 {
  stopRecording();
  let stop = taken;
  let index = length;
  while (true) {
    if (index >= ahead) {
      if (index > ahead || !isTaken) stop = searchStep(0);
      if (faulted & ~knownPages) return ChainEnd.NewPage;
      if (faultCount() > faultLimit || stop != Stop.None) return ChainEnd.Merged;
      if (ghost64(Ghost.Noted) != 0 && recordNotes(index)) return ChainEnd.Merged;
      keep(index);
      if (index + 1 >= maxChain || trailFull()) return ChainEnd.TooLong;
    }
    const first = ownState(index);
    if (first >= 0) {
      recordFor(<u32>(rank >> 32), <u32>rank);
      return cameRound(first, index);
    }
    if (isHeld(index) || (index >= ahead && panicAt(rip()) >= 0)) return ChainEnd.Merged;
    if (index == ahead - 1 && lastEnd != ChainEnd.None) return lastEnd == ChainEnd.TooLong ? lastEnd : ChainEnd.Merged;
    index++;
  }
}

export function searchLength(): i32 {
  return length;
}

/** To states that are known to be known. */
export function addTransitions(count: i32): void {
  transitions += <u64>count;
}

/** Exact up to 2^53. */
export function searchTransitions(): f64 {
  return <f64>transitions;
}

/** Some state depends on how many steps led to it: then it matters by which way one comes to a state first. */
export function searchUsedTime(): bool {
  return usedTime;
}

export function searchRip(): u64 {
  return rip();
}

export function searchFaulted(): u32 {
  return faulted;
}
