// Exploring one scenario: the search over its program, and each counterexample
// made into a schedule and replayed by an ordinary run before anyone sees it.

import {
  type Bounds,
  type Counterexample,
  type Limit,
  type Outcome,
  type SearchMode,
  type Progress,
  explore,
} from "../explore/index.ts";
import type { Machine } from "../machine/index.ts";
import { PROPERTIES, type Property } from "../machine/types.ts";
import type { ScheduleItem } from "../scenario/scenario.ts";
import { printSchedule } from "../scenario/schedule.ts";
import { type Exercised, type Witness, WITNESSES, happens, makeExercised, notedOf } from "./verify/exercised.ts";
import { type Note, notesOf } from "./verify/notes.ts";
import { DEFAULT_RUN_STEPS } from "./limits.ts";
import type { Program } from "./program.ts";
import { judgedProperties } from "./verdict/properties.ts";
import { openRun, type Run } from "./run.ts";
import { finish } from "./slices.ts";
import { type ExplorationPlan, questionOf, scheduleOf } from "./verify/question.ts";
import type { ViolationView } from "./views.ts";
import { UNCONFIRMED_TEXTS } from "./texts/exploring.ts";

/** A violation that an ordinary run shows. */
export interface ExploredViolation {
  readonly property: Property;
  readonly cause: string;
  readonly schedule: readonly ScheduleItem[];
  /** Events that count against the bounds; those that make a lazy page present do not. */
  readonly injections: number;
  /** Steps from the start until it is so. */
  readonly steps: number;
  /** Every schedule with as many injections and fewer steps was tried. */
  readonly fewestSteps?: boolean;
  readonly at: string;
  /** Of the handler's source: the last instruction of its own up to the damage, or what is asserted. */
  readonly line?: number | undefined;
  readonly explanation: string;
}

export interface ExplorationReport {
  readonly verdict: "holds" | "violated" | "incomplete";
  /** What it is about. */
  readonly bounds: Bounds;
  readonly states: number;
  readonly transitions: number;
  /** What was judged: `assertion` only where the file asserts something. */
  readonly judged: readonly Property[];
  readonly violations: readonly ExploredViolation[];
  readonly limits: readonly Limit[];
  readonly mode?: SearchMode;
  /** Bytes that the visited states take, without free places. */
  readonly bytes?: number;
  /** Violations that the search met and an ordinary run does not: our own defects. */
  readonly unconfirmed: readonly string[];
  /** What was tried and what happened, so that "holds" says something. */
  readonly exercised: Exercised;
  /** What the verdict is silent about. */
  readonly notes: readonly Note[];
}

/** How far a search is; `soFar`: what was found, replayed on a machine that is not the search's. */
export type ExplorationProgress = Omit<Progress, "soFar"> & {
  readonly soFar: (replays: Machine) => ExplorationReport;
};

export type ExplorationWork = Generator<ExplorationProgress, ExplorationReport, boolean | undefined>;

/** `machine` needs memory for the search (`searchBytes`); it is free for other use afterwards. */
export function* exploreProgram(machine: Machine, plan: ExplorationPlan): ExplorationWork {
  const work = explore(machine, questionOf(plan));
  let next = work.next();
  while (next.done !== true) {
    const { soFar: outcomeSoFar, ...progress } = next.value;
    const soFar = (replays: Machine): ExplorationReport => {
      if (outcomeSoFar === undefined) throw new Error("this search cannot say what it has come to");
      return reportOf(replays, plan, outcomeSoFar());
    };
    next = work.next(yield { ...progress, soFar });
  }
  return reportOf(machine, plan, next.value);
}

function reportOf(machine: Machine, { program, bounds }: ExplorationPlan, outcome: Outcome): ExplorationReport {
  const { violations, witnesses, unconfirmed } = replayAll(machine, program, outcome.counterexamples);
  const complete = outcome.limits.length === 0 && unconfirmed.length === 0;
  const verdict = violations.length > 0 ? "violated" : complete ? "holds" : "incomplete";
  const { states, transitions, limits, mode, bytes } = outcome;
  const exercised = makeExercised(program, outcome.coverage, witnesses);
  return {
    verdict,
    bounds,
    states,
    transitions,
    mode,
    bytes,
    judged: judgedProperties(program),
    violations: withoutConsequences(violations),
    limits,
    unconfirmed,
    exercised,
    notes: notesOf({ verdict, bounds, workload: program.image.workload, ...notedOf(exercised) }),
  };
}

