// Directives that put bytes: numbers, strings, fillings, alignment.

import type { Directive, DirectiveHandler } from "./directive.ts";
import { constantNow } from "./evaluate.ts";
import { LIMITS } from "./program.ts";
import { readInteger } from "./expression.ts";
import { lebBytes } from "./layout.ts";
import { isBss } from "./section.ts";

function putBytes(directive: Directive, bytes: readonly number[]): void {
  if (isBss(directive.program.current.name) && bytes.some((byte) => byte !== 0))
    directive.fail("value-in-bss", "only zeros can lie in .bss");
  directive.program.spend(bytes.length);
  const piece = directive.program.current.bytes();
  for (const byte of bytes) piece.bytes.push(byte);
}

function littleEndian(value: bigint, size: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(size * 8, value);
  for (let n = 0; n < size; n++) {
    bytes.push(Number(rest & 0xffn));
    rest >>= 8n;
  }
  return bytes;
}

/** .byte .short .long .quad .octa */
function numbers(size: number): DirectiveHandler {
  return (directive) => {
    if (directive.atEnd) return;
    do {
      if (directive.atEnd || directive.cursor.peek === ",") {
        directive.warn("missing-expression", "0 is taken for the missing expression");
        putBytes(directive, littleEndian(0n, size));
        continue;
      }
      const { expression, span } = directive.expression();
      const value = constantNow(directive.program, expression);
      if (value !== undefined) {
        const bits = BigInt(size * 8);
        if (value >= 1n << bits || value < -(1n << bits))
          directive.warn(
            "value-truncated",
            `0x${value.toString(16)} does not fit in ${size} bytes and is cut`,
            span.from,
            span.to,
          );
        putBytes(directive, littleEndian(value, size));
        continue;
      }
      const piece = directive.program.current.bytes();
      piece.holes.push({
        offset: piece.bytes.length,
        size: Math.min(size, 8),
        expression,
        relativeTo: undefined,
        range: "any",
        span,
      });
      putBytes(directive, littleEndian(0n, size));
    } while (directive.comma());
    directive.end();
  };
}

const ESCAPES: Readonly<Record<string, number>> = { b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '"': 34, "\\": 92 };

const encodeUtf8 = (text: string): number[] => {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return bytes;
};

