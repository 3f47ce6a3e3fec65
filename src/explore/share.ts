// A helper's part of a search (crew.ts): the levels before the last as ever, then the
// blocks of the last one that it is granted, told chain by chain.

import { ChainEnd, type Machine, type ShareLog, coverageSince, putRow } from "../machine/index.ts";
import { type Grant, type SearchPlan, type ShareMessage, blocksOf } from "./crew.ts";
import { openSearch } from "./explorer.ts";
import type { Question } from "./question.ts";
import { type Level, Run } from "./run.ts";

/** States told at once, more or less: there is no room for many more. */
const STATES_AT_ONCE = 50_000;

/** A block is worth nothing if one of its chains ends so: what comes before decides what comes of it. */
const SPOILING: readonly ChainEnd[] = [ChainEnd.TableFull, ChainEnd.TooLong, ChainEnd.NewPage];

/** Yields what is to be told, "idle" if nothing is granted, and undefined; answer true to stop. */
export type ShareWork = Generator<ShareMessage | "idle" | undefined, void, boolean | undefined>;

/** `next`: the next block to do, as often as it is asked. */
export function* searchShare(
  machine: Machine,
  question: Question,
  plan: SearchPlan,
  next: () => Grant | undefined,
): ShareWork {
  const search = openSearch(machine, question);
  const run = new Run(search, question, plan.mode, plan.pages);
  const levels = run.explore("leave");
  for (let step = levels.next(); step.done !== true; step = levels.next((yield undefined) ?? false));
  if (run.left !== undefined) yield* new SharedLevel(run, run.left, plan.blocks).work(next);
  search.end();
}

class SharedLevel {
  readonly #run: Run;
  readonly #level: Level;
  readonly #starts: readonly number[];
  /** Rows of chains not told yet. */
  #rows: number[] = [];
  #states = 0;
  #isSpoilt = false;

  constructor(run: Run, level: Level, blocks: number) {
    this.#run = run;
    this.#level = level;
    this.#starts = blocksOf(run.chains, level.from, level.to, blocks);
    run.mustPause = () => run.search.isShareFull;
    run.sweeper.onChild = (child, base) => {
      putRow(this.#rows, { length: child.length, end: child.end, base });
      this.#states += child.length;
      if (SPOILING.includes(child.end)) this.#isSpoilt = true;
    };
    run.search.keepVisited();
  }

  *work(next: () => Grant | undefined): ShareWork {
    for (;;) {
      const grant = next();
      if (grant === undefined) {
        if (yield "idle") return;
        continue;
      }
      if (grant.afresh || this.#isSpoilt) this.#begin();
      const message = yield* this.#block(grant.block);
      if (message === undefined || (yield message)) return;
    }
  }

  /** As before the first block. */
  #begin(): void {
    this.#run.search.backToVisited();
    this.#run.sweeper.restart();
    this.#isSpoilt = false;
  }

  /** Undefined: it was stopped. */
  *#block(block: number): Generator<ShareMessage | undefined, ShareMessage | undefined, boolean | undefined> {
    const { search } = this.#run;
    const before = { transitions: search.transitions, coverage: search.coverage };
    const log = search.logShare();
    const work = this.#run.sweep(this.#level, this.#starts[block], this.#starts[block + 1]);
    for (let step = work.next(), stopped = false; ; step = work.next(stopped)) {
      if (this.#isSpoilt) break;
      if (step.done === true || this.#states >= STATES_AT_ONCE || search.isShareFull)
        stopped = (yield this.#told(block, log)) ?? false;
      else stopped = (yield undefined) ?? false;
      if (stopped) return undefined;
      if (step.done === true) break;
    }
    log.end();
    this.#rows = [];
    this.#states = 0;
    if (this.#isSpoilt) return { kind: "spoilt", block };
    const coverage = coverageSince(before.coverage, search.coverage);
    return { kind: "done", block, transitions: search.transitions - before.transitions, coverage };
  }

  #told(block: number, log: ShareLog): ShareMessage | undefined {
    const chains = log.take(this.#rows);
    if (chains === undefined) this.#isSpoilt = true;
    this.#rows = [];
    this.#states = 0;
    return chains === undefined ? undefined : { kind: "chains", block, chains };
  }
}
