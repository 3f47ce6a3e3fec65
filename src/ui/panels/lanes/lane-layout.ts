// From the run to what is drawn: which lanes there are, and the rectangles of
// the window. Pure; units are CSS pixels at the usual text size.

import type { ContextView, LaneRun, RunMark, RunView } from "../../../session/views.ts";
import type { LaneFold, LaneWindow } from "../../../store/state.ts";

import { columnOf, isShort, stepAt, stretchesWithin } from "./lane-fold.ts";

export const RULER = 17;
export const LANES_TOP = 36;
export const LANES_BOTTOM = 130;
export const TRACK_TOP = 132;
export const TRACK_HEIGHT = 11;
export const HEIGHT = 146;
const LANE_HEIGHT = 24;
const MOST_LANES = 6;
/** Narrower than this, the steps of one context are drawn as one. */
export const CELL_MIN = 3;

export interface Lane {
  readonly key: string;
  readonly title: string;
  readonly letter: string;
  readonly tone: number;
  /** The context itself; undefined: a lane of all contexts of one kind. */
  readonly context: ContextView | undefined;
  readonly y: number;
  readonly height: number;
}

export interface LaneLayout {
  readonly window: LaneWindow;
  readonly cell: number;
  readonly lanes: readonly Lane[];
  laneOf(context: number): Lane | undefined;
  readonly fold: LaneFold | undefined;
  x(step: number): number;
  /** The way back, between steps too. */
  stepAt(x: number): number;
}

/** First index whose value is at least `wanted`, in a list sorted by it. */
export function firstAtLeast<T>(sorted: readonly T[], wanted: number, valueOf: (item: T) => number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = sorted[middle];
    if (item !== undefined && valueOf(item) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function runsWithin(runs: readonly LaneRun[], window: LaneWindow): readonly LaneRun[] {
  const first = firstAtLeast(runs, window.from + 1, (run) => run.to);
  const last = firstAtLeast(runs, window.to, (run) => run.from);
  return runs.slice(first, last);
}

export function marksWithin(marks: readonly RunMark[], window: LaneWindow): readonly RunMark[] {
  const first = firstAtLeast(marks, window.from - 1, (mark) => mark.step);
  const last = firstAtLeast(marks, window.to + 1, (mark) => mark.step);
  return marks.slice(first, last);
}

export function layoutLanes(run: RunView, window: LaneWindow, width: number, fold?: LaneFold): LaneLayout {
  const start = columnOf(fold, window.from);
  const cell = width / Math.max(1, columnOf(fold, window.to) - start);
  const shown = contextsShown(run, window);
  const groups =
    shown === undefined ? kindsOf(run) : shown.map((context) => ({ key: `c${context.id}`, contexts: [context] }));
  const pitch = Math.min(LANE_HEIGHT, (LANES_BOTTOM - LANES_TOP) / Math.max(1, groups.length));
  const byContext = new Map<number, Lane>();
  const lanes = groups.map(({ key, contexts }, index): Lane => {
    const [first] = contexts;
    const single = contexts.length === 1 ? first : undefined;
    const lane: Lane = {
      key,
      title: single?.name ?? `${KIND_NAMES[first?.kind ?? "other"]} ×${contexts.length}`,
      letter: single?.letter ?? first?.letter ?? "",
      tone: first?.tone ?? 0,
      context: single,
      y: LANES_TOP + index * pitch + 2,
      height: pitch - 5,
    };
    for (const context of contexts) byContext.set(context.id, lane);
    return lane;
  });
  return {
    window,
    cell,
    lanes,
    laneOf: (context) => byContext.get(context),
    fold,
    x: (step) => (columnOf(fold, step) - start) * cell,
    stepAt: (x) => stepAt(fold, start + x / cell),
  };
}

const KIND_NAMES: Readonly<Record<ContextView["kind"], string>> = {
  workload: "workload",
  nmi: "NMI",
  pf: "#PF",
  db: "#DB",
  bp: "#BP",
  mc: "#MC",
  gp: "#GP",
  other: "other",
};

/** The contexts with a lane of their own; undefined: too many, one lane a kind. */
function contextsShown(run: RunView, window: LaneWindow): readonly ContextView[] | undefined {
  if (run.contexts.length <= MOST_LANES) return run.contexts;
  const ids = new Set<number>();
  for (const { context } of runsWithin(run.lanes, window)) {
    ids.add(context);
    if (ids.size > MOST_LANES) return undefined;
  }
  return run.contexts.filter((context) => ids.has(context.id));
}

function kindsOf(run: RunView): readonly { key: string; contexts: readonly ContextView[] }[] {
  const kinds = new Map<string, ContextView[]>();
  for (const context of run.contexts) {
    const present = kinds.get(context.kind);
    if (present === undefined) kinds.set(context.kind, [context]);
    else present.push(context);
  }
  return [...kinds].map(([key, contexts]) => ({ key, contexts })).slice(0, MOST_LANES);
}

export interface LaneRect {
  readonly lane: Lane;
  readonly tone: number;
  readonly from: number;
  readonly to: number;
  /** Runs drawn as one, because each would be under a pixel. */
  readonly merged: number;
  /** Drawn shorter than its steps are. */
  readonly short: boolean;
}

/** Runs as rectangles; neighbours of one lane that fall on one pixel become one. */
export function rectsOf(run: RunView, layout: LaneLayout): readonly LaneRect[] {
  const rects: LaneRect[] = [];
  const last = new Map<string, number>();
  const { from: first, to: end } = layout.window;
  for (const stretch of stretchesWithin(layout.fold, layout.window)) {
    const short = isShort(stretch);
    const part = { from: Math.max(first, stretch.from), to: Math.min(end, stretch.to) };
    for (const { context, from, to } of runsWithin(run.lanes, part)) {
      const lane = layout.laneOf(context);
      if (lane === undefined) continue;
      const clipped = { from: Math.max(from, part.from), to: Math.min(to, part.to) };
      const before = last.get(lane.key);
      const previous = before === undefined ? undefined : rects[before];
      const isTight = short || layout.cell < CELL_MIN;
      if (
        previous?.short === short &&
        before !== undefined &&
        isTight &&
        isOnePixel(layout, previous.to, clipped.from)
      ) {
        rects[before] = { ...previous, to: clipped.to, merged: previous.merged + 1 };
        continue;
      }
      last.set(lane.key, rects.length);
      rects.push({ lane, tone: run.contexts[context]?.tone ?? lane.tone, ...clipped, merged: 1, short });
    }
  }
  return rects;
}

function isOnePixel(layout: LaneLayout, from: number, to: number): boolean {
  return layout.x(to) - layout.x(from) < 1;
}

/** The context that runs the step. */
export function contextAt(runs: readonly LaneRun[], step: number): number | undefined {
  const run = runs[firstAtLeast(runs, step + 1, (candidate) => candidate.to)];
  return run !== undefined && run.from <= step ? run.context : undefined;
}

/** Distance of the ruler's labels, so that they do not touch. */
export function tickEvery(cell: number, last: number): number {
  const least = (String(last).length * 6.5 + 12) / cell;
  for (let power = 1; ; power *= 10) {
    for (const digit of [1, 2, 5]) if (digit * power >= least) return digit * power;
  }
}
