// What a directive's handler gets, and the readings that many share.

import type { Cursor } from "./cursor.ts";
import { constantNow } from "./evaluate.ts";
import { ExpressionError, parseExpression, type Expression, type NameScope } from "./expression.ts";
import { LIMITS, LimitReached, type Program } from "./program.ts";
import type { Span } from "./section.ts";
import type { Statement } from "./statement.ts";

/** A mistake in a directive, at [from, to) of the statement. */
export class DirectiveError extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly from: number,
    readonly to: number,
  ) {
    super(message);
  }
}

export class Directive {
  constructor(
    readonly program: Program,
    readonly statement: Statement,
    readonly cursor: Cursor,
    /** With its dot, lower case. */
    readonly name: string,
    readonly from: number,
  ) {}

  fail(code: string, message: string, from = this.from, to = this.statement.text.length): never {
    throw new DirectiveError(message, code, from, to);
  }

  warn(code: string, message: string, from = this.from, to = this.cursor.at): void {
    this.program.report("warning", this.statement, from, to, { code, message });
  }

  get atEnd(): boolean {
    this.cursor.skipSpace();
    return this.cursor.atEnd;
  }

  /** Another operand after a comma? */
  comma(): boolean {
    return this.cursor.takeNext(",");
  }

  /** `live`: names keep standing for what they will mean at each use. */
  expression(live = false): { readonly expression: Expression; readonly span: Span } {
    this.cursor.skipSpace();
    const from = this.cursor.at;
    const { program } = this;
    const scope: NameScope = live
      ? {
          here: () => program.here(),
          numericLabel: (number, direction) => program.numericLabel(number, direction),
          valueNow: () => undefined,
        }
      : program;
    const expression = parseExpression(this.cursor, scope);
    return { expression, span: { origin: this.statement, from, to: this.cursor.at } };
  }

  /** An expression that must be a number already. */
  constant(what: string): bigint {
    const { expression, span } = this.expression();
    const value = constantNow(this.program, expression);
    if (value === undefined)
      this.fail("not-constant", `${what} must be a constant known at this line`, span.from, span.to);
    return value;
  }

  /** A constant between 0 and `most`. */
  count(what: string, most: number = LIMITS.outputBytes): number {
    const from = this.cursor.at;
    const value = this.constant(what);
    if (value < 0n) this.fail("negative", `${what} is negative`, from, this.cursor.at);
    if (value > BigInt(most)) throw new LimitReached(`${what} is ${value}: more than ${most}`);
    return Number(value);
  }

  /** A name, or a quoted one. */
  symbolName(): string {
    this.cursor.skipSpace();
    const name = this.cursor.name();
    if (name === undefined)
      this.fail("missing-name", `${this.name} needs a name here`, this.cursor.at, this.cursor.at + 1);
    return name;
  }

  end(): void {
    this.cursor.skipSpace();
    if (!this.cursor.atEnd)
      this.fail("junk", `"${this.cursor.rest().trim()}" cannot follow`, this.cursor.at, this.statement.text.length);
  }
}

export type DirectiveHandler = (directive: Directive) => void;

export { ExpressionError };
