// Directives that decide what is assembled at all: conditions, macros,
// repetitions; and messages.

import { Cursor } from "./cursor.ts";
import { readString } from "./directives-data.ts";
import type { Directive, DirectiveHandler } from "./directive.ts";
import { constantNow } from "./evaluate.ts";
import { ExpressionError, parseExpression } from "./expression.ts";
import {
  bindArguments,
  readHead,
  scrub,
  splitArguments,
  splitCharacters,
  substitute,
  type Macro,
  type Substitution,
} from "./macro.ts";
import { LIMITS, LimitReached, type Program } from "./program.ts";
import { scan, type Statement } from "./statement.ts";

/* conditions */

const enclosingActive = (program: Program): boolean => program.conditionals.every((level) => level.active);

export function skipping(program: Program): boolean {
  return !enclosingActive(program);
}

function open(directive: Directive, test: () => boolean): void {
  const program = directive.program;
  const alive = enclosingActive(program);
  let active = false;
  const level = { active: false, done: !alive, elseSeen: false, origin: directive.statement };
  program.conditionals.push(level);
  if (program.conditionals.length > 1000) throw new LimitReached("conditions are nested too deeply");
  if (alive) active = test();
  level.active = active;
  level.done = level.done || active;
}

type Compare = (value: bigint) => boolean;

function numeric(compare: Compare): DirectiveHandler {
  return (directive) =>
    open(directive, () => {
      if (directive.atEnd) directive.fail("missing-expression", `${directive.name} needs an expression`);
      const value = directive.constant(`the expression of ${directive.name}`);
      directive.end();
      return compare(value);
    });
}

function defined(wanted: boolean): DirectiveHandler {
  return (directive) => open(directive, () => directive.program.isDefined(directive.symbolName()) === wanted);
}

function blank(wanted: boolean): DirectiveHandler {
  return (directive) =>
    open(directive, () => {
      const isBlank = directive.atEnd;
      directive.cursor.at = directive.cursor.text.length;
      return isBlank === wanted;
    });
}

/** The two texts of .ifc as GNU as compares them: quotes are part of a text. */
function twoTexts(directive: Directive): readonly [string, string] | undefined {
  const whole = scrub(directive.cursor.rest());
  directive.cursor.at = directive.cursor.text.length;
  const match = /^("[^"]*"|[^,]*?) ?, ?("[^"]*"|[^]*)$/.exec(whole);
  return match === null ? undefined : [match[1] ?? "", match[2] ?? ""];
}

function sameText(wanted: boolean): DirectiveHandler {
  return (directive) =>
    open(directive, () => {
      const texts = twoTexts(directive);
      if (texts === undefined)
        return directive.fail("missing-comma", `${directive.name} compares two texts separated by a comma`);
      return (texts[0] === texts[1]) === wanted;
    });
}

function sameString(wanted: boolean): DirectiveHandler {
  return (directive) =>
    open(directive, () => {
      const first = readString(directive).join();
      directive.comma();
      return (first === readString(directive).join()) === wanted;
    });
}

function elseIf(directive: Directive): void {
  const program = directive.program;
  const level = program.conditionals.at(-1);
  if (level === undefined) directive.fail("no-if", ".elseif without .if");
  if (level.elseSeen) directive.fail("after-else", ".elseif after .else");
  if (level.done) {
    level.active = false;
    directive.cursor.at = directive.cursor.text.length;
    return;
  }
  level.active = true;
  const value = directive.constant("the expression of .elseif");
  level.active = level.done = value !== 0n;
}

function otherwise(directive: Directive): void {
  const level = directive.program.conditionals.at(-1);
  if (level === undefined) directive.fail("no-if", ".else without .if");
  if (level.elseSeen) directive.fail("after-else", "a second .else");
  directive.end();
  level.elseSeen = true;
  level.active = !level.done;
  level.done = true;
}

function endIf(directive: Directive): void {
  if (directive.program.conditionals.pop() === undefined) directive.fail("no-if", ".endif without .if");
  directive.end();
}

export const CONDITION_DIRECTIVES: Readonly<Record<string, DirectiveHandler>> = {
  ".if": numeric((value) => value !== 0n),
  ".ifne": numeric((value) => value !== 0n),
  ".ifeq": numeric((value) => value === 0n),
  ".ifge": numeric((value) => value >= 0n),
  ".ifgt": numeric((value) => value > 0n),
  ".ifle": numeric((value) => value <= 0n),
  ".iflt": numeric((value) => value < 0n),
  ".ifdef": defined(true),
  ".ifndef": defined(false),
  ".ifnotdef": defined(false),
  ".ifb": blank(true),
  ".ifnb": blank(false),
  ".ifc": sameText(true),
  ".ifnc": sameText(false),
  ".ifeqs": sameString(true),
  ".ifnes": sameString(false),
  ".elseif": elseIf,
  ".else": otherwise,
  ".endif": endIf,
};

/* bodies */

