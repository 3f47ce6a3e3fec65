// The loop over statements: labels, assignments, directives, macros,
// instructions, `...`. Mistakes become diagnostics; only limits stop it.

import { Cursor } from "./cursor.ts";
import { Directive, DirectiveError } from "./directive.ts";
import { callMacro, skipping } from "./directives-flow.ts";
import { CONDITIONS, DIRECTIVES } from "./directives.ts";
import { moveCount } from "./directives-section.ts";
import { moveHere, setLiveSymbol, setSymbol } from "./directives-symbol.ts";
import { ExpressionError } from "./expression.ts";
import { InstructionStatement } from "./instruction-statement.ts";
import { nearest } from "./nearest.ts";
import { reportEllipsis } from "./notation.ts";
import { LIMITS, LimitReached, type Program } from "./program.ts";
import { scan, type Statement } from "./statement.ts";

export function readStatements(program: Program, statements: readonly Statement[]): void {
  program.inputs.push({ statements, at: 0, conditionals: 0, isMacro: false });
  for (;;) {
    const input = program.inputs.at(-1);
    if (input === undefined || program.ended) break;
    const statement = input.statements[input.at++];
    if (statement === undefined) {
      program.inputs.pop();
      if (program.inputs.length > 0) closeConditions(program, input.conditionals);
      continue;
    }
    if (++program.statementCount > LIMITS.statements)
      throw limitAt(program, statement, `more than ${LIMITS.statements} statements after expansion`);
    const { outputBytes } = program;
    try {
      new StatementReader(program, statement).read();
      if (program.counting !== undefined && program.outputBytes > outputBytes) reportStored(program, statement);
    } catch (error) {
      if (error instanceof DirectiveError || error instanceof ExpressionError)
        program.report("error", statement, error.from, error.to, { code: error.code, message: error.message });
      else if (error instanceof LimitReached) throw limitAt(program, statement, error.message);
      else throw error;
    }
  }
  program.inputs.length = 0;
  closeConditions(program, 0);
  const { unwinding } = program;
  if (unwinding !== undefined)
    program.report(program.strict ? "error" : "warning", unwinding, 0, unwinding.length, {
      code: "cfi-open",
      message: "this .cfi_startproc has no .cfi_endproc",
    });
}

function reportStored(program: Program, statement: Statement): void {
  program.report("error", statement, 0, statement.text.length, {
    code: "bytes-in-struct",
    message: "behind .struct only labels and .skip can stand: a section must be chosen before bytes",
  });
}

/** Conditions begun in a text must end in it: those beyond `depth` did not. */
function closeConditions(program: Program, depth: number): void {
  for (const level of program.conditionals.splice(depth))
    program.report("error", level.origin, 0, level.origin.length, {
      code: "if-without-end",
      message: "this condition has no .endif",
    });
}

function limitAt(program: Program, statement: Statement, message: string): LimitReached {
  program.report("error", statement, 0, statement.text.length, {
    code: "limit",
    message: `the assembler gives up: ${message}`,
  });
  return new LimitReached(message);
}

class StatementReader {
  private readonly cursor: Cursor;
  constructor(
    private readonly program: Program,
    private readonly statement: Statement,
  ) {
    this.cursor = new Cursor(statement.text);
  }

  read(): void {
    const { cursor, program, statement } = this;
    if (skipping(program)) {
      this.readSkipped();
      return;
    }
    for (;;) {
      cursor.skipSpace();
      if (cursor.atEnd) return;
      const from = cursor.at;
      if (this.isEllipsis()) return;
      const number = this.numericLabel();
      if (number !== undefined) {
        program.defineNumericLabel(String(BigInt(number)));
        cursor.at = cursor.text.indexOf(":", from) + 1;
        continue;
      }
      const name = cursor.name();
      if (name === undefined) break;
      const to = cursor.at;
      cursor.skipSpace();
      if (cursor.peek === ":") {
        cursor.at++;
        program.defineLabel(name, statement, from, to);
        continue;
      }
      if (cursor.peek === "=" && this.assign(name, from)) return;
      cursor.at = to;
      if (this.directive(name.toLowerCase(), from) || this.macro(name, from)) return;
      cursor.at = from;
      break;
    }
    if (cursor.peek === ".") {
      this.unknownDirective();
      return;
    }
    if (program.omissions.leavesOut(statement.line)) return this.noteLeftOut(cursor.at);
    new InstructionStatement(program, statement, cursor.at).assemble();
  }

