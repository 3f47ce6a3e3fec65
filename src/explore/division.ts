// A search of which helpers do a part (crew.ts), as the leader sees it: block by block
// in order, its own and theirs. A block in which a limit was reached is searched here
// instead, where it is known what came before.

import { ChainEnd, type SharedChains } from "../machine/index.ts";
import { Blocks } from "./blocks.ts";
import { type Crew, type SearchPlan, type ShareMessage, blocksOf } from "./crew.ts";
import type { Progress } from "./question.ts";
import type { Level, Run, Work } from "./run.ts";
import { isOver } from "./sweep.ts";

/** Blocks for each who searches: enough that all are done at about the same time. */
const BLOCKS_EACH = 16;

/** What was told of a block. */
interface Told {
  readonly chains: SharedChains[];
  states: number;
  end: Extract<ShareMessage, { kind: "done" | "spoilt" }> | undefined;
}

export class Division {
  readonly #run: Run;
  readonly #crew: Crew;
  readonly #plan: SearchPlan;
  readonly #blocks: Blocks;
  readonly #told: readonly Told[];
  readonly #lost = new Set<number>();
  #hasBegun = false;

  constructor(run: Run, crew: Crew, plan: Omit<SearchPlan, "blocks">) {
    const blocks = BLOCKS_EACH * (crew.helpers + 1);
    this.#run = run;
    this.#crew = crew;
    this.#plan = { ...plan, blocks };
    this.#blocks = new Blocks(blocks, crew.helpers);
    this.#told = Array.from({ length: blocks }, () => ({ chains: [], states: 0, end: undefined }));
  }

  *explore(): Work {
    try {
      return yield* this.#withHelp(this.#run.explore((level) => this.#sweepLast(level)));
    } finally {
      if (this.#hasBegun) this.#crew.end();
    }
  }

  /** Calls the others as soon as the search turns out to be large; listens to them. */
  *#withHelp(work: Work): Work {
    let next = work.next();
    while (next.done !== true) {
      if (!this.#hasBegun && this.#isLarge(next.value)) {
        this.#crew.begin(this.#plan);
        this.#hasBegun = true;
        this.#grant();
      }
      if (this.#hasBegun) this.#listen();
      next = work.next(yield next.value);
    }
    return next.value;
  }

  #isLarge({ injections, mostInjections = 0 }: Progress): boolean {
    return injections < mostInjections - 1 && this.#run.search.states >= this.#crew.fewestStates;
  }

  #grant(): void {
    for (let helper = 0; helper < this.#crew.helpers; helper++) {
      if (this.#lost.has(helper)) continue;
      for (let grant = this.#blocks.grant(helper); grant !== undefined; grant = this.#blocks.grant(helper))
        this.#crew.grant(helper, grant);
    }
  }

  #listen(): void {
    for (let helper = 0; helper < this.#crew.helpers; helper++)
      for (const message of this.#crew.take(helper)) this.#hear(helper, message);
    this.#grant();
  }

  #hear(helper: number, message: ShareMessage): void {
    if (message.kind === "lost") {
      this.#lost.add(helper);
      for (const block of this.#blocks.openOf(helper)) this.#end({ kind: "spoilt", block });
      return;
    }
    if (message.kind !== "chains") return this.#end(message);
    const told = this.#told[message.block];
    const states = message.chains.keys.length / 8;
    told?.chains.push(message.chains);
    if (told !== undefined) told.states += states;
    this.#run.elsewhere += states;
  }

  #end(message: Extract<ShareMessage, { kind: "done" | "spoilt" }>): void {
    const told = this.#told[message.block];
    if (told !== undefined) told.end = message;
    this.#blocks.close(message.block);
  }

  *#sweepLast(level: Level): Work {
    // where runs were cut short, a state that is known does not tell that all behind it are
    if (!this.#hasBegun || this.#run.limits.has("chain-length")) return yield* this.#run.sweep(level);
    const { blocks } = this.#plan;
    const starts = blocksOf(this.#run.chains, level.from, level.to, blocks);
    for (let block = 0; block < blocks && !isOver(this.#run.sweeper.swept); block++) {
      if (!this.#blocks.enter(block)) {
        if (yield* this.#await(level, block)) return this.#run.stop();
        if (this.#takeIn(level, block)) continue;
      }
      if (yield* this.#run.sweep(level, starts[block], starts[block + 1])) return true;
    }
    return false;
  }

  /** Until all of a block was told; true: no longer. */
  *#await(level: Level, block: number): Work {
    for (;;) {
      this.#listen();
      if (this.#told[block]?.end !== undefined) return false;
      if (yield { ...this.#run.progress(level, block / this.#plan.blocks), waiting: true }) return true;
    }
  }

  /** Nothing is searched after this block that was not searched with its states known. */
  #isLast(block: number): boolean {
    const rest = this.#told.slice(block);
    const states = rest.reduce((sum, told) => sum + told.states, 0);
    const areDone = rest.every(({ end }) => end?.kind === "done") && states <= this.#run.search.room;
    return areDone && this.#blocks.isOneSeries(block);
  }

  /** False: the block must be searched here. */
  #takeIn(level: Level, block: number): boolean {
    const { search, sweeper } = this.#run;
    const told = this.#told[block];
    if (told === undefined) return false;
    this.#run.elsewhere -= told.states;
    if (told.end?.kind !== "done" || told.states > search.room) return false;
    if (sweeper.swept.limits.has("chain-length")) return false;
    const taker = search.takeShare({ injections: level.injections + 1, last: this.#isLast(block) });
    for (const chains of told.chains) {
      if (taker.take(chains).has(ChainEnd.NotModelled)) sweeper.noteEnd(ChainEnd.NotModelled, 0);
    }
    taker.takeCounts(told.end.transitions, told.end.coverage);
    told.chains.length = 0;
    return true;
  }
}
