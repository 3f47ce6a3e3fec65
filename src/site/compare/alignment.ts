// Two runs in step: what happened in each as a list of events, events that both
// have side by side, and the first that only one has.

import { diffArrays } from "diff";

import type { RunView } from "../../session/views.ts";
import { MILESTONE_TEXTS } from "../../ui/texts/compare.ts";

/** Something that can be told of any handler's run. */
export interface Milestone {
  /** The same text: the same event. */
  readonly key: string;
  readonly text: string;
  /** Boundary after it. */
  readonly position: number;
}

export interface Aligned {
  readonly text: string;
  readonly side: "both" | "left" | "right";
  /** Where each run stands then. */
  readonly left: number;
  readonly right: number;
}

/** Deliveries, returns, what breaks, and the end, in their order. */
export function milestonesOf(run: RunView): readonly Milestone[] {
  const name = (id: number): string => run.contexts.find((context) => context.id === id)?.name ?? "";
  const found: Milestone[] = [];
  const note = (text: string, position: number): void => void found.push({ key: text, text, position });
  for (const { id, enteredAt, leftAt, kind } of run.contexts) {
    if (kind === "workload") continue;
    if (enteredAt !== undefined) note(MILESTONE_TEXTS.delivered(name(id)), enteredAt + 1);
    if (leftAt !== undefined) note(MILESTONE_TEXTS.over(name(id)), leftAt + 1);
  }
  for (const { kind, step } of run.marks) if (kind === "merged") note(MILESTONE_TEXTS.merged, step + 1);
  for (const { property, step } of run.violations) note(MILESTONE_TEXTS.breaks(property), step + 1);
  note(MILESTONE_TEXTS.ends(run.end.kind), run.length);
  return found.toSorted((a, b) => a.position - b.position);
}

/** The start stands first; a run that has nothing at a row stays where it was. */
export function align(left: readonly Milestone[], right: readonly Milestone[]): readonly Aligned[] {
  const rows: Aligned[] = [{ text: MILESTONE_TEXTS.start, side: "both", left: 0, right: 0 }];
  const at = { left: 0, right: 0 };
  const next = { left: 0, right: 0 };
  const changes = diffArrays(
    left.map(({ key }) => key),
    right.map(({ key }) => key),
  );
  for (const { value, added, removed } of changes) {
    for (const text of value) {
      if (!added) at.left = left[next.left++]?.position ?? at.left;
      if (!removed) at.right = right[next.right++]?.position ?? at.right;
      rows.push({ text, side: added ? "right" : removed ? "left" : "both", left: at.left, right: at.right });
    }
  }
  return rows;
}

/** Index of the first row that only one run has; undefined: they go the same way. */
export function firstDivergence(rows: readonly Aligned[]): number | undefined {
  const index = rows.findIndex(({ side }) => side !== "both");
  return index < 0 ? undefined : index;
}
