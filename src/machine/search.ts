// The search's face: chains of states inside the core. A machine that searches
// takes no steps of its own until the search is over. Decides nothing: which
// events, where and how often is the caller's (explore/).

import { EventCode, EventField } from "../core/block.ts";
import type { PropertyCode } from "../core/properties/notes.ts";
import {
  CHILD_BYTES,
  CHOICE_BYTES,
  type ChainEnd,
  ChildField,
  ChoiceField,
  FOUND_BYTES,
  FoundField,
  LATE,
  MAX_FAULT_RANGES,
  NO_CHOICE,
  VisitMode,
  WITNESS,
  type Witness,
} from "../core/search/codes.ts";
import { type Coverage, type CoverageExports, CoverageMap, WITNESS_NAMES } from "./coverage.ts";
import { type OutcomeExports, OutcomeChains } from "./outcomes.ts";
import { PROPERTY_NAMES, causeName } from "./ghost-notes.ts";
import { MARKED } from "./search-memory.ts";
import type { SharedTable } from "./shared-table.ts";
import { SharedSlot } from "../core/table/codes.ts";
import type { Property } from "./types.ts";

export { ChainEnd, LAZY_PAGES, MAX_CHAIN, MAX_MARKS } from "../core/search/codes.ts";

interface Address {
  readonly value: number;
}

/** Exports of core/search. */
export interface SearchExports extends CoverageExports, OutcomeExports {
  readonly table: WebAssembly.Table;
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly CPU: Address;
  readonly MAILBOX: Address;
  readonly CHILDREN: Address;
  readonly CHOICES: Address;
  readonly FAULT_RANGES: Address;
  searchHash(without: number): bigint;
  searchHashAnew(without: number): bigint;
  chainKey(index: number): bigint;
  searchBegin(lazy: bigint, injected: number, chain: number): void;
  searchCounter(word: number): void;
  searchClear(pages: number, mode: number, states: bigint): void;
  searchEnd(): void;
  searchChainOf(key: number, pagesLeft: number, injections: number, base: number): void;
  saveMark(index: number): void;
  searchBack(index: number): void;
  searchRoot(): void;
  searchInject(): number;
  searchRepeat(): void;
  searchStart(): void;
  searchChain(): number;
  searchAdvance(steps: number): number;
  searchGoHome(limit: number, at: bigint): number;
  searchLength(): number;
  searchTransitions(): number;
  searchFaulted(): number;
  searchRip(): bigint;
  searchFaultRanges(count: number): void;
  searchExpandBegin(chain: number, base: number, states: number, choices: number, mark: number): void;
  searchExpand(budget: number): number;
  searchChildCount(): number;
  visitedStates(): number;
  storedStates(): number;
  storedBytes(): number;
  foundBy(chain: number, place: number, choice: number): void;
  foundEntries(): number;
  foundEntryCount(): number;
  searchShared(on: number): void;
  publishVisited(): void;
  expectStates(states: number): void;
  searchUsedTime(): number;
}

/** What is kept of each state: a hash, all of it, the hash of one in five, or a hash and how soon it is reached. */
export type VisitedMode = "hash" | "exact" | "marks" | "ranked";

const MODES = {
  hash: VisitMode.Hash,
  exact: VisitMode.Exact,
  marks: VisitMode.Marks,
  ranked: VisitMode.Ranked,
} as const;

export interface SearchPlan {
  /** Physical addresses of quadwords that only count; they are no part of the state. At most MAX_COUNTERS. */
  readonly counters: readonly number[];
  /** Linear address of the first of the lazy pages. */
  readonly lazyPages: bigint;
  /** Faults are injected too, so what is left of their budget belongs to the state. */
  readonly faultsInjected: boolean;
  readonly maxChain: number;
  /** Where faults may be injected; undefined: anywhere. */
  readonly faultRanges: readonly { readonly from: bigint; readonly to: bigint }[] | undefined;
}

/** What the table of visited states is to hold. */
export interface TablePlan {
  readonly mode: VisitedMode;
  readonly maxStates: number;
  /** Lazy pages known to be touched, a bit each. */
  readonly pages: number;
}

/** What bounds a chain, and where its state 0 lies. */
export interface ChainPlace {
  /** Chains whose budgets differ otherwise than by NMIs have different keys. */
  readonly budgetKey: number;
  /** Lazy pages that may fault from the start of the run to the chain's end. */
  readonly pagesLeft: number;
  readonly injections: number;
  readonly base: number;
}

export type SearchEvent =
  { readonly kind: "nmi" | "mc" | "db" | "bp" } | { readonly kind: "pf"; readonly address?: bigint };

