// On which side of its mark a label stands. Pure; units are pixels.

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Surroundings {
  readonly width: number;
  /** The position's line, if it is in the plot. */
  readonly line: number | undefined;
  /** Shapes and labels that are there already. */
  readonly taken: readonly Span[];
}

const LEAVES = 4;
const CROSSES = 2;
const TOUCHES = 1;

/** 0: there is room. Otherwise how bad it would be. */
function cost({ from, to }: Span, { width, line, taken }: Surroundings): number {
  const leaves = from < 0 || to > width ? LEAVES : 0;
  const crosses = line !== undefined && from <= line && line <= to ? CROSSES : 0;
  const touches = taken.some((other) => to >= other.from && from <= other.to) ? TOUCHES : 0;
  return leaves + crosses + touches;
}

/** The better side, left if both are as good; undefined: room on neither, and the label can be left out. */
export function sideOf(left: Span, right: Span, around: Surroundings, isNeeded: boolean): "left" | "right" | undefined {
  const costs = { left: cost(left, around), right: cost(right, around) };
  const side = costs.right < costs.left ? "right" : "left";
  return costs[side] === 0 || isNeeded ? side : undefined;
}
