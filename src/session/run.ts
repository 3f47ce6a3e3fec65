// A program, its schedule and the timeline they make. One open run at a time owns
// the machine.

import type { ScheduleItem } from "../scenario/scenario.ts";
import type { StepMachine } from "./machine-face.ts";
import { Meaning } from "./meaning.ts";
import type { Program } from "./program.ts";
import { makeRunView } from "./panels/run-view.ts";
import { resolveItem, type ResolvedItem } from "./schedule-items.ts";
import { Timeline } from "./timeline.ts";
import { findViolations } from "./verdict/violations.ts";
import type { RunView, ViolationView } from "./views.ts";

export interface Run<Snapshot = unknown> {
  readonly program: Program;
  readonly meaning: Meaning;
  readonly schedule: readonly ScheduleItem[];
  readonly resolved: readonly ResolvedItem[];
  readonly timeline: Timeline<Snapshot>;
  /** What items that are off would do, by index; unknown ones are missing. */
  readonly trials: ReadonlyMap<number, string>;
  view(notice?: string): RunView;
  /** Of the run as far as it is known. */
  violations(): readonly ViolationView[];
}

export function openRun<Snapshot>(
  machine: StepMachine<Snapshot>,
  program: Program,
  schedule: readonly ScheduleItem[],
  maxSteps?: number,
  trials: Run["trials"] = new Map(),
): Run<Snapshot> {
  const resolved = schedule.map((item) => resolveItem(item, (name) => program.naming.symbol(name)));
  const timeline = new Timeline(machine, {
    image: program.image,
    items: resolved,
    shapeAt: program.shapeAt,
    counters: program.counters,
    ...(maxSteps === undefined ? {} : { maxSteps }),
  });
  return runOf({ program, schedule, resolved, timeline, trials });
}

/** The same run with another spelling of its program. */
export function respelled<Snapshot>(run: Run<Snapshot>, program: Program): Run<Snapshot> {
  const { schedule, resolved, timeline, trials } = run;
  return runOf({ program, schedule, resolved, timeline, trials });
}

function runOf<Snapshot>(parts: Omit<Run<Snapshot>, "meaning" | "view" | "violations">): Run<Snapshot> {
  const { timeline } = parts;
  let judged: { readonly length: number; readonly violations: readonly ViolationView[] } | undefined;
  const run: Run<Snapshot> = {
    ...parts,
    meaning: new Meaning(parts.program),
    view: (notice) => makeRunView(run, notice),
    violations() {
      if (judged?.length !== timeline.length)
        judged = { length: timeline.length, violations: findViolations(run, timeline.end ?? { kind: "max-steps" }) };
      return judged.violations;
    },
  };
  return run;
}
