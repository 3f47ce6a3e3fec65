// The ruler with the step numbers and the row of marks: injections, bad steps,
// breakpoint hits, the loop.

import type { RunMark } from "../../../session/views.ts";
import { TEXTS } from "../../texts.ts";
import { sideOf } from "./label-side.ts";
import { isShort, stretchesWithin } from "./lane-fold.ts";
import { tickEvery, type LaneLayout } from "./lane-layout.ts";

const MARK_Y = 26;
const LETTER = 5.9;
/** Half the width of a mark. */
const SHAPE = 6;

export function Ruler({ layout, width, position }: { layout: LaneLayout; width: number; position: number }) {
  const ticks = ticksOf(layout);
  const current = position - 1;
  const x = (step: number): number => layout.x(step) + layout.cell / 2;
  const label = String(current);
  const half = Math.max(11, label.length * 3.4 + 4);
  const isInside = current >= layout.window.from && current < layout.window.to;
  return (
    <g>
      <rect className="ruler" x="0" y="0" width={width} height="17" />
      {ticks
        .filter(
          (step) => !isInside || Math.abs(x(step) - x(current)) > half + String(step).length * 3.2 || step === current,
        )
        .map((step) =>
          step === current ? null : (
            <text key={step} className="tick" x={x(step)} y="12">
              {step}
            </text>
          ),
        )}
      {isInside ? (
        <>
          <rect className="tick-current-box" x={x(current) - half} y="1.5" width={half * 2} height="14" rx="2" />
          <text className="tick tick-current" x={x(current)} y="12">
            {label}
          </text>
        </>
      ) : null}
    </g>
  );
}

/** Evenly within each stretch that is not folded. */
function ticksOf(layout: LaneLayout): readonly number[] {
  const every = tickEvery(layout.cell, layout.window.to);
  return stretchesWithin(layout.fold, layout.window)
    .filter((stretch) => !isShort(stretch))
    .flatMap((stretch) => {
      const from = Math.max(stretch.from, layout.window.from);
      const to = Math.min(stretch.to, layout.window.to);
      const first = Math.ceil(from / every) * every;
      return Array.from({ length: Math.max(0, Math.ceil((to - first) / every)) }, (_, n) => first + n * every);
    });
}

interface Props {
  layout: LaneLayout;
  marks: readonly RunMark[];
  /** Steps that are deliveries: an injection there was taken at once. */
  deliveries: ReadonlySet<number>;
  firstBad: number | undefined;
  width: number;
  position: number;
}

/** Labels are dropped where they would touch an earlier one; the first bad step keeps its own. */
export function Marks({ layout, marks, deliveries, firstBad, width, position }: Props) {
  const shown = marks.filter((mark) => ["injection", "violation", "breakpoint", "loop", "merged"].includes(mark.kind));
  // Shapes are always drawn; labels where there is room between them.
  const taken = shown.map((mark) => ({ from: placeOf(mark, layout) - SHAPE, to: placeOf(mark, layout) + SHAPE }));
  const room = (from: number, to: number): boolean => {
    const free = from >= -SHAPE && to <= width + SHAPE && taken.every((other) => to < other.from || from > other.to);
    if (free) taken.push({ from, to });
    return free;
  };
  const isInside = position >= layout.window.from && position <= layout.window.to;
  const line = isInside ? layout.x(position) : undefined;
  const bad = shown.filter((mark) => mark.kind === "violation");
  const badSteps = [...new Set(bad.map((mark) => mark.step))];
  const drawnBad = badSteps.map((step) => {
    const names = bad.filter((mark) => mark.step === step).map((mark) => mark.text);
    const text =
      step === firstBad ? TEXTS.lanes.firstBad(step, names.join(", ")) : TEXTS.lanes.bad(step, names.join(", "));
    const x = layout.x(step) + layout.cell / 2;
    const length = text.length * LETTER + 4;
    const left = { from: x - SHAPE - 3 - length, to: x - SHAPE - 1 };
    const right = { from: x + SHAPE + 1, to: x + SHAPE + 3 + length };
    const side = sideOf(left, right, { width, line, taken }, step === firstBad);
    if (side !== undefined) taken.push(side === "left" ? left : right);
    return <Bad key={`bad ${step}`} x={x} text={text} side={side} />;
  });
  const others = shown
    .filter((mark) => mark.kind !== "violation")
    .map((mark, index) => {
      const x = placeOf(mark, layout);
      const label = mark.kind === "breakpoint" ? "" : mark.text;
      const isLabelled = label !== "" && room(x + SHAPE + 1, x + SHAPE + 2 + label.length * LETTER);
      const isTaken = deliveries.has(mark.step);
      return (
        <g key={`${mark.kind} ${mark.step} ${index}`} className={`mark mark-${mark.kind} ${isTaken ? "" : "waiting"}`}>
          <title>{mark.text}</title>
          <MarkShape kind={mark.kind} x={x} />
          {isLabelled ? (
            <text x={x + 7} y={MARK_Y + 4}>
              {label}
            </text>
          ) : null}
        </g>
      );
    });
  return (
    <>
      {others}
      {drawnBad}
    </>
  );
}

/** Injections come in between steps, the rest belongs to one. */
function placeOf(mark: RunMark, layout: LaneLayout): number {
  return layout.x(mark.step) + (mark.kind === "injection" ? 0 : layout.cell / 2);
}

function MarkShape({ kind, x }: { kind: RunMark["kind"]; x: number }) {
  switch (kind) {
    case "injection":
      return <path className="injection" d={`M${x - 4.5} ${MARK_Y - 4}H${x + 4.5}L${x} ${MARK_Y + 4}z`} />;
    case "breakpoint":
      return <circle cx={x} cy={MARK_Y} r="3.5" />;
    case "loop":
      return <path className="loop" d={`M${x - 4} ${MARK_Y + 3}a4 4 0 1 1 4 2`} />;
    default:
      return <path d={`M${x} ${MARK_Y - 4}v8`} className="tick-mark" />;
  }
}

function Bad({ x, text, side }: { x: number; text: string; side: "left" | "right" | undefined }) {
  return (
    <g className="mark-violation">
      <title>{text}</title>
      <rect x={x - 6} y={MARK_Y - 6} width="12" height="12" rx="1.5" />
      <path d={`M${x - 3} ${MARK_Y - 3}l6 6m0 -6l-6 6`} />
      {side === undefined ? null : (
        <text x={side === "left" ? x - 10 : x + 10} y={MARK_Y + 4} textAnchor={side === "left" ? "end" : "start"}>
          {text}
        </text>
      )}
    </g>
  );
}
