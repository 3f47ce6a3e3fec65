// Intel's mnemonics as AT&T spellings: names that differ, and the size suffix
// that "qword ptr" means.

import { isMnemonic, sharesForm } from "../isa/index.ts";
import type { ParsedOperand } from "./operand.ts";

const NAMES: Readonly<Record<string, string>> = {
  retf: "lret",
  retfw: "lretw",
  retfd: "lretl",
  retfq: "lretq",
  iretd: "iretl",
  sysretd: "sysretl",
  sysexitd: "sysexitl",
  stosd: "stosl",
  lodsd: "lodsl",
  scasd: "scasl",
  insd: "insl",
  outsd: "outsl",
};

/** Their memory operand has one size, which the mnemonic does not spell. */
const SIZE_IGNORED = new Set("lea lar lsl lldt ltr verr verw lmsw sldt str smsw invpcid".split(" "));

/** Operands in AT&T's order in both syntaxes. */
const KEEPS_ORDER = new Set(["monitor", "mwait", "invlpga"]);

const FLOAT_LETTERS: Readonly<Record<number, string>> = { 4: "s", 8: "l", 10: "t" };
const INTEGER_LETTERS: Readonly<Record<number, string>> = { 2: "s", 4: "l", 8: "ll" };
const LETTERS: Readonly<Record<number, string>> = { 1: "b", 2: "w", 4: "l", 8: "q" };

/** Is it an instruction's name in Intel's syntax? */
export function isIntelMnemonic(word: string): boolean {
  return isMnemonic(word) || NAMES[word] !== undefined || /^fi(ld|stp?)$/.test(word);
}

/** JMP, CALL, Jcc, LOOP, XBEGIN. */
export function isBranchName(word: string): boolean {
  return /^(?:j[a-z]+|call|loop[a-z]*|xbegin|lcall)$/.test(word);
}

export function keepsOrder(word: string): boolean {
  return KEEPS_ORDER.has(word);
}

/** The AT&T spelling of `word` with these operands; undefined: GNU as has no such name in this syntax. */
export function attSpelling(word: string, operands: readonly ParsedOperand[]): string | undefined {
  const name = NAMES[word] ?? word;
  // MOVL is AT&T's: Intel's syntax writes the size at the operand
  if (word.endsWith("l") && operands.length > 0 && sharesForm(word.slice(0, -1), word)) return undefined;
  const pointer = operands.find((operand) => operand.pointer !== undefined)?.pointer;
  const memory = operands.some((operand) => operand.source.kind === "memory");
  if ((name === "jmp" || name === "call") && pointer?.far === true) return `l${name}`;
  if (pointer?.bytes === undefined || !memory || SIZE_IGNORED.has(name)) return name;
  const bytes = pointer.bytes;
  if (/^(fld|fstp?)$/.test(name)) return name + (FLOAT_LETTERS[bytes] ?? "?");
  if (/^fi(ld|stp?)$/.test(name)) return name + (INTEGER_LETTERS[bytes] ?? "?");
  const letter = LETTERS[bytes];
  if (letter === undefined) return name;
  if (name === "movzx" || name === "movsx") return name + letter;
  return sharesForm(name, name + letter) ? name + letter : unsized(name, letter);
}

/** Would GNU as ask for a "ptr"? Far jumps and returns have a usual size, the others none. */
export function isAmbiguous(word: string, operands: readonly ParsedOperand[], assumedSize: boolean): boolean {
  if (/^l(jmp|call)/.test(word)) return false;
  const memory = operands.find((operand) => operand.source.kind === "memory");
  if (/^(mov[sz]x|nop)$/.test(word)) return memory !== undefined && memory.pointer === undefined;
  return assumedSize && (memory !== undefined || word.startsWith("sys"));
}

/** A mnemonic of one size only; a wrong "ptr" gives a spelling that no table has. */
function unsized(name: string, letter: string): string {
  const others = Object.values(LETTERS).filter((other) => other !== letter);
  return others.some((other) => sharesForm(name, name + other)) ? name + letter : name;
}