/** One distinct cause, at the fewest injections and steps seen. */
export interface Found {
  /** Tells it from all others. */
  readonly key: bigint;
  /** "witness": `cause` can happen, and breaks nothing by itself. */
  readonly property: Property | "witness";
  readonly cause: string;
  readonly injections: number;
  /** Steps from the start of the run to the state that shows it. */
  readonly steps: number;
  /** That state's number in its chain. */
  readonly offset: number;
  /** The chain that was left, at which state, by which choice; undefined: that chain itself. */
  readonly chain: number;
  readonly place: number;
  readonly choice: number | undefined;
  /** In a later round of a run that goes round. */
  readonly late: boolean;
}

/** An event that may come at every state of a chain, and what bounds the chains that it begins. */
export interface ChainChoice {
  readonly event: SearchEvent;
  readonly budgetKey: number;
  readonly pagesLeft: number;
  readonly injections: number;
  /** No event may come after its chains. */
  readonly isLast: boolean;
}

/** What a choice led to: states at which events may come, or an end that matters. */
export interface Child {
  readonly place: number;
  readonly choice: number;
  readonly end: ChainEnd;
  readonly length: number;
  readonly faultedPages: number;
}

const CODES = {
  nmi: EventCode.Nmi,
  mc: EventCode.MachineCheck,
  pf: EventCode.PageFault,
  db: EventCode.Debug,
  bp: EventCode.Breakpoint,
} as const;

export class StateSearch {
  readonly #core: SearchExports;
  readonly #view: DataView;
  readonly #coverage: CoverageMap;

  constructor(core: SearchExports, plan: SearchPlan) {
    this.#core = core;
    this.#coverage = new CoverageMap(core);
    this.#view = new DataView(core.memory.buffer);
    const { counters, lazyPages, faultsInjected, maxChain } = plan;
    core.searchBegin(BigInt.asIntN(64, lazyPages), faultsInjected ? 1 : 0, maxChain);
    for (const word of counters) core.searchCounter(word);
    this.#setRanges(plan.faultRanges);
  }

