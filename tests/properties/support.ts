// Runs a handler on the real machine and collects what the ghost state noted.

import { readFileSync } from "node:fs";
import { Machine } from "../../src/machine/index.ts";
import type { Event, EventKind, GhostNote, Step } from "../../src/machine/types.ts";
import type { WorkloadName } from "../../src/scenario/scenario.ts";
import { boot } from "../../src/session/program/boot.ts";

export type Program = Extract<ReturnType<typeof boot>, { ok: true }>["program"];
export type Violated = Extract<GhostNote, { kind: "violated" }>;

export interface Ran {
  readonly steps: readonly Step[];
  readonly notes: readonly GhostNote[];
  readonly violations: readonly Violated[];
  /** No NMI was in progress any more when the run was given up. */
  readonly home: boolean;
}

/** An event with the boundary at which it arrives: a step number, or a label and which visit of it. */
export interface Arrival {
  readonly event: Event | Exclude<EventKind, "irq">;
  readonly at: number | string;
}

export const machine = await Machine.create(readFileSync(new URL("../../build/core.wasm", import.meta.url)));

/** Steps without an NMI in progress after which nothing more is expected. */
const QUIET = 30;

export function program(text: string, workload: WorkloadName = "kernel"): Program {
  const booted = boot({ handler: { kind: "source", text }, workload, body: "touch", options: {}, schedule: [] });
  if (!booted.ok)
    throw new Error(booted.source.diagnostics.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  return booted.program;
}

/** Which contexts are live, from the notes alone. */
class Live {
  #contexts: readonly { readonly id: number; readonly vector: number }[];

  constructor(copied?: Live) {
    this.#contexts = copied === undefined ? [] : copied.#contexts;
  }

  note(note: GhostNote): void {
    if (note.kind === "entered") this.#contexts = [...this.#contexts, { id: note.context, vector: note.vector }];
    if (note.kind === "resumed") this.#contexts = this.#contexts.filter(({ id }) => id <= note.context);
    if (note.kind === "abandoned") this.#contexts = this.#contexts.filter(({ id }) => id !== note.context);
  }

  get hasNmi(): boolean {
    return this.#contexts.some(({ vector }) => vector === 2);
  }
}

function eventOf(event: Arrival["event"]): Event {
  return typeof event === "string" ? { kind: event } : event;
}

class Places {
  readonly #program: Program;
  readonly #visits = new Map<bigint, number>();

  constructor(of: Program) {
    this.#program = of;
  }

  /** Which of `waiting` are due at the boundary after `taken` steps with RIP at `rip`. */
  due(waiting: readonly Arrival[], taken: number, rip: bigint): readonly Arrival[] {
    const visit = (this.#visits.get(rip) ?? 0) + 1;
    this.#visits.set(rip, visit);
    return waiting.filter(({ at }) => {
      if (typeof at === "number") return at === taken;
      const [name = "", wanted = "1"] = at.split("#");
      return this.#program.naming.symbol(name) === rip && Number(wanted) === visit;
    });
  }
}

/** Loads, runs until the workload is quiet again or `limit` steps are done. */
export function run(of: Program, arrivals: readonly Arrival[], limit = 2000): Ran {
  machine.load(of.image);
  const places = new Places(of);
  const live = new Live();
  const steps: Step[] = [];
  let waiting = arrivals;
  let quiet = 0;
  while (steps.length < limit && quiet < QUIET) {
    const rip = machine.registers().rip;
    const due = places.due(waiting, steps.length, rip);
    waiting = waiting.filter((arrival) => !due.includes(arrival));
    const result = machine.step(due.map(({ event }) => eventOf(event)));
    if (result.kind !== "step") break;
    steps.push(result.step);
    for (const note of result.step.notes) live.note(note);
    quiet = !live.hasNmi && !machine.nmi().pending && waiting.length === 0 ? quiet + 1 : 0;
  }
  const notes = steps.flatMap((step) => step.notes);
  const violations = notes.filter((note) => note.kind === "violated");
  return { steps, notes, violations, home: quiet === QUIET };
}

/** "property: cause", in the order noted. */
export function verdict(ran: Ran): readonly string[] {
  return ran.violations.map(({ property, cause }) => `${property}: ${cause}`);
}

/** Steps that a handler may take for two NMIs. */
const PAIR_LIMIT = 1000;

/** Takes one step; returns what it broke. */
function advance(live: Live, events: readonly Event[]): readonly string[] {
  const result = machine.step(events);
  if (result.kind !== "step") return [result.why];
  for (const note of result.step.notes) live.note(note);
  return result.step.notes.flatMap((note) => (note.kind === "violated" ? [`${note.property}: ${note.cause}`] : []));
}

function isCalm(live: Live): boolean {
  return !live.hasNmi && !machine.nmi().pending;
}

/** Runs until no NMI is in progress; what was broken on the way. */
function settle(live: Live): readonly string[] {
  const bad: string[] = [];
  for (let steps = 0; !isCalm(live); steps++) {
    if (steps === PAIR_LIMIT) return [...bad, "never home"];
    bad.push(...advance(live, []));
  }
  return bad;
}

/**
 * A first NMI at each boundary from..to and, for each, a second one at every boundary until the
 * first is over. Answers what each bad pair broke, with its two positions.
 */
export function everyPair(of: Program, from: number, to: number): readonly string[] {
  const bad: string[] = [];
  const note = (where: string, broke: readonly string[]): void => {
    if (broke.length > 0) bad.push(`${where}: ${broke.join(", ")}`);
  };
  machine.load(of.image);
  const before = new Live();
  for (let first = 0; first < to; first++) {
    const here = machine.snapshot();
    if (first >= from) {
      const live = new Live(before);
      note(`nmi@${first}`, advance(live, [{ kind: "nmi" }]));
      for (let second = first + 1; !isCalm(live); second++) {
        if (second - first > PAIR_LIMIT) throw new Error("the first NMI never ends");
        const there = machine.snapshot();
        const both = new Live(live);
        note(`nmi@${first}; nmi@${second}`, [...advance(both, [{ kind: "nmi" }]), ...settle(both)]);
        machine.restore(there);
        note(`nmi@${first}`, advance(live, []));
      }
    }
    machine.restore(here);
    advance(before, []);
  }
  return bad;
}
