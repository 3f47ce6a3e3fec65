// What an item that is switched off would do: a short run with it switched on. Must
// come before the run itself, which has the machine from then on.

import type { ScheduleItem } from "../scenario/scenario.ts";
import { MAX_TRIALS, TRIAL_STEPS } from "./limits.ts";
import type { StepMachine } from "./machine-face.ts";
import { scheduleRows } from "./panels/schedule-view.ts";
import type { Program } from "./program.ts";
import { resolveItem } from "./schedule-items.ts";
import { finish } from "./slices.ts";
import { Timeline } from "./timeline.ts";

/** By index in the schedule; an item whose fate is not known within the bound is left out. */
export function tryOffItems(
  machine: StepMachine,
  program: Program,
  schedule: readonly ScheduleItem[],
): ReadonlyMap<number, string> {
  const outcomes = new Map<number, string>();
  const off = schedule.flatMap((item, index) => (item.off === true ? [index] : []));
  for (const index of off.slice(0, MAX_TRIALS)) {
    const outcome = tryItem(machine, program, schedule, index);
    if (outcome !== undefined) outcomes.set(index, outcome);
  }
  return outcomes;
}

function tryItem(
  machine: StepMachine,
  program: Program,
  schedule: readonly ScheduleItem[],
  tried: number,
): string | undefined {
  const items = schedule.map(({ event, when, off }, index) =>
    index === tried || off !== true ? { event, when } : { event, when, off },
  );
  const resolved = items.map((item) => resolveItem(item, (name) => program.naming.symbol(name)));
  const { image, shapeAt, counters } = program;
  const timeline = new Timeline(machine, { image, items: resolved, shapeAt, counters, maxSteps: TRIAL_STEPS });
  finish(timeline.complete());
  const row = scheduleRows(items, resolved, timeline.driver, timeline.tracker)[tried];
  if (row === undefined || (row.state === "unused" && timeline.end?.kind === "max-steps")) return undefined;
  return row.outcome;
}
