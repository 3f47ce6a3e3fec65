// What joins the cells: suspended contexts (dotted), deliveries (solid) and
// returns (dashed) between lanes, rings where an IRET ended NMI blocking, and
// the words on what became of a return frame.

import { memo } from "react";

import type { RunMark, RunView } from "../../../session/views.ts";
import { toneClass } from "../../tones.ts";
import { contextAt, type Lane, type LaneLayout, type LaneRect } from "./lane-layout.ts";

const LETTER = 6.2;

interface Props {
  run: RunView;
  layout: LaneLayout;
  marks: readonly RunMark[];
  position: number;
}

interface SuspensionsProps {
  run: RunView;
  layout: LaneLayout;
}

/** The part of the window between a context's first step and its last. */
function unfinishedOf(run: RunView, layout: LaneLayout, lane: Lane): { from: number; to: number } | undefined {
  const { context } = lane;
  if (context === undefined) return undefined;
  const from = Math.max(layout.window.from, context.enteredAt ?? 0);
  const to = Math.min(layout.window.to, context.leftAt === undefined ? run.length : context.leftAt + 1);
  return to <= from ? undefined : { from, to };
}

export const Suspensions = memo(function Suspensions({ run, layout }: SuspensionsProps) {
  return layout.lanes.map((lane) => {
    const part = unfinishedOf(run, layout, lane);
    if (part === undefined) return null;
    const y = lane.y + lane.height / 2;
    return (
      <g key={lane.key} className={toneClass(lane.tone)}>
        <line className="suspended" x1={layout.x(part.from)} x2={layout.x(part.to)} y1={y} y2={y} />
      </g>
    );
  });
});

/** Above the position's line, which would cross out the words. */
export const Fates = memo(function Fates({ run, layout, rects }: SuspensionsProps & { rects: readonly LaneRect[] }) {
  return layout.lanes.map((lane) => {
    const part = unfinishedOf(run, layout, lane);
    return part === undefined ? null : <Fate key={lane.key} lane={lane} layout={layout} rects={rects} {...part} />;
  });
});

interface FateProps {
  lane: Lane;
  layout: LaneLayout;
  rects: readonly LaneRect[];
  from: number;
  to: number;
}

/** On the widest free stretch of the lane, the later one if they tie. */
function Fate({ lane, layout, rects, from, to }: FateProps) {
  const context = lane.context;
  if (context?.fate === undefined) return null;
  const own = rects.filter((rect) => rect.lane.key === lane.key);
  const text = context.fateIsBad ? `✕ ${context.fate}` : context.fate;
  const starts = [from, ...own.map((rect) => rect.to)];
  const stretches = starts.map((start, index) => ({
    start,
    width: layout.x(own[index]?.from ?? to) - layout.x(start),
  }));
  const best = stretches.reduce((widest, one) => (one.width >= widest.width ? one : widest));
  if (best.width < text.length * LETTER + 12) return null;
  return (
    <text
      className={context.fateIsBad ? "fate-text bad" : "fate-text"}
      x={layout.x(best.start) + 8}
      y={lane.y + lane.height / 2 + 3.5}
    >
      {text}
    </text>
  );
}

export function Connections({ run, layout, marks, position }: Props) {
  return marks.map((mark, index) => {
    const key = `${mark.kind} ${mark.step} ${index}`;
    switch (mark.kind) {
      case "delivery":
        return <Delivery key={key} run={run} layout={layout} mark={mark} position={position} />;
      case "return":
        return <Return key={key} run={run} layout={layout} mark={mark} position={position} />;
      case "unblock":
        return <Ring key={key} run={run} layout={layout} mark={mark} />;
      default:
        return null;
    }
  });
}

function Delivery({
  run,
  layout,
  mark,
  position,
}: {
  run: RunView;
  layout: LaneLayout;
  mark: RunMark;
  position: number;
}) {
  const running = contextAt(run.lanes, mark.step);
  const before = mark.step === 0 ? undefined : contextAt(run.lanes, mark.step - 1);
  return (
    <Join
      layout={layout}
      from={before}
      to={running}
      x={layout.x(mark.step)}
      kind="delivered"
      future={mark.step >= position}
    />
  );
}

function Return({
  run,
  layout,
  mark,
  position,
}: {
  run: RunView;
  layout: LaneLayout;
  mark: RunMark;
  position: number;
}) {
  const running = contextAt(run.lanes, mark.step);
  const after = contextAt(run.lanes, mark.step + 1);
  return (
    <Join
      layout={layout}
      from={running}
      to={after}
      x={layout.x(mark.step + 1)}
      kind="returned"
      future={mark.step >= position}
    />
  );
}

interface JoinProps {
  layout: LaneLayout;
  from: number | undefined;
  to: number | undefined;
  x: number;
  kind: "delivered" | "returned";
  future: boolean;
}

function Join({ layout, from, to, x, kind, future }: JoinProps) {
  const source = from === undefined ? undefined : layout.laneOf(from);
  const target = to === undefined ? undefined : layout.laneOf(to);
  if (source === undefined || target === undefined || source === target || x < -1) return null;
  const down = target.y > source.y;
  const y1 = down ? source.y + source.height : source.y;
  const y2 = down ? target.y : target.y + target.height;
  const tip = down ? -4 : 4;
  return (
    <g className={`join ${kind} ${future ? "future" : ""}`}>
      <line x1={x} x2={x} y1={y1} y2={y2} />
      {layout.cell < 3 ? null : <path d={`M${x - 3} ${y2 + tip}L${x} ${y2}L${x + 3} ${y2 + tip}z`} />}
    </g>
  );
}

function Ring({ run, layout, mark }: { run: RunView; layout: LaneLayout; mark: RunMark }) {
  const running = mark.context ?? contextAt(run.lanes, mark.step);
  const lane = running === undefined ? undefined : layout.laneOf(running);
  if (lane === undefined || layout.cell < 2) return null;
  return (
    <circle className="unblock" cx={layout.x(mark.step + 1)} cy={lane.y} r={3}>
      <title>{mark.text}</title>
    </circle>
  );
}
