// The lanes: one a context over the steps, with ruler, marks, NMI track and
// the black line of the position. Draws the visible window only.

import { lazy, Suspense, useEffect, useMemo, useRef, type PointerEvent } from "react";

import type { RunView } from "../../../session/views.ts";
import { violationsInOrder } from "../../../store/selectors.ts";
import type { LaneWindow } from "../../../store/state.ts";
import { count } from "../../format.ts";
import { useInFigure, usePage, usePageState, useRegionName } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import { LaneCells } from "./lane-cells.tsx";
import { LaneLabels } from "./lane-labels.tsx";
import { HEIGHT, layoutLanes, marksWithin, rectsOf, RULER } from "./lane-layout.ts";
import { Connections, Suspensions } from "./lane-lines.tsx";
import { Marks, Ruler } from "./lane-marks.tsx";
import { panned, visibleWindow, zoomed } from "./lane-window.ts";
import { NmiTrack } from "./nmi-track.tsx";
import { Patterns } from "./patterns.tsx";
import { Scrubber } from "./scrubber.tsx";
import { useWidth } from "./use-width.ts";
import { ZoomButtons } from "./zoom-buttons.tsx";
import "./lanes.css";

const InjectionHandles = lazy(() => import("./injection-handles.tsx"));

/** Below this width a cell has no room for text, and none is asked for. */
const TEXT_CELL = 20;

/** `fixed`: the schedule stands as it is. */
export function Lanes({ fixed = false }: { fixed?: boolean }) {
  const name = useRegionName(TEXTS.lanes.region);
  const run = usePageState((state) => state.run);
  const chosen = usePageState((state) => state.laneWindow);
  const position = usePageState((state) => state.moment?.position ?? 0);
  const inFigure = useInFigure();
  const plot = useRef<HTMLDivElement>(null);
  const width = useWidth(plot);
  const length = run?.length ?? 0;
  const held = usePageState((state) => state.dragged?.window);
  const window = held ?? visibleWindow(chosen, length, position, width);
  useWheel(plot, window, length);
  return (
    <section className="lanes" aria-label={name}>
      <div className="lane-labels">
        <ZoomButtons window={window} length={length} />
        <LaneLabels run={run} window={window} width={width} />
      </div>
      <div className="plot" ref={plot} {...useDrag(window, length)}>
        {run === undefined || width === 0 ? null : (
          <Drawing run={run} from={window.from} to={window.to} width={width} position={position} />
        )}
        <Scrubber />
        {fixed || inFigure || run === undefined || run.schedule.length === 0 ? null : (
          <Suspense fallback={null}>
            <InjectionHandles run={run} window={window} />
          </Suspense>
        )}
      </div>
    </section>
  );
}

interface DrawingProps {
  run: RunView;
  from: number;
  to: number;
  width: number;
  position: number;
}

function Drawing({ run, from, to, width, position }: DrawingProps) {
  const layout = useMemo(() => layoutLanes(run, { from, to }, width), [run, from, to, width]);
  const rects = useMemo(() => rectsOf(run, layout), [run, layout]);
  const sorted = useMemo(() => run.marks.toSorted((a, b) => a.step - b.step), [run]);
  const marks = useMemo(() => marksWithin(sorted, { from, to }), [sorted, from, to]);
  const deliveries = useMemo(
    () => new Set(marks.filter((mark) => mark.kind === "delivery").map((mark) => mark.step)),
    [marks],
  );
  const cells = usePageState((state) => state.cells);
  useCells(run, from, to, layout.cell >= TEXT_CELL);
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
      <Suspensions run={run} layout={layout} rects={rects} />
      <LaneCells layout={layout} rects={rects} deliveries={deliveries} cells={cells} position={position} />
      <Connections run={run} layout={layout} marks={marks} position={position} />
      <NmiTrack run={run} layout={layout} marks={marks} />
      <Marks
        layout={layout}
        marks={marks}
        deliveries={deliveries}
        firstBad={violationsInOrder(run)[0]?.step}
        width={width}
        position={position}
      />
      {isInside ? <line className="position-line" x1={x} x2={x} y1={RULER - 17} y2={HEIGHT} /> : null}
    </svg>
  );
}

/** Asks for the mnemonics of the window when they can be read. */
function useCells(run: RunView, from: number, to: number, wanted: boolean): void {
  const page = usePage();
  useEffect(() => {
    if (!wanted) return;
    const { cells, run: present } = page.store.getState();
    if (present !== run) return;
    for (let step = from; step < to; step += 1) {
      if (cells.has(step)) continue;
      void page.machine.loadCells(from, to);
      return;
    }
  }, [page, run, from, to, wanted]);
}

function useDrag(window: LaneWindow, length: number) {
  const page = usePage();
  function seek(event: PointerEvent<HTMLDivElement>): void {
    const box = event.currentTarget.getBoundingClientRect();
    const at = window.from + ((event.clientX - box.left) / box.width) * (window.to - window.from);
    void page.machine.seek(Math.max(0, Math.min(length, at < window.from ? window.from : Math.floor(at) + 1)));
  }
  return {
    onPointerDown(event: PointerEvent<HTMLDivElement>): void {
      if (event.button !== 0 || (event.target instanceof Element && event.target.closest("button") !== null)) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      seek(event);
    },
    onPointerMove(event: PointerEvent<HTMLDivElement>): void {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) seek(event);
    },
  };
}

/** The wheel zooms about the pointer; with Shift, or sideways, it pans. */
function useWheel(plot: React.RefObject<HTMLDivElement | null>, window: LaneWindow, length: number): void {
  const page = usePage();
  const latest = useRef({ window, length });
  useEffect(() => {
    latest.current = { window, length };
  }, [window, length]);
  useEffect(() => {
    const target = plot.current;
    if (target === null) return;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { window: shown, length: steps } = latest.current;
      const box = target.getBoundingClientRect();
      const sideways = event.shiftKey ? event.deltaY : event.deltaX;
      if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
        page.view.setLaneWindow(panned(shown, (sideways / box.width) * (shown.to - shown.from), steps));
        return;
      }
      const anchor = (event.clientX - box.left) / box.width;
      page.view.setLaneWindow(zoomed(shown, event.deltaY > 0 ? 1.25 : 0.8, anchor, steps));
    };
    target.addEventListener("wheel", onWheel, { passive: false });
    return () => target.removeEventListener("wheel", onWheel);
  }, [page, plot]);
}
