// Who does which block of a divided search (crew.ts). The leader goes from the first
// to the last; a helper goes on behind what it has done, or takes half of the largest
// gap. What comes of it is the same whoever does what.

import type { Grant } from "./crew.ts";

/** So many blocks are granted to a helper at once: it need not wait for the next. */
const GRANTED_AT_ONCE = 2;

const FREE = -2;
const LEADER = -1;

export class Blocks {
  /** Who does it: a helper's number, the leader, or nobody yet. */
  readonly #owners: number[];
  /** Helpers' blocks that are not done yet. */
  readonly #open = new Set<number>();
  /** The last block of each helper, and the last in order since it began afresh. */
  readonly #last: number[];
  readonly #highest: number[];
  /** Of each block that a helper has: which it did with the same table, in order. */
  readonly #series: number[];
  #afresh = 0;
  /** The leader's present one. */
  #present = 0;

  constructor(count: number, helpers: number) {
    this.#owners = Array.from({ length: count }, () => FREE);
    this.#last = Array.from({ length: helpers }, () => -1);
    this.#highest = [...this.#last];
    this.#series = Array.from({ length: count }, () => -1);
    if (count > 0) this.#owners[0] = LEADER;
  }

  /** The leader comes to a block; true: it is nobody else's. */
  enter(block: number): boolean {
    this.#present = block;
    if (this.#owners[block] === FREE) this.#owners[block] = LEADER;
    return this.#owners[block] === LEADER;
  }

  /** Nobody is at work on it any more. */
  close(block: number): void {
    this.#open.delete(block);
  }

  /** From this block on all were done by one helper with one table: of each it knew those before. */
  isOneSeries(from: number): boolean {
    const series = this.#series[from] ?? -1;
    return series >= 0 && this.#series.slice(from).every((one) => one === series);
  }

  /** What a helper has not done yet. */
  openOf(helper: number): readonly number[] {
    return [...this.#open].filter((block) => this.#owners[block] === helper);
  }

  /** What the helper is to do next. */
  grant(helper: number): Grant | undefined {
    if (this.openOf(helper).length >= GRANTED_AT_ONCE) return undefined;
    const block = this.#next(helper);
    if (block === undefined) return undefined;
    const afresh = block < (this.#highest[helper] ?? -1);
    const before = this.#series[this.#last[helper] ?? -1];
    this.#series[block] = afresh || before === undefined ? this.#afresh++ : before;
    this.#owners[block] = helper;
    this.#open.add(block);
    this.#last[helper] = block;
    this.#highest[helper] = block;
    return { block, afresh };
  }

  #next(helper: number): number | undefined {
    const after = (this.#last[helper] ?? -1) + 1;
    if (after > 0 && this.#owners[after] === FREE) return after;
    let best: { readonly from: number; readonly to: number } | undefined;
    for (let from = this.#present; from < this.#owners.length; from++) {
      if (this.#owners[from] !== FREE) continue;
      let to = from;
      while (this.#owners[to] === FREE) to++;
      if (best === undefined || to - from > best.to - best.from) best = { from, to };
      from = to;
    }
    if (best === undefined) return undefined;
    // whoever is at work before the gap goes on into it
    const before = best.from - 1;
    const isFollowed = before === this.#present || this.#open.has(before);
    return isFollowed ? best.to - Math.ceil((best.to - best.from) / 2) : best.from;
  }
}
