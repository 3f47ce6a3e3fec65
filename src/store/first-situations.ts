// What to see first: three situations, each opened one step before it happens.

import { findListed, scenarioOf } from "../scenario/catalogue/listing.ts";
import type { SharedMoment } from "../scenario/scenario.ts";
import { parseSchedule } from "../scenario/schedule.ts";

export type FirstSituation = "naive" | "desnoyers-2010" | "mainline";

export const FIRST_SITUATIONS: readonly { readonly handler: FirstSituation; readonly moment: SharedMoment }[] = [
  { handler: "naive", moment: momentOf("naive", "nmi@workload; nmi@page_touched", 23) },
  { handler: "desnoyers-2010", moment: momentOf("desnoyers-2010", "nmi@workload", 43) },
  { handler: "mainline", moment: momentOf("mainline", "nmi@workload; nmi@page_touched", 90) },
];

function momentOf(name: FirstSituation, schedule: string, position: number): SharedMoment {
  const entry = findListed(name);
  if (entry === undefined) throw new Error(`${name} is not in the catalogue`);
  const { items } = parseSchedule(schedule);
  return { scenario: { ...scenarioOf(entry), schedule: items }, position };
}
