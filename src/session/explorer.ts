// The explorer: one machine for searches, asked about whole scenarios. Works in
// slices as a session does. Knows no page and no clock.

import { DEFAULT_LIMITS, type Limits, type Progress, type SearchMode } from "../explore/index.ts";
import { Machine, searchBytes } from "../machine/index.ts";
import type { ExplorerAnswer, ExplorerProgress, ExplorerQuestion } from "../protocol/exploration.ts";
import type { Scenario, WorkloadName } from "../scenario/scenario.ts";
import { type ExplorationWork, exploreProgram } from "./exploration.ts";
import { boot } from "./program/boot.ts";
import type { Helpers } from "./verify/crew.ts";
import { exploreFurther } from "./verify/further.ts";
import { heatOf } from "./verify/heat.ts";
import { minimise } from "./verify/minimise.ts";
import { neededLines } from "./verify/needed.ts";
import type { ExploredPart } from "./views/exploration.ts";

type Exploring<Result> = Generator<ExplorerProgress, Result, boolean | undefined>;
type Asked<Kind extends ExplorerQuestion["kind"]> = Extract<ExplorerQuestion, { kind: Kind }>;

/** Where even this much memory is refused, a search is of no use. */
const FEWEST_STATES = 100_000;

const NOT_ASSEMBLED: ExplorerAnswer = { kind: "not-assembled" };

/** A search that was stopped and can go on. */
interface Stopped {
  readonly question: Asked<"explore">;
  /** Of the workloads before. */
  readonly parts: ExploredPart[];
  readonly workload: WorkloadName;
  readonly work: ExplorationWork;
}

interface Made {
  readonly machine: Machine;
  readonly states: number;
  readonly bytes: number;
}

export class Explorer {
  readonly #core: WebAssembly.Module | BufferSource;
  readonly #helpers: Helpers | undefined;
  /** For searches, one of which may be stopped; and for all else. */
  #made: Made | undefined;
  #beside: Made | undefined;
  #stopped: Stopped | undefined;
  #isWaiting = false;

  /** `helpers`: they do a part of large searches. */
  constructor(core: WebAssembly.Module | BufferSource, helpers?: Helpers) {
    this.#core = core;
    this.#helpers = helpers;
  }

  /** Nothing can be done until a helper has told more. */
  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  /** Machines with tables for so many states, or for as many as there is memory for. */
  async prepare(question: ExplorerQuestion): Promise<void> {
    if (question.kind === "go-on") return;
    if (question.kind !== "explore") {
      const states = question.kind === "minimise" ? FEWEST_STATES : question.maxStates;
      this.#beside = await this.#make(this.#beside, states);
      return;
    }
    this.#forget();
    this.#beside ??= await this.#make(undefined, FEWEST_STATES);
    const before = this.#made;
    this.#made = undefined;
    this.#made = await this.#make(before, question.maxStates, question.mode);
  }

  async #make(before: Made | undefined, wanted: number, mode?: SearchMode): Promise<Made> {
    if (before !== undefined && before.states >= wanted && before.bytes >= searchBytes(wanted, mode)) return before;
    for (let states = wanted; ; states = Math.floor(states / 2)) {
      const bytes = searchBytes(states, mode);
      try {
        return { machine: await Machine.create(this.#core, bytes), states, bytes };
      } catch (failure) {
        if (!(failure instanceof RangeError) || states < FEWEST_STATES) throw failure;
      }
    }
  }

  *run(question: ExplorerQuestion): Exploring<ExplorerAnswer> {
    switch (question.kind) {
      case "explore":
        return yield* this.#explore(question, [], question.workloads[0]);
      case "go-on":
        return this.#stopped === undefined ? { kind: "nothing-stopped" } : yield* this.#goOn(this.#stopped);
      case "heat":
        return yield* this.#heat(question);
      case "needed":
        return yield* this.#needed(question);
      case "minimise":
        return yield* this.#minimise(question);
    }
  }

  get #machine(): Machine {
    return machineOf(this.#made);
  }

  get #other(): Machine {
    return machineOf(this.#beside);
  }

  #limits({ maxStates }: { readonly maxStates: number }, made = this.#beside): Limits {
    return { ...DEFAULT_LIMITS, maxStates: Math.min(maxStates, made?.states ?? maxStates) };
  }

  /** What was stopped cannot go on any more. */
  #forget(): void {
    this.#stopped?.work.return(undefined as never);
    this.#stopped = undefined;
  }

  /** From this workload on, all of the question's. */
  *#explore(
    question: Asked<"explore">,
    parts: ExploredPart[],
    workload: WorkloadName | undefined,
  ): Exploring<ExplorerAnswer> {
    if (workload === undefined) return { kind: "explored", parts, canGoOn: false };
    const { scenario, bounds, mode, further } = question;
    const booted = boot(bare({ ...scenario, workload }));
    if (!booted.ok) return NOT_ASSEMBLED;
    const limits = this.#limits(question, this.#made);
    const helpers = this.#helpers;
    const search = further === true ? exploreFurther : exploreProgram;
    const work = search(this.#machine, { program: booted.program, bounds, limits, mode, helpers });
    return yield* this.#goOn({ question, parts, workload, work });
  }

  *#goOn(search: Stopped): Exploring<ExplorerAnswer> {
    const { question, parts, workload, work } = search;
    this.#stopped = undefined;
    let next = work.next(false);
    while (next.done !== true) {
      this.#isWaiting = next.value.waiting ?? false;
      const stop = yield searching(workload, next.value);
      this.#isWaiting = false;
      if (stop === true) {
        this.#stopped = search;
        const report = next.value.soFar(this.#other);
        const part = { workload, report, stopped: report.verdict !== "holds" };
        return { kind: "explored", parts: [...parts, part], canGoOn: true };
      }
      next = work.next(false);
    }
    parts.push({ workload, report: next.value, stopped: false });
    return yield* this.#explore(question, parts, question.workloads[question.workloads.indexOf(workload) + 1]);
  }

  *#heat(question: Asked<"heat">): Exploring<ExplorerAnswer> {
    const { scenario, bounds } = question;
    const booted = boot(bare(scenario));
    if (!booted.ok) return NOT_ASSEMBLED;
    const work = heatOf(this.#other, { program: booted.program, bounds, limits: this.#limits(question) });
    let next = work.next();
    while (next.done !== true) next = work.next(yield searching(scenario.workload, next.value));
    return { kind: "heat", report: next.value };
  }

  *#needed(question: Asked<"needed">): Exploring<ExplorerAnswer> {
    const { scenario, workloads, bounds } = question;
    const plan = { scenario: bare(scenario), workloads, bounds, limits: this.#limits(question) };
    const work = neededLines(this.#other, plan);
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
    const work = minimise(this.#other, { program: booted.program, schedule });
    let next = work.next();
    while (next.done !== true) next = work.next(yield { kind: "minimising", ...next.value });
    return { kind: "minimised", result: next.value };
  }
}

function bare(scenario: Scenario): Scenario {
  return { ...scenario, schedule: [] };
}

function machineOf(made: Made | undefined): Machine {
  if (made === undefined) throw new Error("the question was not prepared");
  return made.machine;
}

function searching(
  workload: WorkloadName,
  { states, transitions, injections, estimatedStates, shortening }: Omit<Progress, "soFar">,
): ExplorerProgress {
  return { kind: "searching", workload, states, transitions, injections, estimatedStates, shortening };
}
