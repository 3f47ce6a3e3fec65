// The built-in handlers as a list of them shows them, in its order: without programs
// and expectations, which are in catalogue.ts.

import type { Scenario } from "../scenario.ts";
import { parseSchedule } from "../schedule.ts";
import first from "./desnoyers-2010.S?raw";
import { DESNOYERS_2010 } from "./desnoyers.ts";
import type { Demonstration, ListedEntry } from "./entry.ts";
import { LESSONS } from "./lessons/lessons.ts";
import { LINUX } from "./linux/linux.ts";
import { NAIVE } from "./naive.ts";

export type { Demonstration, ListedEntry } from "./entry.ts";

export const LISTING: readonly ListedEntry[] = [...DESNOYERS_2010, NAIVE, ...LINUX, ...LESSONS];

/** What a first visit opens. */
export const FIRST_HANDLER = "desnoyers-2010";

/** Its program. */
export const FIRST_TEXT: string = first;

export function findListed(name: string): ListedEntry | undefined {
  return LISTING.find((entry) => entry.name === name);
}

/** The scenario that a demonstration is; without one, the handler and no events. */
export function scenarioOf(entry: ListedEntry, demonstration?: Demonstration): Scenario {
  return {
    handler: { kind: "catalogue", name: entry.name },
    workload: demonstration?.workload ?? "kernel",
    body: demonstration?.body ?? entry.body,
    options: entry.options ?? {},
    schedule: demonstration ? parseSchedule(demonstration.schedule).items : [],
  };
}
