// Operands on their way into bytes: ModRM, SIB, displacement, immediates, and
// what they ask of REX. Prefixes and opcode are the encoder's business.

import { unreachable } from "../base/assert.ts";
import type { OperandForm } from "./form.ts";
import { fitsEither, fitsSigned, type Match } from "./match.ts";
import type { RegisterName } from "./registers.ts";
import { addressWidthOf, type EncodeHints, type SourceMemory, type SourceOperand } from "./source-operand.ts";

/** The bytes as they grow, and what REX must carry. */
export class Emitter {
  readonly legacy: number[] = [];
  readonly tail: number[] = [];
  readonly fixups: { operand: number; at: number; size: number; relative: boolean; range: "signed" | "either" }[] = [];
  rex = 0;
  rexNeeded = false;
  highByte: string | undefined;
  modrm = 0;
  hasModrm = false;
  opcodeLow = 0;
  vvvv = 0;
  shortened: readonly [bigint, bigint] | undefined;

  register(register: RegisterName, bit: number): number {
    if (register.number & 8) this.rex |= bit;
    if (register.needsRex) this.rexNeeded = true;
    if (register.highByte) {
      this.highByte = register.name;
      return register.number + 4;
    }
    return register.number & 7;
  }

  value(value: bigint, size: number): void {
    const bits = BigInt.asUintN(size * 8, value);
    if (size <= 4) {
      let rest = Number(bits);
      for (let n = 0; n < size; n++) {
        this.tail.push(rest & 0xff);
        rest = Math.floor(rest / 256);
      }
      return;
    }
    for (let n = 0n; n < BigInt(size); n++) this.tail.push(Number((bits >> (8n * n)) & 0xffn));
  }

  hole(operand: number, size: number, relative: boolean, range: "signed" | "either"): void {
    this.fixups.push({ operand, at: this.tail.length, size, relative, range });
    for (let n = 0; n < size; n++) this.tail.push(0);
  }
}

export const REX_B = 1;
export const REX_X = 2;
export const REX_R = 4;
export const REX_W = 8;

const SEGMENT_PREFIX = [0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65] as const;
const DEFAULT_SS = new Set([4, 5]);

/** An override of the segment that is the default anyway is not written by GNU as. */
export function segmentPrefix(memory: SourceMemory, form: OperandForm): number | undefined {
  if (memory.segment === undefined) return undefined;
  const base = memory.base;
  const isStack = base !== undefined && base.class === "general" && DEFAULT_SS.has(base.number);
  // the destination of string operations is in ES, whatever is written
  const defaultSegment = form.pointer === 7 ? 0 : isStack ? 2 : 3;
  return memory.segment === defaultSegment ? undefined : SEGMENT_PREFIX[memory.segment];
}

const SCALE_BITS: Readonly<Record<number, number>> = { 1: 0, 2: 1, 4: 2, 8: 3 };

function displacementSize(memory: SourceMemory, hints: EncodeHints): 0 | 1 | 4 {
  if (!memory.hasDisplacement && hints.displacement === undefined) return 0;
  if (hints.displacement === 32) return 4;
  const value = memory.displacement;
  if (value === undefined) return memory.hasDisplacement ? 4 : 1;
  if (value === 0n && hints.displacement === undefined) return 0;
  return fitsSigned(BigInt.asIntN(addressWidthOf(memory, hints.prefixes) * 8, value), 1) ? 1 : 4;
}

function emitDisplacement(
  emitter: Emitter,
  memory: SourceMemory,
  operand: number,
  size: 0 | 1 | 4,
  relative = false,
): void {
  if (size === 0) return;
  if (memory.displacement !== undefined && !relative) emitter.value(memory.displacement, size);
  else if (!memory.hasDisplacement) emitter.value(0n, size);
  else emitter.hole(operand, size, relative, !relative && memory.base?.width === 4 ? "either" : "signed");
}

