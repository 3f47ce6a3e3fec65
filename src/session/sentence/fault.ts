// The words of a fault: which instruction could not be done and by which rule.

import { Operation } from "../../isa/vocabulary.ts";
import type { Step } from "../../machine/types.ts";
import type { Context } from "../history/contexts.ts";
import { vectorName } from "../history/contexts.ts";
import { NO_WRITE } from "../history/write-log.ts";
import type { Run } from "../run.ts";
import { named } from "./markup.ts";
import { hex } from "./words.ts";

/** "iret cannot be done: ..., so the CPU delivers #GP (error code 0xfffc)." */
export function faultWords(run: Run, step: Step, context: Context): string {
  const instruction = run.program.instructionAt(step.ripBefore);
  const text = run.program.textAt(step.ripBefore) ?? `The instruction at ${hex(step.ripBefore)}`;
  const code = step.errorCode === undefined ? "" : `(${hex(step.errorCode)})`;
  const reason = step.reason ?? vectorName(step.vector ?? 0);
  const event = `${named(context.id)}${step.vector === 14 ? "" : code}`;
  if (instruction?.operation === Operation.Iret && instruction.width === 4)
    return `${text} pops five 4-byte words, not 8-byte ones: ${reason}: ${event}.`;
  if (isFetch(step)) return `The fetch from ${hex(step.ripBefore)} faults: ${reason.replace(FETCH_OF, "")}: ${event}.`;
  return `${text} faults: ${reason}: ${event}.`;
}

const FETCH_OF = /^fetch of \S+: /;

function isFetch(step: Step): boolean {
  return step.vector === 14 && FETCH_OF.test(step.reason ?? "");
}

/** How control came to code that cannot be fetched; empty if the step before only ran into it. */
export function arrivalWords(run: Run, index: number, step: Step): string {
  if (!isFetch(step) || index === 0) return "";
  const { timeline, program } = run;
  const { tracker } = timeline;
  const row = tracker.steps.row(index - 1);
  const instruction = program.instructionAt(row.rip);
  if (row.delivery || instruction === undefined) return "";
  const from = `${program.textAt(row.rip)} at ${index - 1}`;
  switch (instruction.operation) {
    case Operation.Jmp:
    case Operation.Jcc:
    case Operation.Call:
      return `${from} went there.`;
    case Operation.Ret:
    case Operation.Iret: {
      const word = timeline.registersAt(index - 1).rsp;
      const write = tracker.writes.lastBefore(word, index - 1);
      const writer =
        write === NO_WRITE
          ? "where nothing was ever written"
          : `written by ${named(tracker.writes.context(write))} at ${tracker.writes.step(write)}`;
      return `${from} took this address from ${run.meaning.place(word)}, ${writer}.`;
    }
    default:
      return "";
  }
}
