// Which prefixes, written as words, GNU as lets stand before which instruction.

import type { Encoded } from "../isa/index.ts";
import type { ParsedOperand } from "./operand.ts";

type Form = Encoded["form"];

export interface WrongPrefix {
  readonly code: string;
  readonly message: string;
}

/** Not repeated by REP, but harmless behind it. */
const HARMLESS = new Set(["ret", "lods", "outs", "ins", "bsf", "bsr"]);

const isNear = (name: string): boolean => /^(?:jmp|call|ret)$/.test(name) || /^j(?!e?cxz|rcxz)/.test(name);

/** Undefined: all of `words` may stand there. `operands` in Intel's order. */
export function wrongPrefix(
  words: readonly string[],
  form: Form,
  operands: readonly ParsedOperand[],
): WrongPrefix | undefined {
  const name = form.name;
  const memory = operands.map(({ source }) => source.kind === "memory");
  const locks = form.lockable && (memory[0] === true || (name === "xchg" && memory.includes(true)));
  for (const word of words) {
    if (word === "lock" && !locks) return { code: "not-lockable", message: notLockable(form) };
    if (word.startsWith("rep") && form.repeats === undefined && !HARMLESS.has(name) && !isPlainNop(form))
      return { code: "not-repeatable", message: `"${name}" cannot be repeated: it is no string operation` };
    if (word === "bnd" && !isNear(name))
      return { code: "not-a-branch", message: `"bnd" stands before near branches only, not before "${name}"` };
    if (word === "notrack" && !(form.indirect && (name === "jmp" || name === "call")))
      return { code: "not-indirect", message: `"notrack" stands before indirect jumps and calls only` };
    if ((word === "xacquire" || word === "xrelease") && !elides(word, words, form, locks, memory[0] === true))
      return { code: "not-elidable", message: `"${word}" needs "lock" or XCHG with memory, and not before "${name}"` };
  }
  return undefined;
}

function notLockable(form: Form): string {
  return form.lockable
    ? `"${form.name}" can be locked only where it changes memory`
    : `"${form.name}" cannot be locked`;
}

function isPlainNop(form: Form): boolean {
  return form.name === "nop" && form.operands.length === 0;
}

function elides(word: string, words: readonly string[], form: Form, locks: boolean, stores: boolean): boolean {
  if (form.name === "xchg") return locks;
  if (form.name === "mov" && word === "xrelease") return stores;
  return locks && words.includes("lock") && form.name !== "cmpxchg16b";
}
