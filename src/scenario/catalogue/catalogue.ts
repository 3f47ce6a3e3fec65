// The built-in handlers, in the order in which they are shown.

import type { Scenario } from "../scenario.ts";
import { parseSchedule } from "../schedule.ts";
import { DESNOYERS_2010 } from "./desnoyers.ts";
import type { CatalogueEntry, Demonstration } from "./entry.ts";
import { LESSONS } from "./lessons/lessons.ts";
import { LINUX } from "./linux/linux.ts";
import { NAIVE } from "./naive.ts";

export type { CatalogueEntry, Demonstration, Expectation, ExpectedBreak } from "./entry.ts";

export const CATALOGUE: readonly CatalogueEntry[] = [...DESNOYERS_2010, NAIVE, ...LINUX, ...LESSONS];

/** What a first visit opens. */
export const FIRST_HANDLER = "desnoyers-2010";

export function findEntry(name: string): CatalogueEntry | undefined {
  return CATALOGUE.find((entry) => entry.name === name);
}

/** The scenario that a demonstration is; without one, the handler and no events. */
export function scenarioOf(entry: CatalogueEntry, demonstration?: Demonstration): Scenario {
  return {
    handler: { kind: "catalogue", name: entry.name },
    workload: demonstration?.workload ?? "kernel",
    body: demonstration?.body ?? entry.body,
    options: {},
    schedule: demonstration ? parseSchedule(demonstration.schedule).items : [],
  };
}
