// Operands to bytes: chooses the form as GNU as does and writes prefixes, REX or
// VEX, opcode, ModRM, SIB, displacement and immediates. Values not known yet
// become holes (fixups).

import { choose, type EncodeFailure } from "./choose.ts";
import { Emitter, emitOperand, REX_B, REX_R, REX_W, REX_X, segmentPrefix } from "./emit.ts";
import type { Form, OperandForm } from "./form.ts";
import type { Match } from "./match.ts";
import type { EncodeHints, Fixup, SourceOperand } from "./source-operand.ts";
import { FORMS_BY_SPELLING } from "./table.ts";
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
  /** An operand whose address is not the instruction's own pointer: index into the operands. */
  readonly foreignPointer: number | undefined;
}

export type EncodeResult =
  { readonly ok: true; readonly encoded: Encoded } | { readonly ok: false; readonly failure: EncodeFailure };

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

const GROUPS: readonly (readonly number[])[] = [
  [0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65],
  [0x66],
  [0x67],
  [0xf2, 0xf3],
  [0xf0],
];

/** GNU as takes a prefix once: those written may neither repeat nor be needed anyway. */
function prefixesClash(
  written: readonly number[],
  wanted: ReadonlySet<number>,
  operands: readonly SourceOperand[],
  assumedSize: boolean,
): boolean {
  if (GROUPS.some((group) => written.filter((byte) => group.includes(byte)).length > 1)) return true;
  const segment = [...wanted].find((byte) => GROUPS[0]?.includes(byte));
  if (segment !== undefined && written.some((byte) => byte !== segment && GROUPS[0]?.includes(byte))) return true;
  // where nothing else tells the size, the prefix does
  if (written.includes(0x66) && wanted.has(0x66) && !assumedSize) return true;
  return written.includes(0x67) && operands.some((o) => o.kind === "memory" && (o.base ?? o.index)?.width === 8);
}

function isForeignPointer(operand: OperandForm, source: SourceOperand | undefined): boolean {
  if (operand.pointer === undefined || source?.kind !== "memory") return false;
  const { base, index, hasDisplacement } = source;
  return base?.number !== operand.pointer || index !== undefined || hasDisplacement;
}

function assemble(
  match: Match,
  operands: readonly SourceOperand[],
  hints: EncodeHints,
  assumedSize: boolean,
): Encoded | EncodeFailure {
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
    if (source?.kind !== "memory" || operand.place === "relative") continue;
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
  if (form.wait) wanted.add(0x9b);
  const vex = form.map.startsWith("vex");
  if (!vex && (form.mandatory === "f2" || form.mandatory === "f3")) wanted.add(form.mandatory === "f2" ? 0xf2 : 0xf3);
  if (vex) wanted.delete(0x66);
  const quietExchange =
    form.operation === Operation.Xchg && form.opcode === 0x90 && emitter.rex === REX_W && emitter.opcodeLow === 0;
  if (quietExchange) emitter.rex = 0;
  const rexTwice = !vex && ((hints.rex ?? 0) & emitter.rex) !== 0;
  if (rexTwice || prefixesClash(hints.prefixes, wanted, operands, assumedSize))
    return { why: "prefix", name: form.name };
  const rex = emitter.rex | (hints.rex ?? 0);
  const wished = hints.wantsRex && emitter.highByte === undefined;
  const rexPresent = rex !== 0 || emitter.rexNeeded || hints.rex !== undefined || wished;
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
    assumedSize,
    shortened: emitter.shortened,
    foreignPointer: each.find(({ operand, source }) => isForeignPointer(operand, source))?.index,
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
  const spelling = FORMS_BY_SPELLING.get(word)?.find((s) => s.form === match.form);
  const assumedSize = sizeIsAssumed(
    match,
    operands,
    spelling?.size !== undefined || (word !== match.form.name && match.size !== 4),
  );
  const result = assemble(match, operands, hints, assumedSize);
  return "why" in result ? { ok: false, failure: result } : { ok: true, encoded: result };
}
