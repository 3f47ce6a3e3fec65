// The levels of a search at which helpers work too (crew.ts), as the leader sees them.
// Which states there are, and what is broken on the way, does not depend on who comes
// to them first; where it would, one alone must search.

import { type Coverage, type Found, SharedTable, addCoverage } from "../machine/index.ts";
import { type Crew, type HelperMessage, type Told, blocksOf } from "./crew.ts";
import type { Level, Run, Work } from "./run.ts";
import { dependsOnOrder, isOver } from "./sweep.ts";

/** Blocks for each who searches: enough that all are done at about the same time. */
const BLOCKS_EACH = 64;

/** "alone": what was searched is worth nothing, one alone must do it; "again": a helper was lost. */
export type Spoilt = "alone" | "again" | undefined;

export class Together {
  readonly #run: Run;
  readonly #crew: Crew;
  readonly #pages: number;
  readonly #most: number;
  readonly #workers: number;
  #table: SharedTable | undefined;
  /** States that the leader had come to when the table became shared. */
  #before = 0;
  /** Chains that the helpers know of. */
  #sent = 0;
  readonly #told = new Map<number, Told>();
  readonly #lost = new Set<number>();
  /** Of the level in work: rows of new chains, by block. */
  #rows: (readonly number[] | undefined)[] = [];
  spoilt: Spoilt;

  constructor(run: Run, crew: Crew, pages: number, most: number) {
    this.#run = run;
    this.#crew = crew;
    this.#pages = pages;
    this.#most = most;
    this.#workers = crew.helpers + 1;
  }

  /** A large level comes soon. */
  call(): void {
    this.#crew.call();
  }

  /** Nothing is wanted of the helpers any more. */
  end(): void {
    const table = this.#table;
    if (table === undefined) return;
    table.close();
    this.#crew.end(table.isQuiet(this.#lost, this.#workers));
  }

  get states(): number {
    return this.#sum(({ states }) => states);
  }

  get transitions(): number {
    return this.#sum(({ transitions }) => transitions);
  }

  #sum(count: (told: Told) => number): number {
    return [...this.#told.values()].reduce((sum, told) => sum + count(told), 0);
  }

  coverageWith(own: Coverage): Coverage {
    return [...this.#told.values()].reduce((sum, { coverage }) => addCoverage(sum, coverage), own);
  }

  get found(): readonly Found[] {
    return [...this.#told.values()].flatMap(({ found }) => found);
  }

  /** Every event at each state of the level's chains. */
  *sweep(level: Level): Work {
    const table = (this.#table ??= this.#open());
    if (table === undefined) return yield* this.#run.sweep(level);
    const { chains } = this.#run;
    const starts = blocksOf(chains, level.from, level.to, BLOCKS_EACH * this.#workers);
    this.#rows = Array.from({ length: starts.length - 1 });
    table.expect(this.#run.expected);
    table.openLevel(level.injections, starts.length - 1);
    this.#crew.level({ injections: level.injections, rows: chains.rows(this.#sent, level.to), starts });
    this.#sent = level.to;
    const isStopped = yield* this.#sweepBlocks(table, level, starts);
    table.end(this.#run.search.states);
    if (isStopped) return this.#run.stop();
    this.#run.sweeper.swept.rows = this.#rows.flatMap((rows) => rows ?? []);
    return false;
  }

  #open(): SharedTable | undefined {
    const { search } = this.#run;
    const made = this.#crew.memory(this.#most);
    if (made === undefined) return undefined;
    const table = new SharedTable(made.memory, { worker: 0, most: this.#most, search: made.search });
    table.clear(this.#run.expected, search.states, made.unused);
    search.share(table, true);
    this.#before = search.states;
    this.#crew.begin(this.#pages);
    return table;
  }

  *#sweepBlocks(table: SharedTable, level: Level, starts: readonly number[]): Work {
    const { sweeper } = this.#run;
    for (let block = table.take(level.injections); block !== undefined; block = table.take(level.injections)) {
      for (let number = starts[block] ?? 0; number < (starts[block + 1] ?? 0); number++) {
        if (!sweeper.hasMore(number)) continue;
        if (yield* this.#chain(table, level, number)) return true;
        if (this.#isOver()) return false;
      }
      this.#rows[block] = sweeper.swept.rows;
      sweeper.swept.rows = [];
    }
    table.end(this.#run.search.states);
    while (!this.#isOver() && this.#rows.includes(undefined)) {
      if (table.isGrowthWanted && (yield* this.#grow(table, level))) return true;
      if (yield* this.#pause(table, level, true)) return true;
    }
    return false;
  }

  /** It goes no further. */
  #isOver(): boolean {
    const { sweeper, search } = this.#run;
    this.#listen();
    if (search.usedTime || dependsOnOrder(sweeper.swept)) this.spoilt ??= "alone";
    this.#run.isSpoilt = this.spoilt !== undefined;
    return this.#run.isSpoilt || isOver(sweeper.swept);
  }

  *#chain(table: SharedTable, level: Level, number: number): Work {
    const { sweeper, search } = this.#run;
    const work = sweeper.sweep(number, this.#run.sliceSteps);
    for (let isDone = false; !isDone;) {
      if (table.isGrowthWanted && (yield* this.#grow(table, level))) return true;
      const start = table.begin(search.states);
      if (start === "full") {
        sweeper.swept.limits.add("max-states");
        return false;
      }
      if (start !== "go") continue;
      isDone = work.next().done === true;
      if (this.#run.isSliceOver() && (yield* this.#pause(table, level, false))) return true;
    }
    return false;
  }

  *#pause(table: SharedTable, level: Level, waiting: boolean): Work {
    const { search } = this.#run;
    table.end(search.states);
    this.#run.elsewhere = table.visited - (search.states - this.#before);
    const done = this.#rows.filter((rows) => rows !== undefined).length / this.#rows.length;
    const stop = yield { ...this.#run.progress(level, done), waiting };
    table.nextTurn();
    return stop === true;
  }

  /** Twice the table, as soon as nobody is at work. */
  *#grow(table: SharedTable, level: Level): Work {
    table.end(this.#run.search.states);
    table.hold();
    while (!table.isQuiet(this.#lost, this.#workers)) {
      this.#listen();
      if (yield* this.#pause(table, level, true)) return true;
    }
    if (!table.grow()) this.#run.sweeper.swept.limits.add("max-states");
    return false;
  }

  #listen(): void {
    for (const { helper, message } of this.#crew.take()) this.#hear(helper, message);
  }

  #hear(helper: number, message: HelperMessage): void {
    const { swept } = this.#run.sweeper;
    switch (message.kind) {
      case "block":
        this.#rows[message.block] = message.rows;
        this.#told.set(helper, message.told);
        for (const limit of message.told.limits) swept.limits.add(limit);
        swept.pages |= message.told.pages;
        return;
      case "spoilt":
        this.spoilt ??= "alone";
        return;
      case "lost":
        this.#lost.add(helper);
        this.spoilt ??= "again";
    }
  }
}
