// Marks of one kind that stand so close that their shapes would overlap, drawn as
// one with a count. Pure; units are pixels.

import type { RunMark } from "../../../session/views.ts";

export interface MarkGroup {
  readonly kind: RunMark["kind"];
  /** Never empty, in order of their steps. */
  readonly marks: readonly RunMark[];
  /** Of the first and of the last. */
  readonly from: number;
  readonly to: number;
}

/** `marks` in order of their steps; a group reaches no further than `reach` from its first mark. */
export function groupMarks(
  marks: readonly RunMark[],
  placeOf: (mark: RunMark) => number,
  reach: number,
): readonly MarkGroup[] {
  const groups: MarkGroup[] = [];
  const last = new Map<RunMark["kind"], number>();
  for (const mark of marks) {
    const place = placeOf(mark);
    const index = last.get(mark.kind);
    const open = index === undefined ? undefined : groups[index];
    if (index !== undefined && open !== undefined && place - open.from < reach) {
      groups[index] = { ...open, marks: [...open.marks, mark], to: place };
    } else {
      last.set(mark.kind, groups.length);
      groups.push({ kind: mark.kind, marks: [mark], from: place, to: place });
    }
  }
  return groups;
}

/** What it says from the longest to the shortest: the first for which there is room is drawn. */
export function labelsOf({ kind, marks }: MarkGroup): readonly string[] {
  if (kind === "breakpoint") return [];
  const texts = [...new Set(marks.map(({ text }) => text))];
  return marks.length === 1 ? texts : [`${texts.join(", ")} ×${marks.length}`, `×${marks.length}`];
}
