// What one row of the hazard table says. Plain data; may be loaded apart from the
// catalogue, whose entries it names.

import type { OptionChoices, Scenario, WorkloadName } from "../scenario.ts";
import { parseSchedule } from "../schedule.ts";

/** A schedule that shows the hazard, on a handler of the catalogue. */
export interface HazardScenario {
  readonly handler: string;
  readonly workload: WorkloadName;
  readonly schedule: string;
  /** One sentence: what to look at. */
  readonly shows: string;
  /** Properties broken on this run, the first to break first. Empty: what is to be seen breaks none. */
  readonly breaks: readonly string[];
  readonly end: "idle" | "loop" | "panic";
  /** Of a panic. */
  readonly vector?: number;
  /** The same where the hazard is mended; there no property breaks. */
  readonly mended?: { readonly handler: string; readonly schedule: string; readonly options?: OptionChoices };
}

export type Proof =
  | { readonly kind: "shown"; readonly scenarios: readonly HazardScenario[] }
  /** Why this machine cannot show it. */
  | { readonly kind: "not-shown"; readonly reason: string };

export interface Hazard {
  /** Never changed: expectations and articles name it. */
  readonly number: number;
  readonly title: string;
  /** How it comes about. */
  readonly cause: string;
  /** What one notices. */
  readonly symptom: string;
  /** Handlers of the catalogue that have it. */
  readonly handlers: readonly string[];
  /** "CVE-2015-3290" */
  readonly cve?: string;
  readonly proof: Proof;
}

/** What to open, or to run. */
export function scenarioOfHazard({ handler, workload, schedule, shows }: HazardScenario): Scenario {
  return {
    handler: { kind: "catalogue", name: handler },
    workload,
    body: "touch",
    options: {},
    schedule: parseSchedule(schedule).items,
    title: shows,
  };
}

/** The mended twin, if there is one. */
export function mendedScenario(shown: HazardScenario): Scenario | undefined {
  if (shown.mended === undefined) return undefined;
  return { ...scenarioOfHazard({ ...shown, ...shown.mended }), options: shown.mended.options ?? {} };
}
