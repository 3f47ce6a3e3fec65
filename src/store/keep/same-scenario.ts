// Whether two scenarios say the same.

import type { Scenario } from "../../scenario/scenario.ts";

export function sameScenario(left: Scenario, right: Scenario | undefined): boolean {
  return left === right || (right !== undefined && canonical(left) === canonical(right));
}

/** The same text for the same content, whatever the order of its fields. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
