// The words of an instruction that was done: what it did with which values.

import { Operation, OperandKind } from "../../isa/vocabulary.ts";
import type { Step } from "../../machine/types.ts";
import type { Run } from "../run.ts";
import { comparisonWords, jumpWords } from "./control.ts";
import { named } from "./markup.ts";
import { operandValue, operandWords, type Executed } from "./operand.ts";
import { callWords, iretWords, popWords, pushWords, returnWords } from "./stack.ts";
import { ARRIVAL_TEXTS, HIDDEN_EFFECTS, INSTRUCTION_TEXTS } from "../texts/instructions.ts";
import { hex, valueWords } from "../texts/words.ts";
import type { Told } from "./sentence.ts";

export function instructionWords(run: Run, index: number, step: Step): Told {
  const instruction = run.program.instructionAt(step.ripBefore);
  const text = run.program.textAt(step.ripBefore) ?? INSTRUCTION_TEXTS.unknown(hex(step.ripBefore));
  const idealised = run.program.lines.get(step.ripBefore)?.idealised ? INSTRUCTION_TEXTS.idealised : "";
  const context = run.timeline.tracker.steps.context(index);
  if (instruction === undefined) return { what: effects(run, step, text), why: INSTRUCTION_TEXTS.runs(named(context)) };
  const executed = { run, step, index, instruction, text, before: run.timeline.registersBefore() };
  const told = tell(executed);
  const trap = step.vector === undefined ? undefined : named(run.timeline.tracker.contexts.current);
  return {
    what: trap === undefined ? told.what : INSTRUCTION_TEXTS.thenDelivers(told.what, trap),
    why: [told.why, idealised, arrivals(run, step)].filter((words) => words !== "").join(" "),
  };
}

function tell(executed: Executed): Told {
  const { instruction } = executed;
  switch (instruction.operation) {
    case Operation.Push:
    case Operation.Pushf:
    case Operation.IdealisedPushControl:
      return pushWords(executed);
    case Operation.Pop:
    case Operation.Popf:
      return popWords(executed);
    case Operation.Call:
      return callWords(executed);
    case Operation.Ret:
      return returnWords(executed);
    case Operation.Iret:
      return iretWords(executed);
    case Operation.Cmp:
    case Operation.Test:
      return comparisonWords(executed);
    case Operation.Jmp:
    case Operation.Jcc:
      return jumpWords(executed);
    case Operation.Mov:
    case Operation.MovFromControl:
    case Operation.MovToControl:
    case Operation.IdealisedMovToControl:
    case Operation.Movzx:
    case Operation.Movsx:
      return moveWords(executed);
    default: {
      const { run, step, text } = executed;
      return { what: HIDDEN_EFFECTS[instruction.operation]?.(text) ?? effects(run, step, text), why: "" };
    }
  }
}

function moveWords(executed: Executed): Told {
  const { instruction, text, run, step } = executed;
  const [to, from] = instruction.operands;
  if (to === undefined || from === undefined) return { what: INSTRUCTION_TEXTS.plain(text), why: "" };
  const write = step.writes[0];
  if (to.kind === OperandKind.Memory && write !== undefined) {
    const target = operandWords(executed, to);
    const value = valueWords(write.value, run.meaning.pointer(write.value));
    if (write.old === write.value) return { what: INSTRUCTION_TEXTS.setsAgain(text, target, value), why: "" };
    const was = valueWords(write.old, run.meaning.pointer(write.old));
    return { what: INSTRUCTION_TEXTS.setsOver(text, target, value, was), why: "" };
  }
  const value = operandValue(executed, from);
  const meaning = value === undefined ? "" : run.meaning.pointer(value);
  const words = value === undefined ? operandWords(executed, from) : valueWords(value, meaning);
  if (from.kind === OperandKind.Memory)
    return {
      what: INSTRUCTION_TEXTS.loads(text, words, operandWords(executed, from), operandWords(executed, to)),
      why: "",
    };
  if (to.kind === OperandKind.Register && to.register === 4)
    return {
      what: INSTRUCTION_TEXTS.movesRsp(text, value === undefined ? words : run.meaning.place(value)),
      why: "",
    };
  return { what: INSTRUCTION_TEXTS.sets(text, operandWords(executed, to), words), why: "" };
}

/** What any instruction changed: "... sets rax to 0x12 and nmi_run_count to 0x1 (it was 0x0)." */
function effects(run: Run, step: Step, text: string): string {
  const words: string[] = [];
  for (const { name, value } of step.changes) {
    if (name === "rip" || name === "rflags") continue;
    words.push(INSTRUCTION_TEXTS.change(name, valueWords(value, run.meaning.register(name, value))));
  }
  for (const { address, value, old } of step.writes)
    words.push(INSTRUCTION_TEXTS.changeOfMemory(run.meaning.place(address), hex(value), hex(old)));
  if (words.length > 0) return INSTRUCTION_TEXTS.changes(text, words);
  const flags = step.changes.find(({ name }) => name === "rflags");
  if (flags !== undefined) return INSTRUCTION_TEXTS.changesFlags(text, run.meaning.register("rflags", flags.value));
  return INSTRUCTION_TEXTS.changesNothing(text);
}

/** Events that came at this boundary and were not delivered. */
function arrivals(run: Run, step: Step): string {
  return step.events
    .flatMap(({ event, outcome }) => {
      const name = ARRIVAL_TEXTS.name(event.kind);
      switch (outcome.kind) {
        case "pending":
          return [ARRIVAL_TEXTS.waits(name, blocker(run, step))];
        case "merged":
          return [ARRIVAL_TEXTS.merged(name)];
        case "refused":
          return [ARRIVAL_TEXTS.refused(name, outcome.reason)];
        case "delivered":
          return [];
      }
    })
    .join(" ");
}

function blocker(run: Run, step: Step): string {
  if (!step.nmiBefore.blocked) return ARRIVAL_TEXTS.heldBack;
  const blocked = run.timeline.tracker.nmi.at(run.timeline.position);
  return blocked === undefined ? ARRIVAL_TEXTS.blocked : ARRIVAL_TEXTS.blockedSince(named(blocked.by), blocked.from);
}
