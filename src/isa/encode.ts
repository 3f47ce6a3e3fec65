// Operands to bytes: chooses the form as GNU as does and writes prefixes, REX or
// VEX, opcode, ModRM, SIB, displacement and immediates. Values not known yet
// become holes (fixups).

import { unreachable } from "../base/assert.ts";
import type { Form, OperandForm } from "./form.ts";
import type { RegisterName } from "./registers.ts";
import { concreteWidth, fitsEither, fitsSigned, matchForm, type Match, type Mismatch } from "./match.ts";
import { FORMS_BY_SPELLING, type Spelling } from "./table.ts";
import {
  isBareExpression,
  type EncodeHints,
  type Fixup,
  type SourceMemory,
  type SourceOperand,
} from "./source-operand.ts";
import { Operation } from "./vocabulary.ts";

export interface Encoded {
  readonly form: Form;
  readonly bytes: readonly number[];
  readonly fixups: readonly Fixup[];
  /** The size was neither written nor clear from a register. */
  readonly assumedSize: boolean;
  /** A constant that was cut to the operand's size: [as written, as stored]. */
  readonly shortened: readonly [bigint, bigint] | undefined;
  readonly missingStar: boolean;
}

export type EncodeFailure =
  | { readonly why: "unknown" }
  /** The mnemonic exists, but not with this suffix. */
  | { readonly why: "suffix"; readonly name: string }
  | { readonly why: "count" | "type" | "size" | "range"; readonly name: string }
  | { readonly why: "not-64-bit"; readonly name: string }
  | { readonly why: "high-byte-with-rex"; readonly name: string; readonly register: string }
  | { readonly why: "displacement"; readonly name: string; readonly value: bigint }
  | { readonly why: "hint"; readonly name: string };

export type EncodeResult =
  { readonly ok: true; readonly encoded: Encoded } | { readonly ok: false; readonly failure: EncodeFailure };

const NOT_64_BIT = new Set(
  "aaa aas aad aam daa das bound into pusha pushaw pushal popa popaw popal les lds arpl salc".split(" "),
);

/** Is this word an instruction's name, with or without size suffix? */
export function isMnemonic(word: string): boolean {
  return FORMS_BY_SPELLING.has(word) || NOT_64_BIT.has(word);
}

/** All spellings, for suggestions. */
export function mnemonics(): Iterable<string> {
  return FORMS_BY_SPELLING.keys();
}

function failureForUnknown(word: string): EncodeFailure {
  if (NOT_64_BIT.has(word)) return { why: "not-64-bit", name: word };
  const stem = word.slice(0, -1);
  if (/[bwlq]$/.test(word) && FORMS_BY_SPELLING.has(stem)) return { why: "suffix", name: stem };
  return { why: "unknown" };
}

/** Forms that a {load}, {store} or .s prefers come first. */
function inDirection(spellings: readonly Spelling[], hints: EncodeHints): readonly Spelling[] {
  if (hints.direction === undefined) return spellings;
  const loads = (s: Spelling): boolean => s.form.operands[0]?.place === "reg" && s.form.operands[1]?.place === "rm";
  const wanted = hints.direction === "store" ? (s: Spelling) => !loads(s) : loads;
  return [...spellings.filter(wanted), ...spellings.filter((s) => !wanted(s))];
}

function usable(form: Form, hints: EncodeHints): boolean {
  if (form.idealised && !hints.idealised) return false;
  const relative = form.operands.find((operand) => operand.place === "relative");
  return relative === undefined || hints.relative === 0 || relative.size === hints.relative;
}

const RANK: Readonly<Record<Mismatch, number>> = { count: 0, type: 1, size: 2, range: 3 };

/** EAX EAX as exchange would zero the upper half if it were 90, the NOP. */
function clashes(match: Match, operands: readonly SourceOperand[]): boolean {
  if (match.form.operation !== Operation.Xchg || match.form.opcode !== 0x90 || match.size !== 4) return false;
  return operands.every((o) => o.kind === "register" && o.register.number === 0);
}

