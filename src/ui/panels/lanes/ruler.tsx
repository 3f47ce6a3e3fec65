// The ruler with the step numbers, and the number of the step just done.

import { isShort, stretchesWithin } from "./lane-fold.ts";
import { tickEvery, type LaneLayout } from "./lane-layout.ts";

interface Props {
  layout: LaneLayout;
  position: number;
}

/** The step just done, if it is in the window: where its number stands, and half the width of its box. */
function currentOf({ layout, position }: Props): { step: number; x: number; half: number } | undefined {
  const step = position - 1;
  if (step < layout.window.from || step >= layout.window.to) return undefined;
  return { step, x: middle(layout, step), half: Math.max(11, String(step).length * 3.4 + 4) };
}

function middle(layout: LaneLayout, step: number): number {
  return layout.x(step) + layout.cell / 2;
}

export function Ruler({ layout, width, position }: Props & { width: number }) {
  const current = currentOf({ layout, position });
  const isFree = (step: number): boolean =>
    current === undefined || Math.abs(middle(layout, step) - current.x) > current.half + String(step).length * 3.2;
  return (
    <g>
      <rect className="ruler" x="0" y="0" width={width} height="17" />
      {ticksOf(layout)
        .filter(isFree)
        .map((step) => (
          <text key={step} className="tick" x={middle(layout, step)} y="12">
            {step}
          </text>
        ))}
    </g>
  );
}

/** Above the position's line, which a narrow cell lets run through the number. */
export function CurrentStep({ layout, position }: Props) {
  const current = currentOf({ layout, position });
  if (current === undefined) return null;
  return (
    <>
      <rect
        className="tick-current-box"
        x={current.x - current.half}
        y="1.5"
        width={current.half * 2}
        height="14"
        rx="2"
      />
      <text className="tick tick-current" x={current.x} y="12">
        {current.step}
      </text>
    </>
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