  #setRanges(ranges: SearchPlan["faultRanges"]): void {
    if (ranges !== undefined && ranges.length > MAX_FAULT_RANGES)
      throw new Error(`more than ${MAX_FAULT_RANGES} ranges in which faults may be injected`);
    ranges?.forEach(({ from, to }, index) => {
      const at = this.#core.FAULT_RANGES.value + index * 16;
      this.#view.setBigUint64(at, from, true);
      this.#view.setBigUint64(at + 8, to, true);
    });
    this.#core.searchFaultRanges(ranges?.length ?? -1);
  }

  /** There may come to be so many states: room for them is made at once. */
  expect(states: number): void {
    this.#core.expectStates(states);
  }

  /** Forgets all states and violations. */
  clear({ mode, maxStates, pages }: TablePlan): void {
    const most = mode === "marks" ? Math.ceil(maxStates / MARKED) : maxStates;
    this.#core.searchShared(0);
    this.#core.searchClear(pages, MODES[mode], BigInt(most));
    this.#coverage.clear();
  }

  /** What was exercised since the search was last cleared. */
  get coverage(): Coverage {
    return this.#coverage.read();
  }

  /** The machine is as it was before, and takes steps again. */
  end(): void {
    this.#core.searchEnd();
  }

  /** Back to the start of the run. */
  toRoot(): void {
    this.#core.searchRoot();
  }

  /** `index`: from 0 to MAX_MARKS - 1. */
  mark(index: number): void {
    this.#core.saveMark(index);
  }

  /** Back to a mark; those above it are void. */
  back(index: number): void {
    this.#core.searchBack(index);
  }

  /** What comes now is a chain's. */
  begin(place: ChainPlace): void {
    this.#core.searchChainOf(place.budgetKey, place.pagesLeft, place.injections, place.base);
  }

  /** Chain `number` has come to `states` states from here on; each choice is tried at each of them. */
  expand(number: number, base: number, states: number, choices: readonly ChainChoice[], freeMark: number): void {
    choices.forEach(({ event, budgetKey, pagesLeft, injections, isLast }, index) => {
      const at = this.#core.CHOICES.value + index * CHOICE_BYTES;
      this.#view.setUint32(at + ChoiceField.Event, CODES[event.kind], true);
      this.#view.setUint32(at + ChoiceField.BudgetKey, budgetKey, true);
      this.#view.setUint32(at + ChoiceField.PagesLeft, pagesLeft, true);
      this.#view.setUint32(at + ChoiceField.Injections, injections, true);
      this.#view.setUint32(at + ChoiceField.IsLast, isLast ? 1 : 0, true);
    });
    this.#core.searchExpandBegin(number, base, states, choices.length, freeMark);
  }

  /** Some `budget` of steps more; true: the chain is done. What came of it: `children`. */
  expandMore(budget: number): boolean {
    return this.#core.searchExpand(budget) !== 0;
  }

  /** What the last `expandMore` led to. */
  children(): readonly Child[] {
    return Array.from({ length: this.#core.searchChildCount() }, (_, index) => {
      const at = this.#core.CHILDREN.value + index * CHILD_BYTES;
      return {
        place: this.#view.getUint32(at + ChildField.Place, true),
        choice: this.#view.getUint32(at + ChildField.Choice, true),
        end: this.#view.getUint32(at + ChildField.End, true),
        length: this.#view.getUint32(at + ChildField.Length, true),
        faultedPages: this.#view.getUint32(at + ChildField.Faulted, true),
      };
    });
  }

  /** Chain `number` without an event: a start. */
  start(number: number): void {
    this.#core.foundBy(number, 0, NO_CHOICE);
    this.#core.searchStart();
  }

  /** An event at this boundary; `ChainEnd.None`: the machine is in the chain's state 0. */
  inject(event: SearchEvent): ChainEnd {
    this.#post(event);
    return this.#core.searchInject();
  }

  /** From now on states are asked about in a table that others share; `leads`: what is known here goes there first. */
  share({ exports }: SharedTable, leads: boolean): void {
    const { table } = this.#core;
    const missing = SharedSlot.Add + 1 - table.length;
    if (missing > 0) table.grow(missing);
    table.set(SharedSlot.Visit, exports["visit"]);
    table.set(SharedSlot.SettleNoted, exports["settleNoted"]);
    table.set(SharedSlot.Settle, exports["settle"]);
    table.set(SharedSlot.Ask, exports["ask"]);
    table.set(SharedSlot.Add, exports["add"]);
    if (leads) this.#core.publishVisited();
    this.#core.searchShared(1);
  }

  /** By which way a state is come to first decides what comes after it: RDTSC was executed. */
  get usedTime(): boolean {
    return this.#core.searchUsedTime() !== 0;
  }

  /** Chains that are kept with what comes of them, instead of `run`; forgets the states seen. */
  outcomes(maxStates: number): OutcomeChains {
    return new OutcomeChains(this.#core, maxStates);
  }

  /** Runs the chain to its end. */
  run(): ChainEnd {
    return this.#core.searchChain();
  }

  /** An event that was injected here before. */
  repeat(event: SearchEvent): void {
    this.#post(event);
    this.#core.searchRepeat();
  }

  /** Steps that were taken before. */
  advance(steps: number): void {
    if (this.#core.searchAdvance(steps) !== steps) throw new Error("a chain cannot be repeated");
  }

  /** Steps until the workload is at `at` again with nothing broken; undefined: it does not come there. */
  goHome(limit: number, at: bigint): number | undefined {
    const steps = this.#core.searchGoHome(limit, BigInt.asIntN(64, at));
    return steps < 0 ? undefined : steps;
  }

  /** New states of the last chain. */
  get length(): number {
    return this.#core.searchLength();
  }

  /** States visited; with marks some of them more than once. */
  get states(): number {
    return this.#core.visitedStates();
  }

  /** Keys in the table. */
  get stored(): number {
    return this.#core.storedStates();
  }

  /** Bytes that they take, without free places. */
  get storedBytes(): number {
    return this.#core.storedBytes();
  }

  get transitions(): number {
    return this.#core.searchTransitions();
  }

  /** Lazy pages that have faulted on the way to this boundary, a bit each. */
  get faultedPages(): number {
    return this.#core.searchFaulted();
  }

  get rip(): bigint {
    return BigInt.asUintN(64, this.#core.searchRip());
  }

  /** All that was found. */
  found(): readonly Found[] {
    const from = this.#core.foundEntries();
    const length = this.#core.foundEntryCount();
    return Array.from({ length }, (_, index) => this.#found(from + index * FOUND_BYTES));
  }

  #found(at: number): Found {
    const word = this.#view.getBigUint64(at + FoundField.Key, true);
    const key = BigInt.asUintN(LATE, word);
    const property: PropertyCode = Number(key & 0xffn);
    const cause = Number((key >> 8n) & 0xffn);
    const witness: Witness = Number((key >> 8n) & 0xffn);
    const isWitness = (key & 0xffn) === BigInt(WITNESS);
    const choice = this.#view.getUint32(at + FoundField.Choice, true);
    return {
      key,
      property: isWitness ? "witness" : PROPERTY_NAMES[property],
      cause: isWitness ? WITNESS_NAMES[witness] : causeName(cause),
      injections: this.#view.getUint32(at + FoundField.Injections, true),
      steps: this.#view.getUint32(at + FoundField.Steps, true),
      offset: this.#view.getUint32(at + FoundField.Offset, true),
      chain: this.#view.getUint32(at + FoundField.Chain, true),
      place: this.#view.getUint32(at + FoundField.Place, true),
      choice: choice === NO_CHOICE ? undefined : choice,
      late: key !== word,
    };
  }

  #post(event: SearchEvent): void {
    const at = this.#core.MAILBOX.value;
    const address = event.kind === "pf" ? event.address : undefined;
    this.#view.setUint32(at + EventField.Kind, CODES[event.kind], true);
    this.#view.setUint32(at + EventField.HasAddress, address === undefined ? 0 : 1, true);
    this.#view.setBigUint64(at + EventField.Address, address ?? 0n, true);
  }
}