function needsLongOffset(match: Match, operands: readonly SourceOperand[]): boolean {
  return operands.some(
    (o) =>
      o.kind === "memory" &&
      o.base === undefined &&
      o.index === undefined &&
      o.displacement !== undefined &&
      !fitsSigned(BigInt.asIntN(64, o.displacement), 4) &&
      match.form.operands.some((form) => form.place === "rm" && form.memory),
  );
}

/** MOV between the accumulator and an address: the long form only where the short one cannot. */
function wantsOffsetForm(match: Match, operands: readonly SourceOperand[]): boolean {
  if (match.form.name === "movabs" || !match.form.operands.some((form) => form.place === "offset")) return true;
  return operands.some(
    (o) => o.kind === "memory" && o.displacement !== undefined && !fitsSigned(BigInt.asIntN(64, o.displacement), 4),
  );
}

/**
 * A byte form where neither suffix nor register says "byte", while the mnemonic
 * has wider forms: GNU as takes 32 bits then, never 8.
 */
function byteUnasked(
  form: Form,
  asked: number | undefined,
  operands: readonly SourceOperand[],
  spellings: readonly Spelling[],
): boolean {
  if (asked !== undefined || form.sizes.length !== 1 || form.sizes[0] !== 1) return false;
  if (!spellings.some((other) => other.form.sizes.length > 1 && other.form.operation === form.operation)) return false;
  const isData = (operand: OperandForm | undefined): boolean =>
    operand !== undefined && (operand.place !== "implied" || operand.number === 0);
  return !operands.some(
    (o, at) => o.kind === "register" && o.register.class === "general" && isData(form.operands[at]),
  );
}

/** Without a suffix or register a constant must fit the 32 bits that are assumed. */
function tooWideForAssumed(match: Match, asked: number | undefined, operands: readonly SourceOperand[]): boolean {
  if (asked !== undefined || match.form.sizes.length < 2 || operands.some((o) => o.kind === "register")) return false;
  return operands.some((o) => o.kind === "immediate" && o.value !== undefined && !fitsEither(o.value, 4));
}

/** Chooses the first form of the spelling that takes the operands. */
function choose(word: string, operands: readonly SourceOperand[], hints: EncodeHints): Match | EncodeFailure {
  const spellings = FORMS_BY_SPELLING.get(word);
  if (spellings === undefined) return failureForUnknown(word);
  const dataSize = hints.prefixes.includes(0x66) ? 2 : 4;
  let worst: Mismatch = "count";
  let tooFar: bigint | undefined;
  for (const { form, size } of inDirection(spellings, hints)) {
    if (!usable(form, hints) || byteUnasked(form, size, operands, spellings)) continue;
    const match = matchForm(form, operands, size, dataSize);
    if (typeof match === "string") {
      if (RANK[match] > RANK[worst]) worst = match;
      continue;
    }
    if (clashes(match, operands) || tooWideForAssumed(match, size, operands)) continue;
    if (!wantsOffsetForm(match, operands)) continue;
    if (needsLongOffset(match, operands)) {
      const memory = operands.find((o) => o.kind === "memory");
      tooFar = memory?.kind === "memory" ? memory.displacement : undefined;
      continue;
    }
    return match;
  }
  const name = spellings[0]?.form.name ?? word;
  if (tooFar !== undefined) return { why: "displacement", name, value: tooFar };
  return { why: worst, name };
}

