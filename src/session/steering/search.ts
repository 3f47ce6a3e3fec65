// Questions to the known run that moves ask: does control lie deeper here, does
// anything stop here?

import type { ContextId, Event } from "../../machine/types.ts";
import type { Run } from "../run.ts";
import type { Stops } from "./moves.ts";
import { MOVE_TEXTS } from "../texts/moves.ts";

/** Control at `boundary` is in something that interrupted `context`, however deep. */
export function isNested(run: Run, boundary: number, context: ContextId): boolean {
  const { contexts, steps } = run.timeline.tracker;
  let above = contexts.find(steps.running(boundary));
  while (above !== undefined && above.id !== context) {
    if (above.interrupted === context) return true;
    above = above.interrupted === undefined ? undefined : contexts.find(above.interrupted);
  }
  return false;
}

/** Why a run stops at `boundary`, in words. */
export function findBreak(run: Run, boundary: number, stops: Stops): string | undefined {
  if (stops.violations.includes(boundary)) {
    const broken = run.violations().filter(({ step }) => step === boundary - 1);
    return MOVE_TEXTS.violation([...new Set(broken.map(({ property }) => property))]);
  }
  const also = stops.also?.(boundary);
  if (also !== undefined) return also;
  const rip = run.timeline.ripAt(boundary);
  return stops.breakpoints.has(rip) ? MOVE_TEXTS.breakpoint(run.program.naming.place(rip)) : undefined;
}

/** The canonical name of a boundary in a schedule: `label+0x4#2`, or its number. */
export function boundaryPlace(run: Run, boundary: number): string {
  const { timeline, program } = run;
  const rip = timeline.ripAt(boundary);
  const place = program.naming.find(rip);
  if (place === undefined) return String(boundary);
  let visits = 0;
  for (let at = 0; at <= boundary; at++) if (timeline.ripAt(at) === rip) visits++;
  return visits === 1 ? place : `${place}#${visits}`;
}

/** The first step that two runs do not share; the shorter one's length if they share all of it. */
export function firstDifference(a: Run, b: Run, limit: number): number {
  const left = a.timeline.tracker;
  const right = b.timeline.tracker;
  const last = Math.min(limit, left.steps.length, right.steps.length);
  const samePrograms = a.program === b.program;
  for (let step = 0; step < last; step++) {
    if (!sameEvents(a, b, step)) return step;
    const l = left.steps.row(step);
    const r = right.steps.row(step);
    if (l.delivery !== r.delivery || l.vector !== r.vector || l.context !== r.context) return step;
    if (samePrograms ? l.rip !== r.rip : !sameInstruction(a, b, l.rip, r.rip)) return step;
  }
  return last;
}

function sameInstruction(a: Run, b: Run, left: bigint, right: bigint): boolean {
  return (
    a.program.naming.place(left) === b.program.naming.place(right) && a.program.textAt(left) === b.program.textAt(right)
  );
}

function sameEvents(a: Run, b: Run, boundary: number): boolean {
  const left = a.timeline.eventsAt(boundary);
  const right = b.timeline.eventsAt(boundary);
  return left.length === right.length && left.every((event, n) => sameEvent(event, right[n]));
}

function sameEvent(a: Event, b: Event | undefined): boolean {
  if (b === undefined || a.kind !== b.kind) return false;
  if (a.kind === "pf" && b.kind === "pf") return a.address === b.address;
  return a.kind !== "irq" || b.kind !== "irq" || a.vector === b.vector;
}
