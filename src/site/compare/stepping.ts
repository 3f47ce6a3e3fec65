// Where both runs stand: at an event that is told of, and some steps behind it. In
// step means: the run with fewer steps to the next event waits for the other there.

import type { Aligned } from "./alignment.ts";

export interface Place {
  /** Index of the last row that both are through with. */
  readonly row: number;
  /** Steps behind it. */
  readonly steps: number;
}

export const AT_START: Place = { row: 0, steps: 0 };

type Rows = readonly Aligned[];

function gap(rows: Rows, row: number): number {
  const [from, to] = [rows[row], rows[row + 1]];
  return from === undefined || to === undefined ? 0 : Math.max(to.left - from.left, to.right - from.right);
}

export function positionsAt(rows: Rows, { row, steps }: Place): { readonly left: number; readonly right: number } {
  const from = rows[row] ?? { left: 0, right: 0 };
  const to = rows[row + 1] ?? from;
  return { left: Math.min(from.left + steps, to.left), right: Math.min(from.right + steps, to.right) };
}

/** The last of the rows that stand at the same two moments: `no-reentry breaks` with `resume-exact breaks`. */
function throughSame(rows: Rows, row: number): number {
  let last = row;
  while (last + 1 < rows.length && gap(rows, last) === 0) last++;
  return last;
}

export function stepBoth(rows: Rows, { row, steps }: Place): Place {
  if (gap(rows, row) > steps + 1) return { row, steps: steps + 1 };
  return row + 1 < rows.length ? { row: throughSame(rows, row + 1), steps: 0 } : { row, steps: 0 };
}

export function backBoth(rows: Rows, { row, steps }: Place): Place {
  if (steps > 0) return { row, steps: steps - 1 };
  let first = row;
  while (first > 0 && gap(rows, first - 1) === 0) first--;
  return first === 0 ? AT_START : { row: first - 1, steps: gap(rows, first - 1) - 1 };
}

export function nextEvent(rows: Rows, { row }: Place): Place {
  return { row: Math.min(row + 1, rows.length - 1), steps: 0 };
}

export function previousEvent(_rows: Rows, { row, steps }: Place): Place {
  return { row: steps > 0 ? row : Math.max(row - 1, 0), steps: 0 };
}

/** Where both stand when one of them is at `position`. */
export function placeOf(rows: Rows, side: "left" | "right", position: number): Place {
  const same = rows.findIndex((row) => row[side] === position);
  if (same >= 0) return { row: same, steps: 0 };
  const row = Math.max(
    0,
    rows.findLastIndex((candidate) => candidate[side] < position),
  );
  return { row, steps: Math.max(0, position - (rows[row]?.[side] ?? 0)) };
}
