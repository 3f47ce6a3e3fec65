// The verdicts on a run: what the machine's ghost state noticed, and what only a
// whole run can show (a livelock, an NMI that nobody served, a shutdown).

import type { RunEnd, ViolationView } from "../views.ts";
import { assertionOf } from "../program/assertions.ts";
import type { Run } from "../run.ts";
import { unmark } from "../sentence/markup.ts";
import { crashChain, flagChain, frameHistory, registerChain, stackSwitch, type MarkedCause } from "./chain.ts";
import { blockedChain, cr2Chain, reentryChain, serviceChain } from "./event-chain.ts";
import { summaryOf, withTakenForService } from "./summary.ts";
import type { FoundViolation } from "../history/tracker.ts";
import { named } from "../sentence/markup.ts";
import { CAUSE_TEXTS } from "../texts/causes.ts";
import { VIOLATION_TEXTS } from "../texts/violations.ts";

export function findViolations(run: Run, end: RunEnd): readonly ViolationView[] {
  const { tracker } = run.timeline;
  const found = tracker.violations.map((violation) => viewOf(run, violation));
  const own = [...endViolations(run, end)].filter(
    ({ property }) => !found.some((other) => other.property === property),
  );
  return [...found, ...own].toSorted((a, b) => a.step - b.step);
}

function viewOf(run: Run, violation: FoundViolation): ViolationView {
  const { step, note } = violation;
  const view = makeView(run, note.property, step, summaryOf(run, violation), chainOf(run, violation));
  const asserted = assertionOf(run.program, note.cause);
  return asserted === undefined ? view : { ...view, assertion: { cause: note.cause, line: asserted.line } };
}

function makeView(
  run: Run,
  property: ViolationView["property"],
  step: number,
  summary: string,
  chain: readonly MarkedCause[],
): ViolationView {
  const { tracker } = run.timeline;
  const contexts = tracker.contexts;
  const rip = step < tracker.steps.length ? tracker.steps.rip(step) : tracker.registers.rip;
  return {
    property,
    step,
    at: run.program.naming.place(rip),
    summary: unmark(summary, contexts),
    chain: chain
      .toSorted((a, b) => (a.step ?? step) - (b.step ?? step))
      .map((cause) => ({ step: cause.step, text: unmark(cause.text, contexts) })),
  };
}

function chainOf(run: Run, violation: FoundViolation): readonly MarkedCause[] {
  const { step, note } = violation;
  switch (note.cause) {
    case "registers-differ":
    case "wrong-place":
      return registerChain(run, step, note.context);
    case "stale-frame":
      return frameHistory(run, step);
    case "started-inside":
    case "resumed-inside":
      return reentryChain(run, step, Number(note.detail[0] ?? 0n));
    case "wrong-cr2":
      return cr2Chain(run, step);
    case "nmi-blocked":
      return blockedChain(run, step);
    case "lost":
      return serviceChain(run, step);
    case "rsp-outside":
      return stackSwitch(run, step + 1);
    case "flag-changed":
      return flagChain(run, step, note.detail[0] ?? 0n);
    case "panic-vector":
    case "panic-reached":
    case "double-fault":
    case "unexpected-page-fault":
      return crashChain(run, step);
    default:
      return [];
  }
}

function* endViolations(run: Run, end: RunEnd): Generator<ViolationView, void> {
  const { tracker } = run.timeline;
  const last = run.timeline.endedAt - 1;
  if (last < 0) return;
  if (end.kind === "loop" && end.livelock) {
    const unfinished = tracker.contexts.all.filter(({ id, leftAt }) => id !== 0 && leftAt === undefined);
    const livelock = VIOLATION_TEXTS.livelock(end.period, end.from);
    const names = unfinished.map(({ id }) => named(id));
    yield makeView(
      run,
      "progress",
      last,
      names.length === 0 ? livelock : VIOLATION_TEXTS.livelockUnfinished(livelock, names),
      loopChain(run, end.from, end.period),
    );
  }
  if (end.kind === "loop" || end.kind === "idle") {
    const unserved = tracker.acceptedNmis.findLast(
      ({ step }) => !tracker.serviceStarts.some((start) => start.step > step),
    );
    if (unserved !== undefined && run.program.image.service !== undefined)
      yield makeView(
        run,
        "every-nmi-served",
        last,
        withTakenForService(run, VIOLATION_TEXTS.unserved(named(unserved.context), unserved.step)),
        serviceChain(run, last + 1),
      );
  }
  if (end.kind === "triple-fault") yield makeView(run, "no-crash", last, VIOLATION_TEXTS.shutDown, []);
}

function loopChain(run: Run, from: number, period: number): readonly MarkedCause[] {
  const { tracker } = run.timeline;
  const stale = tracker.violations.find(({ note }) => note.cause === "stale-frame");
  const rip = tracker.steps.rip(from);
  const chain: MarkedCause[] = [];
  if (stale !== undefined)
    chain.push({
      step: stale.step,
      text: CAUSE_TEXTS.usedFrame(named(tracker.steps.context(stale.step))),
    });
  return [...chain, { step: from, text: CAUSE_TEXTS.repeats(run.program.naming.place(rip), period) }];
}
