// The words of comparisons and jumps: the values compared, and why a jump is taken.

import { CONDITION_MEANINGS } from "../../isa/conditions.ts";
import { Operation, OperandKind } from "../../isa/vocabulary.ts";
import { operandValue, operandWords, type Executed } from "./operand.ts";
import { hex, valueWords } from "./words.ts";
import type { Told } from "./sentence.ts";

export function comparisonWords(executed: Executed): Told {
  const { instruction, text, run } = executed;
  const [left, right] = instruction.operands;
  const a = left === undefined ? undefined : operandValue(executed, left);
  const b = right === undefined ? undefined : operandValue(executed, right);
  if (left === undefined || right === undefined || a === undefined || b === undefined)
    return { what: `${text} sets the flags.`, why: "" };
  const leftWords = operandWords(executed, left);
  const rightWords = operandWords(executed, right);
  const value = valueWords(a, run.meaning.pointer(a));
  if (instruction.operation === Operation.Test) {
    const common = a & b;
    return {
      what: `${text}: ${leftWords} and ${rightWords} have ${common === 0n ? "no bit" : hex(common)} in common.`,
      why: "",
    };
  }
  const relation = a === b ? "equals" : a < b ? "is below" : "is above";
  return { what: `${text}: ${leftWords}, ${value}, ${relation} ${rightWords}.`, why: "" };
}

export function jumpWords(executed: Executed): Told {
  const { instruction, text, run, step, before } = executed;
  const next = step.ripBefore + BigInt(instruction.length);
  const target = step.changes.find(({ name }) => name === "rip")?.value ?? before.rip;
  const place = run.program.naming.place(target);
  if (instruction.operation === Operation.Jmp) {
    const [operand] = instruction.operands;
    const through = operand?.kind === OperandKind.Memory ? ` through ${operandWords(executed, operand)}` : "";
    return { what: `${text} goes to ${place}${through}.`, why: "" };
  }
  const condition = CONDITION_MEANINGS[instruction.condition] ?? "";
  const taken = target !== next;
  return {
    what: taken ? `${text} is taken: on at ${place}.` : `${text} is not taken: on at ${place}.`,
    why: `It jumps ${condition}.`,
  };
}
