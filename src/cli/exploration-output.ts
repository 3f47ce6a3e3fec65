// What a search came to, as text and as JSON. The names of the JSON are an
// interface: others read it.

import type { Bounds, Limit } from "../explore/index.ts";
import type { WorkloadName } from "../scenario/scenario.ts";
import { printSchedule } from "../scenario/schedule.ts";
import type { ExplorationReport, ExploredViolation, HeatReport } from "../session/index.ts";
import { heatJson, heatText } from "./heat-output.ts";
import { boundsJson, seldomText } from "./exploring.ts";
import { exercisedJson, exercisedText, noteText } from "./exercised-output.ts";

export interface Explored {
  readonly handler: string;
  /** Where its source is, for those who show violations there. */
  readonly file: string;
  readonly workload: WorkloadName;
  readonly report: ExplorationReport;
  readonly heat?: HeatReport | undefined;
  readonly seconds: number;
  /** Of each violation; undefined: too large for a link. */
  readonly links: readonly (string | undefined)[];
}

const LIMIT_WORDS: { readonly [limit in Limit]: string } = {
  "max-states": "the number of states (--max-states)",
  "chain-length": "the length of a run without events (20,000 steps)",
  timeout: "the time (--timeout)",
  "not-modelled": "something that the machine does not model",
  pages: "a lazy page could not be made present before the first NMI",
};

export function limitNames(limits: readonly Limit[]): string {
  return limits.map((limit) => LIMIT_WORDS[limit]).join("; ");
}

/** One object, on one line. */
export function explorationJson({ handler, workload, report, heat, seconds, links }: Explored): string {
  const { verdict, bounds, states, transitions, violations, limits } = report;
  const object = {
    handler,
    bounds: { ...boundsJson(bounds), workload },
    verdict,
    ...(limits.length === 0 ? {} : { limits }),
    states,
    transitions,
    seconds: Math.round(seconds * 1000) / 1000,
    violations: violations.map(({ property, schedule, injections, steps, at, line, explanation }, index) => ({
      property,
      schedule: printSchedule(schedule),
      injections,
      steps,
      at,
      explanation,
      link: links[index] ?? "",
      ...(line === undefined ? {} : { line }),
    })),
    exercised: { ...exercisedJson(report.exercised), notes: report.notes.map(noteText) },
    ...(heat === undefined ? {} : { heat: heatJson(heat) }),
  };
  return `${JSON.stringify(object)}\n`;
}

export const many = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;

export function boundsText(bounds: Bounds): string {
  const { nmis, faults, machineChecks, faultPoints } = bounds;
  const where = { lazy: "on lazy pages", region: "on lazy pages and in may-fault regions", anywhere: "anywhere" };
  const checks = machineChecks === 0 ? "" : `, ${many(machineChecks, "machine check")}`;
  return `${many(nmis, "NMI")}, ${many(faults, "fault")} ${where[faultPoints]}${checks}${seldomText(bounds)}`;
}

/** What it comes to, never without its bounds. */
export function verdictText({ handler, report: { verdict, bounds }, workload }: Explored): string {
  return `${verdict}: ${handler} within ${boundsText(bounds)}, workload ${workload}`;
}

function violationText({ property, schedule, injections, steps, at, explanation }: ExploredViolation): string {
  const events = schedule.length === 0 ? "(no events)" : printSchedule(schedule);
  return `${property}: ${many(injections, "injection")}, ${many(steps, "step")}, at ${at}\n  ${events}\n  ${explanation}\n`;
}

export function explorationText(explored: Explored): string {
  const { report, heat, seconds, links } = explored;
  const { states, transitions, violations, limits } = report;
  const parts = violations.map((violation, index) => {
    const link = links[index];
    return `${violationText(violation)}${link === undefined ? "" : `  ${link}\n`}\n`;
  });
  const reached = limits.map((limit) => `limit reached: ${LIMIT_WORDS[limit]}\n`).join("");
  const what = report.mode === "marks" ? "states visited (one in five stored)" : "states";
  const size = `${states.toLocaleString("en")} ${what}, ${transitions.toLocaleString("en")} transitions, ${seconds.toFixed(2)} s`;
  const map = heat === undefined ? "" : heatText(heat);
  return `${parts.join("")}${map}${exercisedText(report)}\n${reached}${verdictText(explored)}\n${size}\n`;
}