/** What ordinary runs show of what a search met. `key` tells causes apart. */
export function replayAll(machine: Machine, program: Program, examples: readonly Counterexample[]) {
  const violations: (ExploredViolation & { readonly key: string })[] = [];
  const witnesses: Witness[] = [];
  const unconfirmed: string[] = [];
  for (const example of examples) {
    const { found } = example;
    const shown = found.property === "witness" ? witness(machine, program, example) : replay(machine, program, example);
    if (shown === undefined) continue;
    if (typeof shown === "string") unconfirmed.push(shown);
    else if ("name" in shown) witnesses.push(shown);
    else violations.push({ ...shown, key: found.key.toString(16) });
  }
  return { violations, witnesses, unconfirmed };
}

/** In order; of one property in one schedule the first is the cause of the rest, but each assertion is its own. */
function withoutConsequences(violations: readonly ExploredViolation[]): readonly ExploredViolation[] {
  const seen = new Set<string>();
  return violations.toSorted(order).filter(({ property, cause, schedule }) => {
    const key = `${property === "assertion" ? cause : property} ${printSchedule(schedule)}`;
    const isFirst = !seen.has(key);
    seen.add(key);
    return isFirst;
  });
}

function order(a: ExploredViolation, b: ExploredViolation): number {
  const byProperty = PROPERTIES.indexOf(a.property) - PROPERTIES.indexOf(b.property);
  return a.injections - b.injections || a.steps - b.steps || byProperty;
}

/** Undefined: the schedule breaks the same in the same way earlier, and a run notes a cause once. */
function replay(
  machine: Machine,
  program: Program,
  { found, events, fewestSteps }: Counterexample,
): ExploredViolation | string | undefined {
  const schedule = scheduleOf(machine, program, events);
  const run = openRun(machine, program, schedule, found.steps + DEFAULT_RUN_STEPS);
  finish(run.timeline.complete());
  const view = seenIn(run, found);
  const { cause, injections } = found;
  // The search sees a state again when all is as it was, a run when the machine is: not always at the same step.
  const fewest = cause === "livelock" ? false : fewestSteps;
  if (view === undefined) return isNotedBefore(run, found) ? undefined : notShown(found, schedule);
  const { property } = view;
  const { step, at, summary } = view;
  const line = view.assertion?.line ?? lineBefore(run, step);
  return {
    property,
    cause,
    schedule,
    injections,
    steps: step + 1,
    fewestSteps: fewest,
    at,
    line,
    explanation: summary,
  };
}

/** Line of the last instruction of the handler's source that the run came to, up to `step`. */
function lineBefore(run: Run, step: number): number | undefined {
  for (let at = Math.min(step, run.timeline.length - 1); at >= 0; at--) {
    const line = run.program.lines.get(run.timeline.ripAt(at))?.line;
    if (line !== undefined) return line;
  }
  return undefined;
}

function isNotedBefore({ timeline }: Run, { property, cause, steps }: Counterexample["found"]): boolean {
  return timeline.tracker.violations.some(
    ({ step, note }) => step < steps - 1 && note.property === property && note.cause === cause,
  );
}

function notShown({ property, cause, steps }: Counterexample["found"], schedule: readonly ScheduleItem[]): string {
  return UNCONFIRMED_TEXTS.violation(property, cause, steps, printSchedule(schedule));
}

/** A schedule that shows that something can happen, if an ordinary run of it does. */
function witness(machine: Machine, program: Program, { found, events }: Counterexample): Witness | string {
  const schedule = scheduleOf(machine, program, events);
  const run = openRun(machine, program, schedule, found.steps);
  finish(run.timeline.complete());
  const name = WITNESSES.find((known) => known === found.cause);
  if (name === undefined || !happens(run, name, found.steps - 1)) return notShown(found, schedule);
  const { injections, steps } = found;
  return { name, schedule, injections, steps, at: program.naming.place(run.timeline.tracker.steps.rip(steps - 1)) };
}

function seenIn(run: Run, { property, cause, steps }: Counterexample["found"]): ViolationView | undefined {
  const views = run.violations().filter((view) => view.property === property);
  if (cause === "livelock" || cause === "triple-fault") return views.at(-1);
  const noted = run.timeline.tracker.violations.some(
    ({ step, note }) => step === steps - 1 && note.property === property && note.cause === cause,
  );
  const isThis = (view: ViolationView) => view.assertion === undefined || view.assertion.cause === cause;
  return noted ? views.find((view) => view.step === steps - 1 && isThis(view)) : undefined;
}
