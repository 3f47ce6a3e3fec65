// Helpers of a search in threads of their own, over ports: the side that asks them,
// and the side that answers. A helper that fails costs time and nothing else: the
// search is made without it. Knows no thread and no clock.

import {
  type Crew,
  type HelperMessage,
  type Question,
  type SharedLevel,
  type SharedPlace,
  helpSearch,
} from "../../explore/index.ts";
import { Machine, type SharedMemory, makeSharedMemory, searchBytes } from "../../machine/index.ts";
import type { Port } from "../../protocol/port.ts";

export type SharedQuestion = Omit<Question, "crew">;

export type ToHelper =
  | {
      readonly kind: "begin";
      /** Of the search: answers carry it. */
      readonly number: number;
      readonly core: WebAssembly.Module;
      readonly question: SharedQuestion;
      readonly memory: SharedMemory;
      readonly worker: number;
      readonly pages: number;
    }
  | { readonly kind: "level"; readonly number: number; readonly level: SharedLevel }
  | { readonly kind: "end"; readonly number: number };

export interface FromHelper {
  readonly number: number;
  readonly message: HelperMessage;
}

export type HelperPort = Port<ToHelper, FromHelper>;

/** What helpers are made of: the core, and the table that is shared. */
export interface HelperModules {
  readonly core: WebAssembly.Module;
  readonly table: WebAssembly.Module;
}

/** Helpers of one process or page, started when a search first needs them. */
export class Helpers {
  readonly #count: number;
  readonly #modules: HelperModules;
  readonly #start: (lost: () => void) => HelperPort;
  #ports: readonly HelperPort[] = [];
  readonly #lost = new Set<number>();
  #told: { readonly helper: number; readonly message: HelperMessage }[] = [];
  #number = 0;
  #isBusy = false;
  #memory: { readonly memory: SharedMemory; readonly states: number } | undefined;

  /** `start`: one more thread; it says through `lost` that it has died. */
  constructor(modules: HelperModules, count: number, start: (lost: () => void) => HelperPort) {
    this.#modules = modules;
    this.#count = count;
    this.#start = start;
  }

  /** For one question at a time. */
  crewFor(question: SharedQuestion): Crew {
    return {
      helpers: this.#count,
      call: () => this.#call(),
      memory: (states) => this.#memoryFor(states),
      begin: (pages) => this.#begin(question, pages),
      level: (level) => this.#send({ kind: "level", number: this.#number, level }),
      take: () => this.#told.splice(0),
      end: (isQuiet) => this.#end(isQuiet),
    };
  }

  /** They are at work on a search. */
  get areBusy(): boolean {
    return this.#isBusy;
  }

  #call(): void {
    if (this.#ports.length > 0) return;
    this.#ports = Array.from({ length: this.#count }, (_, index) => this.#open(index + 1));
  }

  /** One memory for all searches, as long as nobody is still at work in it. */
  #memoryFor(states: number): SharedPlace | undefined {
    if (this.#lost.size === this.#count) return undefined;
    const search = this.#number + 1;
    if (this.#memory?.states === states) return { memory: this.#memory.memory, unused: false, search };
    const memory = makeSharedMemory(this.#modules.table, states);
    if (memory === undefined) return undefined;
    this.#memory = { memory, states };
    return { memory, unused: true, search };
  }

  #begin(question: SharedQuestion, pages: number): void {
    this.#call();
    this.#number++;
    this.#told = [];
    this.#isBusy = true;
    const memory = this.#memory?.memory;
    if (memory === undefined) throw new Error("a search began without memory");
    const { core } = this.#modules;
    const common = { kind: "begin", number: this.#number, core, question, memory, pages } as const;
    this.#ports.forEach((port, index) => {
      if (!this.#lost.has(index + 1)) port.send({ ...common, worker: index + 1 });
    });
  }

  #send(message: ToHelper): void {
    this.#ports.forEach((port, index) => {
      if (!this.#lost.has(index + 1)) port.send(message);
    });
  }

  #end(isQuiet: boolean): void {
    this.#number++;
    this.#isBusy = false;
    if (!isQuiet) this.#memory = undefined;
    this.#send({ kind: "end", number: this.#number });
  }

  #open(helper: number): HelperPort {
    const lose = (): void => {
      if (this.#lost.has(helper)) return;
      this.#lost.add(helper);
      this.#told.push({ helper, message: { kind: "lost" } });
    };
    const port = this.#start(lose);
    port.listen(({ number, message }) => {
      if (message.kind === "lost") lose();
      else if (number === this.#number) this.#told.push({ helper, message });
    });
    return port;
  }
}

/** What a helper's thread does: one search after the other. `pause` lets messages in. */
export function serveHelper(port: Port<FromHelper, ToHelper>, pause: () => Promise<void>): void {
  let latest = 0;
  let levels: SharedLevel[] = [];
  let wake: (() => void) | undefined;
  let machine: Promise<Machine> | undefined;
  let work = Promise.resolve();

  async function search({
    number,
    core,
    question,
    memory,
    worker,
    pages,
  }: Extract<ToHelper, { kind: "begin" }>): Promise<void> {
    if (latest !== number) return;
    machine ??= Machine.create(core, searchBytes(1));
    const plan = { memory, worker, pages, search: number };
    const help = helpSearch(await machine, question, plan, () => (latest === number ? levels.shift() : undefined));
    let next = help.next();
    while (next.done !== true) {
      const { value } = next;
      if (value === "idle") {
        if (levels.length === 0 && latest === number) await new Promise<void>((resolve) => (wake = resolve));
      } else {
        if (value !== undefined && latest === number) port.send({ number, message: value });
        await pause();
      }
      next = help.next(latest !== number);
    }
  }

  port.listen((message) => {
    if (message.kind === "level") {
      if (message.number === latest) levels.push(message.level);
    } else {
      latest = message.number;
      levels = [];
    }
    if (message.kind === "begin")
      work = work
        .then(() => search(message))
        .catch(() => port.send({ number: message.number, message: { kind: "lost" } }));
    wake?.();
    wake = undefined;
  });
}
