// How long autoplay rests at a moment: near what matters longer than elsewhere.

import type { MomentView, RunMark, RunView } from "../session/views.ts";

const SPEEDS = [0.5, 1, 2, 4, 8, 16] as const;

const SLOWER = 2;
/** Steps before and after it that count as near. */
const NEAR_STEPS = 2;
const MATTERS: ReadonlySet<RunMark["kind"]> = new Set(["injection", "delivery", "return", "merged", "violation"]);

/** Milliseconds to rest here before the next step, at `speed` steps a second. */
export function restMs(run: RunView | undefined, { position }: MomentView, speed: number): number {
  const done = position - 1;
  const isNear = run?.marks.some(({ kind, step }) => MATTERS.has(kind) && Math.abs(step - done) <= NEAR_STEPS) ?? false;
  return (1000 / speed) * (isNear ? SLOWER : 1);
}

export function otherSpeed(speed: number, by: 1 | -1): number {
  const at = SPEEDS.findIndex((candidate) => candidate >= speed);
  return SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, at + by))] ?? speed;
}