const OPENERS = new Set([".macro", ".rept", ".rep", ".irp", ".irpc", ".irep", ".irepc"]);

export function firstWord(statement: Statement): string {
  return (/^\s*(?:[\w.$]+:\s*)*([\w.$]+)/.exec(statement.text)?.[1] ?? "").toLowerCase();
}

/** Statements up to the matching end, which is consumed. */
function collect(directive: Directive, isMacro: boolean): readonly Statement[] {
  const input = directive.program.inputs.at(-1);
  const body: Statement[] = [];
  let depth = 1;
  while (input !== undefined && input.at < input.statements.length) {
    const statement = input.statements[input.at++];
    if (statement === undefined) break;
    const word = firstWord(statement);
    if (isMacro ? word === ".macro" : OPENERS.has(word) && word !== ".macro") depth++;
    else if (isMacro ? word === ".endm" : word === ".endr") depth--;
    if (depth === 0) return body;
    body.push(statement);
  }
  directive.fail(
    isMacro ? "macro-without-end" : "repeat-without-end",
    isMacro ? "this macro has no .endm" : `${directive.name} has no .endr`,
  );
}

function expand(program: Program, at: Statement, lines: readonly string[], isMacro: boolean): void {
  const statements: Statement[] = [];
  for (const line of lines) {
    const scanned = scan(line, {
      slashes: !program.strict,
      fromBody: at.fromBody,
      at: { ...at, exact: false },
      firstLine: at.line,
    });
    statements.push(...scanned.statements);
  }
  if (program.inputs.length >= LIMITS.macroDepth)
    throw new LimitReached(`macros are nested more than ${LIMITS.macroDepth} deep`);
  program.inputs.push({ statements, at: 0, conditionals: program.conditionals.length, isMacro });
}

/** Substituted bodies may not outgrow what is ever assembled. */
function checkWork(program: Program, statements: number): void {
  if (program.statementCount + statements > LIMITS.statements)
    throw new LimitReached(`more than ${LIMITS.statements} statements after expansion`);
}

class TextBudget {
  private used = 0;
  add(text: string): string {
    this.used += text.length + 1;
    if (this.used > LIMITS.expansionBytes) throw new LimitReached("an expansion is too large");
    return text;
  }
}

function substituteAll(bodies: readonly Statement[], substitutions: readonly Substitution[]): string[] {
  const budget = new TextBudget();
  return substitutions.flatMap((each) => bodies.map((statement) => budget.add(substitute(statement.text, each))));
}

function repeat(directive: Directive): void {
  const program = directive.program;
  const count = directive.count("the count of .rept", Number.MAX_SAFE_INTEGER);
  directive.end();
  const body = collect(directive, false);
  checkWork(program, count * Math.max(1, body.length));
  const exact: Statement[] = [];
  for (let n = 0; n < count; n++) exact.push(...body);
  if (program.inputs.length >= LIMITS.macroDepth) throw new LimitReached("repetitions are nested too deeply");
  program.inputs.push({ statements: exact, at: 0, conditionals: program.conditionals.length, isMacro: false });
}

function each(directive: Directive, values: (text: string) => string[]): void {
  const program = directive.program;
  const name = directive.symbolName();
  directive.comma();
  directive.cursor.skipSpace();
  const isEmpty = directive.cursor.atEnd;
  const text = directive.cursor.rest();
  const list = values(program.altmacro ? computed(program, text) : text);
  directive.cursor.at = directive.cursor.text.length;
  const body = collect(directive, false);
  const items = isEmpty ? [""] : list;
  checkWork(program, items.length * Math.max(1, body.length));
  const substitutions = items.map((value) => ({
    values: new Map([[name, value]]),
    count: program.macroCount,
    altmacro: program.altmacro,
  }));
  expand(program, directive.statement, substituteAll(body, substitutions), false);
}

function define(directive: Directive): void {
  const head = readHead(directive.cursor);
  if (typeof head === "string") {
    collect(directive, true);
    directive.fail("bad-macro", head);
  }
  const body = collect(directive, true);
  const program = directive.program;
  if (program.macros.has(head.name)) directive.fail("macro-redefined", `macro "${head.name}" is already defined`);
  program.macros.set(head.name, { ...head, body });
}

/** In altmacro mode an argument `%expression` is replaced by its value. */
function computed(program: Program, text: string): string {
  if (!text.includes("%") || text.includes("<")) return text;
  return splitArguments(text)
    .map((argument) => {
      if (!argument.startsWith("%")) return argument;
      try {
        const cursor = new Cursor(argument, 1);
        const value = constantNow(program, parseExpression(cursor, program));
        return cursor.atEnd && value !== undefined ? String(value) : argument;
      } catch (error) {
        // a register, most likely: it is passed as it stands
        if (error instanceof ExpressionError) return argument;
        throw error;
      }
    })
    .join(",");
}

