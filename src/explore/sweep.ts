// Part of a search's work: every event that may come, tried at each state of some
// chains. Collects what came of it. The same for one worker and for many.

import { type Child, type StateSearch, ChainEnd } from "../machine/index.ts";
import type { Bounds } from "./bounds.ts";
import { type Choice, ChoiceTable } from "./budgets.ts";
import { type ChainStore, rowOf } from "./chains.ts";
import { Walker } from "./walker.ts";

/** Why a search is not complete. */
export type Limit = "max-states" | "chain-length" | "timeout" | "not-modelled" | "pages";

/** What the chains swept so far have led to. */
export interface Swept {
  /** Rows of new chains. */
  rows: number[];
  readonly limits: Set<Limit>;
  /** Runs that did not end. */
  longChains: number;
  /** Lazy pages that turned out to be touched. */
  pages: number;
  /** There is no room for more states. */
  full: boolean;
}

export function nothingSwept(): Swept {
  return { rows: [], limits: new Set(), longChains: 0, pages: 0, full: false };
}

/** So many runs without an end, and the search ends: others like them would take all its time. */
export const MAX_LONG_CHAINS = 100;

export function isOver({ full, pages, longChains }: Swept): boolean {
  return full || pages !== 0 || longChains >= MAX_LONG_CHAINS;
}

/** What else is come to, and what is counted, depends on the order in which states are come to. */
export function dependsOnOrder({ limits }: Swept): boolean {
  return limits.has("max-states") || limits.has("chain-length");
}

export class Sweeper {
  readonly #search: StateSearch;
  readonly #choices: ChoiceTable;
  readonly #chains: ChainStore;
  readonly #walker: Walker;
  swept: Swept = nothingSwept();

  constructor(search: StateSearch, bounds: Bounds, chains: ChainStore) {
    this.#search = search;
    this.#choices = new ChoiceTable(bounds);
    this.#chains = chains;
    this.#walker = new Walker(search, chains);
  }

  /** Events may come at states of this chain. */
  hasMore(number: number): boolean {
    return this.#chains.statesOf(number) > 0 && this.#choices.of(this.#chains.usedOf(number)).choices.length > 0;
  }

  /** One chain; yields after about `budget` steps each time. The machine is elsewhere afterwards. */
  *sweep(number: number, budget: number): Generator<undefined, void, undefined> {
    const chain = this.#chains.at(number);
    const { choices, asked } = this.#choices.of(chain.used);
    const mark = this.#walker.goTo(number);
    this.#search.expand(number, chain.base, chain.states, asked, mark);
    for (;;) {
      const done = this.#search.expandMore(budget);
      for (const child of this.#search.children()) this.#take(number, chain.base, choices, child);
      if (done || isOver(this.swept)) return;
      yield;
    }
  }

  #take(number: number, base: number, choices: readonly Choice[], child: Child): void {
    const choice = choices[child.choice];
    if (choice === undefined) return;
    this.noteEnd(child.end, child.faultedPages);
    const states = openStates(child.end, child.length);
    if (states === 0 || this.#choices.of(choice.used).choices.length === 0) return;
    const { event, used } = choice;
    const { place } = child;
    this.swept.rows.push(...rowOf({ parent: number, place, event, lead: 0, base: base + place + 1, states, used }));
  }

  noteEnd(end: ChainEnd, faultedPages: number): void {
    const { swept } = this;
    if (end === ChainEnd.TooLong) {
      swept.limits.add("chain-length");
      swept.longChains++;
    }
    if (end === ChainEnd.NotModelled) swept.limits.add("not-modelled");
    if (end === ChainEnd.TableFull) {
      swept.limits.add("max-states");
      swept.full = true;
    }
    if (end === ChainEnd.NewPage) swept.pages |= faultedPages;
  }
}

/** No event comes after a crash. */
export function openStates(end: ChainEnd, length: number): number {
  return end === ChainEnd.Crashed ? length - 1 : length;
}
