// Directives about symbols: values, attributes, common ones.

import type { Directive, DirectiveHandler } from "./directive.ts";
import { constantNow } from "./evaluate.ts";
import { type Expression } from "./expression.ts";
import { type Program } from "./program.ts";
import type { Origin } from "./statement.ts";

/** The expression with symbols that have a value now replaced by it; done by the parser. */
export function setSymbol(
  program: Program,
  name: string,
  expression: Expression,
  redefinable: boolean,
  origin: Origin,
  from: number,
  to: number,
): void {
  const symbol = program.symbol(name);
  const fixed = symbol.place !== undefined || (symbol.value !== undefined && (!symbol.redefinable || !redefinable));
  if (fixed) {
    program.report("error", origin, from, to, {
      code: "symbol-redefined",
      message: `symbol "${name}" is already defined`,
    });
    return;
  }
  const value = constantNow(program, expression);
  symbol.value = value === undefined ? expression : { kind: "number", value };
  symbol.firstValue ??= symbol.value;
  symbol.redefinable = redefinable;
  symbol.origin = origin;
}

/** .eqv and `==`: what names in the value mean is looked up at each use. */
export function setLiveSymbol(
  program: Program,
  name: string,
  expression: Expression,
  origin: Origin,
  from: number,
  to: number,
): void {
  const before = program.diagnostics.errors;
  setSymbol(program, name, expression, false, origin, from, to);
  if (program.diagnostics.errors > before) return;
  const symbol = program.symbol(name);
  symbol.value = symbol.firstValue = expression;
  symbol.live = true;
}

function set(redefinable: boolean, live = false): DirectiveHandler {
  return (directive) => {
    const name = directive.symbolName();
    if (name === ".") {
      directive.comma();
      moveHere(directive);
      return;
    }
    const to = directive.cursor.at;
    if (!directive.comma()) directive.fail("missing-comma", `a comma is missing after "${name}"`, to, to + 1);
    const { expression } = directive.expression(live);
    directive.end();
    const { program, statement, from, cursor } = directive;
    if (live) setLiveSymbol(program, name, expression, statement, from, cursor.at);
    else setSymbol(program, name, expression, redefinable, statement, from, cursor.at);
  };
}

/** `. = X` moves on, as .org does. */
export function moveHere(directive: Directive): void {
  const { expression, span } = directive.expression();
  directive.end();
  directive.program.current.add((base) => ({ ...base, kind: "org", target: expression, fill: 0, span }), undefined);
}

function eachName(act: (directive: Directive, name: string) => void): DirectiveHandler {
  return (directive) => {
    do act(directive, directive.symbolName());
    while (directive.comma());
    directive.end();
  };
}

/** As GNU as has it where none is written: .lcomm by the size, .comm as ld does for the whole program. */
function impliedAlignment(size: number, most: number): number {
  let alignment = 1;
  while (alignment < most && alignment * 2 <= size) alignment *= 2;
  return alignment;
}

/** Behind all that .bss holds itself: GNU as gives these a subsection of their own. */
function common(most: number): DirectiveHandler {
  return (directive) => {
    const name = directive.symbolName();
    if (!directive.comma()) directive.fail("missing-comma", `a comma is missing after "${name}"`);
    const size = directive.count("the size");
    const isAligned = directive.name !== ".lcomm" && directive.comma();
    const alignment = isAligned ? directive.count("the alignment", 4096) : impliedAlignment(size, most);
    directive.end();
    const program = directive.program;
    const symbol = program.symbol(name);
    if (symbol.place !== undefined) return;
    const bss = program.section(".bss", 1, false);
    const span = { origin: directive.statement, from: directive.from, to: directive.cursor.at };
    bss.add(
      (base) => ({ ...base, kind: "align", alignment: Math.max(1, alignment), fill: [0], max: 0, span }),
      undefined,
    );
    symbol.place = bss.here();
    program.spend(size);
    const count = { kind: "number", value: BigInt(size) } as const;
    bss.add((base) => ({ ...base, kind: "space", count, fill: [0], nops: undefined, span }), size);
  };
}

function size(directive: Directive): void {
  const name = directive.symbolName();
  if (!directive.comma()) directive.fail("missing-comma", `a comma is missing after "${name}"`);
  directive.program.symbol(name).sizeBytes = directive.expression().expression;
  directive.end();
}

const TYPES =
  /^[@%"]?(function|object|tls_object|common|notype|gnu_indirect_function|gnu_unique_object|STT_(FUNC|OBJECT|TLS|COMMON|NOTYPE|GNU_IFUNC)|[0-9]+)"?$/;

function type(directive: Directive): void {
  const name = directive.symbolName();
  directive.comma();
  const from = directive.cursor.at;
  const word = directive.cursor.rest().trim();
  directive.cursor.at = directive.cursor.text.length;
  if (!TYPES.test(word))
    directive.fail(
      "bad-type",
      `"${word}" is no type of a symbol: @function, @object or @notype can follow "${name}"`,
      from,
    );
}

/** .weakref ALIAS, NAME */
function weakReference(directive: Directive): void {
  const alias = directive.symbolName();
  if (!directive.comma()) directive.fail("missing-comma", `a comma is missing after "${alias}"`);
  const { expression, span } = directive.expression();
  directive.end();
  setSymbol(directive.program, alias, expression, true, directive.statement, span.from, span.to);
}

function ignore(directive: Directive): void {
  directive.cursor.at = directive.cursor.text.length;
}

const local = eachName((directive, name) => {
  directive.program.symbol(name).global = false;
});

export const SYMBOL_DIRECTIVES: Readonly<Record<string, DirectiveHandler>> = {
  ".set": set(true),
  ".equ": set(true),
  ".equiv": set(false),
  ".eqv": set(false, true),
  ".globl": eachName((directive, name) => {
    directive.program.symbol(name).global = true;
  }),
  ".global": eachName((directive, name) => {
    directive.program.symbol(name).global = true;
  }),
  ".weak": eachName((directive, name) => {
    directive.program.symbol(name).weak = true;
  }),
  ".local": local,
  ".hidden": eachName(() => undefined),
  ".internal": eachName(() => undefined),
  ".protected": eachName(() => undefined),
  ".extern": eachName(() => undefined),
  ".weakref": weakReference,
  ".type": type,
  ".size": size,
  ".comm": common(16),
  ".largecomm": common(16),
  ".lcomm": common(8),
};

export { ignore };
