// Bytes to an instruction, by the rules of 64-bit mode: prefixes, REX and VEX,
// ModRM and SIB, immediates (SDM 2, chapter 2). Reads the table; knows no
// instruction by name but NOP, whose opcode is also an exchange.

import { ByteReader, End, INVALID, readPrefixes, readVex, type Prefixes } from "./bytes.ts";
import type { Form, OpcodeMap, OperandForm } from "./form.ts";
import type { Decoded, Instruction, Memory, Operand } from "./instruction.ts";
import { idlePrefixes } from "./idle.ts";
import { decodeOpaque } from "./opaque.ts";
import { FORMS_BY_OPCODE } from "./table.ts";
import { MemoryRegister, Operation, OperandKind, Prefix, SegmentOverride } from "./vocabulary.ts";

export interface DecodeOptions {
  /** Take the byte sequences of the idealised operations, which no x86-64 has. */
  readonly idealised: boolean;
}

function operandSize(form: Form, prefixes: Prefixes): number {
  if (form.force64) return 8;
  if (prefixes.rexW) return form.max32 ? 4 : 8;
  if (prefixes.vex) return 4;
  if (prefixes.operandSize && form.mandatory !== "66") return 2;
  return form.defaultSize;
}

/** Does the form's mandatory prefix agree with the prefixes that are there? */
function prefixFits(form: Form, prefixes: Prefixes): boolean {
  if (form.mandatory === undefined) return true;
  if (prefixes.vex) return form.mandatory === prefixes.vexPrefix;
  const repeat = prefixes.repeat;
  if (form.mandatory === "f3") return repeat === 0xf3;
  if (form.mandatory === "f2") return repeat === 0xf2;
  if (form.mandatory === "nr") return repeat === 0;
  return repeat === 0 && (form.mandatory === "66") === prefixes.operandSize;
}

/** Moves to and from control and debug registers ignore ModRM.mod. */
function ignoresMod(form: Form): boolean {
  return form.map === "0f" && form.opcode >= 0x20 && form.opcode <= 0x23;
}

function fits(form: Form, prefixes: Prefixes, modrm: number, options: DecodeOptions): boolean {
  if (form.idealised && !options.idealised) return false;
  if (!prefixFits(form, prefixes)) return false;
  if (form.fixed !== undefined && form.fixed !== modrm) return false;
  if (form.extension !== undefined && form.extension !== ((modrm >> 3) & 7)) return false;
  if (form.rexW !== undefined && form.rexW !== prefixes.rexW) return false;
  if (form.vexL !== undefined && form.vexL !== prefixes.vexL) return false;
  if (form.onlySize !== undefined && form.onlySize !== operandSize(form, prefixes)) return false;
  if (prefixes.vex && prefixes.vvvv !== 0 && !form.operands.some((o) => o.place === "vvvv")) return false;
  if (form.fixed === undefined && !ignoresMod(form)) {
    const rm = form.operands.find((o) => o.place === "rm");
    if (rm !== undefined && !(modrm >= 0xc0 ? rm.register : rm.memory)) return false;
  }
  // 90 is NOP unless REX.B or 66 makes it an exchange
  if (form.operation === Operation.Nop && form.opcode === 0x90 && form.map === "one")
    return prefixes.rexB === 0 && (form.name === "xchg" || !prefixes.operandSize);
  return true;
}

function choose(
  map: OpcodeMap,
  opcode: number,
  prefixes: Prefixes,
  modrm: number,
  options: DecodeOptions,
): Form | undefined {
  const forms = FORMS_BY_OPCODE.get(map)?.[opcode];
  return forms?.find((form) => fits(form, prefixes, modrm, options));
}

function readMemory(reader: ByteReader, modrm: number, prefixes: Prefixes): Memory {
  const mod = modrm >> 6;
  let base: number = (modrm & 7) | prefixes.rexB;
  let index: number = MemoryRegister.None;
  let scale = 1;
  let wide = mod === 2;
  if ((modrm & 7) === 4) {
    const sib = reader.byte();
    base = (sib & 7) | prefixes.rexB;
    const indexNumber = ((sib >> 3) & 7) | prefixes.rexX;
    if (indexNumber !== 4) index = indexNumber;
    scale = 1 << (sib >> 6);
    if ((sib & 7) === 5 && mod === 0) {
      base = MemoryRegister.None;
      wide = true;
    }
    if (index === MemoryRegister.None) scale = 1;
  } else if ((modrm & 7) === 5 && mod === 0) {
    base = MemoryRegister.Rip;
    wide = true;
  }
  const displacement = mod === 1 ? reader.signed(1) : wide ? reader.signed(4) : 0n;
  return { base, index, scale, displacement };
}

