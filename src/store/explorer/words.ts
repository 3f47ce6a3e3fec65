// The explorer's answers in words, for panel, chip and console alike. Never a
// verdict without its bounds.

import type { ScheduleItem, WorkloadName } from "../../scenario/scenario.ts";
import { printSchedule } from "../../scenario/schedule.ts";
import type { ExploredPart } from "../../session/views/exploration.ts";
import type { Explored, ExploringQuestion, PageViolation } from "./state.ts";

export const number = (value: number): string => value.toLocaleString("en-GB");

export const many = (count: number, one: string, more = `${one}s`): string =>
  `${number(count)} ${count === 1 ? one : more}`;

const POINTS = { lazy: "", region: " (injected in may-fault ranges too)", anywhere: " (injected anywhere too)" };

function workloadWords(workloads: readonly WorkloadName[]): string {
  return workloads.length > 1 ? `workloads ${workloads.join(", ")}` : (workloads[0] ?? "");
}

/** "up to 3 NMIs and 2 faults on kernel" */
export function boundsWords({ bounds, workloads }: Pick<ExploringQuestion, "bounds" | "workloads">): string {
  const { nmis, faults, machineChecks, faultPoints, debugExceptions = 0, breakpoints = 0 } = bounds;
  const events = [
    many(nmis, "NMI"),
    `${many(faults, "fault")}${faults === 0 ? "" : POINTS[faultPoints]}`,
    ...(machineChecks === 0 ? [] : [many(machineChecks, "machine check")]),
    ...(debugExceptions === 0 ? [] : [many(debugExceptions, "#DB", "#DB")]),
    ...(breakpoints === 0 ? [] : [many(breakpoints, "#BP", "#BP")]),
  ];
  const last = events.pop();
  return `up to ${events.join(", ")} and ${last} on ${workloadWords(workloads)}`;
}

/** "≤ 3 NMI, ≤ 2 #PF, kernel": where there is little room. */
export function shortBounds({ bounds, workloads }: Pick<ExploringQuestion, "bounds" | "workloads">): string {
  const { nmis, faults, machineChecks, faultPoints, debugExceptions = 0, breakpoints = 0 } = bounds;
  const points = faultPoints === "lazy" || faults === 0 ? "" : ` ${faultPoints}`;
  const some = (count: number, name: string): string => (count === 0 ? "" : `≤ ${count} ${name}, `);
  const checks = some(machineChecks, "#MC") + some(debugExceptions, "#DB") + some(breakpoints, "#BP");
  return `≤ ${nmis} NMI, ≤ ${faults} #PF${points}, ${checks}${workloads.length > 1 ? "all workloads" : workloadWords(workloads)}`;
}

export function brokenProperties(violations: readonly PageViolation[]): number {
  return new Set(violations.map(({ property }) => property)).size;
}

/** How many are judged: one more where the file asserts something. */
function judgedProperties({ parts }: Explored): number {
  return Math.max(8, ...parts.map(({ report }) => report.judged.length));
}

/** Without bounds: only beside them. */
export function shortVerdict(result: Explored): string {
  switch (result.verdict) {
    case "holds":
      return "holds";
    case "violated":
      return `${brokenProperties(result.violations)} of ${judgedProperties(result)} fail`;
    case "incomplete":
      return "incomplete";
  }
}

/** One sentence with its bounds and how much was tried. */
export function verdictWords(result: Explored): string {
  const bounds = boundsWords(result);
  const size = many(result.states, "state");
  switch (result.verdict) {
    case "holds":
      return `holds for ${bounds}: ${size}`;
    case "violated":
      return `${brokenProperties(result.violations)} of ${judgedProperties(result)} properties fail within ${bounds}: ${size}`;
    case "incomplete":
      return `incomplete: nothing is broken so far, within ${bounds}: ${size}`;
  }
}

const LIMITS: Readonly<Record<string, string>> = {
  "max-states": "the table of states is full",
  "chain-length": "a run went on for 20,000 steps after its last event",
  timeout: "it was stopped",
  "not-modelled": "it met something that the machine does not model",
  pages: "a lazy page could not be made present before the first NMI",
};

/** What was not tried, a line each; empty: everything within the bounds was. */
export function limitWords({ parts, workloads }: Explored): readonly string[] {
  const named = workloads.length > 1;
  const lines = parts.flatMap((part) => limitsOf(part).map((words) => (named ? `${part.workload}: ${words}` : words)));
  const left = workloads.slice(parts.length);
  return left.length === 0 ? lines : [...lines, `not tried: ${left.join(", ")}`];
}

function limitsOf({ report, stopped }: ExploredPart): readonly string[] {
  const reached = report.limits.map((limit) => LIMITS[limit] ?? limit);
  const ours = report.unconfirmed.map((what) => `a defect of the explorer, please report it: ${what}`);
  return [...new Set([...reached, ...(stopped ? [LIMITS["timeout"] ?? ""] : [])]), ...ours];
}

/** "about 1,900,000 in all, 3 s left": a guess from how the numbers have grown; undefined: too early for one. */
export function remainingWords(states: number, estimated: number | undefined, perSecond: number): string | undefined {
  if (estimated === undefined || estimated <= states || perSecond <= 0) return undefined;
  const seconds = (estimated - states) / perSecond;
  const left = seconds < 90 ? `${Math.ceil(seconds)} s` : `${number(Math.ceil(seconds / 60))} min`;
  return `about ${number(Number(estimated.toPrecision(2)))} in all, ${left} left`;
}

/** As one types it; a schedule may be empty. */
export function scheduleWords(schedule: readonly ScheduleItem[]): string {
  return printSchedule(schedule) || "(no events)";
}

/** "2 injections, 38 steps" */
export function effortWords({ injections, steps }: PageViolation): string {
  return `${many(injections, "injection")}, ${many(steps, "step")}`;
}
