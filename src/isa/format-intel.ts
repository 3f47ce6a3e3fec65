// An instruction as Intel's text, as objdump prints it with `-M intel`, one space after
// the mnemonic.

import { hex } from "../base/hex.ts";
import type { SymbolAt } from "./format.ts";
import type { Instruction, Operand } from "./instruction.ts";
import { generalName, highByteName, segmentName, vectorName } from "./registers.ts";
import { MemoryRegister, Operation, OperandKind, Prefix, SegmentOverride } from "./vocabulary.ts";

const SIZES: Readonly<Record<number, string>> = { 1: "BYTE", 2: "WORD", 4: "DWORD", 8: "QWORD", 16: "OWORD" };

/** Where AT&T's name is not Intel's. */
const NAMES: Readonly<Record<string, string>> = {
  movzb: "movzx",
  movzw: "movzx",
  cbtw: "cbw",
  cwtl: "cwde",
  cltq: "cdqe",
  cwtd: "cwd",
  cltd: "cdq",
  cqto: "cqo",
  movsl: "movsxd",
  lret: "retf",
  ljmp: "jmp",
  lcall: "call",
};

/** No operand shows their size: the letter of the size that they do not have by themselves. */
const SIZED_NAMES: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  iret: { 2: "w", 8: "q" },
  sysret: { 4: "d", 8: "q" },
  sysexit: { 4: "d", 8: "q" },
  retf: { 2: "w", 8: "q" },
  pushf: { 2: "w" },
  popf: { 2: "w" },
  leave: { 2: "w" },
  enter: { 2: "w" },
};

/** Their memory operand is an address, or has a size that nothing needs to know. */
const WITHOUT_SIZE = new Set(["movabs", "lea", "lgdt", "lidt", "sgdt", "sidt", "invpcid"]);

/** Their memory operand is a selector with an offset. */
const FAR = new Set<Operation>([Operation.JmpFar, Operation.CallFar, Operation.LoadFarPointer]);
const FAR_SIZES: Readonly<Record<number, string>> = { 2: "DWORD", 4: "FWORD", 8: "TBYTE" };

function nameOf(instruction: Instruction): string {
  const { mnemonic, operands, operation, width } = instruction;
  if (operation === Operation.Jrcxz && instruction.addressWidth === 4) return "jecxz";
  const isConversion = (mnemonic === "movsb" || mnemonic === "movsw") && operands.length > 0;
  const name = isConversion ? "movsx" : (NAMES[mnemonic.replace(/^rex\.w /, "")] ?? mnemonic);
  const isWord = width === 2 && (operation === Operation.PushSegment || operation === Operation.PopSegment);
  if (isWord || (width === 2 && name === "push" && operands[0]?.kind === OperandKind.Immediate)) return `${name}w`;
  return name + (SIZED_NAMES[name]?.[width] ?? "");
}

/** "DS:" and the like before a string operation's pointer; else only what overrides. */
function segmentText(instruction: Instruction, operand: Operand): string {
  const override = instruction.segment;
  if (operand.pointer === 7) return "es:";
  if (override !== SegmentOverride.None) return `${segmentName(override - 1)}:`;
  return operand.pointer === undefined ? "" : "ds:";
}

function signed(displacement: bigint, isFirst: boolean): string {
  if (isFirst) return hex(displacement);
  return displacement < 0n ? `-${hex(-displacement)}` : `+${hex(displacement)}`;
}

function addressText(instruction: Instruction, operand: Operand): string {
  const segment = segmentText(instruction, operand);
  const name = (number: number): string => generalName(number, instruction.addressWidth);
  if (operand.pointer !== undefined) return `${segment}[${name(operand.pointer)}]`;
  const { memory } = instruction;
  if (memory === undefined) return "(bad)";
  const { base, index, scale, displacement } = memory;
  const hasBase = base !== MemoryRegister.None;
  const hasIndex = index !== MemoryRegister.None;
  if (!hasBase && !hasIndex)
    return `${segment === "" ? "ds:" : segment}${hex(BigInt.asUintN(instruction.addressWidth * 8, displacement))}`;
  const parts: string[] = [];
  if (hasBase) parts.push(base === MemoryRegister.Rip ? (instruction.addressWidth === 4 ? "eip" : "rip") : name(base));
  if (hasIndex) parts.push(`${name(index)}*${scale}`);
  const isShown = displacement !== 0n || base === MemoryRegister.Rip || !hasBase;
  return `${segment}[${parts.join("+")}${isShown ? signed(displacement, false) : ""}]`;
}

function memoryText(instruction: Instruction, operand: Operand, name: string): string {
  const address = addressText(instruction, operand);
  if (WITHOUT_SIZE.has(name) || (name === "nop" && operand.width === 0)) return address;
  const size = FAR.has(instruction.operation) ? FAR_SIZES[instruction.width] : SIZES[operand.width];
  return size === undefined ? address : `${size} PTR ${address}`;
}

function registerText(operand: Operand): string {
  switch (operand.class) {
    case "general":
      return operand.kind === OperandKind.HighByte
        ? highByteName(operand.register)
        : generalName(operand.register, operand.width);
    case "segment":
      return segmentName(operand.register);
    case "control":
      return `cr${operand.register}`;
    case "debug":
      return `dr${operand.register}`;
    case "vector":
      return vectorName(operand.register, operand.width);
    case "mmx":
      return `mm${operand.register}`;
    case "x87":
      return operand.register === 0 ? "st" : `st(${operand.register})`;
    default:
      return "(bad)";
  }
}

function operandText(
  instruction: Instruction,
  operand: Operand,
  { name, end, symbolAt }: { readonly name: string; readonly end: bigint; readonly symbolAt: SymbolAt | undefined },
): string {
  switch (operand.kind) {
    case OperandKind.Immediate:
      if (operand.silent) return "1";
      return hex(BigInt.asUintN(operand.width > 0 ? operand.width * 8 : 64, instruction.immediate));
    case OperandKind.Immediate2:
      return hex(instruction.immediate2);
    case OperandKind.Relative: {
      const target = BigInt.asUintN(64, end + instruction.immediate);
      return symbolAt?.(target) ?? hex(target);
    }
    case OperandKind.Memory:
      return memoryText(instruction, operand, name);
    default:
      return registerText(operand);
  }
}

function prefixText(instruction: Instruction): string {
  const words = [...instruction.idle];
  if (instruction.prefixes & Prefix.Lock) words.push("lock");
  if (instruction.prefixes & Prefix.Rep) words.push(instruction.form.repeats === "repe" ? "repz" : "rep");
  if (instruction.prefixes & Prefix.Repne) words.push("repnz");
  return words.length > 0 ? `${words.join(" ")} ` : "";
}

/** Intel's text of the instruction at `address`; branch targets as `symbolAt` names them. */
export function formatIntel(instruction: Instruction, address: bigint, symbolAt?: SymbolAt): string {
  const end = BigInt.asUintN(64, address + BigInt(instruction.length));
  const name = nameOf(instruction);
  const operands = instruction.operands
    .map((operand) => operandText(instruction, operand, { name, end, symbolAt }))
    .join(",");
  return prefixText(instruction) + name + (operands === "" ? "" : ` ${operands}`);
}