/** The parts of an instruction as its operands are read. */
interface Parts {
  modrm: number;
  opcode: number;
  size: number;
  memory: Memory | undefined;
  immediate: bigint;
  immediate2: bigint;
}

function widthOf(operand: OperandForm, size: number): number {
  if (operand.width === "v") return size;
  if (operand.width === "y") return size === 8 ? 8 : 4;
  return operand.width;
}

const KIND_OF_CLASS: Readonly<Record<string, OperandKind>> = {
  general: OperandKind.Register,
  segment: OperandKind.Segment,
  control: OperandKind.Control,
  debug: OperandKind.Debug,
};

function registerOperand(operand: OperandForm, number: number, width: number, prefixes: Prefixes): Operand {
  let kind = KIND_OF_CLASS[operand.class] ?? OperandKind.None;
  let register = number;
  if (
    operand.class === "general" &&
    width === 1 &&
    !prefixes.rexPresent &&
    !prefixes.vex &&
    number >= 4 &&
    number < 8
  ) {
    kind = OperandKind.HighByte;
    register = number - 4;
  }
  return {
    kind,
    register,
    width,
    class: operand.class,
    silent: operand.silent,
    pointer: undefined,
  };
}

function plainOperand(kind: OperandKind, width: number, source: OperandForm): Operand {
  const kindOfValue = kind === OperandKind.Memory ? "memory" : "immediate";
  return { kind, register: 0, width, class: kindOfValue, silent: source.silent, pointer: source.pointer };
}

function immediateSize(operand: OperandForm, size: number): number {
  if (operand.size === "v") return size;
  if (operand.size === "z") return size === 2 ? 2 : 4;
  return operand.size;
}

function readImmediate(reader: ByteReader, operand: OperandForm, size: number): bigint {
  const bytes = immediateSize(operand, size);
  const value = reader.signed(bytes);
  return operand.signed ? value : BigInt.asUintN(bytes * 8, value);
}

/** Undefined: such a register does not exist. */
function readOperand(reader: ByteReader, operand: OperandForm, parts: Parts, prefixes: Prefixes): Operand | undefined {
  const width = widthOf(operand, parts.size);
  switch (operand.place) {
    case "reg": {
      const low = (parts.modrm >> 3) & 7;
      if (operand.class === "segment") return low > 5 ? undefined : registerOperand(operand, low, width, prefixes);
      const number = operand.class === "mmx" ? low : low | prefixes.rexR;
      return registerOperand(operand, number, width, prefixes);
    }
    case "rm":
      if (operand.register && (parts.modrm >= 0xc0 || !operand.memory)) {
        const narrow = operand.class === "mmx" || operand.class === "x87";
        return registerOperand(operand, (parts.modrm & 7) | (narrow ? 0 : prefixes.rexB), width, prefixes);
      }
      return plainOperand(OperandKind.Memory, width, operand);
    case "opcode":
      return registerOperand(operand, (parts.opcode & 7) | prefixes.rexB, width, prefixes);
    case "vvvv":
      return registerOperand(operand, prefixes.vvvv, width, prefixes);
    case "implied":
      if (operand.class === "memory") return plainOperand(OperandKind.Memory, width, operand);
      if (operand.class !== "immediate") return registerOperand(operand, operand.number, width, prefixes);
      parts.immediate = BigInt(operand.number);
      return plainOperand(OperandKind.Immediate, 1, operand);
    case "immediate":
      parts.immediate = readImmediate(reader, operand, parts.size);
      return plainOperand(OperandKind.Immediate, width, operand);
    case "immediate2":
      parts.immediate2 = readImmediate(reader, operand, parts.size);
      return plainOperand(OperandKind.Immediate2, width, operand);
    case "relative":
      parts.immediate = readImmediate(reader, operand, parts.size);
      return plainOperand(OperandKind.Relative, 0, operand);
    case "offset": {
      const address = prefixes.addressSize ? BigInt.asUintN(32, reader.signed(4)) : reader.signed(8);
      parts.memory = { base: MemoryRegister.None, index: MemoryRegister.None, scale: 1, displacement: address };
      return plainOperand(OperandKind.Memory, width, operand);
    }
    case "both":
    case "is4":
      return undefined;
  }
}

const CONTROL_REGISTERS = new Set([0, 2, 3, 4, 8]);