/** Runs a macro; `argumentsText` is the rest of the statement. */
export function callMacro(
  program: Program,
  statement: Statement,
  macro: Macro,
  from: number,
  argumentsText: string,
): void {
  const values = bindArguments(
    macro,
    program.altmacro ? computed(program, argumentsText) : argumentsText,
    program.altmacro,
  );
  if (typeof values === "string") {
    program.report("error", statement, from, statement.text.length, { code: "macro-arguments", message: values });
    return;
  }
  const count = program.macroCount++;
  const all = new Map(values);
  const body: Statement[] = [];
  for (const line of macro.body) {
    const local = program.altmacro ? /^\s*local\s+(.*)$/i.exec(line.text) : null;
    if (local === null) body.push(line);
    else
      for (const name of splitArguments(local[1] ?? ""))
        all.set(name, `.LL${count.toString(16).padStart(4, "0")}${name}`);
  }
  checkWork(program, body.length);
  expand(program, statement, substituteAll(body, [{ values: all, count, altmacro: program.altmacro }]), true);
}

/** .exitm: the innermost macro (or repetition) ends here. */
function exitMacro(directive: Directive): void {
  const program = directive.program;
  const input = program.inputs.at(-1);
  if (input === undefined || program.inputs.length <= 1) {
    directive.warn("not-in-macro", ".exitm outside a macro: left out");
    return;
  }
  input.at = input.statements.length;
  program.conditionals.length = Math.min(program.conditionals.length, input.conditionals);
}

function purge(directive: Directive): void {
  do {
    const name = directive.symbolName();
    if (!directive.program.macros.delete(name.toLowerCase()))
      directive.warn("unknown-macro", `there is no macro "${name}"`);
  } while (directive.comma());
}

const restOf = (directive: Directive): string => {
  const quoted = /^\s*"((?:[^"\\]|\\.)*)"/.exec(directive.cursor.rest());
  const rest = quoted?.[1] ?? directive.cursor.rest().trim();
  directive.cursor.at = directive.cursor.text.length;
  return rest;
};

const refuse =
  (code: string, message: string): DirectiveHandler =>
  (directive) =>
    directive.fail(code, message);

/** From 500 on a warning, below a mistake. */
function fail(directive: Directive): void {
  const value = directive.constant("the number");
  directive.end();
  const message = `.fail ${value} encountered`;
  if (value >= 500n) directive.warn("user-warning", message);
  else directive.fail("user-error", message);
}

/** [prefix|noprefix]: do registers need their %? */
const syntax =
  (intel: boolean): DirectiveHandler =>
  (directive) => {
    directive.cursor.skipSpace();
    const word = directive.atEnd ? "prefix" : directive.symbolName();
    if (word !== "prefix" && word !== "noprefix")
      directive.fail("bad-syntax", `"${word}" cannot follow: there are prefix and noprefix`);
    directive.end();
    directive.program.syntax = { intel, prefixed: word === "prefix" };
  };

export const FLOW_DIRECTIVES: Readonly<Record<string, DirectiveHandler>> = {
  ".macro": define,
  ".endm": (directive) => directive.warn("endm-without-macro", ".endm without .macro"),
  ".endr": (directive) => directive.warn("endr-without-rept", ".endr without .rept, .irp or .irpc"),
  ".exitm": exitMacro,
  ".purgem": purge,
  ".rept": repeat,
  ".rep": repeat,
  ".irp": (directive) => each(directive, (list) => splitArguments(list)),
  ".irep": (directive) => each(directive, (list) => splitArguments(list)),
  ".irpc": (directive) => each(directive, splitCharacters),
  ".irepc": (directive) => each(directive, splitCharacters),
  ".altmacro": (directive) => {
    directive.program.altmacro = true;
  },
  ".noaltmacro": (directive) => {
    directive.program.altmacro = false;
  },
  ".err": refuse("user-error", ".err encountered"),
  ".error": (directive) => directive.fail("user-error", restOf(directive) || ".error directive invoked"),
  ".fail": fail,
  ".warning": (directive) => directive.warn("user-warning", restOf(directive) || ".warning directive invoked"),
  ".print": (directive) =>
    directive.program.report("note", directive.statement, directive.from, directive.statement.text.length, {
      code: "user-print",
      message: restOf(directive),
    }),
  ".end": (directive) => {
    directive.program.ended = true;
  },
  ".abort": refuse("user-error", ".abort: assembly stops here"),
  ".include": refuse("no-include", "other files cannot be included: paste the text of the file in place of this line"),
  ".incbin": refuse("no-include", "other files cannot be included: write their bytes with .byte"),
  ".code16": refuse("not-64-bit", "only 64-bit code is assembled: the machine runs in long mode throughout"),
  ".code16gcc": refuse("not-64-bit", "only 64-bit code is assembled: the machine runs in long mode throughout"),
  ".code32": refuse("not-64-bit", "only 64-bit code is assembled: the machine runs in long mode throughout"),
  ".intel_syntax": syntax(true),
  ".att_syntax": syntax(false),
};
