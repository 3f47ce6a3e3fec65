// The search: every schedule of events within the bounds, by number of events.
// Between events the machine is deterministic, so the unit of work is a chain; the
// core runs it, this file decides where events may come. Knows no names and no text.

import {
  type Coverage,
  type Found,
  type Image,
  type Machine,
  type SearchEvent,
  type StateSearch,
  ChainEnd,
  LAZY_PAGES,
  layout,
} from "../machine/index.ts";
import type { Bounds, Limits } from "./bounds.ts";
import {
  type Chain,
  type OpenChain,
  type TimedEvent,
  type Used,
  ROOT,
  eventsOf,
  injectionsOf,
  lineage,
} from "./chains.ts";

export interface Question {
  readonly image: Image;
  readonly bounds: Bounds;
  readonly limits: Limits;
  /** Code at which faults may be injected (bounds.faultPoints "region"). */
  readonly faultRanges: readonly { readonly from: bigint; readonly to: bigint }[];
  /** Linear address of a quadword that only counts: no part of the state. */
  readonly counter: bigint | undefined;
  /** Only what follows the first event of this number, in the order in which they are tried; -1: none of them. */
  readonly first?: number;
  /** Lazy pages taken for touched from the start, a bit each. */
  readonly pages?: number;
}

/** What is broken, or can happen (found.property "witness"), and the events that lead there. */
export interface Counterexample {
  readonly found: Found;
  readonly events: readonly TimedEvent[];
}

export type Limit = "max-states" | "chain-length" | "timeout" | "not-modelled" | "pages";

export interface Outcome {
  readonly counterexamples: readonly Counterexample[];
  readonly states: number;
  readonly transitions: number;
  /** Limits that were reached; empty: everything within the bounds was tried. */
  readonly limits: readonly Limit[];
  readonly coverage: Coverage;
  /** First events whose consequences the bounds let one try further: what `first` may be. */
  readonly firsts: number;
}

export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly injections: number;
}

/** Yields progress from time to time; answer true to stop. */
export type Exploration = Generator<Progress, Outcome, boolean | undefined>;

/** Steps, more or less, between two chances to stop. */
const SLICE_STEPS = 100_000;

/** What going back to a mark costs, in steps. */
const MARK_STEPS = 20;

/** So many runs without an end, and the search ends: others like them would take all its time. */
const MAX_LONG_CHAINS = 100;

/** A #PF of the workload's that makes a page present is over by then. */
const LEAD_STEPS = 2000;

/** Values that the core may add to a chain's budget key, for lazy pages that have faulted. */
const PAGE_KEYS = 8;

interface Choice {
  readonly event: SearchEvent;
  /** The budgets' use with it. */
  readonly used: Used;
}

export function* explore(machine: Machine, question: Question): Exploration {
  const { image, bounds, limits, counter } = question;
  machine.load(image);
  const search = machine.search({
    counter: counter === undefined ? undefined : machine.physicalOf(counter),
    lazyPages: layout.TOUCH,
    faultsInjected: bounds.faultPoints !== "lazy",
    maxChain: limits.maxChain,
    maxStates: limits.maxStates,
  });
  let pages = question.pages ?? 0;
  for (;;) {
    const explorer = new Explorer(search, question, pages);
    const outcome = yield* explorer.explore();
    if (outcome.kind === "done") {
      search.end();
      return outcome.outcome;
    }
    pages |= outcome.pages;
  }
}

type Attempt =
  | { readonly kind: "done"; readonly outcome: Outcome }
  /** Lazy pages turned out to be touched that were not taken for it: begin anew. */
  | { readonly kind: "pages"; readonly pages: number };

/** One search, with the lazy pages known whose presence is a choice. */
class Explorer {
  readonly #search: StateSearch;
  readonly #question: Question;
  readonly #pages: number;
  readonly #limits = new Set<Limit>();
  readonly #best = new Map<bigint, Counterexample>();
  #newPages = 0;
  #full = false;
  #stopped = false;
  #steps = 0;
  #longChains = 0;
  #firsts = 0;
  #next: OpenChain[] = [];

  constructor(search: StateSearch, question: Question, pages: number) {
    this.#search = search;
    this.#question = question;
    this.#pages = pages;
  }

