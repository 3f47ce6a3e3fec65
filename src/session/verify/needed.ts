// "Which line is needed?": each instruction of a handler taken out in turn, the rest
// assembled anew and searched within the same bounds.

import type { InstructionPlace } from "../../asm/assembly.ts";
import { without } from "../../asm/omissions.ts";
import type { Bounds, Limits } from "../../explore/index.ts";
import type { Machine } from "../../machine/index.ts";
import type { Property } from "../../machine/types.ts";
import type { Scenario, WorkloadName } from "../../scenario/scenario.ts";
import { exploreProgram, type ExplorationReport, type ExploredViolation } from "../exploration.ts";
import { boot, BootCache } from "../program/boot.ts";
import type { Program } from "../program.ts";

/**
 * needed: without it something is broken that is not broken with it; not-needed: nothing
 * more is broken within the bounds; does-not-assemble; unknown: a limit was reached.
 */
export type NeededVerdict = "needed" | "not-needed" | "does-not-assemble" | "unknown";

export interface NeededLine {
  readonly address: bigint;
  /** "label+0x4" */
  readonly place: string;
  readonly line: number;
  readonly text: string;
  readonly verdict: NeededVerdict;
  /** Of the handler without it: what proves that it is needed. */
  readonly violation: ExploredViolation | undefined;
  readonly workload: WorkloadName | undefined;
  /** Every property that is broken without it and not with it. */
  readonly properties: readonly Property[];
  /** The handler without it. */
  readonly without: string;
}

export interface NeededReport {
  readonly lines: readonly NeededLine[];
  /** Of the handler as it is, for each workload: what is broken anyway. */
  readonly broken: readonly { readonly workload: WorkloadName; readonly properties: readonly Property[] }[];
  /** Every instruction was tried. */
  readonly complete: boolean;
}

export interface NeededProgress {
  readonly done: number;
  readonly of: number;
  readonly states: number;
}

export interface NeededPlan {
  /** Its schedule does not matter. */
  readonly scenario: Scenario;
  /** Searched one after the other until the instruction proves to be needed. */
  readonly workloads: readonly WorkloadName[];
  readonly bounds: Bounds;
  readonly limits: Limits;
}

export type NeededWork = Generator<NeededProgress, NeededReport, boolean | undefined>;

/** Undefined: the handler does not assemble as it is. */
export function* neededLines(
  machine: Machine,
  plan: NeededPlan,
): Generator<NeededProgress, NeededReport | undefined, boolean | undefined> {
  const booted = boot(plan.scenario);
  if (!booted.ok) return undefined;
  return yield* new Removal(machine, plan, booted.program).run();
}

class Removal {
  readonly #machine: Machine;
  readonly #plan: NeededPlan;
  readonly #program: Program;
  readonly #cache = new BootCache();
  readonly #broken = new Map<WorkloadName, ReadonlySet<Property>>();
  readonly #of: number;
  #done = 0;
  #stopped = false;

  constructor(machine: Machine, plan: NeededPlan, program: Program) {
    this.#machine = machine;
    this.#plan = plan;
    this.#program = program;
    this.#of = program.source.assembly.places.length;
  }

  *run(): NeededWork {
    const { workloads } = this.#plan;
    for (const workload of workloads) {
      const report = yield* this.#search(this.#program.source.text, workload);
      if (report === undefined) break;
      this.#broken.set(workload, new Set(report.violations.map(({ property }) => property)));
    }
    const lines: NeededLine[] = [];
    for (const place of this.#program.source.assembly.places) {
      if (this.#stopped) break;
      const line = yield* this.#judge(place);
      if (line !== undefined) lines.push(line);
      this.#done++;
    }
    const broken = [...this.#broken].map(([workload, properties]) => ({ workload, properties: [...properties] }));
    return { lines, broken, complete: !this.#stopped };
  }

  /** Undefined: stopped meanwhile. */
  *#judge(place: InstructionPlace): Generator<NeededProgress, NeededLine | undefined, boolean | undefined> {
    const { source, naming } = this.#program;
    const { address, line, text } = place;
    const rest = withoutInstruction(source.text, place, source.assembly.places);
    const one = { address, place: naming.place(address), line, text: text.trim(), without: rest };
    const nothing = { violation: undefined, workload: undefined, properties: [] };
    let known = true;
    for (const workload of this.#plan.workloads) {
      const report = yield* this.#search(rest, workload);
      if (this.#stopped) return undefined;
      if (report === undefined) return { ...one, ...nothing, verdict: "does-not-assemble" };
      const fresh = report.violations.filter(({ property }) => this.#broken.get(workload)?.has(property) !== true);
      const [violation] = fresh;
      if (violation !== undefined) {
        const properties = [...new Set(fresh.map(({ property }) => property))];
        return { ...one, verdict: "needed", violation, workload, properties };
      }
      if (report.limits.length > 0 || report.unconfirmed.length > 0) known = false;
    }
    return { ...one, ...nothing, verdict: known ? "not-needed" : "unknown" };
  }

  /** Undefined: it does not assemble, or the work was stopped. */
  *#search(
    text: string,
    workload: WorkloadName,
  ): Generator<NeededProgress, ExplorationReport | undefined, boolean | undefined> {
    const { scenario, bounds, limits } = this.#plan;
    const handler: Scenario["handler"] = { kind: "source", text, name: this.#program.source.title };
    const booted = boot({ ...scenario, workload, handler, schedule: [] }, this.#cache);
    if (!booted.ok) return undefined;
    const work = exploreProgram(this.#machine, { program: booted.program, bounds, limits });
    let next = work.next();
    while (next.done !== true) {
      const stop = yield { done: this.#done, of: this.#of, states: next.value.states };
      if (stop === true) this.#stopped = true;
      next = work.next(stop);
    }
    return this.#stopped ? undefined : next.value;
  }
}

/** The text without one instruction: blanks in its place, or a `#@ without` line if its line makes several, or a macro or body it. */
export function withoutInstruction(
  source: string,
  place: InstructionPlace,
  places: readonly InstructionPlace[],
): string {
  const { line, text, fromBody } = place;
  const lines = source.split("\n");
  const whole = lines[line - 1];
  const written = text.trim();
  const together = places.filter((other) => other.line === line);
  const at = fromBody || together.length > 1 ? -1 : (whole?.indexOf(written) ?? -1);
  if (whole === undefined || at < 0)
    return without(source, line, together.findIndex(({ address }) => address === place.address) + 1);
  lines[line - 1] = whole.slice(0, at) + " ".repeat(written.length) + whole.slice(at + written.length);
  return lines.join("\n");
}
