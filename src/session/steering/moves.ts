// Where a move leads: positions on a run that is known, extended where there is a
// way on. Moves never change the schedule.

import type { Move } from "../../protocol/messages.ts";
import type { Run } from "../run.ts";
import { findBreak, isNested } from "./search.ts";
import type { Sliced } from "../slices.ts";
import { MOVE_TEXTS } from "../texts/moves.ts";

export interface MoveResult {
  readonly position: number;
  /** Why it is not where it was meant to be, or why there. */
  readonly notice?: string;
}

/** Boundaries at which "run" stops. */
export interface Stops {
  readonly breakpoints: ReadonlySet<bigint>;
  /** Boundaries right after a violation. */
  readonly violations: readonly number[];
  /** What else stops at a boundary, in words: watchpoints, events, conditions. Asked in the order of the search. */
  readonly also?: (boundary: number) => string | undefined;
}

/** Yields the steps known while the run is extended. */
export function* findMove(run: Run, move: Move, stops: Stops): Sliced<MoveResult> {
  const { timeline } = run;
  const { position } = timeline;
  switch (move.kind) {
    case "step":
      return yield* stepTo(run, position + 1);
    case "seek":
      return yield* stepTo(run, Math.max(0, Math.trunc(move.position)));
    case "over":
      return yield* over(run, stops);
    case "out":
      return out(run);
    case "run":
      return yield* runOn(run, stops);
    case "back":
      return position === 0 ? { position, notice: MOVE_TEXTS.noHistory } : { position: position - 1 };
    case "back-over":
      return backOver(run);
    case "run-back":
      return runBack(run, stops);
    case "restart":
      return { position: 0 };
    case "end":
      return { position: timeline.length };
    case "to-place":
      return toPlace(run, move.place);
    case "next-violation": {
      const next = stops.violations.find((boundary) => boundary > position);
      return next === undefined ? { position, notice: MOVE_TEXTS.noNextViolation } : { position: next };
    }
    case "previous-violation": {
      const previous = stops.violations.findLast((boundary) => boundary < position);
      return previous === undefined ? { position, notice: MOVE_TEXTS.noPreviousViolation } : { position: previous };
    }
  }
}

function* stepTo(run: Run, target: number): Sliced<MoveResult> {
  const { timeline } = run;
  if (target > timeline.length) yield* timeline.extendTo(target);
  const position = Math.min(target, timeline.length);
  if (position === target) return { position };
  return { position, notice: timeline.stopped ? endNotice(run) : MOVE_TEXTS.limitAt(position) };
}

function endNotice(run: Run): string {
  switch (run.timeline.end?.kind) {
    case "panic":
      return MOVE_TEXTS.panicked;
    case "triple-fault":
      return MOVE_TEXTS.shutDown;
    case "max-steps":
      return MOVE_TEXTS.limit;
    default:
      return MOVE_TEXTS.noNextStep;
  }
}

function* over(run: Run, stops: Stops): Sliced<MoveResult> {
  const { timeline } = run;
  const { position } = timeline;
  const context = timeline.tracker.steps.running(position);
  if (position === timeline.length) return yield* stepTo(run, position + 1);
  for (let boundary = position + 1; boundary <= timeline.length; boundary++) {
    if (!isNested(run, boundary, context)) return { position: boundary };
    const stop = findBreak(run, boundary, stops);
    if (stop !== undefined) return { position: boundary, notice: stop };
  }
  return { position: timeline.length, notice: MOVE_TEXTS.neverComesBack(run.timeline.tracker.contexts.name(context)) };
}

function out(run: Run): MoveResult {
  const { timeline } = run;
  const { position, tracker } = timeline;
  const context = tracker.steps.running(position);
  const found = tracker.contexts.find(context);
  if (context === 0 || found === undefined) return { position, notice: MOVE_TEXTS.outermost };
  if (found.leftAt !== undefined && found.leftAt >= position) return { position: found.leftAt + 1 };
  if (found.abandonedAt !== undefined && found.abandonedAt >= position)
    return { position: found.abandonedAt + 1, notice: MOVE_TEXTS.dropped(found.name) };
  return { position: timeline.length, notice: MOVE_TEXTS.neverReturns(found.name) };
}

function* runOn(run: Run, stops: Stops): Sliced<MoveResult> {
  const { timeline } = run;
  const from = timeline.position;
  // A run that was stopped early is computed on first.
  if (timeline.end === undefined) yield* timeline.complete();
  if (from === timeline.length)
    yield* timeline.end?.kind === "max-steps" ? timeline.extendLimit() : timeline.extendRound();
  for (let boundary = from + 1; boundary <= timeline.length; boundary++) {
    const stop = findBreak(run, boundary, stops);
    if (stop !== undefined) return { position: boundary, notice: stop };
  }
  const position = timeline.length;
  return position === from ? { position, notice: endNotice(run) } : { position };
}

function backOver(run: Run): MoveResult {
  const { position, tracker } = run.timeline;
  if (position === 0) return { position, notice: MOVE_TEXTS.noHistory };
  const context = tracker.steps.running(position);
  for (let boundary = position - 1; boundary > 0; boundary--)
    if (!isNested(run, boundary, context)) return { position: boundary };
  return { position: 0 };
}

function runBack(run: Run, stops: Stops): MoveResult {
  const { position } = run.timeline;
  if (position === 0) return { position, notice: MOVE_TEXTS.noHistory };
  for (let boundary = position - 1; boundary > 0; boundary--) {
    const stop = findBreak(run, boundary, stops);
    if (stop !== undefined) return { position: boundary, notice: stop };
  }
  return { position: 0, notice: MOVE_TEXTS.noHistory };
}

function toPlace(run: Run, place: string): MoveResult {
  const { timeline, program } = run;
  const { position } = timeline;
  const address = program.naming.resolve(place);
  if (address === undefined) return { position, notice: MOVE_TEXTS.noPlace(place) };
  for (let boundary = position + 1; boundary <= timeline.length; boundary++)
    if (timeline.ripAt(boundary) === address) return { position: boundary };
  return { position, notice: MOVE_TEXTS.notReachedAgain(place) };
}