/** Registers that exist, locks that are allowed (SDM 2, LOCK and MOV CR). */
function allowed(form: Form, operands: readonly Operand[], prefixes: Prefixes): boolean {
  if (prefixes.lock && !(form.lockable && operands[0]?.kind === OperandKind.Memory)) return false;
  for (const operand of operands) {
    if (operand.kind === OperandKind.Control && !CONTROL_REGISTERS.has(operand.register)) return false;
    if (operand.kind === OperandKind.Debug && operand.register > 7) return false;
  }
  if (form.operation === Operation.MovToSegment && operands[0]?.register === 1) return false;
  return true;
}

function prefixBits(form: Form, prefixes: Prefixes): number {
  let bits = prefixes.lock ? Prefix.Lock : 0;
  if (form.repeats !== undefined)
    bits |= prefixes.repeat === 0xf3 ? Prefix.Rep : prefixes.repeat === 0xf2 ? Prefix.Repne : 0;
  return form.idealised ? bits | Prefix.Idealised : bits;
}

function mainWidth(form: Form, operands: readonly Operand[], size: number): number {
  if ((form.sized && form.operation !== Operation.Crc32) || form.force64 || form.defaultSize === 8) return size;
  if (form.sizes.length === 1) return form.sizes[0] ?? size;
  // CRC32's size is that of its source
  const data = form.operation === Operation.Crc32 ? operands.slice(1) : operands;
  const datum = data.find((o) => o.width > 0 && o.class === "general") ?? data.find((o) => o.width > 0);
  return datum?.width || (form.sizes[0] ?? size);
}

function readInstruction(reader: ByteReader, form: Form, opcode: number, modrm: number, prefixes: Prefixes): Decoded {
  const size = operandSize(form, prefixes);
  const parts: Parts = { modrm, opcode, size, memory: undefined, immediate: 0n, immediate2: 0n };
  if (form.modrm && form.fixed === undefined && modrm < 0xc0 && !ignoresMod(form))
    parts.memory = readMemory(reader, modrm, prefixes);
  const operands: Operand[] = [];
  for (const each of form.operands) {
    const operand = readOperand(reader, each, parts, prefixes);
    if (operand === undefined) return INVALID;
    operands.push(operand);
  }
  if (!allowed(form, operands, prefixes)) return INVALID;
  const instruction: Instruction = {
    form,
    operation: form.operation,
    mnemonic: form.name,
    length: reader.length,
    width: mainWidth(form, operands, size),
    prefixes: prefixBits(form, prefixes),
    condition: form.condition,
    operands,
    memory: parts.memory,
    segment: prefixes.segment,
    addressWidth: prefixes.addressSize ? 4 : 8,
    immediate: parts.immediate,
    immediate2: parts.immediate2,
    idle: idlePrefixes(form, operands, parts.memory, prefixes),
  };
  return { kind: "instruction", instruction };
}

function decodeReader(reader: ByteReader, options: DecodeOptions): Decoded {
  const prefixes: Prefixes = {
    operandSize: false,
    addressSize: false,
    lock: false,
    repeat: 0,
    segment: SegmentOverride.None,
    rexPresent: false,
    rexW: 0,
    rexR: 0,
    rexX: 0,
    rexB: 0,
    vex: false,
    vexL: 0,
    vvvv: 0,
    vexPrefix: "np",
  };
  let opcode = readPrefixes(reader, prefixes);
  let map: OpcodeMap | undefined = "one";
  if (opcode === 0xc4 || opcode === 0xc5) {
    map = readVex(reader, prefixes, opcode === 0xc4);
    if (map === undefined) return INVALID;
    opcode = reader.byte();
  } else if (opcode === 0x0f) {
    map = "0f";
    opcode = reader.byte();
    if (opcode === 0x38 || opcode === 0x3a) {
      map = opcode === 0x38 ? "0f38" : "0f3a";
      opcode = reader.byte();
    }
  }
  const candidates = FORMS_BY_OPCODE.get(map)?.[opcode];
  const hasModrm = candidates?.some((form) => form.modrm) ?? false;
  if (hasModrm || (candidates !== undefined && candidates.length > 0)) {
    const modrmAt = reader.at;
    const modrm = hasModrm ? reader.byte() : 0;
    const form = choose(map, opcode, prefixes, modrm, options);
    if (form !== undefined) return readInstruction(reader, form, opcode, modrm, prefixes);
    reader.at = modrmAt;
  }
  return decodeOpaque(reader, map, opcode, prefixes) ?? INVALID;
}

/** The instruction at `offset`; never throws, whatever the bytes. */
export function decode(bytes: Uint8Array, offset: number, options: DecodeOptions): Decoded {
  try {
    return decodeReader(new ByteReader(bytes, offset), options);
  } catch (error) {
    if (error instanceof End) return error.decoded;
    throw error;
  }
}
