// The row of marks: injections, bad steps, breakpoint hits, the loop.

import type { RunMark } from "../../../session/views.ts";
import { TEXTS } from "../../texts.ts";
import { sideOf } from "./label-side.ts";
import type { LaneLayout } from "./lane-layout.ts";
import { groupMarks, labelsOf, type MarkGroup } from "./mark-groups.ts";

const MARK_Y = 26;
const LETTER = 5.9;
/** Half the width of a mark. */
const SHAPE = 6;
/** Nearer to each other than this, shapes overlap. */
const REACH = 11;

interface Props {
  layout: LaneLayout;
  marks: readonly RunMark[];
  /** Steps that are deliveries: an injection there was taken at once. */
  deliveries: ReadonlySet<number>;
  firstBad: number | undefined;
  width: number;
  position: number;
}

/** Labels are shortened or dropped where they would touch an earlier one; the first bad step keeps its own. */
export function Marks({ layout, marks, deliveries, firstBad, width, position }: Props) {
  const shown = marks.filter((mark) => ["injection", "violation", "breakpoint", "loop", "merged"].includes(mark.kind));
  const bad = shown.filter((mark) => mark.kind === "violation");
  const others = groupMarks(
    shown.filter((mark) => mark.kind !== "violation"),
    (mark) => placeOf(mark, layout),
    REACH,
  );
  // Shapes are always drawn; labels where there is room between them.
  const taken = [...bad.map((mark) => placeOf(mark, layout)), ...others.flatMap(({ from, to }) => [from, to])].map(
    (place) => ({ from: place - SHAPE, to: place + SHAPE }),
  );
  const isInside = position >= layout.window.from && position <= layout.window.to;
  const line = isInside ? layout.x(position) : undefined;
  const drawnBad = [...new Set(bad.map((mark) => mark.step))].map((step) => {
    const names = bad.filter((mark) => mark.step === step).map((mark) => mark.text);
    const short = TEXTS.lanes.bad(step, names.join(", "));
    const isFirst = step === firstBad;
    const x = layout.x(step) + layout.cell / 2;
    const sides = (text: string, isNeeded: boolean) => {
      const length = text.length * LETTER + 4;
      const left = { from: x - SHAPE - 3 - length, to: x - SHAPE - 1 };
      const right = { from: x + SHAPE + 1, to: x + SHAPE + 3 + length };
      const side = sideOf(left, right, { width, line, taken }, isNeeded);
      return side === undefined ? undefined : { text, side, span: side === "left" ? left : right };
    };
    const texts = isFirst ? [TEXTS.lanes.firstBad(step, names.join(", ")), short, TEXTS.lanes.badAlone(step)] : [short];
    const label = texts
      .map((text, index) => sides(text, isFirst && index === texts.length - 1))
      .find((found) => found !== undefined);
    if (label !== undefined) taken.push(label.span);
    return <Bad key={`bad ${step}`} x={x} title={short} text={label?.text} side={label?.side} />;
  });
  const drawnOthers = others.map((group, index) => {
    const label = labelsOf(group).find((text) => {
      const span = { from: group.to + SHAPE + 1, to: group.to + SHAPE + 2 + text.length * LETTER };
      const isFree = span.to <= width + SHAPE && taken.every((other) => span.to < other.from || span.from > other.to);
      if (isFree) taken.push(span);
      return isFree;
    });
    const isTaken = group.marks.every((mark) => deliveries.has(mark.step));
    return <Group key={`${group.kind} ${index}`} group={group} label={label} isTaken={isTaken} />;
  });
  return (
    <>
      {drawnBad}
      {drawnOthers}
    </>
  );
}

function Group({ group, label, isTaken }: { group: MarkGroup; label: string | undefined; isTaken: boolean }) {
  const { kind, marks, from, to } = group;
  return (
    <g className={`mark mark-${kind} ${isTaken ? "" : "waiting"}`}>
      <title>
        {marks.length === 1 ? marks[0]?.text : marks.map(({ step, text }) => TEXTS.lanes.bad(step, text)).join("; ")}
      </title>
      {from === to ? null : <path className="mark-reach" d={`M${from} ${MARK_Y - 6}H${to}`} />}
      <MarkShape kind={kind} x={from} />
      {label === undefined ? null : (
        <text x={to + 7} y={MARK_Y + 4}>
          {label}
        </text>
      )}
    </g>
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

interface BadProps {
  x: number;
  title: string;
  text: string | undefined;
  side: "left" | "right" | undefined;
}

function Bad({ x, title, text, side }: BadProps) {
  return (
    <g className="mark-violation">
      <title>{title}</title>
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
