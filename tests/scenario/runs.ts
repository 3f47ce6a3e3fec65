// Whole runs of built-in handlers, for tests that judge how they end.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Machine } from "../../src/machine/index.ts";
import type { Registers } from "../../src/machine/types.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { parseSchedule } from "../../src/scenario/schedule.ts";
import { runScenario, type StepFact } from "../../src/session/index.ts";
import type { RunView } from "../../src/session/views.ts";

const CORE = join(import.meta.dirname, "../../build/core.wasm");

export const machine = await Machine.create(readFileSync(CORE));

export interface Whole {
  readonly view: RunView;
  readonly steps: readonly StepFact[];
  /** Registers after each instruction of the workload. */
  readonly workload: readonly Registers[];
}

export function scenarioOf(
  handler: string,
  schedule: string,
  workload: Scenario["workload"] = "kernel",
  body = "touch",
) {
  const { items, problems } = parseSchedule(schedule);
  if (problems.length > 0) throw new Error(problems[0]?.message);
  return { handler: { kind: "catalogue", name: handler }, workload, body, options: {}, schedule: items } as const;
}

export function runWhole(scenario: Scenario, maxSteps?: number): Whole {
  const steps: StepFact[] = [];
  const workload: Registers[] = [];
  let range = { from: 0n, to: 0n };
  for (const fact of runScenario(scenario, { machine, ...(maxSteps === undefined ? {} : { maxSteps }) })) {
    switch (fact.kind) {
      case "rejected":
        throw new Error(fact.source.diagnostics.map(({ line, message }) => `${line}: ${message}`).join("\n"));
      case "header":
        range = fact.program.image.workloadRange;
        break;
      case "step": {
        const { kind, ripBefore } = fact.step;
        steps.push(fact);
        if (kind === "instruction" && ripBefore >= range.from && ripBefore < range.to) workload.push(fact.registers);
        break;
      }
      case "end":
        return { view: fact.view, steps, workload };
    }
  }
  throw new Error("the run has no end");
}
