// The words of comparisons and jumps: the values compared, and why a jump is taken.

import { CONDITION_MEANINGS } from "../../isa/conditions.ts";
import { Operation, OperandKind } from "../../isa/vocabulary.ts";
import { operandValue, operandWords, type Executed } from "./operand.ts";
import { COMPARISON_TEXTS, JUMP_TEXTS } from "../texts/instructions.ts";
import { hex, valueWords } from "../texts/words.ts";
import type { Told } from "./sentence.ts";

export function comparisonWords(executed: Executed): Told {
  const { instruction, text, run } = executed;
  const [left, right] = instruction.operands;
  const a = left === undefined ? undefined : operandValue(executed, left);
  const b = right === undefined ? undefined : operandValue(executed, right);
  if (left === undefined || right === undefined || a === undefined || b === undefined)
    return { what: COMPARISON_TEXTS.setsFlags(text), why: "" };
  const leftWords = operandWords(executed, left);
  const rightWords = operandWords(executed, right);
  const value = valueWords(a, run.meaning.pointer(a));
  if (instruction.operation === Operation.Test) {
    const common = a & b;
    return {
      what: COMPARISON_TEXTS.tested(text, leftWords, rightWords, common === 0n ? undefined : hex(common)),
      why: "",
    };
  }
  const relation = a === b ? "equal" : a < b ? "below" : "above";
  return { what: COMPARISON_TEXTS.compared(text, { left: leftWords, value, right: rightWords }, relation), why: "" };
}

export function jumpWords(executed: Executed): Told {
  const { instruction, text, run, step, before } = executed;
  const next = step.ripBefore + BigInt(instruction.length);
  const target = step.changes.find(({ name }) => name === "rip")?.value ?? before.rip;
  const place = run.program.naming.place(target);
  if (instruction.operation === Operation.Jmp) {
    const [operand] = instruction.operands;
    const what =
      operand?.kind === OperandKind.Memory
        ? JUMP_TEXTS.goesThrough(text, place, operandWords(executed, operand))
        : JUMP_TEXTS.goes(text, place);
    return { what, why: "" };
  }
  const condition = CONDITION_MEANINGS[instruction.condition] ?? "";
  const taken = target !== next;
  return {
    what: taken ? JUMP_TEXTS.taken(text, place) : JUMP_TEXTS.notTaken(text, place),
    why: JUMP_TEXTS.rule(condition),
  };
}
