// A helper's part of a search (crew.ts): blocks of the levels that it is told of, as long
// as there are any.

import { type Machine, type SharedMemory, SharedTable, type StateSearch } from "../machine/index.ts";
import { ChainStore } from "./chains.ts";
import type { HelperMessage, SharedLevel } from "./crew.ts";
import { openSearch } from "./explorer.ts";
import type { Question } from "./question.ts";
import { Sweeper, dependsOnOrder, isOver } from "./sweep.ts";

/** Steps, more or less, of a slice, and between two looks at what was told. */
const SLICE_STEPS = 20_000;

/** Yields what is to be told, "idle" if there is nothing to do, and undefined; answer true to stop. */
export type HelpWork = Generator<HelperMessage | "idle" | undefined, void, boolean | undefined>;

export interface HelpPlan {
  readonly memory: SharedMemory;
  /** From 1 on. */
  readonly worker: number;
  readonly search: number;
  readonly pages: number;
}

/** `next`: the next level, as often as it is asked. */
export function* helpSearch(
  machine: Machine,
  question: Question,
  plan: HelpPlan,
  next: () => SharedLevel | undefined,
): HelpWork {
  const helper = new Helper(machine, question, plan);
  for (;;) {
    const level = next();
    if (level === undefined) {
      if (yield "idle") break;
    } else if (yield* helper.work(level)) {
      break;
    }
  }
  helper.end();
}

class Helper {
  readonly #chains = new ChainStore();
  readonly #table: SharedTable;
  readonly #search: StateSearch;
  readonly #sweeper: Sweeper;
  #nextLook = 0;

  constructor(machine: Machine, question: Question, { memory, worker, pages, search }: HelpPlan) {
    const { bounds, limits } = question;
    this.#table = new SharedTable(memory, { worker, most: limits.maxStates, search });
    this.#search = openSearch(machine, question);
    this.#search.clear({ mode: "hash", maxStates: limits.maxStates, pages });
    this.#search.share(this.#table, false);
    this.#sweeper = new Sweeper(this.#search, bounds, this.#chains);
  }

  end(): void {
    this.#search.end();
  }

  /** True: nothing more is wanted of it. */
  *work({ injections, rows, starts }: SharedLevel): Generator<HelperMessage | undefined, boolean, boolean | undefined> {
    this.#chains.append(rows);
    for (let block = this.#table.take(injections); block !== undefined; block = this.#table.take(injections)) {
      for (let number = starts[block] ?? 0; number < (starts[block + 1] ?? 0); number++) {
        if (!this.#sweeper.hasMore(number)) continue;
        if (yield* this.#chain(number)) return true;
        if (isOver(this.#sweeper.swept)) break;
      }
      this.#table.end(this.#search.states);
      if (yield this.#told(block)) return true;
    }
    return false;
  }

  *#chain(number: number): Generator<HelperMessage | undefined, boolean, boolean | undefined> {
    const work = this.#sweeper.sweep(number, SLICE_STEPS);
    for (let isDone = false; !isDone;) {
      const start = this.#table.begin(this.#search.states);
      if (start === "over") return true;
      if (start === "full") {
        this.#sweeper.swept.limits.add("max-states");
        return false;
      }
      if (start === "go") isDone = work.next().done === true;
      if (start === "wait" || this.#search.transitions >= this.#nextLook) {
        this.#nextLook = this.#search.transitions + SLICE_STEPS;
        this.#table.end(this.#search.states);
        this.#table.rest(start === "wait", this.#search.transitions);
        if (yield undefined) return true;
      }
    }
    return false;
  }

  #told(block: number): HelperMessage {
    const { states, transitions, coverage, usedTime } = this.#search;
    const { swept } = this.#sweeper;
    if (usedTime || dependsOnOrder(swept)) return { kind: "spoilt" };
    const { rows, limits, pages } = swept;
    swept.rows = [];
    const found = this.#search.found();
    return { kind: "block", block, rows, told: { states, transitions, coverage, found, limits: [...limits], pages } };
  }
}
