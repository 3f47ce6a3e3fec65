// The search: every schedule of events within the bounds, by number of events.
// Between events the machine is deterministic, so the unit of work is a chain; the
// core runs it, this file says in which order. Knows no names and no text.

import {
  type Coverage,
  type Found,
  type Image,
  type Machine,
  type StateSearch,
  type VisitedMode,
  layout,
} from "../machine/index.ts";
import type { Bounds, Limits } from "./bounds.ts";
import { choicesOf, mostInjections } from "./budgets.ts";
import { ChainStore, type TimedEvent } from "./chains.ts";
import { distinctCauses } from "./distinct.ts";
import { startChains } from "./starts.ts";
import { type Limit, Sweeper, isOver } from "./sweep.ts";

export type { Limit } from "./sweep.ts";

/** What is kept of each state: a hash, all of it, or the hash of one in eight. */
export type SearchMode = Exclude<VisitedMode, "ranked">;

export const SEARCH_MODES: readonly SearchMode[] = ["hash", "exact", "marks"];

export interface Question {
  readonly image: Image;
  readonly bounds: Bounds;
  readonly limits: Limits;
  /** Code at which faults may be injected (bounds.faultPoints "region"). */
  readonly faultRanges: readonly { readonly from: bigint; readonly to: bigint }[];
  /** Linear address of a quadword that only counts: no part of the state. */
  readonly counter: bigint | undefined;
  /** Default: hash. */
  readonly mode?: SearchMode | undefined;
  /** Only what follows the first event of this number, in the order in which they are tried; -1: none of them. */
  readonly first?: number;
  /** Lazy pages taken for touched from the start, a bit each. */
  readonly pages?: number;
}

/** What is broken, or can happen (found.property "witness"), and the events that lead there. */
export interface Counterexample {
  readonly found: Found;
  readonly events: readonly TimedEvent[];
  /** Every schedule with as many injections and fewer steps was tried. */
  readonly fewestSteps: boolean;
}

export interface Outcome {
  readonly counterexamples: readonly Counterexample[];
  /** Distinct states; with marks: states visited, some of them more than once. */
  readonly states: number;
  readonly transitions: number;
  /** Limits that were reached; empty: everything within the bounds was tried. */
  readonly limits: readonly Limit[];
  readonly coverage: Coverage;
  /** First events whose consequences the bounds let one try further: what `first` may be. */
  readonly firsts: number;
  readonly mode: SearchMode;
  /** Bytes that the visited states take, without free places. */
  readonly bytes: number;
}

export interface Progress {
  readonly states: number;
  readonly transitions: number;
  /** Injections that are tried now, less one. */
  readonly injections: number;
  /** The most injections that the bounds allow. */
  readonly mostInjections?: number;
  /** States in all, as far as can be told from how they have grown. */
  readonly estimatedStates?: number;
  /** The schedules of what was found are being made as short as can be. */
  readonly shortening?: boolean;
}

/** Yields progress from time to time; answer true to stop. */
export type Exploration = Generator<Progress, Outcome, boolean | undefined>;

/** Steps, more or less, between two chances to stop. */
const SLICE_STEPS = 20_000;

export function* explore(machine: Machine, question: Question): Exploration {
  const search = openSearch(machine, question);
  const mode = question.mode ?? "hash";
  let pages = question.pages ?? 0;
  for (;;) {
    const run = new Run(search, question, mode, pages);
    const stopped = yield* run.explore();
    if (run.newPages !== 0) {
      pages |= run.newPages;
      continue;
    }
    const { states, transitions, storedBytes: bytes, coverage } = search;
    const seen = run.counterexamples(false);
    const limits = [...run.limits];
    const counterexamples =
      !seen.some(({ found }) => found.property !== "witness") || stopped || question.first !== undefined
        ? seen
        : yield* shorten(search, question, pages, seen);
    search.end();
    return {
      counterexamples: distinctCauses(counterexamples),
      states,
      transitions,
      limits,
      coverage,
      firsts: run.firsts,
      mode,
      bytes,
    };
  }
}

export function openSearch(machine: Machine, { image, bounds, limits, counter, faultRanges }: Question): StateSearch {
  machine.load(image);
  return machine.search({
    counter: counter === undefined ? undefined : machine.physicalOf(counter),
    lazyPages: layout.TOUCH,
    faultsInjected: bounds.faultPoints !== "lazy",
    maxChain: limits.maxChain,
    faultRanges: bounds.faultPoints === "anywhere" ? undefined : bounds.faultPoints === "region" ? faultRanges : [],
  });
}

/**
 * The same search once more, in which a state is seen again if fewer steps lead to it:
 * then the steps of what is found are the fewest there are. What it did not come to
 * stays as it was seen.
 */
