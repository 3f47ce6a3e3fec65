// What an instruction did and why, in sentences. `text` is the instruction as its author
// wrote it; `named` stands for the mark of a context.

import { Operation } from "../../isa/vocabulary.ts";
import { list } from "./words.ts";

export const INSTRUCTION_TEXTS = {
  /** Where no line of the source tells of it. */
  unknown: (address: string) => `The instruction at ${address}`,
  idealised: "No x86-64 has this instruction: it is run as it was meant.",
  runs: (named: string) => `${named} runs.`,
  thenDelivers: (what: string, named: string) => `${what} Then the CPU delivers ${named}.`,
  plain: (text: string) => `${text}.`,

  sets: (text: string, target: string, value: string) => `${text} sets ${target} to ${value}.`,
  setsOver: (text: string, target: string, value: string, was: string) =>
    `${text} sets ${target} to ${value}; it was ${was}.`,
  setsAgain: (text: string, target: string, value: string) =>
    `${text} writes ${value} to ${target}, which held it already.`,
  loads: (text: string, value: string, from: string, into: string) =>
    `${text} loads ${value} from ${from} into ${into}.`,
  movesRsp: (text: string, to: string) => `${text} moves RSP to ${to}.`,

  /** What any instruction changed: each as `change` or `changeOfMemory` has it. */
  changes: (text: string, changes: readonly string[]) => `${text} sets ${list(changes)}.`,
  change: (register: string, value: string) => `${register} to ${value}`,
  changeOfMemory: (place: string, value: string, was: string) => `${place} to ${value} (it was ${was})`,
  changesFlags: (text: string, set: string) => `${text} changes the flags to ${set || "none"}.`,
  changesNothing: (text: string) => `${text} changes nothing but RIP.`,
} as const;

/** Instructions whose effect is in no register that is shown. */
export const HIDDEN_EFFECTS: { readonly [operation: number]: (text: string) => string } = {
  [Operation.Hlt]: (text) => `${text} stops the CPU until an event comes.`,
  [Operation.Invlpg]: (text) => `${text} drops what the CPU remembers of this page's translation.`,
  [Operation.Lidt]: (text) => `${text} tells the CPU where the IDT is.`,
  [Operation.Lgdt]: (text) => `${text} tells the CPU where the GDT is.`,
  [Operation.Ltr]: (text) => `${text} tells the CPU which TSS holds its stacks.`,
  [Operation.Lldt]: (text) => `${text} tells the CPU where the LDT is.`,
  [Operation.Nop]: (text) => `${text} does nothing.`,
  [Operation.Endbr]: (text) => `${text} does nothing here: it marks a place that may be jumped to.`,
  [Operation.Pause]: (text) => `${text} does nothing: it is a hint.`,
};

export const COMPARISON_TEXTS = {
  setsFlags: (text: string) => `${text} sets the flags.`,
  /** `common`: the bits that both have, undefined for none. */
  tested: (text: string, left: string, right: string, common: string | undefined) =>
    `${text}: ${left} and ${right} have ${common ?? "no bit"} in common.`,
  compared: (
    text: string,
    { left, value, right }: { readonly left: string; readonly value: string; readonly right: string },
    relation: "equal" | "below" | "above",
  ) => `${text}: ${left}, ${value}, ${{ equal: "equals", below: "is below", above: "is above" }[relation]} ${right}.`,
} as const;

export const JUMP_TEXTS = {
  goes: (text: string, place: string) => `${text} goes to ${place}.`,
  goesThrough: (text: string, place: string, operand: string) => `${text} goes to ${place} through ${operand}.`,
  taken: (text: string, place: string) => `${text} is taken: on at ${place}.`,
  notTaken: (text: string, place: string) => `${text} is not taken: on at ${place}.`,
  /** `condition` as in src/isa/conditions.ts. */
  rule: (condition: string) => `It jumps ${condition}.`,
} as const;

export const OPERAND_TEXTS = {
  memory: "memory",
  sizedAt: (bytes: number, place: string) =>
    `${bytes === 8 ? "the word" : bytes === 1 ? "the byte" : `the ${bytes} bytes`} at ${place}`,
  register: "a register",
} as const;

/** Events that came at a boundary and were not delivered. */
export const ARRIVAL_TEXTS = {
  /** An event's kind, as a sentence begins with it. */
  name: (kind: string) => (kind === "nmi" ? "An NMI" : `The ${kind}`),
  waits: (name: string, blocker: string) => `${name} came and waits: ${blocker}.`,
  merged: (name: string) => `${name} came and is lost in the one that is pending.`,
  refused: (name: string, reason: string) => `${name} was refused: ${reason}.`,
  /** Blockers. */
  heldBack: "the instruction before holds events back for one boundary",
  blocked: "NMIs are blocked",
  blockedSince: (named: string, step: number) => `${named} blocks NMIs since ${step}`,
} as const;

export const START_TEXTS = {
  what: (named: string) => `${named} runs.`,
  why: "Nothing has happened yet: NMIs are not blocked, none is pending.",
} as const;