/** The bytes as they grow, and what REX must carry. */
class Emitter {
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

const REX_B = 1;
const REX_X = 2;
const REX_R = 4;
const REX_W = 8;

const SEGMENT_PREFIX = [0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65] as const;
const DEFAULT_SS = new Set([4, 5]);

/** An override of the segment that is the default anyway is not written by GNU as. */
function segmentPrefix(memory: SourceMemory, form: OperandForm): number | undefined {
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
  if (hints.displacement === 8) return 1;
  const value = memory.displacement;
  if (value === undefined) return 4;
  if (value === 0n) return 0;
  return fitsSigned(BigInt.asIntN(64, value), 1) ? 1 : 4;
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
  else emitter.hole(operand, size, relative, "signed");
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

/** Writes one operand into ModRM, opcode or the bytes after. */
function emitOperand(
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
      if (source.kind === "memory" && source.displacement !== undefined) emitter.value(source.displacement, 8);
      else emitter.hole(operand, 8, false, "either");
      return;
    default:
      unreachable(form.place);
  }
}

const IMMEDIATE_PLACES = new Set(["immediate", "immediate2", "relative", "offset"]);

function vexBytes(form: Form, emitter: Emitter, size: number, hints: EncodeHints): number[] {
  const mandatory = { np: 0, nr: 0, "66": 1, f3: 2, f2: 3 }[form.mandatory ?? "np"];
  const w = form.rexW ?? (form.operands.some((operand) => operand.width === "y") && size === 8 ? 1 : 0);
  const low = (w << 7) | ((~emitter.vvvv & 15) << 3) | ((form.vexL ?? 0) << 2) | mandatory;
  const notR = emitter.rex & REX_R ? 0 : 0x80;
  if (form.map === "vex0f" && w === 0 && !(emitter.rex & (REX_X | REX_B)) && !hints.vex3)
    return [0xc5, notR | (low & 0x7f)];
  const notX = emitter.rex & REX_X ? 0 : 0x40;
  const notB = emitter.rex & REX_B ? 0 : 0x20;
  const map = form.map === "vex0f" ? 1 : form.map === "vex0f38" ? 2 : 3;
  return [0xc4, notR | notX | notB | map, low];
}

const ESCAPES: Readonly<Record<string, readonly number[]>> = {
  one: [],
  "0f": [0x0f],
  "0f38": [0x0f, 0x38],
  "0f3a": [0x0f, 0x3a],
};

/** What these store or load is 16 bits wide: GNU as writes no REX.W. */
const REX_W_IDLE = new Set<Operation>([
  Operation.MovFromSegment,
  Operation.MovToSegment,
  Operation.Sldt,
  Operation.Str,
]);

function rexWanted(form: Form, size: number): boolean {
  if (form.rexW !== undefined) return form.rexW === 1;
  if (form.force64 || form.defaultSize === 8) return false;
  if (REX_W_IDLE.has(form.operation)) return false;
  if (form.operation === Operation.Xchg && form.opcode === 0x90 && form.name === "nop") return false;
  return (form.sized || form.operands.some((operand) => operand.width === "y")) && size === 8;
}

function sizePrefixWanted(form: Form, size: number): boolean {
  if (form.mandatory === "66") return true;
  if (size !== 2 || form.force64 || form.map.startsWith("vex")) return false;
  return form.sized;
}

/** The legacy prefixes in GNU as's order: wait, segment, address, data, repeat, lock. */
function orderedPrefixes(written: readonly number[], wanted: ReadonlySet<number>): number[] {
  const all = new Set([...written, ...wanted]);
  const order = [0x9b, 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x67, 0x66, 0xf3, 0xf2, 0xf0];
  return order.filter((byte) => all.has(byte));
}

function assemble(match: Match, operands: readonly SourceOperand[], hints: EncodeHints): Encoded | EncodeFailure {
  const { form, size, sources } = match;
  const emitter = new Emitter();
  const wanted = new Set<number>();
  const each = form.operands.map((operand, at) => {
    const index = sources[at];
    return { operand, index, source: index === undefined ? undefined : operands[index] };
  });
  // immediates follow everything else, in the order of their places
  const first = each.filter(({ operand }) => !IMMEDIATE_PLACES.has(operand.place));
  const last = each.filter(({ operand }) => IMMEDIATE_PLACES.has(operand.place));
  for (const { operand, index, source } of [...first, ...last])
    if (source !== undefined && index !== undefined) emitOperand(emitter, operand, source, index, match, hints);
  for (const { operand, source } of each) {
    if (source?.kind !== "memory") continue;
    const address = source.base ?? source.index;
    if (address?.width === 4) wanted.add(0x67);
    const segment = segmentPrefix(source, operand);
    if (segment !== undefined) wanted.add(segment);
  }
  if (form.extension !== undefined) {
    emitter.modrm |= form.extension << 3;
    emitter.hasModrm = true;
  }
  if (form.fixed !== undefined) {
    emitter.modrm = form.fixed;
    emitter.hasModrm = true;
  }
  if (rexWanted(form, size)) emitter.rex |= REX_W;
  if (sizePrefixWanted(form, size)) wanted.add(0x66);
  if (form.addr32) wanted.add(0x67);
  const vex = form.map.startsWith("vex");
  if (!vex && (form.mandatory === "f2" || form.mandatory === "f3")) wanted.add(form.mandatory === "f2" ? 0xf2 : 0xf3);
  if (vex) wanted.delete(0x66);
  const quietExchange =
    form.operation === Operation.Xchg && form.opcode === 0x90 && emitter.rex === REX_W && emitter.opcodeLow === 0;
  if (quietExchange) emitter.rex = 0;
  const rex = emitter.rex | (hints.rex ?? 0);
  const rexPresent = rex !== 0 || emitter.rexNeeded || hints.rex !== undefined;
  if (emitter.highByte !== undefined && rexPresent && !vex)
    return { why: "high-byte-with-rex", name: form.name, register: emitter.highByte };
  const opcode = form.opcode + (form.plusRegister ? emitter.opcodeLow : 0);
  const head = orderedPrefixes(hints.prefixes, wanted);
  if (vex) head.push(...vexBytes(form, emitter, size, hints));
  else {
    if (rexPresent) head.push(0x40 | rex);
    head.push(...(ESCAPES[form.map] ?? []));
  }
  head.push(opcode);
  if (emitter.hasModrm) head.push(emitter.modrm);
  const fixups = emitter.fixups.map(({ at, ...rest }) => ({ ...rest, offset: head.length + at }));
  return {
    form,
    bytes: [...head, ...emitter.tail],
    fixups,
    assumedSize: false,
    shortened: emitter.shortened,
    missingStar: form.indirect && !operands.some((o) => o.kind !== "immediate" && o.indirect),
  };
}

/** Neither the suffix nor a register says how wide the operands are. */
function sizeIsAssumed(match: Match, operands: readonly SourceOperand[], asked: boolean): boolean {
  const { form } = match;
  if (asked || form.sizes.length < 2 || form.defaultSize === 8 || form.force64) return false;
  if (form.operation === Operation.Nop || form.operation === Operation.Smsw) return false;
  if (form.suffixes === "") return false;
  if (form.operands.length === 0) return form.sized;
  const typed = form.operands.some((operand, at) => {
    const index = match.sources[at];
    const source = index === undefined ? undefined : operands[index];
    return source?.kind === "register" && (operand.width === "v" || operand.width === "y");
  });
  return !typed;
}

/**
 * Encodes one instruction. `word` is the mnemonic as written, with its suffix
 * if it has one; `operands` are in Intel's order, destination first.
 */
export function encode(word: string, operands: readonly SourceOperand[], hints: EncodeHints): EncodeResult {
  const match = choose(word, operands, hints);
  if ("why" in match) return { ok: false, failure: match };
  const result = assemble(match, operands, hints);
  if ("why" in result) return { ok: false, failure: result };
  const spelling = FORMS_BY_SPELLING.get(word)?.find((s) => s.form === match.form);
  const assumedSize = sizeIsAssumed(
    match,
    operands,
    spelling?.size !== undefined || (word !== match.form.name && match.size !== 4),
  );
  return { ok: true, encoded: { ...result, assumedSize } };
}

export { isBareExpression, concreteWidth };
