// The last pass: holes get their values, pieces become bytes.

import { findRegister, fitsEither, fitsSigned } from "../isa/index.ts";
import { evaluate, finalNumber, type Lookup } from "./evaluate.ts";
import type { Expression } from "./expression.ts";
import { registerSlot } from "./kernel-words.ts";
import { nearest } from "./nearest.ts";
import { nops } from "./nops.ts";
import { isNumericName, type Program } from "./program.ts";
import { sectionSize } from "./layout.ts";
import type { BranchPiece, BytesPiece, Hole, Piece, Section, Span } from "./section.ts";

/** Of more names than this the nearest is not looked for. */
const MOST_COMPARED = 2000;

export class Filler {
  constructor(
    private readonly program: Program,
    private readonly lookup: Lookup,
  ) {}

  /** The bytes of a section with all its subsections. */
  section(parts: readonly Section[]): Uint8Array {
    const bytes = new Uint8Array(sectionSize(parts));
    for (const part of parts) for (const piece of part.pieces) this.piece(piece, bytes);
    return bytes;
  }

  private piece(piece: Piece, bytes: Uint8Array): void {
    switch (piece.kind) {
      case "bytes":
        bytes.set(piece.bytes, piece.address);
        for (const hole of piece.holes) this.hole(piece, hole, bytes);
        return;
      case "branch":
        this.branch(piece, bytes);
        return;
      case "align":
        this.checkAlign(piece);
        this.pattern(bytes, piece.address, piece.size, piece.fill ?? nops(piece.size));
        return;
      case "org":
        this.checkOrg(piece);
        bytes.fill(piece.fill, piece.address, piece.address + piece.size);
        return;
      case "space":
        this.checkSpace(piece.count, piece.span);
        this.pattern(
          bytes,
          piece.address,
          piece.size,
          piece.nops === undefined ? piece.fill : nops(piece.size, piece.nops),
        );
        return;
      case "leb":
        bytes.set(piece.bytes, piece.address);
    }
  }

  private pattern(bytes: Uint8Array, from: number, size: number, pattern: readonly number[]): void {
    if (pattern.length <= 1) bytes.fill(pattern[0] ?? 0, from, from + size);
    else for (let at = 0; at < size; at++) bytes[from + at] = pattern[at % pattern.length] ?? 0;
  }

  private checkAlign(piece: Extract<Piece, { kind: "align" }>): void {
    const unit = piece.fill?.length ?? 1;
    if (piece.size % unit !== 0)
      this.error(
        piece.span,
        "alignment-padding",
        `${piece.size} bytes up to the alignment are no multiple of the filling's ${unit}`,
      );
  }

  private checkOrg(piece: Extract<Piece, { kind: "org" }>): void {
    const value = evaluate(this.program, piece.target, true);
    const place = value.ok ? value.value.place : undefined;
    const base = place === undefined ? 0n : BigInt(place.piece.address + place.offset);
    const target = value.ok && value.value.external === undefined ? base + value.value.addend : undefined;
    if (target === undefined || target < BigInt(piece.address))
      this.error(piece.span, "org-backwards", "this place lies behind what is assembled already, or is not known");
  }

  private checkSpace(count: Expression, span: Span): void {
    const value = finalNumber(this.program, count, () => undefined, undefined);
    if (!value.ok) this.error(span, value.failure.code, value.failure.message);
    else if (value.value < 0n)
      this.program.report("warning", span.origin, span.from, span.to, {
        code: "negative",
        message: "a negative count: nothing is added",
      });
  }

  private error(span: Span, code: string, message: string, explanation?: string): void {
    this.program.report("error", span.origin, span.from, span.to, {
      code,
      message,
      ...(explanation === undefined ? {} : { explanation }),
    });
  }

