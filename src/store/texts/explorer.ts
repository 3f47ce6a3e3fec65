// The explorer's answers in words, for panel, chip and console alike. Never a
// verdict without its bounds. Part of the first view: what is longer is in explorer-long.ts.

import type { WorkloadName } from "../../scenario/scenario.ts";
import { brokenProperties, judgedProperties } from "../explorer/selectors.ts";
import type { Explored, ExploringQuestion } from "../explorer/state.ts";

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
