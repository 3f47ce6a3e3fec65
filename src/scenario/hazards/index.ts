// The hazard table: every way in which nested NMIs are known to go wrong.

import { ENTRY_HAZARDS } from "./entry-hazards.ts";
import type { Hazard } from "./hazard.ts";
import { NESTING_HAZARDS } from "./nesting-hazards.ts";
import { RETURN_HAZARDS } from "./return-hazards.ts";

export { mendedScenario, scenarioOfHazard, type Hazard, type HazardScenario, type Proof } from "./hazard.ts";

/** In the order of their numbers. */
export const HAZARDS: readonly Hazard[] = [...NESTING_HAZARDS, ...RETURN_HAZARDS, ...ENTRY_HAZARDS].toSorted(
  (a, b) => a.number - b.number,
);

export function findHazard(number: number): Hazard | undefined {
  return HAZARDS.find((hazard) => hazard.number === number);
}
