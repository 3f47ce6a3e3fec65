// The explorer's answers at length, for its panel, levels and the console: loaded with
// them. What chip and legend say is in explorer.ts.

import type { ScheduleItem } from "../../scenario/scenario.ts";
import { printSchedule } from "../../scenario/schedule.ts";
import type { ExploredPart } from "../../session/views/exploration.ts";
import { brokenProperties, judgedProperties } from "../explorer/selectors.ts";
import type { Explored, PageViolation } from "../explorer/state.ts";
import { boundsWords, many, number } from "./explorer.ts";

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

/** "2 injections, 38 steps" */
export function effortWords({ injections, steps }: PageViolation): string {
  return `${many(injections, "injection")}, ${many(steps, "step")}`;
}

/** As one types it; a schedule may be empty. */
export function scheduleWords(schedule: readonly ScheduleItem[]): string {
  return printSchedule(schedule) || "(no events)";
}
