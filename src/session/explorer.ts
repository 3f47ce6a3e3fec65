// The explorer: one machine for searches, asked about whole scenarios. Works in
// slices as a session does. Knows no page and no clock.

import { DEFAULT_LIMITS, type Limits } from "../explore/index.ts";
import { Machine, searchBytes } from "../machine/index.ts";
import type { ExplorerAnswer, ExplorerProgress, ExplorerQuestion } from "../protocol/exploration.ts";
import type { Scenario, WorkloadName } from "../scenario/scenario.ts";
import { exploreProgram } from "./exploration.ts";
import { boot } from "./program/boot.ts";
import { heatOf } from "./verify/heat.ts";
import { minimise } from "./verify/minimise.ts";
import { neededLines } from "./verify/needed.ts";
import type { ExploredPart } from "./views/exploration.ts";

type Exploring<Result> = Generator<ExplorerProgress, Result, boolean | undefined>;
type Asked<Kind extends ExplorerQuestion["kind"]> = Extract<ExplorerQuestion, { kind: Kind }>;

/** Where even this much memory is refused, a search is of no use. */
const FEWEST_STATES = 100_000;

const NOT_ASSEMBLED: ExplorerAnswer = { kind: "not-assembled" };

export class Explorer {
  readonly #core: WebAssembly.Module | BufferSource;
  #made: { readonly machine: Machine; readonly states: number } | undefined;

  constructor(core: WebAssembly.Module | BufferSource) {
    this.#core = core;
  }

  /** A machine with tables for so many states, or for as many as there is memory for. */
  async prepare(question: ExplorerQuestion): Promise<void> {
    const wanted = question.kind === "minimise" ? FEWEST_STATES : question.maxStates;
    if (this.#made !== undefined && this.#made.states >= wanted) return;
    this.#made = undefined;
    for (let states = wanted; ; states = Math.floor(states / 2)) {
      try {
        this.#made = { machine: await Machine.create(this.#core, searchBytes(states)), states };
        return;
      } catch (failure) {
        if (!(failure instanceof RangeError) || states < FEWEST_STATES) throw failure;
      }
    }
  }

  *run(question: ExplorerQuestion): Exploring<ExplorerAnswer> {
    switch (question.kind) {
      case "explore":
        return yield* this.#exploreAll(question);
      case "heat":
        return yield* this.#heat(question);
      case "needed":
        return yield* this.#needed(question);
      case "minimise":
        return yield* this.#minimise(question);
    }
  }

  get #machine(): Machine {
    if (this.#made === undefined) throw new Error("the question was not prepared");
    return this.#made.machine;
  }

  #limits({ maxStates }: { readonly maxStates: number }): Limits {
    return { ...DEFAULT_LIMITS, maxStates: Math.min(maxStates, this.#made?.states ?? maxStates) };
  }

  *#exploreAll(question: Asked<"explore">): Exploring<ExplorerAnswer> {
    const parts: ExploredPart[] = [];
    for (const workload of question.workloads) {
      const part = yield* this.#explore(question, workload);
      if (part === undefined) return NOT_ASSEMBLED;
      parts.push(part);
      if (part.stopped) break;
    }
    return { kind: "explored", parts };
  }

  /** Undefined: the handler does not assemble. */
  *#explore(question: Asked<"explore">, workload: WorkloadName): Exploring<ExploredPart | undefined> {
    const { scenario, bounds } = question;
    const booted = boot(bare({ ...scenario, workload }));
    if (!booted.ok) return undefined;
    const plan = { program: booted.program, bounds, limits: this.#limits(question) };
    let stopped = false;
    const search = exploreProgram(this.#machine, plan);
    for (let next = search.next(); ; next = search.next(stopped)) {
      if (next.done === true) return { workload, report: next.value, stopped };
      stopped = (yield searching(workload, next.value)) ?? false;
    }
  }

  *#heat(question: Asked<"heat">): Exploring<ExplorerAnswer> {
    const { scenario, bounds } = question;
    const booted = boot(bare(scenario));
    if (!booted.ok) return NOT_ASSEMBLED;
    const work = heatOf(this.#machine, { program: booted.program, bounds, limits: this.#limits(question) });
    let next = work.next();
    while (next.done !== true) next = work.next(yield searching(scenario.workload, next.value));
    return { kind: "heat", report: next.value };
  }

  *#needed(question: Asked<"needed">): Exploring<ExplorerAnswer> {
    const { scenario, workloads, bounds } = question;
    const plan = { scenario: bare(scenario), workloads, bounds, limits: this.#limits(question) };
    const work = neededLines(this.#machine, plan);
    let next = work.next();
    while (next.done !== true) {
      const { done, of } = next.value;
      next = work.next(yield { kind: "removing", done, of });
    }
    return next.value === undefined ? NOT_ASSEMBLED : { kind: "needed", report: next.value };
  }

  *#minimise({ scenario }: Asked<"minimise">): Exploring<ExplorerAnswer> {
    const booted = boot(bare(scenario));
    if (!booted.ok) return NOT_ASSEMBLED;
    const schedule = scenario.schedule.filter(({ off }) => off !== true);
    const work = minimise(this.#machine, { program: booted.program, schedule });
    let next = work.next();
    while (next.done !== true) next = work.next(yield { kind: "minimising", ...next.value });
    return { kind: "minimised", result: next.value };
  }
}

function bare(scenario: Scenario): Scenario {
  return { ...scenario, schedule: [] };
}

function searching(
  workload: WorkloadName,
  { states, transitions, injections }: { states: number; transitions: number; injections: number },
): ExplorerProgress {
  return { kind: "searching", workload, states, transitions, injections };
}
