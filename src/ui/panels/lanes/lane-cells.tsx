// The steps as cells on their lanes; merged where they are too narrow. What
// lies after the position is outlined only: the known future.

import { memo } from "react";

import type { LaneCell } from "../../../session/views.ts";
import { TEXTS } from "../../texts.ts";
import { toneClass } from "../../tones.ts";
import { CELL_MIN, type LaneLayout, type LaneRect } from "./lane-layout.ts";

const LETTER = 6.1;

interface Props {
  layout: LaneLayout;
  rects: readonly LaneRect[];
  deliveries: ReadonlySet<number>;
  cells: ReadonlyMap<number, LaneCell>;
  position: number;
}

export function LaneCells({ layout, rects, deliveries, cells, position }: Props) {
  return rects.flatMap((rect) =>
    rect.short || layout.cell < CELL_MIN
      ? [<MergedRun key={`${rect.lane.key} ${rect.from}`} layout={layout} rect={rect} position={position} />]
      : Array.from({ length: Math.ceil(rect.to - rect.from) }, (_, index) => rect.from + index).map((step) => (
          <Cell
            key={step}
            layout={layout}
            rect={rect}
            step={step}
            text={cells.get(step)?.text}
            isDelivery={deliveries.has(step)}
            isFuture={step >= position}
          />
        )),
  );
}

interface CellProps {
  layout: LaneLayout;
  rect: LaneRect;
  step: number;
  text: string | undefined;
  isDelivery: boolean;
  isFuture: boolean;
}

/** Most cells are as they were after a step: only the position moved. */
const Cell = memo(function Cell(props: CellProps) {
  const { layout, rect, step, text, isDelivery, isFuture } = props;
  const { y, height } = rect.lane;
  const x = layout.x(step) + 0.75;
  const width = Math.max(0.8, layout.cell - (layout.cell > 6 ? 1.5 : 0.6));
  const room = Math.floor((width - (isDelivery ? 4 : 0)) / LETTER);
  const word = text !== undefined && room >= Math.min(3, text.length) ? text.slice(0, room) : undefined;
  return (
    <g className={`lane-cell ${toneClass(rect.tone)} ${isFuture ? "future" : ""}`}>
      <rect className="cell-fill" x={x} y={y + 0.5} width={width} height={height - 1} />
      <Pattern tone={rect.tone} x={x} y={y + 0.5} width={width} height={height - 1} />
      {isDelivery ? (
        <rect className="cell-edge" x={x} y={y + 0.5} width={Math.min(4, width)} height={height - 1} />
      ) : null}
      {word === undefined || height < 11 ? null : (
        <text className="cell-text" x={x + width / 2 + (isDelivery ? 2 : 0)} y={y + height / 2 + 3.5}>
          {word}
        </text>
      )}
    </g>
  );
});

function Pattern({ tone, ...box }: { tone: number; x: number; y: number; width: number; height: number }) {
  const name = toneClass(tone);
  if (name === "t0" || name === "t1") return null;
  return <rect className="cell-pattern" fill={`url(#tone${name.slice(1)})`} {...box} />;
}

function MergedRun({ layout, rect, position }: { layout: LaneLayout; rect: LaneRect; position: number }) {
  const { y, height } = rect.lane;
  const parts = [
    { from: rect.from, to: Math.min(rect.to, Math.max(rect.from, position)), future: false },
    { from: Math.max(rect.from, Math.min(rect.to, position)), to: rect.to, future: true },
  ].filter((part) => part.to > part.from);
  const steps = rect.to - rect.from;
  const x = layout.x(rect.from);
  const width = layout.x(rect.to) - x;
  const whole = `${rect.short ? "⋯ " : ""}${steps.toLocaleString("en-GB")} steps`;
  const label = width > whole.length * LETTER + 8 ? whole : rect.short ? shortCount(steps) : "";
  return (
    <g className={`lane-cell ${toneClass(rect.tone)} ${rect.short ? "folded" : ""}`}>
      {rect.short ? <title>{TEXTS.lanes.folded(whole)}</title> : null}
      {parts.map((part) => (
        <g key={part.from} className={part.future ? "future" : undefined}>
          <rect
            className="cell-fill"
            x={layout.x(part.from)}
            y={y + 0.5}
            width={Math.max(1, layout.x(part.to) - layout.x(part.from))}
            height={height - 1}
          />
          <Pattern
            tone={rect.tone}
            x={layout.x(part.from)}
            y={y + 0.5}
            width={Math.max(1, layout.x(part.to) - layout.x(part.from))}
            height={height - 1}
          />
        </g>
      ))}
      {label !== "" && width > label.length * LETTER + 2 && height >= 11 ? (
        <text className="cell-text" x={x + width / 2} y={y + height / 2 + 3.5}>
          {label}
        </text>
      ) : null}
    </g>
  );
}

/** "⋯12k", "⋯1M". */
function shortCount(steps: number): string {
  if (steps >= 999_500) return `⋯${(steps / 1_000_000).toFixed(steps < 9_500_000 ? 1 : 0).replace(/\.0$/, "")}M`;
  return steps >= 1000 ? `⋯${Math.round(steps / 1000)}k` : `⋯${steps}`;
}
