// A violation in one sentence, from the ghost state's cause and its words of
// detail (docs/properties.md, "Causes and their detail").

import type { RegisterName } from "../../machine/types.ts";
import { vectorName } from "../history/contexts.ts";
import type { FoundViolation } from "../history/tracker.ts";
import { assertionOf, isComparison } from "../program/assertions.ts";
import type { Run } from "../run.ts";
import { named } from "../sentence/markup.ts";
import { hex, list, valueWords } from "../texts/words.ts";

export function summaryOf(run: Run, { step, note }: FoundViolation): string {
  const { tracker } = run.timeline;
  const [a = 0n, b = 0n, c = 0n] = note.detail;
  const actor = named(step < tracker.steps.length ? tracker.steps.context(step) : note.context);
  const place = (address: bigint): string => run.program.naming.place(address);
  const memory = (address: bigint): string => run.meaning.place(address);
  switch (note.cause) {
    case "registers-differ":
      return registersSummary(run, step, note.context);
    case "stale-frame":
      return `${actor} returns through the frame at ${memory(a)}, which was used already: it goes to ${place(b)} a second time.`;
    case "wrong-place":
      return `The workload is resumed at ${place(a)} instead of ${place(b)}.`;
    case "abandoned":
      return `${vectorName(Number(b))}'s handler was dropped without having been returned to.`;
    case "lost":
      return `An accepted NMI was lost: the workload goes on, and no run of the regular NMI code started after it.${takenForService(run)}`;
    case "started-inside":
      return `The regular NMI code starts in ${actor} while the run of ${named(Number(a))} is unfinished.${takenForService(run)}`;
    case "resumed-inside":
      return `Control comes back into the run of ${named(Number(a))} after ${actor} ran the regular NMI code inside it. Where the run ends is not declared: #@ service ${run.program.source.assembly.annotations.service?.label ?? "LABEL"} END`;
    case "panic-vector":
      return `${vectorName(Number(a))} is delivered${codeWords(Number(a), b)}: its vector is a panic.`;
    case "panic-reached":
      return `A handler gives up: the panic of ${vectorName(Number(a))} is reached.`;
    case "double-fault":
      return "#DF: a fault came while another was being delivered.";
    case "unexpected-page-fault":
      return `#PF at an address that is never absent on purpose: CR2 is ${hex(note.detail[3] ?? 0n)}.`;
    case "wrong-cr2":
      return `The page-fault handler reads CR2 = ${valueWords(a, run.meaning.pointer(a))}; its own fault was at ${valueWords(b, run.meaning.pointer(b))}.`;
    case "nmi-blocked":
      return "The workload runs with NMIs blocked: no IRET ended the blocking.";
    case "flag-changed":
      return `${memory(a)} is ${hex(b)} when the workload runs; it began as ${hex(c)}.`;
    case "rsp-outside":
      return `RSP is ${hex(a)}: in no stack.`;
    case "write-outside":
    case "user-written":
      return `${actor} writes ${hex(b)} bytes at ${memory(a)}, which is none of its memory.`;
    case "foreign-stack":
      return `${actor} writes at ${memory(a)}, in the part of the stack that belongs to ${named(Number(c))}.`;
    default:
      if (note.property === "assertion") return assertionSummary(run, note.cause, note.detail);
      return `${note.property} is broken: ${note.cause}.`;
  }
}

/** What nobody has declared may be elsewhere: a usual label may have a latch in front of the regular code, as exc_nmi has. */
export function takenForService({ program }: Run): string {
  const { annotations } = program.source.assembly;
  const { service } = program.image;
  if (service === undefined || annotations.service === undefined || annotations.isServiceDeclared) return "";
  const counted =
    service.isTaken === true || service.isInside === true
      ? ", where it first counts nmi_run_count or touches a page that may be absent"
      : "";
  return ` The regular code is taken to start at ${program.naming.place(service.start)}${counted}; "#@ service LABEL END" says so otherwise.`;
}

function assertionSummary(run: Run, cause: string, [why = 0n, a = 0n, b = 0n]: readonly bigint[]): string {
  const asserted = assertionOf(run.program, cause);
  if (asserted === undefined) return `An assertion fails: ${cause}.`;
  const { text, label, line } = asserted;
  const claim = `Line ${line} asserts at ${label}: ${text};`;
  if (why === 1n) return `${claim} memory at ${hex(a)} cannot be read.`;
  if (why === 2n) return `${claim} that divides by zero.`;
  if (!isComparison(asserted.expression)) return `${claim} it is false.`;
  return `${claim} it is false: ${valueWords(a, run.meaning.pointer(a))} against ${valueWords(b, run.meaning.pointer(b))}.`;
}

function codeWords(vector: number, code: bigint): string {
  return [8, 10, 11, 12, 13, 14, 17, 21].includes(vector) ? ` with error code ${hex(code)}` : "";
}

function registersSummary(run: Run, step: number, resumed: number): string {
  const { contexts } = run.timeline.tracker;
  const left = contexts.all.find((context) => context.leftAt === step);
  const target = left?.resumed ?? resumed;
  const differs: readonly RegisterName[] = left?.differs ?? [];
  const names = list(differs.slice(0, 4).map((name) => name.toUpperCase()));
  const by = left === undefined ? "" : `${named(left.id)} returns, and `;
  return `${by}${named(target)} goes on with ${differs.length === 0 ? "other registers" : names} not as ${differs.length === 1 ? "it was" : "they were"}.`;
}
