// One search from the start: level by level of injections, with the lazy pages known
// whose presence is a choice. Who else searches is not known here.

import type { StateSearch, VisitedMode } from "../machine/index.ts";
import { choicesOf, mostInjections } from "./budgets.ts";
import { ChainStore } from "./chains.ts";
import type { Counterexample, Progress, Question } from "./question.ts";
import { startChains } from "./starts.ts";
import { type Limit, Sweeper, isOver } from "./sweep.ts";

/** Work that can be stopped; true: it was. */
export type Work = Generator<Progress, boolean, boolean | undefined>;

/** Chains of one number of injections. */
export interface Level {
  readonly injections: number;
  /** Numbers of its chains: [from, to). */
  readonly from: number;
  readonly to: number;
}

/** Steps, more or less, between two chances to stop. */
const SLICE_STEPS = 20_000;

export class Run {
  readonly chains = new ChainStore();
  readonly search: StateSearch;
  readonly sweeper: Sweeper;
  /** States that others have visited, so far. */
  elsewhere = 0;
  /** The last level, if it was left. */
  left: Level | undefined;
  /** There is something to be done before it can go on. */
  mustPause: () => boolean = () => false;
  readonly #question: Question;
  readonly #pages: number;
  readonly #shortening: boolean;
  /** States at the end of each number of injections. */
  readonly #grown: number[] = [];
  /** In steps of the search. */
  #nextPause = 0;
  firsts = 0;

  constructor(search: StateSearch, question: Question, mode: VisitedMode, pages: number) {
    this.search = search;
    this.#question = question;
    this.#pages = pages;
    this.#shortening = mode === "ranked";
    this.sweeper = new Sweeper(search, question.bounds, this.chains);
    search.clear({ mode, maxStates: question.limits.maxStates, pages });
  }

  get limits(): ReadonlySet<Limit> {
    return this.sweeper.swept.limits;
  }

  /** Lazy pages turned out to be touched that were not taken for it: begin anew. */
  get newPages(): number {
    return this.sweeper.swept.pages & ~this.#pages;
  }

  /** `sweepLast`: what is done with the last level, instead of all of it; "leave": nothing. */
  *explore(sweepLast: ((level: Level) => Work) | "leave" = (level) => this.sweep(level)): Work {
    const { bounds, image } = this.#question;
    startChains(this.search, this.sweeper, this.chains, { bounds, start: image.start, pages: this.#pages });
    const last = mostInjections(bounds) - 1;
    let from = 0;
    for (let injections = 0; from < this.chains.count && !isOver(this.sweeper.swept); injections++) {
      const level = { injections, from, to: this.chains.count };
      if (injections === 1) this.firsts = level.to - from;
      this.#grown[injections] = this.search.states;
      if (injections !== last) {
        if (yield* this.sweep(level)) return true;
      } else if (sweepLast === "leave") {
        this.left = level;
        return false;
      } else if (yield* sweepLast(level)) {
        return true;
      }
      this.chains.append(this.sweeper.swept.rows);
      this.sweeper.swept.rows = [];
      from = level.to;
    }
    return false;
  }

  /** Every event at each state of the level's chains, or of [from, to) of them. */
  *sweep(level: Level, from = level.from, to = level.to): Work {
    const { bounds } = this.#question;
    for (let number = from; number < to && !isOver(this.sweeper.swept); number++) {
      if (level.injections === 1 && !this.#isAsked(number - level.from)) continue;
      if (this.chains.statesOf(number) === 0 || choicesOf(this.chains.at(number).used, bounds).length === 0) continue;
      const work = this.sweeper.sweep(number, SLICE_STEPS);
      for (let isDone = false; !isDone;) {
        // Before the first chain too: who wants to stop at once is heard. Chains are mostly shorter than a slice.
        if (this.#isSliceOver() && (yield this.progress(level, (number - from) / (to - from)))) return this.stop();
        isDone = work.next().done === true;
      }
    }
    return false;
  }

  stop(): true {
    this.sweeper.swept.limits.add("timeout");
    return true;
  }

  #isSliceOver(): boolean {
    const { transitions } = this.search;
    if (transitions < this.#nextPause && !this.mustPause()) return false;
    this.#nextPause = transitions + SLICE_STEPS;
    return true;
  }

  /** Is what follows the first event of this number to be tried? */
  #isAsked(number: number): boolean {
    const { first } = this.#question;
    return first === undefined || first === number;
  }

  /** `done`: of the level, from 0 to 1. */
  progress({ injections }: Level, done: number): Progress {
    const { transitions } = this.search;
    const states = this.search.states + this.elsewhere;
    const mostOfAll = mostInjections(this.#question.bounds);
    const estimatedStates = estimate(this.#grown, states, done, mostOfAll - 1 - injections);
    return {
      states,
      transitions,
      injections,
      mostInjections: mostOfAll,
      estimatedStates,
      shortening: this.#shortening,
    };
  }

  counterexamples(fewestSteps: boolean): readonly Counterexample[] {
    return this.search.found().map((found) => {
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
