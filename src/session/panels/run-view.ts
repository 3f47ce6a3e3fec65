// A run as the page shows it: lanes, blocking, marks, what became of the schedule,
// verdicts and the end in words.

import type { Context } from "../history/contexts.ts";
import { vectorName } from "../history/contexts.ts";
import type { Tracker } from "../history/tracker.ts";
import { MAX_LANE_CELLS } from "../limits.ts";
import type { Run } from "../run.ts";
import { scheduleRows } from "./schedule-view.ts";
import { propertyViews } from "../verdict/properties.ts";
import type { BlockedRun, ContextView, LaneCell, LaneRun, RunEnd, RunMark, RunView } from "../views.ts";
import { FATE_TEXTS, MARK_TEXTS, RUN_END_TEXTS } from "../texts/run.ts";

export function makeRunView(run: Run, notice: string | undefined): RunView {
  const { timeline, schedule, resolved, trials } = run;
  const { tracker, driver } = timeline;
  const end = timeline.end ?? { kind: "max-steps" };
  const violations = run.violations();
  return {
    length: timeline.length,
    end,
    endText: endWords(run, end),
    contexts: tracker.contexts.all.map((context) => contextView(tracker, context, end)),
    lanes: laneRuns(tracker),
    blocked: blockedRuns(tracker),
    marks: marksOf(tracker, end, violations),
    schedule: scheduleRows(schedule, resolved, driver, tracker, trials),
    violations,
    properties: propertyViews(run.program, violations),
    notice,
    ...(timeline.digest === undefined ? {} : { digest: timeline.digest }),
  };
}

export function endWords(run: Run, end: RunEnd): string {
  switch (end.kind) {
    case "idle":
      return RUN_END_TEXTS.idle;
    case "loop": {
      const blocked = run.timeline.tracker.nmi.at(run.timeline.length) !== undefined;
      return end.livelock ? RUN_END_TEXTS.livelock(end.from, end.period) : RUN_END_TEXTS.loop(end.period, blocked);
    }
    case "panic":
      return panicWords(run, end.vector);
    case "triple-fault":
      return RUN_END_TEXTS.shutDown;
    case "not-modelled":
      return RUN_END_TEXTS.notModelled(end.name);
    case "max-steps":
      return RUN_END_TEXTS.notOver(run.timeline.length);
  }
}

function panicWords(run: Run, vector: number): string {
  const { panics, vectors } = run.program.image;
  const unexpected = panics.some((panic) => panic.vector === vector && panic.address === vectors[vector]);
  const name = vectorName(vector);
  return unexpected ? RUN_END_TEXTS.unexpected(name) : RUN_END_TEXTS.gaveUp(name);
}

function contextView(tracker: Tracker, context: Context, end: RunEnd): ContextView {
  const fate = contextFate(tracker, context, end);
  return {
    id: context.id,
    kind: context.kind,
    vector: context.vector,
    name: context.name,
    letter: context.letter,
    tone: context.tone,
    enteredAt: context.enteredAt,
    interrupted: context.interrupted,
    leftAt: context.leftAt,
    fate: fate?.text,
    fateIsBad: fate?.bad ?? false,
  };
}

interface Fate {
  readonly text: string;
  readonly bad: boolean;
}

/** What became of a context's return frame, at the worst moment before it was needed. */
function contextFate(tracker: Tracker, context: Context, end: RunEnd): Fate | undefined {
  const isCutOff = end.kind === "max-steps";
  const unfinished = { text: isCutOff ? FATE_TEXTS.cutOff : FATE_TEXTS.unfinished, bad: false };
  const frame = tracker.frames.of(context.id);
  if (frame === undefined) {
    const resumed =
      tracker.contexts.current === 0 ||
      tracker.contexts.all.some(({ leftAt, interrupted }) => interrupted === 0 && leftAt !== undefined);
    if (context.id !== 0 || resumed || tracker.contexts.all.length === 1) return undefined;
    return isCutOff ? unfinished : { text: FATE_TEXTS.neverResumed, bad: true };
  }
  const until = context.leftAt ?? context.abandonedAt ?? tracker.steps.length;
  const facts = tracker.frames.facts(frame, { ...context, leftAt: undefined }, until);
  if (facts.state === "lost") return { text: FATE_TEXTS.frameLost, bad: true };
  if (facts.state === "safe in copy") return { text: FATE_TEXTS.frameInCopy, bad: false };
  if (context.leftAt === undefined && context.abandonedAt !== undefined)
    return { text: FATE_TEXTS.neverReturnedTo, bad: false };
  return context.leftAt === undefined ? unfinished : undefined;
}

function laneRuns(tracker: Tracker): readonly LaneRun[] {
  const { steps } = tracker;
  const runs: LaneRun[] = [];
  let from = 0;
  for (let step = 1; step <= steps.length; step++) {
    if (step < steps.length && steps.context(step) === steps.context(from)) continue;
    runs.push({ context: steps.context(from), from, to: step });
    from = step;
  }
  return runs;
}

function blockedRuns(tracker: Tracker): readonly BlockedRun[] {
  return tracker.nmi.all.map(({ from, to, by, pendingFrom }) => ({
    from,
    to: to ?? tracker.steps.length,
    by,
    pendingFrom,
  }));
}

function marksOf(tracker: Tracker, end: RunEnd, violations: RunView["violations"]): readonly RunMark[] {
  const marks = tracker.marks.filter(({ kind }) => kind !== "violation");
  const isFirst = ({ property, step }: RunView["violations"][number], index: number) =>
    violations.findIndex((other) => other.step === step && other.property === property) === index;
  for (const { property, step } of violations.filter(isFirst))
    marks.push({
      step,
      kind: "violation",
      text: property,
      context: step < tracker.steps.length ? tracker.steps.context(step) : undefined,
    });
  if (end.kind === "loop")
    marks.push({ step: end.from, kind: "loop", text: MARK_TEXTS.repeats(end.period), context: undefined });
  return marks.toSorted((a, b) => a.step - b.step);
}

/** Steps [from, to) as drawn; the schedule decides nothing here. */
export function laneCells(run: Run, from: number, to: number): readonly LaneCell[] {
  const { steps } = run.timeline.tracker;
  const first = Math.max(0, from);
  const last = Math.min(to, steps.length, first + MAX_LANE_CELLS);
  const cells: LaneCell[] = [];
  for (let step = first; step < last; step++) {
    const { rip, context, delivery, vector } = steps.row(step);
    cells.push({
      step,
      context,
      delivery,
      text: delivery && vector !== undefined ? vectorName(vector) : mnemonic(run, rip),
    });
  }
  return cells;
}

function mnemonic(run: Run, rip: bigint): string {
  return run.program.lines.get(rip)?.text.split(" ")[0] ?? "?";
}
