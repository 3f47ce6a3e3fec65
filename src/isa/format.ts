// An instruction as AT&T text, as objdump prints it with `-M suffix`: the size
// suffix always there, one space after the mnemonic.

import { hex } from "../base/hex.ts";
import type { Instruction, Operand } from "./instruction.ts";
import { generalName, highByteName, segmentName, vectorName } from "./registers.ts";
import { MemoryRegister, Operation, OperandKind, Prefix, SegmentOverride } from "./vocabulary.ts";

export type SymbolAt = (address: bigint) => string | undefined;

const LETTERS: Readonly<Record<number, string>> = { 1: "b", 2: "w", 4: "l", 8: "q" };

export function suffixOf(instruction: Instruction): string {
  if (instruction.form.quiet) return "";
  const letter = LETTERS[instruction.width] ?? "";
  return instruction.form.suffixes.includes(letter) ? letter : "";
}

function memoryText(instruction: Instruction, operand: Operand): string {
  const names = (number: number): string => `%${generalName(number, instruction.addressWidth)}`;
  const override = instruction.segment;
  if (operand.pointer !== undefined) {
    const segment = operand.pointer === 7 ? "es" : segmentName(override === SegmentOverride.None ? 3 : override - 1);
    return `%${segment}:(${names(operand.pointer)})`;
  }
  const memory = instruction.memory;
  if (memory === undefined) return "(bad)";
  const segment = override === SegmentOverride.None ? "" : `%${segmentName(override - 1)}:`;
  const { base, index, scale, displacement } = memory;
  if (base === MemoryRegister.None && index === MemoryRegister.None)
    return segment + hex(BigInt.asUintN(instruction.addressWidth * 8, displacement));
  const plain = base !== MemoryRegister.None && base !== MemoryRegister.Rip && displacement === 0n;
  const offset = plain ? "" : hex(displacement);
  const baseText =
    base === MemoryRegister.None
      ? ""
      : base === MemoryRegister.Rip
        ? instruction.addressWidth === 4
          ? "%eip"
          : "%rip"
        : names(base);
  const indexText = index === MemoryRegister.None ? "" : `,${names(index)},${scale}`;
  return `${segment}${offset}(${baseText}${indexText})`;
}

function registerText(operand: Operand): string {
  switch (operand.class) {
    case "general":
      return `%${operand.kind === OperandKind.HighByte ? highByteName(operand.register) : generalName(operand.register, operand.width)}`;
    case "segment":
      return `%${segmentName(operand.register)}`;
    case "control":
      return `%cr${operand.register}`;
    case "debug":
      return `%dr${operand.register}`;
    case "vector":
      return `%${vectorName(operand.register, operand.width)}`;
    case "mmx":
      return `%mm${operand.register}`;
    case "x87":
      return operand.register === 0 ? "%st" : `%st(${operand.register})`;
    default:
      return "(bad)";
  }
}

function operandText(instruction: Instruction, operand: Operand, end: bigint, symbolAt: SymbolAt | undefined): string {
  switch (operand.kind) {
    case OperandKind.Immediate: {
      const bits = operand.width > 0 ? operand.width * 8 : 64;
      return `$${hex(BigInt.asUintN(bits, instruction.immediate))}`;
    }
    case OperandKind.Immediate2:
      return `$${hex(instruction.immediate2)}`;
    case OperandKind.Relative: {
      const target = BigInt.asUintN(64, end + instruction.immediate);
      return symbolAt?.(target) ?? hex(target);
    }
    case OperandKind.Memory:
      return memoryText(instruction, operand);
    default: {
      const text = registerText(operand);
      const port =
        (instruction.mnemonic === "in" ||
          instruction.mnemonic === "out" ||
          instruction.mnemonic === "ins" ||
          instruction.mnemonic === "outs") &&
        operand.register === 2 &&
        operand.width === 2;
      return port ? `(${text})` : text;
    }
  }
}

function prefixText(instruction: Instruction): string {
  const words = [...instruction.idle];
  if (instruction.prefixes & Prefix.Lock) words.push("lock");
  const repeats = instruction.form.repeats;
  if (instruction.prefixes & Prefix.Rep) words.push(repeats === "repe" ? "repz" : "rep");
  if (instruction.prefixes & Prefix.Repne) words.push("repnz");
  return words.length > 0 ? `${words.join(" ")} ` : "";
}

/** The other one of two equal encodings, register to register: objdump marks it `.s`. */
function isSwapped(instruction: Instruction): boolean {
  const { form, operands } = instruction;
  if (form.map !== "one" || form.operands[0]?.place !== "reg" || operands[1]?.kind === OperandKind.Memory) return false;
  return (form.opcode < 0x40 && (form.opcode & 6) === 2) || form.opcode === 0x8a || form.opcode === 0x8b;
}

function mnemonicText(instruction: Instruction): string {
  if (instruction.operation === Operation.Jrcxz && instruction.addressWidth === 4) return "jecxz";
  const loop = instruction.operation >= Operation.Loop && instruction.operation <= Operation.Loopne;
  const suffix = loop && instruction.addressWidth === 4 ? "l" : suffixOf(instruction);
  const hint =
    instruction.operation === Operation.Jcc && instruction.segment === SegmentOverride.Ds
      ? ",pt"
      : instruction.operation === Operation.Jcc && instruction.segment === SegmentOverride.Cs
        ? ",pn"
        : "";
  return instruction.mnemonic + suffix + (isSwapped(instruction) ? ".s" : "") + hint;
}

/** ENTER's, like Intel's, operands stay in Intel's order (objdump prints `enterq $8,$1`). */
const INTEL_ORDER = new Set<Operation>([Operation.Enter]);

/**
 * AT&T text of the instruction at `address`. Branch targets are printed as
 * `symbolAt` names them, else as addresses.
 */
export function format(instruction: Instruction, address: bigint, symbolAt?: SymbolAt): string {
  const end = BigInt.asUintN(64, address + BigInt(instruction.length));
  const shown = instruction.operands.filter((operand) => !(operand.silent && operand.class === "immediate"));
  const texts = shown.map((operand) => operandText(instruction, operand, end, symbolAt));
  if (!INTEL_ORDER.has(instruction.operation)) texts.reverse();
  const star = instruction.form.indirect ? "*" : "";
  const operands = texts.length > 0 ? ` ${star}${texts.join(",")}` : "";
  return prefixText(instruction) + mnemonicText(instruction) + operands;
}
