// Directives about symbols and sections.

import { readString } from "./directives-data.ts";
import type { Directive, DirectiveHandler } from "./directive.ts";
import { constantNow } from "./evaluate.ts";
import { type Expression } from "./expression.ts";
import { type Program } from "./program.ts";
import type { Section } from "./section.ts";
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

function set(redefinable: boolean): DirectiveHandler {
  return (directive) => {
    const name = directive.symbolName();
    if (name === ".") {
      directive.comma();
      moveHere(directive);
      return;
    }
    const to = directive.cursor.at;
    if (!directive.comma()) directive.fail("missing-comma", `a comma is missing after "${name}"`, to, to + 1);
    const { expression } = directive.expression();
    directive.end();
    setSymbol(
      directive.program,
      name,
      expression,
      redefinable,
      directive.statement,
      directive.from,
      directive.cursor.at,
    );
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

function common(directive: Directive): void {
  const name = directive.symbolName();
  if (!directive.comma()) directive.fail("missing-comma", `a comma is missing after "${name}"`);
  const size = directive.count("the size");
  const alignment = directive.comma() ? directive.count("the alignment", 4096) : 8;
  const program = directive.program;
  const symbol = program.symbol(name);
  if (symbol.place !== undefined) return;
  const bss = program.section(".bss", 0, false);
  const span = { origin: directive.statement, from: directive.from, to: directive.cursor.at };
  bss.add(
    (base) => ({ ...base, kind: "align", alignment: Math.max(1, alignment), fill: [0], max: 0, span }),
    undefined,
  );
  symbol.place = bss.here();
  program.spend(size);
  bss.add(
    (base) => ({
      ...base,
      kind: "space",
      count: { kind: "number", value: BigInt(size) },
      fill: [0],
      nops: undefined,
      span,
    }),
    size,
  );
}

function size(directive: Directive): void {
  const name = directive.symbolName();
  if (!directive.comma()) return;
  directive.program.symbol(name).sizeBytes = directive.expression().expression;
}

/* sections */

const CODE_SECTION = /^\.(text|init|fini|plt)(\.|$)/;

function enter(directive: Directive, name: string, subsection: number, isCode: boolean): void {
  directive.program.enter(directive.program.section(name, subsection, isCode));
}

function fixedSection(name: string): DirectiveHandler {
  return (directive) => {
    const subsection = directive.atEnd ? 0 : directive.count("the subsection", 8192);
    directive.end();
    enter(directive, name, subsection, name === ".text");
  };
}

const SECTION_NAME = /^(?:"([^"]*)"|([^\s,"]+))/;

/** .section NAME[,"flags"[,@type...]] and .pushsection NAME[,subsection][,"flags"...] */
function namedSection(directive: Directive, mayHaveSubsection: boolean): Section {
  const cursor = directive.cursor;
  cursor.skipSpace();
  const match = SECTION_NAME.exec(cursor.rest());
  if (match === null) directive.fail("missing-name", `${directive.name} needs the name of a section`);
  const name = match[1] ?? match[2] ?? "";
  cursor.at += match[0].length;
  let subsection = 0;
  let isCode = CODE_SECTION.test(name);
  if (directive.comma()) {
    if (mayHaveSubsection && !directive.atEnd && directive.cursor.peek !== '"') {
      subsection = directive.count("the subsection", 8192);
      directive.comma();
    }
    if (!directive.atEnd && directive.cursor.peek === '"') isCode = readString(directive).includes("x".charCodeAt(0));
    // type, entry size, group: accepted, they change no bytes
    cursor.at = cursor.text.length;
  }
  return directive.program.section(name, subsection, isCode);
}

function pop(directive: Directive): void {
  if (!directive.program.pop()) directive.warn("nothing-pushed", ".popsection without .pushsection: left out");
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
  ".eqv": set(false),
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
  ".type": ignore,
  ".size": size,
  ".comm": common,
  ".lcomm": common,
  ".text": fixedSection(".text"),
  ".data": fixedSection(".data"),
  ".bss": fixedSection(".bss"),
  ".section": (directive) => directive.program.enter(namedSection(directive, false)),
  ".pushsection": (directive) => {
    directive.program.push();
    directive.program.enter(namedSection(directive, true));
  },
  ".popsection": pop,
  ".previous": (directive) => directive.program.enter(directive.program.previous),
  ".subsection": (directive) => {
    const current = directive.program.current;
    enter(directive, current.name, directive.count("the subsection", 8192), current.isCode);
  },
};

export { ignore };
