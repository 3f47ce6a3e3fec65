// Every row of the instruction table that GNU as 2.40 knows, in every spelling
// and operand size, with registers low and high and memory of changing shape.

import type { Form, OperandForm } from "../../../src/isa/form.ts";
import { generalName, segmentName } from "../../../src/isa/registers.ts";
import { FORMS } from "../../../src/isa/table.ts";
import { Operation } from "../../../src/isa/vocabulary.ts";
import type { GoldenCase } from "../format.ts";

/** Newer than GNU as 2.40: the FRED instructions. */
const NEWER = new Set<string>(["erets", "eretu", "lkgs"]);

const MEMORY = ["(%rax)", "8(%rsp)", "-0x80(%rbp,%rcx,4)", "0x12345678(%r13)", "(%r12)", "%gs:0x28", "16(%rip)", "(,%r9,8)"];
const REGISTERS = [0, 3, 9, 12];
const ROUNDS = 4;

const LETTERS: Readonly<Record<number, string>> = { 1: "b", 2: "w", 4: "l", 8: "q" };

function widthOf(operand: OperandForm, size: number): number {
  if (operand.width === "v") return size;
  if (operand.width === "y") return size === 8 ? 8 : 4;
  return operand.width;
}

function registerText(operand: OperandForm, number: number, width: number): string {
  switch (operand.class) {
    case "segment":
      return `%${segmentName(operand.place === "implied" ? operand.number : [0, 2, 3, 5][number & 3] ?? 0)}`;
    case "control":
      return `%cr${[0, 2, 3, 8][number & 3]}`;
    case "debug":
      return `%dr${[0, 3, 6, 7][number & 3]}`;
    case "vector":
      return `%${width === 32 ? "y" : "x"}mm${number}`;
    case "mmx":
      return `%mm${number & 7}`;
    case "x87":
      return operand.place === "implied" ? "%st" : `%st(${number & 7})`;
    default:
      return `%${generalName(operand.place === "implied" ? operand.number : number, width)}`;
  }
}

function immediateText(operand: OperandForm, round: number): string {
  if (operand.place === "implied") return `$${operand.number}`;
  if (operand.size === 1) return `$${[1, 0x7f, operand.signed ? -128 : 5, 9][round]}`;
  return `$${["0x1234", "0x100", "0x7fff", "0x80"][round]}`;
}

const POINTERS: Readonly<Record<number, string>> = { 3: "%ds:(%rbx)", 6: "%ds:(%rsi)", 7: "%es:(%rdi)" };

function operandText(form: Form, operand: OperandForm, at: number, size: number, round: number): string {
  const width = widthOf(operand, size);
  const star = form.indirect ? "*" : "";
  if (operand.class === "immediate" && operand.place !== "relative") return immediateText(operand, round);
  if (operand.place === "relative") return ".+2";
  if (operand.pointer !== undefined) return POINTERS[operand.pointer] ?? "";
  if (operand.place === "offset") return ["0x1122334455667788", "%gs:0x8877665544332211"][round & 1] ?? "";
  if (operand.memory && (!operand.register || round >= 2))
    return star + (MEMORY[(form.index + round + at * 3) % MEMORY.length] ?? "");
  return star + registerText(operand, REGISTERS[(round + at) % REGISTERS.length] ?? 0, width);
}

function text(form: Form, name: string, size: number, round: number): string {
  const operands = form.operands.map((operand, at) => operandText(form, operand, at, size, round));
  // silent operands: written out in odd rounds
  const shown = operands.filter((_, at) => round % 2 === 1 || form.operands[at]?.silent !== true);
  const ordered = form.operation === Operation.Enter ? shown : shown.reverse();
  return `${name} ${ordered.join(",")}`.trim();
}

function ofForm(form: Form): GoldenCase[] {
  if (form.decodeOnly || form.idealised || NEWER.has(form.name)) return [];
  const sizes = form.sizes.length > 0 ? form.sizes : [4];
  const cases: GoldenCase[] = [];
  const rounds = form.operands.length === 0 ? 1 : ROUNDS;
  for (const size of sizes)
    for (let round = 0; round < rounds; round++) {
      const letter = LETTERS[size] ?? "";
      if (letter !== "" && form.suffixes.includes(letter))
        cases.push({ source: text(form, form.name + letter, size, round) });
      if (round < 2 || form.suffixes === "") cases.push({ source: text(form, form.name, size, round) });
    }
  return cases;
}

export const ROWS: readonly GoldenCase[] = FORMS.flatMap(ofForm);