  *explore(): Generator<Progress, Attempt, boolean | undefined> {
    this.#search.clear(this.#pages);
    this.#startChains();
    for (let level = 0; this.#next.length > 0 && !this.#isOver(); level++) {
      let open = this.#next.toSorted((a, b) => a.chain.base - b.chain.base);
      if (level === 1) {
        const { first } = this.#question;
        this.#firsts = open.length;
        if (first !== undefined) open = open.filter((_, number) => number === first);
      }
      this.#next = [];
      for (const one of open) {
        yield* this.#expand(one, level);
        if (this.#isOver()) break;
      }
    }
    if (this.#newPages !== 0) return { kind: "pages", pages: this.#newPages };
    const { states, transitions, coverage } = this.#search;
    const counterexamples = [...this.#best.values()];
    return {
      kind: "done",
      outcome: { counterexamples, states, transitions, limits: [...this.#limits], coverage, firsts: this.#firsts },
    };
  }

  #isOver(): boolean {
    return this.#full || this.#stopped || this.#newPages !== 0;
  }

  /** The run without events, and the same with lazy pages made present first. */
  #startChains(): void {
    this.#search.toRoot();
    this.#begin(ROOT, 0);
    this.#search.start();
    this.#record(this.#search.run(), ROOT, () => ROOT);
    for (let present = 1; present < 1 << LAZY_PAGES && !this.#isOver(); present++) {
      if ((present & ~this.#pages) === 0) this.#startWith(present);
    }
  }

  /** Lazy pages become present as ever: the workload touches them, a #PF comes, its handler maps them. */
  #startWith(present: number): void {
    const search = this.#search;
    search.toRoot();
    let chain = ROOT;
    for (let page = 0; page < LAZY_PAGES; page++) {
      if (((present >> page) & 1) === 0) continue;
      const event: SearchEvent = { kind: "pf", address: layout.TOUCH + BigInt(page * layout.PAGE_BYTES) };
      search.repeat(event);
      const lead = search.goHome(LEAD_STEPS, this.#question.image.start);
      if (lead === undefined) {
        this.#limits.add("pages");
        return;
      }
      chain = { ...ROOT, from: { parent: chain, offset: 0, event }, lead, base: chain.base + 1 + lead };
    }
    const made = chain;
    this.#begin(made, made.base);
    search.start();
    this.#record(search.run(), made, () => made);
  }

  /** Tries every event at every state of a chain. */
  *#expand({ chain, states }: OpenChain, injections: number): Generator<Progress, void, boolean | undefined> {
    const search = this.#search;
    const choices = this.#choices(chain);
    this.#goTo(chain);
    for (let offset = 0; offset < states; offset++) {
      if (offset > 0) search.advance(1);
      search.mark();
      for (const choice of choices) {
        if (choice.event.kind === "pf" && !this.#mayFault()) continue;
        this.#try(chain, offset, choice);
        if (this.#isOver()) return;
        this.#steps += search.length + MARK_STEPS;
        if (this.#steps < SLICE_STEPS) continue;
        this.#steps = 0;
        if (yield { states: search.states, transitions: search.transitions, injections }) {
          this.#limits.add("timeout");
          this.#stopped = true;
          return;
        }
      }
    }
  }

  /** One event at the mark, and what comes of it. */
  #try(parent: Chain, offset: number, { event, used }: Choice): void {
    const search = this.#search;
    const base = parent.base + offset + 1;
    this.#begin(used, base);
    let end = search.inject(event);
    if (end === ChainEnd.None) end = search.run();
    if (end !== ChainEnd.NoEffect)
      this.#record(end, used, () => ({ ...used, from: { parent, offset, event }, lead: 0, base }));
    search.back();
  }

  /** State 0 of a chain, by the way that led there. */
  #goTo(chain: Chain): void {
    const search = this.#search;
    search.toRoot();
    for (const { from, lead } of lineage(chain)) {
      if (from === undefined) continue;
      search.advance(from.offset);
      search.repeat(from.event);
      search.advance(lead);
    }
  }

  #begin(used: Used, base: number): void {
    const { faults, faultPoints } = this.#question.bounds;
    const injected = faultPoints === "lazy" ? 0 : used.faults;
    this.#search.begin({
      budgetKey: (used.machineChecks * (faults + 1) + injected) * PAGE_KEYS,
      pagesLeft: faults - used.faults,
      injections: injectionsOf(used),
      base,
    });
  }

  /** The events that may still come after a chain. */
  #choices({ nmis, faults, machineChecks }: Chain): readonly Choice[] {
    const { bounds } = this.#question;
    const choices: Choice[] = [];
    if (nmis < bounds.nmis) choices.push({ event: { kind: "nmi" }, used: { nmis: nmis + 1, faults, machineChecks } });
    if (faults < bounds.faults && bounds.faultPoints !== "lazy")
      choices.push({ event: { kind: "pf" }, used: { nmis, faults: faults + 1, machineChecks } });
    if (machineChecks < bounds.machineChecks)
      choices.push({ event: { kind: "mc" }, used: { nmis, faults, machineChecks: machineChecks + 1 } });
    return choices;
  }

  /** At this boundary. */
  #mayFault(): boolean {
    const { bounds, faultRanges } = this.#question;
    if (bounds.faultPoints === "anywhere") return true;
    const { rip } = this.#search;
    return faultRanges.some(({ from, to }) => rip >= from && rip < to);
  }

  /** What a chain came to; `make` gives it a name only if it needs one. */
  #record(end: ChainEnd, used: Used, make: () => Chain): void {
    const search = this.#search;
    for (const found of search.fresh()) this.#best.set(found.key, { found, events: eventsOf(make()) });
    if (end === ChainEnd.TooLong) {
      this.#limits.add("chain-length");
      this.#longChains++;
      if (this.#longChains === MAX_LONG_CHAINS) this.#stopped = true;
    }
    if (end === ChainEnd.NotModelled) this.#limits.add("not-modelled");
    if (end === ChainEnd.TableFull) {
      this.#limits.add("max-states");
      this.#full = true;
    }
    if (end === ChainEnd.NewPage) this.#newPages |= search.faultedPages & ~this.#pages;
    // No event comes after a crash.
    const states = end === ChainEnd.Crashed ? search.length - 1 : search.length;
    if (states > 0 && this.#mayGoOn(used)) this.#next.push({ chain: make(), states });
  }

  #mayGoOn(used: Used): boolean {
    const { nmis, faults, machineChecks, faultPoints } = this.#question.bounds;
    const faultsLeft = faultPoints !== "lazy" && used.faults < faults;
    return used.nmis < nmis || used.machineChecks < machineChecks || faultsLeft;
  }
}
