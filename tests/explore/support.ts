// Searches of handlers, for tests that judge what is found.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_LIMITS, type Bounds, type Limits } from "../../src/explore/index.ts";
import { Machine, searchBytes } from "../../src/machine/index.ts";
import type { Scenario, WorkloadName } from "../../src/scenario/scenario.ts";
import { printSchedule } from "../../src/scenario/schedule.ts";
import { boot, exploreProgram, type ExplorationReport, type Program } from "../../src/session/index.ts";

const CORE = join(import.meta.dirname, "../../build/core.wasm");

export const MAX_STATES = 4_000_000;

export const machine = await Machine.create(readFileSync(CORE), searchBytes(MAX_STATES));

export function programOf(
  handler: Scenario["handler"],
  workload: WorkloadName = "kernel",
  body = "touch",
  options: Scenario["options"] = {},
): Program {
  const booted = boot({ handler, workload, body, options, schedule: [] });
  if (booted.ok) return booted.program;
  throw new Error(booted.source.diagnostics.map(({ line, message }) => `${line}: ${message}`).join("\n"));
}

export function catalogue(name: string, workload: WorkloadName = "kernel", body = "touch"): Program {
  return programOf({ kind: "catalogue", name }, workload, body);
}

export function source(text: string, workload: WorkloadName = "kernel"): Program {
  return programOf({ kind: "source", text }, workload);
}

export function bounds(nmis: number, faults: number, more: Partial<Bounds> = {}): Bounds {
  return { nmis, faults, machineChecks: 0, faultPoints: "lazy", ...more };
}

export function search(program: Program, within: Bounds, limits: Partial<Limits> = {}): ExplorationReport {
  const all = { ...DEFAULT_LIMITS, maxStates: MAX_STATES, ...limits };
  const work = exploreProgram(machine, { program, bounds: within, limits: all });
  let next = work.next();
  while (next.done !== true) next = work.next();
  return next.value;
}

/** "property: schedule" of each violation, without what makes pages present. */
export function told({ violations }: ExplorationReport): readonly string[] {
  return violations.map(({ property, schedule }) => `${property}: ${printSchedule(schedule)}`);
}
