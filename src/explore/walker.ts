// Brings the machine to a chain's first state by the way that led there. Chains that
// come one after the other share most of it: marks are kept along the way.

import { MAX_MARKS, type StateSearch } from "../machine/index.ts";
import type { ChainStore } from "./chains.ts";

/** A chain on the way, and its state at which the mark with the same number stands. */
interface Stop {
  readonly chain: number;
  readonly place: number;
}

export class Walker {
  readonly #search: StateSearch;
  readonly #chains: ChainStore;
  #way: Stop[] = [];

  constructor(search: StateSearch, chains: ChainStore) {
    this.#search = search;
    this.#chains = chains;
  }

  /** The marks stand no more. */
  forget(): void {
    this.#way = [];
  }

  /** Returns the number of the first mark that is free. */
  goTo(number: number): number {
    const line = this.#chains.lineage(number);
    const kept = this.#shared(line);
    this.#way.length = kept + 1;
    if (kept < 0) this.#search.toRoot();
    for (let index = Math.max(kept, 0); index < line.length - 1; index++) this.#pass(line, index, index === kept);
    return Math.min(line.length - 1, MAX_MARKS - 1);
  }

  /** The last stop of the way that lies on this line, too; -1: none. */
  #shared(line: readonly number[]): number {
    let kept = -1;
    for (const [index, stop] of this.#way.entries()) {
      const next = line[index + 1];
      if (stop.chain !== line[index] || next === undefined) break;
      const place = this.#chains.placeOf(next);
      if (place < stop.place) break;
      kept = index;
      if (place !== stop.place) break;
    }
    return kept;
  }

  /** From a chain's state 0, or from its mark, through the event to the next chain's. */
  #pass(line: readonly number[], index: number, marked: boolean): void {
    const chain = line[index] ?? 0;
    const next = line[index + 1] ?? 0;
    const place = this.#chains.placeOf(next);
    const from = marked ? (this.#way[index]?.place ?? 0) : 0;
    if (marked) this.#search.back(index);
    this.#search.advance(place - from);
    if (index < MAX_MARKS - 1 && (!marked || place > from)) {
      this.#search.mark(index);
      this.#way[index] = { chain, place };
    }
    this.#search.repeat(this.#chains.eventOf(next));
    const lead = this.#chains.leadOf(next);
    if (lead > 0) this.#search.advance(lead);
  }
}
