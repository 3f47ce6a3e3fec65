// The words of a fault: which instruction could not be done and by which rule.

import { Operation } from "../../isa/vocabulary.ts";
import type { Step } from "../../machine/types.ts";
import type { Context } from "../history/contexts.ts";
import { vectorName } from "../history/contexts.ts";
import type { Run } from "../run.ts";
import { named } from "./markup.ts";
import { hex } from "./words.ts";

/** "iret cannot be done: ..., so the CPU delivers #GP (error code 0xfffc)." */
export function faultWords(run: Run, step: Step, context: Context): string {
  const instruction = run.program.instructionAt(step.ripBefore);
  const text = run.program.textAt(step.ripBefore) ?? `The instruction at ${hex(step.ripBefore)}`;
  const code = step.errorCode === undefined ? "" : `(${hex(step.errorCode)})`;
  const reason = step.reason ?? `${vectorName(step.vector ?? 0)}`;
  const event = `${named(context.id)}${step.vector === 14 ? "" : code}`;
  if (instruction?.operation === Operation.Iret && instruction.width === 4)
    return `${text} pops five 4-byte words, not 8-byte ones: ${reason}: ${event}.`;
  return `${text} faults: ${reason}: ${event}.`;
}
