// Long stretches in which nothing happens, drawn short: steps to columns and back.
// A column is what one step takes elsewhere. Pure.

import type { RunView } from "../../../session/views.ts";
import type { LaneFold, LaneStretch, LaneWindow } from "../../../store/state.ts";

/** Kept unfolded on both sides of what happens. */
const MARGIN = 4;
/** Shorter ones stay as they are. */
const LEAST = 40;
/** What a folded stretch takes. */
const FOLDED_COLUMNS = 6;
/** From this length on, runs are folded unless the user says otherwise. */
const LONG_RUN = 1000;

export function isFolded(chosen: boolean | undefined, length: number): boolean {
  return chosen ?? length >= LONG_RUN;
}

/** Everything that the lanes mark counts as happening; marks in order of their steps. */
export function foldRun(run: Pick<RunView, "length">, marks: readonly { readonly step: number }[]): LaneFold {
  const stretches: LaneStretch[] = [];
  let columns = 0;
  const add = (from: number, to: number, width: number): void => {
    if (to <= from) return;
    stretches.push({ from, to, at: columns, columns: width });
    columns += width;
  };
  let open = 0;
  const quiet = (from: number, to: number): void => {
    if (to - from < LEAST) return;
    add(open, from, from - open);
    add(from, to, FOLDED_COLUMNS);
    open = to;
  };
  // The first steps of the run are kept, too.
  let last = 0;
  for (const { step } of marks) {
    quiet(last + MARGIN, step - MARGIN);
    last = Math.max(last, step + 1);
  }
  quiet(last + MARGIN, run.length - MARGIN);
  add(open, run.length, run.length - open);
  return { stretches, columns: Math.max(1, columns) };
}

function stretchAt(fold: LaneFold, value: number, end: (stretch: LaneStretch) => number): LaneStretch | undefined {
  let low = 0;
  let high = fold.stretches.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const stretch = fold.stretches[middle];
    if (stretch !== undefined && end(stretch) <= value) low = middle + 1;
    else high = middle;
  }
  return fold.stretches[low];
}

export function columnOf(fold: LaneFold | undefined, step: number): number {
  if (fold === undefined) return step;
  const found = stretchAt(fold, step, ({ to }) => to);
  if (found === undefined) return step;
  return found.at + ((step - found.from) * found.columns) / (found.to - found.from);
}

export function stepAt(fold: LaneFold | undefined, column: number): number {
  if (fold === undefined) return column;
  const found = stretchAt(fold, column, ({ at, columns }) => at + columns);
  if (found === undefined) return column;
  return found.from + ((column - found.at) * (found.to - found.from)) / found.columns;
}

/** What a change of the window in columns is in steps. */
export function inColumns(
  fold: LaneFold | undefined,
  window: LaneWindow,
  change: (columns: LaneWindow) => LaneWindow,
): LaneWindow {
  if (fold === undefined) return change(window);
  const { from, to } = change({ from: columnOf(fold, window.from), to: columnOf(fold, window.to) });
  const first = Math.max(0, Math.floor(stepAt(fold, from)));
  return { from: first, to: Math.max(first + 1, Math.ceil(stepAt(fold, to))) };
}

/** Parts of the window, folded or not. */
export function stretchesWithin(fold: LaneFold | undefined, window: LaneWindow): readonly LaneStretch[] {
  const { from, to } = window;
  if (fold === undefined) return [{ from, to, at: from, columns: to - from }];
  return fold.stretches.filter((stretch) => stretch.to > from && stretch.from < to);
}

export function isShort({ from, to, columns }: LaneStretch): boolean {
  return columns < to - from;
}
