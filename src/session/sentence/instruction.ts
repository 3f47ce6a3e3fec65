// The words of an instruction that was done: what it did with which values.

import { Operation, OperandKind } from "../../isa/vocabulary.ts";
import type { Step } from "../../machine/types.ts";
import type { Run } from "../run.ts";
import { comparisonWords, jumpWords } from "./control.ts";
import { named } from "./markup.ts";
import { operandValue, operandWords, type Executed } from "./operand.ts";
import { callWords, iretWords, popWords, pushWords, returnWords } from "./stack.ts";
import { hex, list, valueWords } from "./words.ts";
import type { Told } from "./sentence.ts";

export function instructionWords(run: Run, index: number, step: Step): Told {
  const instruction = run.program.instructionAt(step.ripBefore);
  const text = run.program.textAt(step.ripBefore) ?? `The instruction at ${hex(step.ripBefore)}`;
  const idealised = run.program.lines.get(step.ripBefore)?.idealised
    ? "No x86-64 has this instruction: it is run as it was meant."
    : "";
  const context = run.timeline.tracker.steps.context(index);
  if (instruction === undefined) return { what: `${text}${effects(run, step)}`, why: `${named(context)} runs.` };
  const executed = { run, step, index, instruction, text, before: run.timeline.registersBefore() };
  const told = tell(executed);
  const trap =
    step.vector === undefined ? "" : ` Then the CPU delivers ${named(run.timeline.tracker.contexts.current)}.`;
  return {
    what: `${told.what}${trap}`,
    why: [told.why, idealised, arrivals(run, step)].filter((words) => words !== "").join(" "),
  };
}

/** Instructions whose effect is in no register that is shown. */
const HIDDEN: { readonly [operation: number]: string } = {
  [Operation.Hlt]: " stops the CPU until an event comes.",
  [Operation.Invlpg]: " drops what the CPU remembers of this page's translation.",
  [Operation.Lidt]: " tells the CPU where the IDT is.",
  [Operation.Lgdt]: " tells the CPU where the GDT is.",
  [Operation.Ltr]: " tells the CPU which TSS holds its stacks.",
  [Operation.Lldt]: " tells the CPU where the LDT is.",
  [Operation.Nop]: " does nothing.",
  [Operation.Endbr]: " does nothing here: it marks a place that may be jumped to.",
  [Operation.Pause]: " does nothing: it is a hint.",
};

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
    default:
      return {
        what: `${executed.text}${HIDDEN[instruction.operation] ?? effects(executed.run, executed.step)}`,
        why: "",
      };
  }
}

function moveWords(executed: Executed): Told {
  const { instruction, text, run, step } = executed;
  const [to, from] = instruction.operands;
  if (to === undefined || from === undefined) return { what: `${text}.`, why: "" };
  const write = step.writes[0];
  if (to.kind === OperandKind.Memory && write !== undefined) {
    const target = operandWords(executed, to);
    const value = valueWords(write.value, run.meaning.pointer(write.value));
    if (write.old === write.value)
      return { what: `${text} writes ${value} to ${target}, which held it already.`, why: "" };
    const was = valueWords(write.old, run.meaning.pointer(write.old));
    return { what: `${text} sets ${target} to ${value}; it was ${was}.`, why: "" };
  }
  const value = operandValue(executed, from);
  const meaning = value === undefined ? "" : run.meaning.pointer(value);
  const words = value === undefined ? operandWords(executed, from) : valueWords(value, meaning);
  if (from.kind === OperandKind.Memory)
    return {
      what: `${text} loads ${words} from ${operandWords(executed, from)} into ${operandWords(executed, to)}.`,
      why: "",
    };
  if (to.kind === OperandKind.Register && to.register === 4)
    return { what: `${text} moves RSP to ${value === undefined ? words : run.meaning.place(value)}.`, why: "" };
  return { what: `${text} sets ${operandWords(executed, to)} to ${words}.`, why: "" };
}

/** What any instruction changed: " sets rax to 0x12 and nmi_run_count to 0x1 (it was 0x0)." */
function effects(run: Run, step: Step): string {
  const words: string[] = [];
  for (const { name, value } of step.changes) {
    if (name === "rip" || name === "rflags") continue;
    words.push(`${name} to ${valueWords(value, run.meaning.register(name, value))}`);
  }
  for (const { address, value, old } of step.writes)
    words.push(`${run.meaning.place(address)} to ${hex(value)} (it was ${hex(old)})`);
  if (words.length > 0) return ` sets ${list(words)}.`;
  const flags = step.changes.find(({ name }) => name === "rflags");
  if (flags !== undefined) return ` changes the flags to ${run.meaning.register("rflags", flags.value) || "none"}.`;
  return " changes nothing but RIP.";
}

/** Events that came at this boundary and were not delivered. */
function arrivals(run: Run, step: Step): string {
  return step.events
    .flatMap(({ event, outcome }) => {
      const name = event.kind === "nmi" ? "An NMI" : `The ${event.kind}`;
      switch (outcome.kind) {
        case "pending":
          return [`${name} came and waits: ${blocker(run, step)}.`];
        case "merged":
          return [`${name} came and is lost in the one that is pending.`];
        case "refused":
          return [`${name} was refused: ${outcome.reason}.`];
        case "delivered":
          return [];
      }
    })
    .join(" ");
}

function blocker(run: Run, step: Step): string {
  if (!step.nmiBefore.blocked) return "the instruction before holds events back for one boundary";
  const blocked = run.timeline.tracker.nmi.at(run.timeline.position);
  return blocked === undefined ? "NMIs are blocked" : `${named(blocked.by)} blocks NMIs since ${blocked.from}`;
}
