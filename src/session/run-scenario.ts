// A whole run as a stream of facts, step by step, without positions or panels:
// what the command line prints.

import type { Registers, Step } from "../machine/types.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { boot } from "./program/boot.ts";
import type { StepMachine } from "./machine-face.ts";
import type { Program, Source } from "./program.ts";
import { openRun, type Run } from "./run.ts";
import { sentenceOf, plainText } from "./sentence/sentence.ts";
import type { RunView } from "./views.ts";

export type RunFact =
  /** The handler does not assemble: nothing ran. */
  | { readonly kind: "rejected"; readonly source: Source }
  | { readonly kind: "header"; readonly program: Program; readonly initial: Registers }
  | StepFact
  | { readonly kind: "end"; readonly view: RunView; readonly unused: readonly string[] };

export interface StepFact {
  readonly kind: "step";
  readonly index: number;
  readonly step: Step;
  /** After the step. */
  readonly registers: Registers;
  /** "label+0x4" of RIP before the step. */
  readonly at: string;
  /** The instruction at RIP before the step, in GNU as syntax; a delivery's did not run. */
  readonly text: string;
  /** "NMI 1": who took the step. */
  readonly context: string;
  readonly idealised: boolean;
  /** What happened, in one sentence. */
  readonly describe: () => string;
}

export interface RunOptions<Snapshot> {
  readonly machine: StepMachine<Snapshot>;
  /** Default: to the run's own end, or 20,000 steps beyond the last step that the schedule names. */
  readonly maxSteps?: number;
  /** Looked at before every step. */
  readonly signal?: { readonly aborted: boolean };
}

export function* runScenario<Snapshot>(scenario: Scenario, options: RunOptions<Snapshot>): Generator<RunFact, void> {
  const { machine, maxSteps, signal } = options;
  const booted = boot(scenario);
  if (!booted.ok) {
    yield { kind: "rejected", source: booted.source };
    return;
  }
  const run = openRun(machine, booted.program, scenario.schedule, maxSteps);
  yield { kind: "header", program: run.program, initial: run.timeline.initial };
  while (!signal?.aborted) {
    const index = run.timeline.length;
    const step = run.timeline.advance();
    if (step === undefined) break;
    yield stepFact(run, index, step);
  }
  const view = run.view();
  const unused = view.schedule.filter(({ state }) => state === "unused").map(({ text }) => text);
  yield { kind: "end", view, unused };
}

export function stepFact(run: Run, index: number, step: Step): StepFact {
  const { program, timeline } = run;
  const line = program.lines.get(step.ripBefore);
  return {
    kind: "step",
    index,
    step,
    registers: timeline.machine.registers(),
    at: program.naming.place(step.ripBefore),
    text: line?.text ?? "",
    context: timeline.tracker.contexts.name(timeline.tracker.steps.context(index)),
    idealised: line?.idealised ?? false,
    describe: () => plainText(sentenceOf(run, index, step).what),
  };
}
