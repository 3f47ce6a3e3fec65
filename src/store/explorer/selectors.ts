// What several panels derive from the explorer's state in the same way.

import { WORKLOADS, type ScheduleItem, type WorkloadName } from "../../scenario/scenario.ts";
import { printSchedule } from "../../scenario/schedule.ts";
import type { PageState } from "../state.ts";
import type { Explored, Heat, PageViolation, Running } from "./state.ts";

/** Program and surroundings as one text; undefined: nothing that runs. */
export function subjectOf(state: PageState): string | undefined {
  return textOf(state, state.explorer.allWorkloads ? "all" : (state.scenario?.workload ?? ""));
}

/** The same with the workload that is interrupted now. */
export function heatSubjectOf(state: PageState): string | undefined {
  return textOf(state, state.scenario?.workload ?? "");
}

function textOf({ scenario, program }: PageState, workload: string): string | undefined {
  if (scenario === undefined || program === undefined || !program.assembled) return undefined;
  const options = Object.entries(scenario.options).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([program.source, scenario.body, options, workload]);
}

/** The heat map of the program as it is now. */
export function presentHeat(state: PageState): Heat | undefined {
  const { heat } = state.explorer;
  return heat !== undefined && !state.sourcePending && heat.subject === heatSubjectOf(state) ? heat : undefined;
}

/** What runs, if that is worth showing. */
export function longRunning({ explorer }: PageState): Running | undefined {
  return explorer.running?.isLong === true ? explorer.running : undefined;
}

/** Workloads that a question asked now would be about. */
export function workloadsOf({ scenario, explorer }: PageState): readonly WorkloadName[] {
  return explorer.allWorkloads || scenario === undefined ? WORKLOADS : [scenario.workload];
}

/** The result is of another program than the one in the editor. */
export function isStale(state: PageState): boolean {
  const { result } = state.explorer;
  return result !== undefined && (state.sourcePending || result.subject !== subjectOf(state));
}

/** The counterexample that is the schedule now, counted from 0: of several with one schedule the last that was opened. */
export function openedViolation(state: PageState): number | undefined {
  const { scenario, explorer } = state;
  if (scenario === undefined || explorer.result === undefined) return undefined;
  const { violations } = explorer.result;
  const isShown = ({ schedule, workload }: PageViolation): boolean =>
    workload === scenario.workload && sameSchedule(schedule, scenario.schedule);
  const last = explorer.opened === undefined ? undefined : violations[explorer.opened];
  if (last !== undefined && isShown(last)) return explorer.opened;
  const found = violations.findIndex(isShown);
  return found === -1 ? undefined : found;
}

export function sameSchedule(left: readonly ScheduleItem[], right: readonly ScheduleItem[]): boolean {
  return printSchedule(left) === printSchedule(right);
}

/** Violations of one property together, in the order of their numbers. */
export function byProperty(
  violations: readonly PageViolation[],
): readonly { readonly property: string; readonly found: readonly (readonly [number, PageViolation])[] }[] {
  const groups = new Map<string, (readonly [number, PageViolation])[]>();
  for (const [index, violation] of violations.entries()) {
    const group = groups.get(violation.property) ?? [];
    group.push([index, violation]);
    groups.set(violation.property, group);
  }
  return [...groups].map(([property, found]) => ({ property, found }));
}

/** The explorer's answer, if it is of the text as it is now. */
export function presentResult(state: PageState): Explored | undefined {
  return isStale(state) ? undefined : state.explorer.result;
}

export function brokenProperties(violations: readonly PageViolation[]): number {
  return new Set(violations.map(({ property }) => property)).size;
}

/** How many are judged: one more where the file asserts something. */
export function judgedProperties({ parts }: Explored): number {
  return Math.max(8, ...parts.map(({ report }) => report.judged.length));
}