/** ModRM.rm, SIB and displacement of a memory operand. */
function emitMemory(emitter: Emitter, memory: SourceMemory, operand: number, hints: EncodeHints): void {
  const { base, index } = memory;
  emitter.hasModrm = true;
  if (base?.class === "instruction-pointer") {
    emitter.modrm |= 5;
    // a plain number is the displacement itself; a symbol is a place
    if (memory.displacement !== undefined) emitter.value(memory.displacement, 4);
    else emitDisplacement(emitter, memory, operand, 4, memory.hasDisplacement);
    return;
  }
  if (base === undefined) {
    emitter.modrm |= 4;
    const indexBits = index === undefined ? 4 : emitter.register(index, REX_X);
    emitter.tail.push(((SCALE_BITS[memory.scale] ?? 0) << 6) | (indexBits << 3) | 5);
    if (memory.hasDisplacement) emitDisplacement(emitter, memory, operand, 4);
    else emitter.value(0n, 4);
    return;
  }
  const low = emitter.register(base, REX_B);
  let size = displacementSize(memory, hints);
  // RBP and R13 without displacement would mean RIP or none
  if (size === 0 && low === 5) size = 1;
  emitter.modrm |= size === 0 ? 0 : size === 1 ? 0x40 : 0x80;
  if (index === undefined && low !== 4) emitter.modrm |= low;
  else {
    emitter.modrm |= 4;
    const indexBits = index === undefined ? 4 : emitter.register(index, REX_X);
    emitter.tail.push(((SCALE_BITS[memory.scale] ?? 0) << 6) | (indexBits << 3) | low);
  }
  if (size === 1 && !memory.hasDisplacement) emitter.value(0n, 1);
  else emitDisplacement(emitter, memory, operand, size);
}

function emitImmediate(
  emitter: Emitter,
  form: OperandForm,
  size: number,
  value: bigint | undefined,
  operand: number,
): void {
  const bytes = form.size === "v" ? size : form.size === "z" ? Math.min(size, 4) : form.size;
  const range = form.size === "z" && size === 8 ? "signed" : "either";
  if (value === undefined) {
    emitter.hole(operand, bytes, false, range);
    return;
  }
  const signedByte = form.code === "ibs";
  if (!signedByte && !fitsEither(value, bytes) && bytes < 8 && BigInt.asIntN(64, value) > 0n)
    emitter.shortened = [value, BigInt.asUintN(bytes * 8, value)];
  emitter.value(value, bytes);
}

/** The address in the place of an immediate: as many bytes as addresses have. */
function emitOffset(emitter: Emitter, memory: SourceMemory, operand: number, hints: EncodeHints): void {
  const size = addressWidthOf(memory, hints.prefixes);
  const value = memory.displacement;
  if (value === undefined) {
    emitter.hole(operand, size, false, "either");
    return;
  }
  if (!fitsEither(BigInt.asIntN(64, value), size)) emitter.shortened = [value, BigInt.asUintN(size * 8, value)];
  emitter.value(value, size);
}

/** Writes one operand into ModRM, opcode or the bytes after. */
export function emitOperand(
  emitter: Emitter,
  form: OperandForm,
  source: SourceOperand,
  operand: number,
  match: Match,
  hints: EncodeHints,
): void {
  switch (form.place) {
    case "reg":
      if (source.kind === "register") emitter.modrm |= emitter.register(source.register, REX_R) << 3;
      emitter.hasModrm = true;
      return;
    case "rm":
      if (source.kind === "register") {
        emitter.modrm |= 0xc0 | emitter.register(source.register, REX_B);
        emitter.hasModrm = true;
      } else if (source.kind === "memory") emitMemory(emitter, source, operand, hints);
      return;
    case "both":
      if (source.kind === "register")
        emitter.modrm |=
          0xc0 | (emitter.register(source.register, REX_R) << 3) | emitter.register(source.register, REX_B);
      emitter.hasModrm = true;
      return;
    case "opcode":
      if (source.kind === "register") emitter.opcodeLow = emitter.register(source.register, REX_B);
      return;
    case "vvvv":
      if (source.kind === "register") emitter.vvvv = source.register.number;
      return;
    case "implied":
    case "is4":
      return;
    case "immediate":
    case "immediate2":
      if (source.kind === "immediate") emitImmediate(emitter, form, match.size, source.value, operand);
      return;
    case "relative":
      emitter.hole(operand, form.size === 1 ? 1 : form.size === 2 ? 2 : 4, true, "signed");
      return;
    case "offset":
      if (source.kind === "memory") emitOffset(emitter, source, operand, hints);
      return;
    default:
      unreachable(form.place);
  }
}