  /** The value for a hole; undefined: reported. */
  private value(expression: Expression, span: Span, section: Section): bigint | undefined {
    const result = finalNumber(this.program, expression, this.lookup, section);
    if (result.ok) return result.value;
    const named = result.failure.undefinedSymbol;
    const at = named === undefined || isNumericName(named) ? undefined : find(expression, named);
    // a name inside the value of another symbol stands in another statement
    const isInside = at !== undefined && at.from >= span.from && at.to <= span.to;
    const place = isInside ? { ...span, ...at } : span;
    // alone it is a register of Intel's syntax
    const isAlone = place.to - place.from === span.to - span.from;
    const slot = named === undefined || !isInside || isAlone ? undefined : registerSlot(named);
    if (slot !== undefined) {
      this.program.report("error", place.origin, place.from, place.to, {
        code: "pt-regs-offset",
        message: `undefined symbol ${named}: in the kernel it is an offset in struct pt_regs, ${slot}`,
        explanation: `Write the number, or .set ${named}, ${slot} once at the top.`,
        fix: { title: `Write ${slot}`, text: `${slot}` },
      });
      return undefined;
    }
    if (named !== undefined && isInside && findRegister(named) !== undefined) {
      this.program.report("error", place.origin, place.from, place.to, {
        code: "register-without-percent",
        message: `"${named}" is a symbol here, and not defined: registers are written with %`,
        explanation: "Lines between .intel_syntax noprefix and .att_syntax may leave the % out.",
        fix: { title: `Write "%${named}"`, text: `%${named}` },
      });
      return undefined;
    }
    if (named !== undefined && isInside) this.undefinedName(place, named, result.failure.message);
    else this.error(place, result.failure.code, result.failure.message);
    return undefined;
  }

  private undefinedName(place: Span, name: string, message: string): void {
    const { symbols, options } = this.program;
    const defined = [...symbols.values()].flatMap((symbol) => (symbol.place === undefined ? [] : [symbol.name]));
    const near =
      defined.length > MOST_COMPARED ? undefined : nearest(name, [...defined, ...(options.environment?.keys() ?? [])]);
    this.program.report("error", place.origin, place.from, place.to, {
      code: "undefined-symbol",
      message: near === undefined ? message : `${message}: did you mean ${near}?`,
      explanation: `Nothing defines it. A label is ${name}: before an instruction, a variable ${name}: .byte 0 after .data; a variable of the CPU, %gs:${name}, needs no definition.`,
      ...(near === undefined ? {} : { fix: { title: `Write "${near}"`, text: near } }),
    });
  }

  private hole(piece: BytesPiece, hole: Hole, bytes: Uint8Array): void {
    const value = this.value(hole.expression, hole.span, piece.section);
    if (value === undefined) return;
    const end = hole.relativeTo;
    const address = piece.section.base + BigInt(piece.address);
    const stored = end === undefined ? value : BigInt.asIntN(64, value - address - BigInt(end));
    this.checkRange(hole, stored);
    put(bytes, piece.address + hole.offset, hole.size, stored);
  }

  private checkRange(hole: Hole, stored: bigint): void {
    if (hole.size >= 8) return;
    const spelled = `0x${BigInt.asUintN(64, stored).toString(16)}`;
    if (hole.relativeTo !== undefined) {
      if (!fitsSigned(stored, hole.size))
        this.error(
          hole.span,
          "target-too-far",
          `the target is ${stored} bytes away: more than ${hole.size === 1 ? "one signed byte" : `${hole.size} signed bytes`} can say`,
        );
      return;
    }
    // 64 bits wide, an address in the highest 2 GiB is a negative number
    const fits =
      hole.range === "signed" ? fitsSigned(BigInt.asIntN(64, stored), hole.size) : fitsEither(stored, hole.size);
    if (fits) return;
    const how = hole.range === "signed" ? "sign-extended " : "";
    this.error(
      hole.span,
      "value-range",
      `${spelled} does not fit in ${hole.size} ${how}bytes`,
      "An address fits in 32 sign-extended bits only in the lowest and the highest 2 GiB; elsewhere use movabsq or sym(%rip).",
    );
  }

  private branch(piece: BranchPiece, bytes: Uint8Array): void {
    const code = piece.isNear ? piece.near : piece.short;
    bytes.set(code, piece.address);
    const value = this.value(piece.target, piece.span, piece.section);
    if (value === undefined) return;
    const size = piece.isNear ? 4 : 1;
    const end = piece.section.base + BigInt(piece.address + code.length);
    const distance = BigInt.asIntN(64, value - end);
    if (!fitsSigned(distance, size)) this.error(piece.span, "target-too-far", `the target is ${distance} bytes away`);
    put(bytes, piece.address + code.length - size, size, distance);
  }
}

function put(bytes: Uint8Array, at: number, size: number, value: bigint): void {
  let rest = BigInt.asUintN(size * 8, value);
  for (let n = 0; n < size; n++) {
    bytes[at + n] = Number(rest & 0xffn);
    rest >>= 8n;
  }
}

/** Where the expression names the symbol. */
function find(expression: Expression, name: string): { from: number; to: number } | undefined {
  if (expression.kind === "symbol") return expression.name === name ? expression : undefined;
  if (expression.kind === "unary") return find(expression.operand, name);
  if (expression.kind === "binary") return find(expression.left, name) ?? find(expression.right, name);
  return undefined;
}
