// A violation in one sentence, from the ghost state's cause and its words of
// detail (docs/properties.md, "Causes and their detail").

import type { RegisterName } from "../../machine/types.ts";
import { vectorName } from "../history/contexts.ts";
import type { FoundViolation } from "../history/tracker.ts";
import { assertionOf, isComparison } from "../program/assertions.ts";
import type { Run } from "../run.ts";
import { named } from "../sentence/markup.ts";
import { ASSERTION_TEXTS, TAKEN_FOR_SERVICE_TEXTS, VIOLATION_TEXTS } from "../texts/violations.ts";
import { hex, valueWords } from "../texts/words.ts";

export function summaryOf(run: Run, { step, note }: FoundViolation): string {
  const { tracker } = run.timeline;
  const [a = 0n, b = 0n, c = 0n] = note.detail;
  const actor = named(step < tracker.steps.length ? tracker.steps.context(step) : note.context);
  const place = (address: bigint): string => run.program.naming.place(address);
  const memory = (address: bigint): string => run.meaning.place(address);
  const pointer = (value: bigint): string => valueWords(value, run.meaning.pointer(value));
  switch (note.cause) {
    case "registers-differ":
      return registersSummary(run, step, note.context);
    case "stale-frame":
      return VIOLATION_TEXTS.staleFrame(actor, memory(a), place(b));
    case "wrong-place":
      return VIOLATION_TEXTS.wrongPlace(place(a), place(b));
    case "abandoned":
      return VIOLATION_TEXTS.abandoned(vectorName(Number(b)));
    case "lost":
      return withTakenForService(run, VIOLATION_TEXTS.lost);
    case "started-inside":
      return withTakenForService(run, VIOLATION_TEXTS.startedInside(actor, named(Number(a))));
    case "resumed-inside":
      return VIOLATION_TEXTS.resumedInside(
        named(Number(a)),
        actor,
        run.program.source.assembly.annotations.service?.label,
      );
    case "panic-vector":
      return VIOLATION_TEXTS.panicVector(vectorName(Number(a)), hasErrorCode(Number(a)) ? hex(b) : undefined);
    case "panic-reached":
      return VIOLATION_TEXTS.panicReached(vectorName(Number(a)));
    case "double-fault":
      return VIOLATION_TEXTS.doubleFault;
    case "unexpected-page-fault":
      return VIOLATION_TEXTS.unexpectedPageFault(hex(note.detail[3] ?? 0n));
    case "wrong-cr2":
      return VIOLATION_TEXTS.wrongCr2(pointer(a), pointer(b));
    case "nmi-blocked":
      return VIOLATION_TEXTS.nmiBlocked;
    case "flag-changed":
      return VIOLATION_TEXTS.flagChanged(memory(a), hex(b), hex(c));
    case "rsp-outside":
      return VIOLATION_TEXTS.rspOutside(hex(a));
    case "write-outside":
    case "user-written":
      return VIOLATION_TEXTS.writeOutside(actor, hex(b), memory(a));
    case "foreign-stack":
      return VIOLATION_TEXTS.foreignStack(actor, memory(a), named(Number(c)));
    default:
      if (note.property === "assertion") return assertionSummary(run, note.cause, note.detail);
      return VIOLATION_TEXTS.other(note.property, note.cause);
  }
}

/** What nobody has declared may be elsewhere: a usual label may have a latch in front of the regular code, as exc_nmi has. */
export function withTakenForService({ program }: Run, told: string): string {
  const { annotations } = program.source.assembly;
  const { service } = program.image;
  if (service === undefined || annotations.service === undefined || annotations.isServiceDeclared) return told;
  const isCounted = service.isTaken === true || service.isInside === true;
  const { startsAt, startsAtCounting } = TAKEN_FOR_SERVICE_TEXTS;
  return (isCounted ? startsAtCounting : startsAt)(told, program.naming.place(service.start));
}

function assertionSummary(run: Run, cause: string, [why = 0n, a = 0n, b = 0n]: readonly bigint[]): string {
  const asserted = assertionOf(run.program, cause);
  if (asserted === undefined) return ASSERTION_TEXTS.unknown(cause);
  if (why === 1n) return ASSERTION_TEXTS.unreadable(asserted, hex(a));
  if (why === 2n) return ASSERTION_TEXTS.dividesByZero(asserted);
  if (!isComparison(asserted.expression)) return ASSERTION_TEXTS.isFalse(asserted);
  const pointer = (value: bigint): string => valueWords(value, run.meaning.pointer(value));
  return ASSERTION_TEXTS.isFalseAgainst(asserted, pointer(a), pointer(b));
}

function hasErrorCode(vector: number): boolean {
  return [8, 10, 11, 12, 13, 14, 17, 21].includes(vector);
}

function registersSummary(run: Run, step: number, resumed: number): string {
  const { contexts } = run.timeline.tracker;
  const left = contexts.all.find((context) => context.leftAt === step);
  const target = left?.resumed ?? resumed;
  const differs: readonly RegisterName[] = left?.differs ?? [];
  return VIOLATION_TEXTS.registersDiffer(left === undefined ? undefined : named(left.id), named(target), differs);
}
