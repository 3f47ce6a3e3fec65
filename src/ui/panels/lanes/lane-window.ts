// Which steps the lanes show: the whole run while its cells are wide enough,
// else a page of it that follows the position.

import type { LaneFold, LaneWindow } from "../../../store/state.ts";
import { columnOf, stepAt } from "./lane-fold.ts";

/** The whole run is shown while a cell keeps this width. */
const OVERVIEW_CELL = 8;
const OVERVIEW_CELL_NARROW = 4;
const NARROW = 500;
/** Width of a cell in a page of a longer run: wide enough for a mnemonic. */
const PAGE_CELL = 30;
const LEAST_STEPS = 8;

/** In steps; a fold is looked at by its columns. */
export function visibleWindow(
  chosen: LaneWindow | undefined,
  length: number,
  position: number,
  width: number,
  fold?: LaneFold,
): LaneWindow {
  if (fold === undefined) return windowOf(chosen, length, position, width);
  const columns =
    chosen === undefined ? undefined : { from: columnOf(fold, chosen.from), to: columnOf(fold, chosen.to) };
  const { from, to } = windowOf(columns, Math.ceil(fold.columns), columnOf(fold, position), width);
  return { from: Math.floor(stepAt(fold, from)), to: Math.min(length, Math.ceil(stepAt(fold, to))) };
}

function windowOf(chosen: LaneWindow | undefined, length: number, position: number, width: number): LaneWindow {
  const steps = Math.max(1, length);
  if (chosen !== undefined) return paged(chosen, steps, position);
  if (width / steps >= (width < NARROW ? OVERVIEW_CELL_NARROW : OVERVIEW_CELL)) return { from: 0, to: steps };
  const size = Math.max(LEAST_STEPS, Math.floor(width / PAGE_CELL));
  const half = Math.floor(size / 2);
  const from = Math.max(0, Math.min(steps - size, Math.floor(position / half) * half - Math.floor(size / 4)));
  return { from, to: Math.min(steps, from + size) };
}

/** Whole pages from the chosen window, so that single steps do not shift it. */
function paged(chosen: LaneWindow, length: number, position: number): LaneWindow {
  const size = Math.min(length, chosen.to - chosen.from);
  const start = Math.min(chosen.from, length - size);
  const pages = position < start || position > start + size ? Math.floor((position - 1 - start) / size) : 0;
  const from = Math.max(0, Math.min(length - size, start + pages * size));
  return { from, to: from + size };
}

/** Zoomed by a factor about the place at `anchor` (0 left, 1 right). */
export function zoomed(window: LaneWindow, factor: number, anchor: number, length: number): LaneWindow {
  const size = window.to - window.from;
  const wanted = factor < 1 ? Math.floor(size * factor) : Math.ceil(size * factor);
  const next = Math.max(Math.min(LEAST_STEPS, length), Math.min(length, wanted));
  const from = Math.round(window.from + anchor * (size - next));
  const kept = Math.max(0, Math.min(length - next, from));
  return { from: kept, to: kept + next };
}

export function panned(window: LaneWindow, steps: number, length: number): LaneWindow {
  const size = window.to - window.from;
  const from = Math.max(0, Math.min(length - size, Math.round(window.from + steps)));
  return { from, to: from + size };
}
