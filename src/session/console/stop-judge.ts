// Watchpoints, caught events, conditions and counts: does the run stop at this
// boundary, and why? The page's Run asks the same as the console's.

import type { BreakPlace, CaughtEvent } from "../../protocol/messages.ts";
import type { Experiment, StopJudge } from "../experiment.ts";
import type { Run } from "../run.ts";
import { CommandError } from "./command.ts";
import { evaluateValue } from "./expression.ts";
import { hex } from "./format.ts";
import { breakKey, type ConsoleState } from "./state.ts";
import { findTarget, touches, valueAt } from "./watch-target.ts";
import { STOP_TEXTS, STOPPED_TEXTS } from "../texts/console-stops.ts";

type Boundaries = (boundary: number) => boolean;

export function stopJudge(experiment: Experiment, state: ConsoleState): StopJudge {
  return (run, places) => {
    const judged = places.map((place) => ({ place, crosses: crossing(experiment, state, run, place) }));
    return (boundary) => {
      for (const { place, crosses } of judged) {
        if (!crosses(boundary) || !holds(run, state, place, boundary)) continue;
        if (skips(experiment, place)) continue;
        state.hit = { key: breakKey(place), boundary };
        return stopWords(run, state, place, boundary);
      }
      return undefined;
    };
  };
}

/** Counts a crossing down; true while there is one to ignore. */
function skips(experiment: Experiment, { kind, ...rest }: BreakPlace): boolean {
  const key = breakKey({ kind, ...rest } as BreakPlace);
  const now = experiment.breakpoints.find((other) => breakKey(other) === key);
  const left = now?.ignore ?? 0;
  if (now === undefined || left === 0) return false;
  experiment.setBreakpoints(
    experiment.breakpoints.map((other) => (other === now ? { ...now, ignore: left - 1 } : other)),
  );
  return true;
}

export function holds(run: Run, state: ConsoleState, { condition }: BreakPlace, boundary: number): boolean {
  if (condition === undefined) return true;
  const { timeline } = run;
  const { position } = timeline;
  timeline.seek(boundary);
  try {
    return evaluateValue(condition, { run, state }) !== 0n;
  } catch (error) {
    // As gdb does: a condition that cannot be computed stops, so that it is seen.
    if (error instanceof CommandError) return true;
    throw error;
  } finally {
    timeline.seek(position);
  }
}

export function crossing(experiment: Experiment, state: ConsoleState, run: Run, place: BreakPlace): Boundaries {
  switch (place.kind) {
    case "line":
    case "place": {
      const address = experiment.addressOf(place);
      return (boundary) => run.timeline.ripAt(boundary) === address;
    }
    case "watch": {
      const target = findTarget(place.target, { run, state });
      if (target === undefined) return () => false;
      const found = touches(run, target, place.access);
      return (boundary) => found.has(boundary);
    }
    case "catch": {
      const found = caughtBoundaries(run, place.event);
      return (boundary) => found.has(boundary);
    }
  }
}

export function caughtBoundaries(run: Run, event: CaughtEvent): ReadonlySet<number> {
  const { tracker, length } = run.timeline;
  const after = (steps: readonly number[]): ReadonlySet<number> => new Set(steps.map((step) => step + 1));
  switch (event) {
    case "nmi":
      return after(tracker.acceptedNmis.map(({ step }) => step));
    case "fault":
      return after(
        tracker.contexts.all
          .filter(({ vector }) => vector !== undefined && vector !== 2 && vector < 32)
          .map(({ enteredAt }) => enteredAt ?? 0),
      );
    case "iret":
      return after(tracker.marks.filter(({ kind }) => kind === "return").map(({ step }) => step));
    case "violation":
      return after(run.violations().map(({ step }) => step));
    case "latched":
      return after(tracker.nmi.all.map(({ pendingFrom }) => pendingFrom).filter((step) => step !== undefined));
    case "lost":
      return after(tracker.marks.filter(({ kind }) => kind === "merged").map(({ step }) => step));
    case "overwritten":
      return after(overwrites(run, length));
  }
}

/** Steps that first changed a word of a return frame that was still to be used. */
function overwrites(run: Run, length: number): readonly number[] {
  const { frames, contexts, writes } = run.timeline.tracker;
  const found: number[] = [];
  for (const frame of frames.all) {
    const context = contexts.find(frame.context);
    const until = Math.min(context?.leftAt ?? length, context?.abandonedAt ?? length);
    const { overwritten } = frames.facts(frame, context, until);
    const steps = overwritten.map(({ overwrittenBy }) => writes.step(overwrittenBy));
    if (steps.length > 0) found.push(Math.min(...steps));
  }
  return found;
}

/** Several lines, as gdb's. */
function stopWords(run: Run, state: ConsoleState, place: BreakPlace, boundary: number): string {
  const number = state.numberOf(place);
  const rip = run.timeline.ripAt(boundary);
  if (place.kind === "catch") return STOPPED_TEXTS.caught(number, place.event);
  if (place.kind !== "watch") return STOPPED_TEXTS.breakpoint(number, run.program.naming.place(rip));
  const target = findTarget(place.target, { run, state });
  if (target === undefined) return STOPPED_TEXTS.unknownTarget(number, place.target);
  const shown = (at: number): string => watchedValue(run, valueAt(run, target, at));
  const [old, now] = [shown(boundary - 1), shown(boundary)];
  const by = run.timeline.tracker.steps.row(boundary - 1);
  const context = run.timeline.tracker.contexts.name(by.context);
  // What a delivery pushes is not of the instruction that it comes before.
  const where = by.delivery
    ? STOPPED_TEXTS.byDelivery(context, boundary - 1)
    : STOPPED_TEXTS.by(run.program.naming.place(by.rip), context, boundary - 1);
  const title = STOP_TEXTS.watchpoint(place.access, number, place.target);
  return old === now ? STOPPED_TEXTS.unchanged(title, now, where) : STOPPED_TEXTS.changed(title, old, now, where);
}

export function watchedValue(run: Run, value: bigint): string {
  const place = run.program.naming.angle(value);
  if (place !== "") return `${hex(value)} ${place}`;
  return value < 0x1_0000n ? value.toString() : hex(value);
}