function* shorten(
  search: StateSearch,
  question: Question,
  pages: number,
  seen: readonly Counterexample[],
): Generator<Progress, readonly Counterexample[], boolean | undefined> {
  const run = new Run(search, question, "ranked", pages);
  const stopped = yield* run.explore();
  const shorter = run.counterexamples(!stopped && run.limits.size === 0);
  const known = new Set(shorter.map(({ found }) => found.key));
  return [...shorter, ...seen.filter(({ found }) => !known.has(found.key))];
}

/** One search, with the lazy pages known whose presence is a choice. */
class Run {
  readonly chains = new ChainStore();
  readonly #search: StateSearch;
  readonly #question: Question;
  readonly #pages: number;
  readonly #sweeper: Sweeper;
  readonly #shortening: boolean;
  /** States at the end of each number of injections. */
  readonly #grown: number[] = [];
  /** In steps of the search. */
  #nextPause = 0;
  firsts = 0;

  constructor(search: StateSearch, question: Question, mode: VisitedMode, pages: number) {
    this.#search = search;
    this.#question = question;
    this.#pages = pages;
    this.#shortening = mode === "ranked";
    this.#sweeper = new Sweeper(search, question.bounds, this.chains);
    search.clear({ mode, maxStates: question.limits.maxStates, pages });
  }

  get limits(): ReadonlySet<Limit> {
    return this.#sweeper.swept.limits;
  }

  /** Lazy pages turned out to be touched that were not taken for it: begin anew. */
  get newPages(): number {
    return this.#sweeper.swept.pages & ~this.#pages;
  }

  /** True: it was stopped. */
  *explore(): Generator<Progress, boolean, boolean | undefined> {
    const { bounds, image } = this.#question;
    startChains(this.#search, this.#sweeper, this.chains, { bounds, start: image.start, pages: this.#pages });
    let from = 0;
    for (let level = 0; from < this.chains.count && !isOver(this.#sweeper.swept); level++) {
      const to = this.chains.count;
      if (level === 1) this.firsts = to - from;
      this.#grown[level] = this.#search.states;
      for (let number = from; number < to && !isOver(this.#sweeper.swept); number++) {
        if (level === 1 && !this.#isAsked(number - from)) continue;
        if (this.chains.statesOf(number) === 0 || choicesOf(this.chains.at(number).used, bounds).length === 0) continue;
        const work = this.#sweeper.sweep(number, SLICE_STEPS);
        for (let isDone = false; !isDone;) {
          // Before the first chain too: who wants to stop at once is heard. Chains are mostly shorter than a slice.
          if (this.#isSliceOver() && (yield this.#progress(level, (number - from) / (to - from)))) {
            this.#sweeper.swept.limits.add("timeout");
            return true;
          }
          isDone = work.next().done === true;
        }
      }
      this.chains.append(this.#sweeper.swept.rows);
      this.#sweeper.swept.rows = [];
      from = to;
    }
    return false;
  }

  #isSliceOver(): boolean {
    const { transitions } = this.#search;
    if (transitions < this.#nextPause) return false;
    this.#nextPause = transitions + SLICE_STEPS;
    return true;
  }

  /** Is what follows the first event of this number to be tried? */
  #isAsked(number: number): boolean {
    const { first } = this.#question;
    return first === undefined || first === number;
  }

  #progress(level: number, done: number): Progress {
    const { states, transitions } = this.#search;
    const most = mostInjections(this.#question.bounds);
    const estimatedStates = estimate(this.#grown, states, done, most - 1 - level);
    return {
      states,
      transitions,
      injections: level,
      mostInjections: most,
      estimatedStates,
      shortening: this.#shortening,
    };
  }

  counterexamples(fewestSteps: boolean): readonly Counterexample[] {
    return this.#search.found().map((found) => {
      const { chain, place, choice } = found;
      const events = this.chains.eventsTo(chain);
      if (choice === undefined) return { found, events, fewestSteps };
      const { used, base } = this.chains.at(chain);
      const event = choicesOf(used, this.#question.bounds)[choice]?.event;
      const last = event === undefined ? [] : [{ step: base + place, event }];
      return { found, events: [...events, ...last], fewestSteps };
    });
  }
}

/** `grown`: states at the start of each level; `done`: of the last one; `left`: levels after it. */
function estimate(grown: readonly number[], states: number, done: number, left: number): number {
  const atStart = grown.at(-1) ?? 0;
  const added = (states - atStart) / Math.max(done, 0.01);
  const before = atStart - (grown.at(-2) ?? 0);
  const growth = before > 0 ? added / before : 1;
  let total = atStart + added;
  for (let level = 0, next = added; level < left; level++) {
    next *= growth;
    total += next;
  }
  return Math.round(total);
}
