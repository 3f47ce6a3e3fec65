// The search's face: chains of states inside the core. A machine that searches
// takes no steps of its own until the search is over. Decides nothing: which
// events, where and how often is the caller's (explore/).

import { EventCode, EventField } from "../core/block.ts";
import type { Cause, PropertyCode } from "../core/properties/notes.ts";
import { type ChainEnd, FOUND_BYTES, FoundField, WITNESS, type Witness } from "../core/search/codes.ts";
import { type Coverage, type CoverageExports, CoverageMap, WITNESS_NAMES } from "./coverage.ts";
import { type OutcomeExports, OutcomeChains } from "./outcomes.ts";
import { CAUSE_NAMES, PROPERTY_NAMES } from "./ghost-notes.ts";
import type { Property } from "./types.ts";

export { ChainEnd, LAZY_PAGES, MAX_CHAIN } from "../core/search/codes.ts";

interface Address {
  readonly value: number;
}

/** Exports of core/search. */
export interface SearchExports extends CoverageExports, OutcomeExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly CPU: Address;
  readonly MAILBOX: Address;
  searchHash(without: number): bigint;
  searchHashAnew(without: number): bigint;
  searchBegin(counter: number, lazy: bigint, injected: number, chain: number, states: bigint): void;
  searchClear(pages: number): void;
  searchEnd(): void;
  searchChainOf(key: number, pagesLeft: number, injections: number, base: number): void;
  searchMark(): void;
  searchBack(): void;
  searchRoot(): void;
  searchInject(): number;
  searchRepeat(): void;
  searchStart(): void;
  searchChain(): number;
  searchAdvance(steps: number): number;
  searchGoHome(limit: number, at: bigint): number;
  searchLength(): number;
  searchVisited(): bigint;
  searchTransitions(): bigint;
  searchFaulted(): number;
  searchRip(): bigint;
  foundEntries(): number;
  foundEntryCount(): number;
}

/** Linear memory below the tables of visited states. */
const SEARCH_BASE = 0x1000000;

/** The first table's slots, and how full one may be, as core/search/visited.ts has them. */
const FIRST_SLOTS = 2 ** 14;
const FULLEST = 6 / 8;

/** Bytes of linear memory that a search of so many states may need. */
export function searchBytes(states: number): number {
  let slots = FIRST_SLOTS;
  let end = SEARCH_BASE + slots * 8;
  while (slots * FULLEST < states) {
    slots *= 2;
    end += slots * 8;
  }
  return end;
}

export interface SearchPlan {
  /** Physical address of a quadword that only counts; it is no part of the state. */
  readonly counter: number | undefined;
  /** Linear address of the first of the lazy pages. */
  readonly lazyPages: bigint;
  /** Faults are injected too, so what is left of their budget belongs to the state. */
  readonly faultsInjected: boolean;
  readonly maxChain: number;
  readonly maxStates: number;
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

export type SearchEvent = { readonly kind: "nmi" | "mc" } | { readonly kind: "pf"; readonly address?: bigint };

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
}

const CODES = { nmi: EventCode.Nmi, mc: EventCode.MachineCheck, pf: EventCode.PageFault } as const;

export class StateSearch {
  readonly #core: SearchExports;
  readonly #view: DataView;
  readonly #coverage: CoverageMap;

  constructor(core: SearchExports, plan: SearchPlan) {
    this.#core = core;
    this.#coverage = new CoverageMap(core);
    this.#view = new DataView(core.memory.buffer);
    const { counter, lazyPages, faultsInjected, maxChain, maxStates } = plan;
    core.searchBegin(counter ?? 0, BigInt.asIntN(64, lazyPages), faultsInjected ? 1 : 0, maxChain, BigInt(maxStates));
  }

  /** Forgets all states and violations. `pages`: lazy pages known to be touched, a bit each. */
  clear(pages: number): void {
    this.#core.searchClear(pages);
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

  mark(): void {
    this.#core.searchMark();
  }

  /** Back to the mark. */
  back(): void {
    this.#core.searchBack();
  }

  /** What comes now is a chain's. */
  begin(place: ChainPlace): void {
    this.#core.searchChainOf(place.budgetKey, place.pagesLeft, place.injections, place.base);
  }

  /** An event at this boundary; `ChainEnd.None`: the machine is in the chain's state 0. */
  inject(event: SearchEvent): ChainEnd {
    this.#post(event);
    return this.#core.searchInject();
  }

  /** The chain without an event: the start's. */
  start(): void {
    this.#core.searchStart();
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

  get states(): number {
    return Number(this.#core.searchVisited());
  }

  get transitions(): number {
    return Number(this.#core.searchTransitions());
  }

  /** Lazy pages that have faulted on the way to this boundary, a bit each. */
  get faultedPages(): number {
    return this.#core.searchFaulted();
  }

  get rip(): bigint {
    return BigInt.asUintN(64, this.#core.searchRip());
  }

  /** What the last chain found that was not known, or not known with so few steps. */
  fresh(): readonly Found[] {
    const from = this.#core.foundEntries();
    const fresh: Found[] = [];
    for (let index = 0; index < this.#core.foundEntryCount(); index++) {
      const at = from + index * FOUND_BYTES;
      if (this.#view.getUint32(at + FoundField.Fresh, true) === 0) continue;
      this.#view.setUint32(at + FoundField.Fresh, 0, true);
      fresh.push(this.#found(at));
    }
    return fresh;
  }

  #found(at: number): Found {
    const key = this.#view.getBigUint64(at + FoundField.Key, true);
    const property: PropertyCode = Number(key & 0xffn);
    const cause: Cause = Number((key >> 8n) & 0xffn);
    const witness: Witness = Number((key >> 8n) & 0xffn);
    const isWitness = (key & 0xffn) === BigInt(WITNESS);
    return {
      key,
      property: isWitness ? "witness" : PROPERTY_NAMES[property],
      cause: isWitness ? WITNESS_NAMES[witness] : CAUSE_NAMES[cause],
      injections: this.#view.getUint32(at + FoundField.Injections, true),
      steps: this.#view.getUint32(at + FoundField.Steps, true),
      offset: this.#view.getUint32(at + FoundField.Offset, true),
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
