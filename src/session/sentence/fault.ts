// The words of a fault: which instruction could not be done and by which rule.

import { Operation } from "../../isa/vocabulary.ts";
import type { Step } from "../../machine/types.ts";
import type { Context } from "../history/contexts.ts";
import { vectorName } from "../history/contexts.ts";
import { NO_WRITE } from "../history/write-log.ts";
import type { Run } from "../run.ts";
import { named } from "./markup.ts";
import { FAULT_TEXTS } from "../texts/deliveries.ts";
import { INSTRUCTION_TEXTS } from "../texts/instructions.ts";
import { hex } from "../texts/words.ts";

/** "iret faults: ...: #GP(0xfffc)", without an end: what it overwrites may follow. */
export function faultWords(run: Run, step: Step, context: Context): string {
  const instruction = run.program.instructionAt(step.ripBefore);
  const text = run.program.textAt(step.ripBefore) ?? INSTRUCTION_TEXTS.unknown(hex(step.ripBefore));
  const reason = step.reason ?? vectorName(step.vector ?? 0);
  const hasCode = step.errorCode !== undefined && step.vector !== 14;
  const event = FAULT_TEXTS.event(named(context.id), hasCode ? hex(step.errorCode) : undefined);
  if (instruction?.operation === Operation.Iret && instruction.width === 4)
    return FAULT_TEXTS.shortIret(text, reason, event);
  if (isFetch(step)) return FAULT_TEXTS.fetch(hex(step.ripBefore), reason.replace(FETCH_OF, ""), event);
  return FAULT_TEXTS.faults(text, reason, event);
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
  const text = program.textAt(row.rip) ?? INSTRUCTION_TEXTS.unknown(hex(row.rip));
  switch (instruction.operation) {
    case Operation.Jmp:
    case Operation.Jcc:
    case Operation.Call:
      return FAULT_TEXTS.wentThere(text, index - 1);
    case Operation.Ret:
    case Operation.Iret: {
      const word = timeline.registersAt(index - 1).rsp;
      const write = tracker.writes.lastBefore(word, index - 1);
      const writer =
        write === NO_WRITE
          ? undefined
          : { named: named(tracker.writes.context(write)), step: tracker.writes.step(write) };
      return FAULT_TEXTS.tookAddress(text, index - 1, run.meaning.place(word), writer);
    }
    default:
      return "";
  }
}