/** The bytes of the string literal that comes next. */
export function readString(directive: Directive): number[] {
  const cursor = directive.cursor;
  cursor.skipSpace();
  const from = cursor.at;
  if (!cursor.take('"'))
    directive.fail("missing-string", `${directive.name} needs a string in double quotes`, from, from + 1);
  const bytes: number[] = [];
  for (;;) {
    if (cursor.atEnd) directive.fail("unterminated-string", "the string is not closed", from);
    const plain = /^[^"\\]+/.exec(cursor.rest());
    if (plain !== null) {
      bytes.push(...encodeUtf8(plain[0]));
      cursor.at += plain[0].length;
      continue;
    }
    if (cursor.take('"')) return bytes;
    cursor.at++;
    // 8 and 9 count as digits, in base 8 all the same
    const octal = /^[0-9]{1,3}/.exec(cursor.rest());
    const hexadecimal = /^[xX]([0-9a-fA-F]*)/.exec(cursor.rest());
    if (octal !== null) {
      bytes.push([...octal[0]].reduce((value, digit) => value * 8 + Number(digit), 0) & 0xff);
      cursor.at += octal[0].length;
    } else if (hexadecimal !== null) {
      bytes.push(Number.parseInt(`0${(hexadecimal[1] ?? "").slice(-2)}`, 16));
      cursor.at += hexadecimal[0].length;
    } else {
      const c = cursor.peek;
      if (c === "") directive.fail("unterminated-string", "the string is not closed", from);
      cursor.at++;
      const code = ESCAPES[c];
      if (code === undefined)
        directive.warn("unknown-escape", `"\\${c}" is no escape: the character is taken`, cursor.at - 2);
      bytes.push(code ?? c.charCodeAt(0) & 0xff);
    }
  }
}

/** The number of "<10>", up to its end. */
function characterCode(directive: Directive): number {
  const from = directive.cursor.at;
  const digits = /^[^>]*/.exec(directive.cursor.rest())?.[0] ?? "";
  const value = readInteger(digits.trim());
  directive.cursor.at += digits.length + 1;
  if (value === undefined || value > 255n)
    directive.fail("bad-number", "a byte as a number must stand between < and >", from, from + digits.length);
  return Number(value);
}

/** `width` bytes a character. */
function strings(zero: boolean, width = 1): DirectiveHandler {
  return (directive) => {
    do {
      const bytes = directive.cursor.takeNext("<") ? [characterCode(directive)] : readString(directive);
      // strings side by side are one
      while (!directive.atEnd && directive.cursor.peek === '"') bytes.push(...readString(directive));
      if (zero) bytes.push(0);
      putBytes(directive, width === 1 ? bytes : bytes.flatMap((byte) => littleEndian(BigInt(byte), width)));
    } while (directive.comma());
    directive.end();
  };
}

/** .ds and .dcb: so many units of `size` bytes. */
function units(size: number): DirectiveHandler {
  return (directive) => {
    const count = directive.count("the count");
    const value = directive.comma() ? directive.constant("the value") : 0n;
    directive.end();
    const unit = littleEndian(value, size);
    for (let n = 0; n < count; n++) putBytes(directive, unit);
  };
}

function putSpace(directive: Directive, fill: readonly number[], nops: number | undefined): void {
  const program = directive.program;
  const { expression, span } = directive.expression();
  let pattern = fill;
  let longest = nops;
  if (directive.comma()) {
    const value = directive.constant("the filling");
    if (nops === undefined) pattern = [Number(BigInt.asUintN(8, value))];
    else longest = Number(BigInt.asUintN(8, value)) || nops;
  }
  directive.end();
  const count = constantNow(program, expression);
  if (count !== undefined && count < 0n) {
    directive.warn("negative", "a negative count: nothing is added", span.from, span.to);
    return;
  }
  if (count !== undefined) program.spend(count > BigInt(LIMITS.outputBytes) ? LIMITS.outputBytes + 1 : Number(count));
  program.current.add(
    (base) => ({ ...base, kind: "space", count: expression, fill: pattern, nops: longest, span }),
    count === undefined ? undefined : Number(count),
  );
}

/** A constant that may be left out, and is 0 then. */
function optional(directive: Directive, what: string): bigint {
  if (directive.atEnd || directive.cursor.peek === ",") return 0n;
  return directive.constant(what);
}

function fill(directive: Directive): void {
  const program = directive.program;
  const { expression, span } = directive.expression();
  const given = directive.comma() ? optional(directive, "the size") : 1n;
  const value = directive.comma() ? optional(directive, "the value") : 0n;
  directive.end();
  if (given > 8n) directive.warn("fill-size", "the size of .fill is 8 at most: 8 is taken");
  if (given < 0n) directive.warn("negative", "a negative size: nothing is added");
  const size = given < 0n ? 0 : given > 8n ? 8 : Number(given);
  const count = constantNow(program, expression);
  if (count !== undefined && count < 0n) {
    directive.warn("negative", "a negative count: nothing is added", span.from, span.to);
    return;
  }
  const bytes = count === undefined ? undefined : count * BigInt(size);
  if (bytes !== undefined) program.spend(bytes > BigInt(LIMITS.outputBytes) ? LIMITS.outputBytes + 1 : Number(bytes));
  if (size === 0) return;
  // only the low four bytes of the value repeat
  const low = littleEndian(BigInt.asUintN(32, value), size);
  program.current.add(
    (base) => ({ ...base, kind: "space", count: expression, fill: low, nops: undefined, span }),
    bytes === undefined ? undefined : Number(bytes),
  );
}

function align(power: boolean, size: number): DirectiveHandler {
  return (directive) => {
    const program = directive.program;
    let alignment = 1;
    if (!directive.atEnd) {
      const from = directive.cursor.at;
      const given = directive.count("the alignment", 1 << 30);
      alignment = power ? 2 ** Math.min(given, 31) : given;
      if (alignment === 0) alignment = 1;
      if (!power && (alignment & (alignment - 1)) !== 0)
        directive.fail("bad-alignment", "an alignment must be a power of 2", from, directive.cursor.at);
    }
    let pattern: number[] | undefined;
    let max = 0;
    if (directive.comma()) {
      if (!directive.atEnd && directive.cursor.peek !== ",")
        pattern = littleEndian(directive.constant("the filling"), size);
      if (directive.comma()) max = directive.count("the most bytes to skip");
    }
    directive.end();
    // 0x90 asks for NOPs of one byte; GNU as takes its own, as for no filling at all
    const isNop = pattern === undefined || (size === 1 && pattern[0] === 0x90);
    const chosen = isNop && program.current.isCode ? undefined : (pattern ?? [0]);
    if (alignment > LIMITS.outputBytes) directive.fail("bad-alignment", "an alignment this large is not supported");
    const span = { origin: directive.statement, from: directive.from, to: directive.cursor.at };
    program.current.add((base) => ({ ...base, kind: "align", alignment, fill: chosen, max, span }), undefined);
  };
}

function org(directive: Directive): void {
  const { expression, span } = directive.expression();
  const value = directive.comma() ? Number(BigInt.asUintN(8, directive.constant("the filling"))) : 0;
  directive.end();
  directive.program.current.add((base) => ({ ...base, kind: "org", target: expression, fill: value, span }), undefined);
}

function leb(signed: boolean): DirectiveHandler {
  return (directive) => {
    do {
      const { expression, span } = directive.expression();
      const value = constantNow(directive.program, expression);
      if (value !== undefined) putBytes(directive, lebBytes(value, signed));
      else
        directive.program.current.add(
          (base) => ({ ...base, kind: "leb", value: expression, signed, span, bytes: [] }),
          undefined,
        );
    } while (directive.comma());
    directive.end();
  };
}

function floats(size: 4 | 8): DirectiveHandler {
  return (directive: Directive) => {
    do {
      directive.cursor.skipSpace();
      const from = directive.cursor.at;
      const match = /^(?:0[a-zA-Z])?([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/.exec(directive.cursor.rest());
      if (match === null) directive.fail("bad-number", "a floating-point number is missing", from, from + 1);
      directive.cursor.at += match[0].length;
      const view = new DataView(new ArrayBuffer(8));
      if (size === 4) view.setFloat32(0, Number(match[1]), true);
      else view.setFloat64(0, Number(match[1]), true);
      putBytes(
        directive,
        Array.from({ length: size }, (_, at) => view.getUint8(at)),
      );
    } while (directive.comma());
    directive.end();
  };
}

export const DATA_DIRECTIVES: Readonly<Record<string, DirectiveHandler>> = {
  ".byte": numbers(1),
  ".dc.b": numbers(1),
  ".word": numbers(2),
  ".short": numbers(2),
  ".value": numbers(2),
  ".hword": numbers(2),
  ".2byte": numbers(2),
  ".dc.w": numbers(2),
  ".dc": numbers(2),
  ".long": numbers(4),
  ".int": numbers(4),
  ".4byte": numbers(4),
  ".dc.l": numbers(4),
  ".quad": numbers(8),
  ".8byte": numbers(8),
  ".dc.a": numbers(8),
  ".octa": numbers(16),
  ".16byte": numbers(16),
  ".ascii": strings(false),
  ".asciz": strings(true),
  ".string": strings(true),
  ".string8": strings(true),
  ".string16": strings(true, 2),
  ".string32": strings(true, 4),
  ".string64": strings(true, 8),
  ".float": floats(4),
  ".single": floats(4),
  ".double": floats(8),
  ".uleb128": leb(false),
  ".sleb128": leb(true),
  ".zero": (directive) => putSpace(directive, [0], undefined),
  ".skip": (directive) => putSpace(directive, [0], undefined),
  ".space": (directive) => putSpace(directive, [0], undefined),
  ".ds": units(2),
  ".ds.b": units(1),
  ".ds.w": units(2),
  ".ds.l": units(4),
  ".ds.d": units(8),
  ".dcb": units(2),
  ".dcb.b": units(1),
  ".dcb.w": units(2),
  ".dcb.l": units(4),
  ".nop": (directive) => {
    const count = directive.atEnd ? 1 : directive.count("the count");
    directive.end();
    directive.program.spend(count);
    for (let n = 0; n < count; n++) directive.program.current.bytes().bytes.push(0x90);
  },
  ".nops": (directive) => putSpace(directive, [0], 11),
  ".fill": fill,
  ".org": org,
  ".align": align(false, 1),
  ".balign": align(false, 1),
  ".balignw": align(false, 2),
  ".balignl": align(false, 4),
  ".p2align": align(true, 1),
  ".p2alignw": align(true, 2),
  ".p2alignl": align(true, 4),
};
