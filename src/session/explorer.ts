// The explorer: one machine for searches, asked about whole scenarios. Works in
// slices as a session does. Knows no page and no clock.

import { DEFAULT_LIMITS } from "../explore/index.ts";
import { Machine, searchBytes } from "../machine/index.ts";
import type { ExplorerAnswer, ExplorerProgress, ExplorerQuestion } from "../protocol/exploration.ts";
import type { WorkloadName } from "../scenario/scenario.ts";
import { exploreProgram } from "./exploration.ts";
import { boot } from "./program/boot.ts";
import type { ExploredPart } from "./views/exploration.ts";

type Exploring<Result> = Generator<ExplorerProgress, Result, boolean | undefined>;

/** Where even this much memory is refused, a search is of no use. */
const FEWEST_STATES = 100_000;

export class Explorer {
  readonly #core: WebAssembly.Module | BufferSource;
  #machine: Machine | undefined;
  #states = 0;

  constructor(core: WebAssembly.Module | BufferSource) {
    this.#core = core;
  }

  /** A machine with tables for so many states, or for as many as there is memory for. */
  async prepare({ maxStates }: ExplorerQuestion): Promise<void> {
    if (this.#machine !== undefined && this.#states === maxStates) return;
    this.#machine = undefined;
    for (let states = maxStates; ; states = Math.floor(states / 2)) {
      try {
        this.#machine = await Machine.create(this.#core, searchBytes(states));
        this.#states = states;
        return;
      } catch (failure) {
        if (!(failure instanceof RangeError) || states < FEWEST_STATES) throw failure;
      }
    }
  }

  *run(question: ExplorerQuestion): Exploring<ExplorerAnswer> {
    const parts: ExploredPart[] = [];
    for (const workload of question.workloads) {
      const part = yield* this.#explore(question, workload);
      if (part === undefined) return { kind: "not-assembled" };
      parts.push(part);
      if (part.stopped) break;
    }
    return { kind: "explored", parts };
  }

  /** Undefined: the handler does not assemble. */
  *#explore({ scenario, bounds }: ExplorerQuestion, workload: WorkloadName): Exploring<ExploredPart | undefined> {
    const machine = this.#machine;
    if (machine === undefined) throw new Error("the question was not prepared");
    const booted = boot({ ...scenario, workload, schedule: [] });
    if (!booted.ok) return undefined;
    const limits = { ...DEFAULT_LIMITS, maxStates: this.#states };
    const search = exploreProgram(machine, { program: booted.program, bounds, limits });
    let stopped = false;
    for (let next = search.next(); ; next = search.next(stopped)) {
      if (next.done === true) return { workload, report: next.value, stopped };
      const { states, transitions, injections } = next.value;
      stopped = (yield { workload, states, transitions, injections }) ?? false;
    }
  }
}
