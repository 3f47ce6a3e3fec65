// Helpers of a search in threads of their own, over ports: the side that asks them,
// and the side that answers. A helper that fails costs time and nothing else: what it
// was to do is done by the one who asked. Knows no thread and no clock.

import {
  type Crew,
  type Grant,
  type Question,
  type SearchPlan,
  type ShareMessage,
  searchShare,
} from "../../explore/index.ts";
import { Machine, searchBytes } from "../../machine/index.ts";
import type { Port } from "../../protocol/port.ts";

export type SharedQuestion = Omit<Question, "crew">;

export type ToHelper =
  | {
      readonly kind: "begin";
      /** Answers carry it. */
      readonly number: number;
      readonly core: WebAssembly.Module;
      readonly question: SharedQuestion;
      readonly plan: SearchPlan;
    }
  | { readonly kind: "grant"; readonly number: number; readonly grant: Grant }
  | { readonly kind: "end"; readonly number: number };

export interface FromHelper {
  readonly number: number;
  readonly message: ShareMessage;
}

export type HelperPort = Port<ToHelper, FromHelper>;

/** Searches with fewer states are over before a thread has started. */
const FEWEST_STATES = 50_000;

/** Helpers of one process or page, started when a search first needs them. */
export class Helpers {
  readonly count: number;
  readonly #core: WebAssembly.Module;
  readonly #start: (lost: () => void) => HelperPort;
  readonly #fewestStates: number;
  #ports: readonly HelperPort[] = [];
  readonly #lost = new Set<number>();
  readonly #told: ShareMessage[][];
  #number = 0;
  #isBusy = false;
  #wake: (() => void) | undefined;

  /** `start`: one more thread; it says through `lost` that it has died. */
  constructor(
    core: WebAssembly.Module,
    count: number,
    start: (lost: () => void) => HelperPort,
    fewestStates = FEWEST_STATES,
  ) {
    this.#core = core;
    this.count = count;
    this.#start = start;
    this.#fewestStates = fewestStates;
    this.#told = Array.from({ length: count }, () => []);
  }

  /** For one question at a time. */
  crewFor(question: SharedQuestion): Crew {
    return {
      helpers: this.count,
      fewestStates: this.#fewestStates,
      begin: (plan) => this.#begin(question, plan),
      grant: (helper, grant) => this.#ports[helper]?.send({ kind: "grant", number: this.#number, grant }),
      take: (helper) => this.#told[helper]?.splice(0) ?? [],
      end: () => this.#end(),
    };
  }

  /** They are at work on a search. */
  get areBusy(): boolean {
    return this.#isBusy;
  }

  /** Until something is told that was not taken yet. */
  async changed(): Promise<void> {
    if (this.#told.some(({ length }) => length > 0)) return;
    await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  #begin(question: SharedQuestion, plan: SearchPlan): void {
    this.#end();
    if (this.#ports.length === 0) this.#ports = this.#told.map((_, index) => this.#open(index));
    const number = this.#number;
    this.#isBusy = true;
    this.#ports.forEach((port, index) => {
      if (this.#lost.has(index)) this.#hear(index, { kind: "lost" });
      else port.send({ kind: "begin", number, core: this.#core, question, plan });
    });
  }

  #end(): void {
    this.#number++;
    this.#isBusy = false;
    for (const told of this.#told) told.length = 0;
    for (const port of this.#ports) port.send({ kind: "end", number: this.#number });
  }

  #open(index: number): HelperPort {
    const port = this.#start(() => {
      this.#lost.add(index);
      this.#hear(index, { kind: "lost" });
    });
    port.listen(({ number, message }) => {
      if (number === this.#number) this.#hear(index, message);
    });
    return port;
  }

  #hear(index: number, message: ShareMessage): void {
    this.#told[index]?.push(message);
    this.#wake?.();
    this.#wake = undefined;
  }
}

/** What a helper's thread does: one search after the other. `pause` lets messages in. */
export function serveHelper(port: Port<FromHelper, ToHelper>, pause: () => Promise<void>): void {
  let latest = 0;
  let grants: Grant[] = [];
  let wake: (() => void) | undefined;
  let machine: { readonly made: Machine; readonly bytes: number } | undefined;
  let work = Promise.resolve();

  async function search({ number, core, question, plan }: Extract<ToHelper, { kind: "begin" }>): Promise<void> {
    if (latest !== number) return;
    const bytes = searchBytes(question.limits.maxStates, question.mode);
    if (machine === undefined || machine.bytes < bytes) machine = { made: await Machine.create(core, bytes), bytes };
    const shared = searchShare(machine.made, question, plan, () => (latest === number ? grants.shift() : undefined));
    let next = shared.next();
    while (next.done !== true) {
      const { value } = next;
      if (value === "idle" && grants.length === 0 && latest === number)
        await new Promise<void>((resolve) => (wake = resolve));
      else if (value !== undefined && value !== "idle" && latest === number) port.send({ number, message: value });
      if (value !== "idle") await pause();
      next = shared.next(latest !== number);
    }
  }

  port.listen((message) => {
    if (message.kind === "grant") {
      if (message.number === latest) grants.push(message.grant);
    } else {
      latest = message.number;
      grants = [];
    }
    if (message.kind === "begin")
      work = work
        .then(() => search(message))
        .catch(() => port.send({ number: message.number, message: { kind: "lost" } }));
    wake?.();
    wake = undefined;
  });
}
