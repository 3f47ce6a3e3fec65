// The lanes: one a context over the steps, with ruler, marks, NMI track and
// the black line of the position. Draws the visible window only.

import { lazy, Suspense, useEffect, useMemo, useRef } from "react";

import type { RunMark, RunView } from "../../../session/views.ts";
import { violationsInOrder } from "../../../store/selectors.ts";
import { count } from "../../format.ts";
import { useInFigure, usePage, usePageState, useRegionName } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import { useDrag, useWheel } from "./lane-gestures.ts";
import { LaneCells } from "./lane-cells.tsx";
import { LaneLabels } from "./lane-labels.tsx";
import { foldRun, isFolded, isShort, stretchesWithin } from "./lane-fold.ts";
import { HEIGHT, layoutLanes, marksWithin, rectsOf, RULER, type LaneLayout } from "./lane-layout.ts";
import { Connections, Fates, Suspensions } from "./lane-lines.tsx";
import { Marks } from "./lane-marks.tsx";
import { visibleWindow } from "./lane-window.ts";
import { NmiTrack, NmiTrackTexts } from "./nmi-track.tsx";
import { Patterns } from "./patterns.tsx";
import { CurrentStep, Ruler } from "./ruler.tsx";
import { Scrubber } from "./scrubber.tsx";
import { useWidth } from "./use-width.ts";
import { ZoomButtons } from "./zoom-buttons.tsx";
import "./lanes.css";

const NoteMarks = lazy(() => import("./note-marks.tsx"));
const InjectionHandles = lazy(() => import("./injection-handles.tsx"));

/** Below this width a cell has no room for text, and none is asked for. */
const TEXT_CELL = 20;

interface LanesProps {
  /** The schedule stands as it is. */
  readonly fixed?: boolean;
  /** Drawn once at this width, for reading. */
  readonly drawnAt?: number;
}

export function Lanes({ fixed = false, drawnAt }: LanesProps) {
  const name = useRegionName(TEXTS.lanes.region);
  const run = usePageState((state) => state.run);
  const position = usePageState((state) => state.moment?.position ?? 0);
  const inFigure = useInFigure();
  const plot = useRef<HTMLDivElement>(null);
  const measured = useWidth(plot);
  const width = drawnAt ?? measured;
  const length = run?.length ?? 0;
  const sorted = useMemo(() => run?.marks.toSorted((a, b) => a.step - b.step) ?? [], [run]);
  const { window, fold } = useView(run, sorted, position, width);
  const { from, to } = window;
  const layout = useMemo(
    () => (run === undefined ? undefined : layoutLanes(run, { from, to }, width, fold)),
    [run, from, to, width, fold],
  );
  useWheel(plot, window, length, fold);
  return (
    <section className={drawnAt === undefined ? "lanes" : "lanes drawn-lanes"} aria-label={name}>
      <div className="lane-labels">
        {drawnAt === undefined ? <ZoomButtons window={window} length={length} fold={fold} /> : null}
        <LaneLabels lanes={layout?.lanes ?? []} />
      </div>
      <div className="plot" ref={plot} {...useDrag(layout, length)}>
        {run === undefined || layout === undefined || width === 0 ? null : (
          <Drawing run={run} sorted={sorted} layout={layout} width={width} position={position} />
        )}
        {drawnAt === undefined ? <Scrubber /> : null}
        {fixed || inFigure || layout === undefined || run === undefined || run.schedule.length === 0 ? null : (
          <Suspense fallback={null}>
            <InjectionHandles run={run} layout={layout} />
          </Suspense>
        )}
      </div>
    </section>
  );
}

/** Window and fold of the run; as they were while an injection is dragged. */
function useView(run: RunView | undefined, sorted: readonly RunMark[], position: number, width: number) {
  const chosen = usePageState((state) => state.laneWindow);
  const folded = usePageState((state) => state.lanesFolded);
  const held = usePageState((state) => state.dragged?.view);
  const length = run?.length ?? 0;
  const fold = useMemo(
    () => (run !== undefined && isFolded(folded, run.length) ? foldRun(run, sorted) : undefined),
    [run, sorted, folded],
  );
  return held ?? { window: visibleWindow(chosen, length, position, width, fold), fold };
}

interface DrawingProps {
  run: RunView;
  /** Marks in order of their steps. */
  sorted: readonly RunMark[];
  layout: LaneLayout;
  width: number;
  position: number;
}

function Drawing({ run, sorted, layout, width, position }: DrawingProps) {
  const { from, to } = layout.window;
  const rects = useMemo(() => rectsOf(run, layout), [run, layout]);
  const marks = useMemo(() => marksWithin(sorted, { from, to }), [sorted, from, to]);
  const deliveries = useMemo(
    () => new Set(marks.filter((mark) => mark.kind === "delivery").map((mark) => mark.step)),
    [marks],
  );
  const cells = usePageState((state) => state.cells);
  const hasNotes = usePageState((state) => state.scenario?.notes !== undefined);
  useCells(run, layout);
  const x = layout.x(position);
  const isInside = position >= from && position <= to;
  return (
    <svg
      className="lanes-drawing"
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="img"
      aria-label={TEXTS.lanes.picture(
        count(run.length, "step", "steps"),
        count(run.contexts.length, "context", "contexts"),
      )}
    >
      <Patterns />
      <Ruler layout={layout} width={width} position={position} />
      {layout.lanes.map((lane) => (
        <line
          key={lane.key}
          className="lane-base"
          x1="0"
          x2={width}
          y1={lane.y + lane.height + 2}
          y2={lane.y + lane.height + 2}
        />
      ))}
      <Suspensions run={run} layout={layout} />
      <LaneCells layout={layout} rects={rects} deliveries={deliveries} cells={cells} position={position} />
      <Connections run={run} layout={layout} marks={marks} position={position} />
      <NmiTrack run={run} layout={layout} marks={marks} />
      {isInside ? <line className="position-line" x1={x} x2={x} y1={RULER - 17} y2={HEIGHT} /> : null}
      <CurrentStep layout={layout} position={position} />
      <Fates run={run} layout={layout} rects={rects} />
      <NmiTrackTexts run={run} layout={layout} />
      <Marks
        layout={layout}
        marks={marks}
        deliveries={deliveries}
        firstBad={violationsInOrder(run)[0]?.step}
        width={width}
        position={position}
      />
      <Suspense fallback={null}>{hasNotes ? <NoteMarks layout={layout} position={position} /> : null}</Suspense>
    </svg>
  );
}

/** Asks for the mnemonics of the window when they can be read. */
function useCells(run: RunView, layout: LaneLayout): void {
  const page = usePage();
  useEffect(() => {
    if (layout.cell < TEXT_CELL) return;
    const { cells, run: present } = page.store.getState();
    if (present !== run) return;
    for (const stretch of stretchesWithin(layout.fold, layout.window)) {
      const from = Math.max(stretch.from, layout.window.from);
      const to = Math.min(stretch.to, layout.window.to);
      if (isShort(stretch)) continue;
      for (let step = from; step < to; step += 1) {
        if (cells.has(step)) continue;
        void page.machine.loadCells(from, to);
        break;
      }
    }
  }, [page, run, layout]);
}
