// What is wrong with an instruction's operands, by the rule that they break, and what to
// write instead. Operands come in Intel's order, destination first.

import { generalName, type RegisterName } from "../isa/index.ts";
import type { ParsedOperand } from "./operand.ts";
import type { Statement } from "./statement.ts";

/** In the place of the general message. */
export interface Advice {
  readonly message: string;
  readonly explanation: string;
  readonly fix?: { readonly title: string; readonly text: string; readonly from: number; readonly to: number };
}

const BITS: Readonly<Record<string, number>> = { b: 8, w: 16, l: 32, q: 64 };
const PUSHES = /^(push|pop)[bwlq]?$/;
const BRANCHES = /^(jmp|call)[bwlq]?$/;
const OUTDATED_SEGMENTS = new Set(["cs", "ds", "es", "ss"]);

function registerOf(operand: ParsedOperand | undefined): RegisterName | undefined {
  return operand?.source.kind === "register" ? operand.source.register : undefined;
}

function written(statement: Statement, operand: ParsedOperand): string {
  return statement.text.slice(operand.from, operand.to);
}

/** "mov" of "movq". */
function stem(word: string): string {
  return word.replace(/[bwlq]$/, "");
}

function adviseSegments(word: string, operands: readonly ParsedOperand[]): Advice | undefined {
  const segment = operands.map(registerOf).find((register) => register?.class === "segment");
  if (segment === undefined) return undefined;
  if (PUSHES.test(word) && OUTDATED_SEGMENTS.has(segment.name))
    return {
      message: `64-bit mode pushes and pops no %${segment.name}`,
      explanation: `Only FS and GS can be pushed. For the others: movl %${segment.name}, %eax; pushq %rax.`,
    };
  return undefined;
}

/** Kinds of operands that no form of the instruction takes. */
export function adviseKinds(
  word: string,
  statement: Statement,
  operands: readonly ParsedOperand[],
): Advice | undefined {
  const [destination, source] = operands;
  const special = operands.map(registerOf).find((register) => /^(control|debug)$/.test(register?.class ?? ""));
  if (special !== undefined && stem(word) === "mov")
    return {
      message: `%${special.name} is moved to and from a 64-bit general register only`,
      explanation: `Through a register: movq %${special.name}, %rax, or movq %rax, %${special.name}.`,
    };
  if (operands.length === 2 && operands.every((operand) => operand.source.kind === "memory"))
    return {
      message: `"${word}" takes no two operands in memory`,
      explanation: "Load one into a register first, as in movq (%rax), %rcx; movq %rcx, (%rbx).",
    };
  if (destination !== undefined && source !== undefined && operands.length === 2 && isImmediate(destination))
    return {
      message: "an immediate cannot be the destination",
      explanation: "AT&T names the source first: movq $1, %rax puts 1 into RAX.",
      fix: {
        title: "Exchange the operands",
        text: `${written(statement, destination)}, ${written(statement, source)}`,
        from: source.from,
        to: destination.to,
      },
    };
  if (stem(word) === "lea" && source?.source.kind !== "memory")
    return {
      message: `"${word}" takes an address in memory`,
      explanation: "It computes the address and reads nothing: leaq 8(%rax), %rbx puts RAX + 8 into RBX.",
    };
  if (destination !== undefined && BRANCHES.test(word) && isImmediate(destination))
    return {
      message: "the target of a branch is written without $",
      explanation:
        "jmp label and call 0x1000 name a place; through a register or memory it is jmp *%rax, jmp *8(%rax).",
      fix: {
        title: "Remove the $",
        text: written(statement, destination).replace("$", ""),
        from: destination.from,
        to: destination.to,
      },
    };
  return adviseSegments(word, operands);
}

function isImmediate(operand: ParsedOperand): boolean {
  return operand.source.kind === "immediate";
}

/** Widths that do not agree with each other, or with the suffix. */
export function adviseSizes(word: string, operands: readonly ParsedOperand[]): Advice | undefined {
  const registers = operands.flatMap((operand) => {
    const register = registerOf(operand);
    return register?.class === "general" ? [{ operand, register }] : [];
  });
  const [only, second] = registers;
  if (only === undefined) return undefined;
  if (PUSHES.test(word) || BRANCHES.test(word)) {
    const does = PUSHES.test(word) ? "pushes and pops 64 bits, or 16" : "jumps through 64 bits only";
    const wide = generalName(only.register.number, 8);
    const star = only.operand.source.kind === "register" && only.operand.source.indirect ? "*" : "";
    return {
      message: `64-bit mode ${does}: not %${only.register.name}`,
      explanation: `The 64-bit register is %${wide}.`,
      fix: { title: `Write "${star}%${wide}"`, text: `${star}%${wide}`, from: only.operand.from, to: only.operand.to },
    };
  }
  const suffix = BITS[word.slice(-1)];
  if (second === undefined && suffix === undefined) return undefined;
  const bySuffix = suffix === undefined ? "" : `, its suffix says ${suffix}`;
  const widths = registers.map(({ register }) => `%${register.name} has ${register.width * 8} bits`).join(", ");
  const widens = second !== undefined && stem(word) === "mov" && only.register.width > second.register.width;
  return {
    message: `the sizes of the operands of "${word}" do not agree: ${widths}${bySuffix}`,
    explanation: widens
      ? "movzbl, movzwl and movslq widen a smaller operand; movl clears the upper half of its 64-bit register."
      : "A suffix b, w, l or q stands for 8, 16, 32 or 64 bits, and each register for its own.",
  };
}

/** An immediate that is too large. */
export function adviseRange(word: string, operands: readonly ParsedOperand[]): Advice | undefined {
  const immediate = operands.find(isImmediate);
  const value = immediate?.source.kind === "immediate" ? immediate.source.value : undefined;
  if (immediate === undefined || value === undefined) return undefined;
  const destination = registerOf(operands[0]);
  const bits = destination === undefined ? BITS[word.slice(-1)] : destination.width * 8;
  if (bits === undefined) return undefined;
  const spelled = value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
  if (bits < 64)
    return {
      message: `${spelled} does not fit the ${bits} bits of "${word}"`,
      explanation: `From -0x${(1n << BigInt(bits - 1)).toString(16)} to 0x${((1n << BigInt(bits)) - 1n).toString(16)}.`,
    };
  return {
    message: `${spelled} does not fit "${word}": an immediate has 32 bits, which are sign-extended to 64`,
    explanation:
      "From -0x80000000 to 0x7fffffff, or 0xffffffff80000000 up. Only movabsq takes 64 bits: load the value into a register first, as in movabsq " +
      `$${spelled}, %rcx.`,
  };
}
