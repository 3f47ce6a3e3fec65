// One search from the start: level by level of injections, with the lazy pages known
// whose presence is a choice. Who else searches is not known here.

import type { Found, StateSearch, VisitedMode } from "../machine/index.ts";
import { choicesOf, mostInjections } from "./budgets.ts";
import { ChainStore, type TimedEvent } from "./chains.ts";
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
/** A level with so many states to sweep is large; one with so many times less comes soon before one. */
const LARGE_LEVEL = 25_000;
const SOON = 16;

/** From one level to the next states grow so much less. */
const SLOWING = 0.4;

/** How a run is made. */
interface Ways {
  readonly most?: number;
  readonly sweepLarge?: (level: Level) => Work;
  readonly soon?: () => void;
}

export class Run {
  readonly chains = new ChainStore();
  readonly search: StateSearch;
  readonly sweeper: Sweeper;
  /** States that others have visited, so far. */
  elsewhere = 0;
  /** It goes no further: what it has come to is worth nothing. */
  isSpoilt = false;
  /** The first number of injections with more states than a helper is worth calling for. */
  largeFrom = Infinity;
  readonly sliceSteps = SLICE_STEPS;
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

  /**
   * `most`: injections, if not all that the bounds allow; `sweepLarge`: how a level is
   * swept from the first large one on; `soon`: it is not far from there.
   */
  *explore({ most = Infinity, sweepLarge = (level) => this.sweep(level), soon }: Ways = {}): Work {
    const { bounds, image, largeLevel = LARGE_LEVEL } = this.#question;
    startChains(this.search, this.sweeper, this.chains, { bounds, start: image.start, pages: this.#pages });
    const levels = Math.min(mostInjections(bounds), most);
    let from = 0;
    for (let injections = 0; injections < levels && from < this.chains.count && !this.#isOver(); injections++) {
      const level = { injections, from, to: this.chains.count };
      if (injections === 1) this.firsts = level.to - from;
      this.#grown[injections] = this.search.states + this.elsewhere;
      const open = this.chains.statesIn(level.from, level.to);
      if (open >= largeLevel) this.largeFrom = Math.min(this.largeFrom, injections);
      if (open * SOON >= largeLevel && injections < levels - 1) soon?.();
      this.search.expect(this.expected);
      if (yield* this.largeFrom <= injections ? sweepLarge(level) : this.sweep(level)) return true;
      this.chains.append(this.sweeper.swept.rows);
      this.sweeper.swept.rows = [];
      from = level.to;
    }
    return false;
  }

  #isOver(): boolean {
    return this.isSpoilt || isOver(this.sweeper.swept);
  }

  /** Every event at each state of the level's chains. */
  *sweep(level: Level): Work {
    const { from, to } = level;
    for (let number = from; number < to && !isOver(this.sweeper.swept); number++) {
      if (level.injections === 1 && !this.#isAsked(number - from)) continue;
      if (!this.sweeper.hasMore(number)) continue;
      const work = this.sweeper.sweep(number, SLICE_STEPS);
      for (let isDone = false; !isDone;) {
        // Before the first chain too: who wants to stop at once is heard. Chains are mostly shorter than a slice.
        if (this.isSliceOver() && (yield this.progress(level, (number - from) / (to - from)))) return this.stop();
        isDone = work.next().done === true;
      }
    }
    return false;
  }

  /** States after the level in work, if they go on to grow: less with each level, as runs meet more often. */
  get expected(): number {
    const [before = 0, start = 0, now = 0] = [0, 0, ...this.#grown].slice(-3);
    const growth = (now - start) / Math.max(start - before, 1);
    return Math.round(now + (now - start) * Math.max(growth * SLOWING, 1));
  }

  stop(): true {
    this.sweeper.swept.limits.add("timeout");
    return true;
  }

  isSliceOver(): boolean {
    const { transitions } = this.search;
    if (transitions < this.#nextPause) return false;
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

  /** One of each cause; `elsewhere`: what others have found in chains of this search. */
  counterexamples(elsewhere: readonly Found[] = []): readonly Counterexample[] {
    const best = new Map<string, Found>();
    for (const one of [...this.search.found(), ...elsewhere]) {
      const key = `${one.key} ${one.late}`;
      const known = best.get(key);
      if (known === undefined || isSooner(one, known)) best.set(key, one);
    }
    return [...best.values()].map((found) => ({
      found,
      events: this.#eventsTo(found),
      fewestSteps: this.#shortening && this.limits.size === 0,
    }));
  }

  #eventsTo({ chain, place, choice }: Found): readonly TimedEvent[] {
    const events = this.chains.eventsTo(chain);
    if (choice === undefined) return events;
    const { used, base } = this.chains.at(chain);
    const event = choicesOf(used, this.#question.bounds)[choice]?.event;
    return event === undefined ? events : [...events, { step: base + place, event }];
  }
}

function isSooner(one: Found, other: Found): boolean {
  return one.injections < other.injections || (one.injections === other.injections && one.steps < other.steps);
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