  private noteLeftOut(from: number): void {
    const message = `${this.statement.text.slice(from).trim()} is left out by a line #@ without`;
    this.program.report("note", this.statement, from, this.statement.text.trimEnd().length, {
      code: "left-out",
      message,
    });
  }

  /** In a dead branch only conditions count. */
  private readSkipped(): void {
    this.cursor.skipSpace();
    const from = this.cursor.at;
    const name = this.cursor.name()?.toLowerCase();
    if (name !== undefined && CONDITIONS.has(name)) this.directive(name, from);
  }

  /** The digits before a ":". */
  private numericLabel(): string | undefined {
    const { peek } = this.cursor;
    if (peek < "0" || peek > "9") return undefined;
    const digits = /^[0-9]+(?=\s*:)/.exec(this.cursor.rest())?.[0];
    return digits !== undefined && digits.length < 10 ? digits : undefined;
  }

  private isEllipsis(): boolean {
    const { cursor, program, statement } = this;
    const mayBe = cursor.peek === "." || cursor.peek === "\u2026";
    if (program.strict || !mayBe || !/^(\.\.\.|\u2026)\s*$/.test(cursor.rest())) return false;
    const first = program.ellipses++ === 0;
    const body = program.options.body;
    reportEllipsis(program, statement, cursor.at, first, body?.name);
    if (first && body !== undefined) {
      const scanned = scan(body.inline, { slashes: true, fromBody: true, at: undefined, firstLine: 1 });
      const here = {
        line: statement.line,
        column: statement.column,
        exact: false,
        length: statement.length,
        fromBody: true,
      };
      program.inputs.push({
        statements: scanned.statements.map((each) => ({ ...here, text: each.text })),
        at: 0,
        conditionals: program.conditionals.length,
        isMacro: false,
      });
    }
    return true;
  }

  /** NAME = VALUE and NAME == VALUE; false: it is no assignment. */
  private assign(name: string, from: number): boolean {
    const { cursor, program, statement } = this;
    cursor.at++;
    const once = cursor.take("=");
    const directive = new Directive(program, statement, cursor, "=", from);
    if (name === ".") {
      moveHere(directive);
      return true;
    }
    const { expression } = directive.expression(once);
    directive.end();
    if (once) setLiveSymbol(program, name, expression, statement, from, cursor.at);
    else setSymbol(program, name, expression, true, statement, from, cursor.at);
    return true;
  }

  private directive(name: string, from: number): boolean {
    if (!name.startsWith(".")) return false;
    const handler = DIRECTIVES.get(name);
    if (handler === undefined) return false;
    const directive = new Directive(this.program, this.statement, this.cursor, name, from);
    const { counting } = this.program;
    if (counting === undefined || !moveCount(directive, counting)) handler(directive);
    return true;
  }

  private macro(name: string, from: number): boolean {
    const macro = this.program.macros.get(name.toLowerCase());
    if (macro === undefined) return false;
    callMacro(this.program, this.statement, macro, from, this.cursor.rest());
    return true;
  }

  private unknownDirective(): void {
    const { cursor, program, statement } = this;
    const from = cursor.at;
    const word = /^[\w.$]+/.exec(cursor.rest())?.[0] ?? ".";
    const similar = nearest(word, DIRECTIVES.keys());
    program.report("error", statement, from, from + word.length, {
      code: "unknown-directive",
      message: `unknown directive "${word}"`,
      ...(similar === undefined ? {} : { fix: { title: `Write "${similar}"`, text: similar } }),
    });
  }
}
