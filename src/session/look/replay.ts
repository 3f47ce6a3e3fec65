// Steps of the known run seen again, several in one pass; the position stays.

import type { Step } from "../../machine/types.ts";
import type { Run } from "../run.ts";

export function replayAll(run: Run, indices: readonly number[]): ReadonlyMap<number, Step> {
  const { timeline } = run;
  const position = timeline.position;
  const steps = new Map<number, Step>();
  for (const index of indices.toSorted((a, b) => a - b)) {
    timeline.seek(index + 1);
    const step = timeline.lastStep;
    if (step !== undefined) steps.set(index, step);
  }
  timeline.seek(position);
  return steps;
}
