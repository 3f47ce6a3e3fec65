// One AT&T operand: registers, immediates, memory, and the notation of the 2010
// mail where the program allows it.

import { findRegister, NO_HINTS, SEGMENT_NAMES, type RegisterName, type SourceOperand } from "../isa/index.ts";
import { type Cursor, isNamePart } from "./cursor.ts";
import { constantNow } from "./evaluate.ts";
import { ExpressionError, parseExpression, type Expression } from "./expression.ts";
import { kernelWord } from "./kernel-words.ts";
import { reportMailSegment, reportStrayPercent } from "./notation.ts";
import type { Advice } from "./operand-advice.ts";
import type { Program } from "./program.ts";
import type { Statement } from "./statement.ts";

export interface ParsedOperand {
  readonly source: SourceOperand;
  /** The immediate's or displacement's expression. */
  readonly expression: Expression | undefined;
  readonly from: number;
  readonly to: number;
  /** Intel's "qword ptr" and "far ptr"; undefined in AT&T syntax. */
  readonly pointer: { readonly bytes: number | undefined; readonly far: boolean } | undefined;
}

/** A mistake in an operand, at [from, to) of the statement. */
export class OperandError extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly from: number,
    readonly to: number,
    readonly advice: Pick<Advice, "fix"> & { readonly explanation?: string } = {},
  ) {
    super(message);
  }
}

export class OperandParser {
  private indirect = false;
  private segment: RegisterName | undefined;

  constructor(
    private readonly program: Program,
    private readonly statement: Statement,
    private readonly cursor: Cursor,
  ) {}

  parse(): ParsedOperand {
    const cursor = this.cursor;
    this.indirect = false;
    this.segment = undefined;
    cursor.skipSpace();
    const from = cursor.at;
    if (cursor.take("*")) {
      this.indirect = true;
      cursor.skipSpace();
    }
    if (cursor.peek === "$") return this.immediate(from);
    if (cursor.peek === "%" || this.isNakedRegister()) {
      const register = this.registerOrSegment();
      if (register !== undefined) {
        const source: SourceOperand = { kind: "register", register, indirect: this.indirect };
        return { source, expression: undefined, from, to: cursor.at, pointer: undefined };
      }
    }
    return this.memory(from);
  }

  private immediate(from: number): ParsedOperand {
    const cursor = this.cursor;
    cursor.at++;
    const expression = this.expression();
    if (expression.kind === "number" && expression.value > 0xffff_ffff_ffff_ffffn)
      throw new OperandError("the number is larger than 64 bits", "immediate-range", from, cursor.at);
    const value = constantNow(this.program, expression);
    return { source: { kind: "immediate", value }, expression, from, to: cursor.at, pointer: undefined };
  }

  /** After .att_syntax noprefix. */
  private isNakedRegister(): boolean {
    if (this.program.syntax.prefixed) return false;
    const word = /^[A-Za-z]\w*(?![\w.$])/.exec(this.cursor.rest())?.[0];
    return word !== undefined && findRegister(word) !== undefined;
  }

  private expression(): Expression {
    return parseExpression(this.cursor, this.program);
  }

  /** A register operand; undefined if it was a segment override or a stray `%`, now skipped. */
  private registerOrSegment(): RegisterName | undefined {
    const cursor = this.cursor;
    const from = cursor.at;
    const register = this.register();
    if (register === undefined) return undefined;
    if (register.class !== "segment" || !cursor.takeNext(":")) return register;
    this.segment = register;
    cursor.skipSpace();
    // a stray % may follow the override as well
    if (cursor.peek === "%" && this.register() !== undefined)
      throw new OperandError("a register cannot follow a segment override", "bad-segment", from, cursor.at);
    return undefined;
  }

  /** Reads `%name`; undefined where the mail's notation was met and skipped. */
  private register(): RegisterName | undefined {
    const cursor = this.cursor;
    const from = cursor.at;
    if (cursor.take("%")) cursor.skipSpace();
    const nameFrom = cursor.at;
    while (isNamePart(cursor.peek)) cursor.at++;
    const name = cursor.text.slice(nameFrom, cursor.at);
    const found = findRegister(name);
    if (found?.class === "x87") return stackRegisterNumber(cursor, found);
    if (found !== undefined) return found;
    const mayBeMail = !this.program.strict && /^[A-Za-z_]/.test(name);
    if (mayBeMail && name === "__percpu_seg" && cursor.takeNext(":")) {
      this.segment = findRegister("gs");
      reportMailSegment(this.program, this.statement, from, cursor.at);
      cursor.skipSpace();
      return undefined;
    }
    if (mayBeMail && cursor.peek !== ":") {
      reportStrayPercent(this.program, this.statement, from, nameFrom, name);
      cursor.at = nameFrom;
      return undefined;
    }
    throw new OperandError(`bad register name "%${name}"`, "bad-register", from, Math.max(cursor.at, from + 1));
  }

  private memory(from: number): ParsedOperand {
    const cursor = this.cursor;
    cursor.skipSpace();
    let expression: Expression | undefined;
    const expressionFrom = cursor.at;
    if (!this.addressFollows()) {
      if (cursor.peek === "$")
        throw new OperandError("an immediate cannot stand here", "bad-operand", from, cursor.at + 1);
      expression = this.expression();
    }
    if (expression?.kind === "symbol") this.refuseMacro(expression.name, expressionFrom);
    cursor.skipSpace();
    const address = cursor.peek === "(" ? this.address() : NO_ADDRESS;
    const segment = this.segment;
    if (segment?.name === "gs" && expression !== undefined)
      noteGsUse(this.program, this.statement, expression, expressionFrom, cursor.at);
    const displacement = expression === undefined ? undefined : constantNow(this.program, expression);
    const source: SourceOperand = {
      kind: "memory",
      segment:
        segment === undefined ? undefined : SEGMENT_NAMES.indexOf(segment.name as (typeof SEGMENT_NAMES)[number]),
      base: address.base,
      index: address.index,
      scale: address.scale,
      hasDisplacement: expression !== undefined,
      displacement,
      indirect: this.indirect,
    };
    return { source, expression, from, to: cursor.at, pointer: undefined };
  }

  /** NAME(ARGUMENTS), as only the C preprocessor takes it. */
  private refuseMacro(name: string, from: number): void {
    const call = this.program.syntax.prefixed ? /^\(\s*([A-Za-z_][^()]*?)\s*\)/.exec(this.cursor.rest()) : null;
    if (call === null) return;
    const to = this.cursor.at + call[0].length;
    const word = kernelWord(name);
    const text = word?.repair?.(call[1] ?? "");
    throw new OperandError(
      word === undefined
        ? `"${name}(...)" is no operand: a macro of that name is not defined here`
        : `"${name}" is a macro of the kernel's headers, which are not here: it ${word.meaning}`,
      "kernel-macro",
      from,
      to,
      text === undefined
        ? { explanation: `Define it above, as in #define ${name}(x) ...; or write what it stands for.` }
        : {
            explanation: `Here, write "${text}"; or define it above, as in #define ${name}(x) ....`,
            fix: { title: `Write "${text}"`, text, from, to },
          },
    );
  }

  /** Is this "(" the beginning of (base,index,scale) and not of an expression? */
  private addressFollows(): boolean {
    const match = /^\(\s*(%|,|[A-Za-z]\w*\s*[,)])/.exec(this.cursor.rest());
    if (match === null || this.program.syntax.prefixed) return match !== null && /[%,]$/.test(match[1]?.[0] ?? "");
    const word = /^\w+/.exec(match[1] ?? "")?.[0];
    return word === undefined || findRegister(word) !== undefined;
  }

  private address(): { base: RegisterName | undefined; index: RegisterName | undefined; scale: number } {
    const cursor = this.cursor;
    const from = cursor.at;
    cursor.at++;
    const base = this.addressRegister();
    let index: RegisterName | undefined;
    let scale = 1;
    if (cursor.takeNext(",")) {
      cursor.skipSpace();
      if (cursor.peek === "%" || this.isNakedRegister()) {
        index = this.addressRegister();
        if (cursor.takeNext(",")) scale = this.scale();
      } else if (!cursor.takeNext(")")) scale = this.scale();
      else cursor.at--;
    }
    if (!cursor.takeNext(")"))
      throw new OperandError("the address is not closed with ')'", "missing-parenthesis", from, cursor.at);
    const wrong = addressProblem(base, index);
    if (wrong) {
      const text = cursor.text.slice(from, cursor.at);
      throw new OperandError(`"${text}" is not a valid base and index`, "bad-address", from, cursor.at);
    }
    return { base, index, scale };
  }

  private addressRegister(): RegisterName | undefined {
    const cursor = this.cursor;
    cursor.skipSpace();
    if (cursor.peek !== "%" && !this.isNakedRegister()) return undefined;
    const from = cursor.at;
    cursor.take("%");
    const nameFrom = cursor.at;
    while (isNamePart(cursor.peek)) cursor.at++;
    const name = cursor.text.slice(nameFrom, cursor.at);
    const register = findRegister(name);
    if (register === undefined) throw new OperandError(`bad register name "%${name}"`, "bad-register", from, cursor.at);
    return register;
  }

  private scale(): number {
    const cursor = this.cursor;
    cursor.skipSpace();
    const from = cursor.at;
    if (cursor.peek === ")") return 1;
    const value = constantNow(this.program, this.expression());
    if (value === 1n || value === 2n || value === 4n || value === 8n) return Number(value);
    throw new OperandError("the scale must be 1, 2, 4 or 8", "bad-scale", from, cursor.at);
  }
}

/** Reads the "(1)" of %st(1). */
export function stackRegisterNumber(cursor: Cursor, st: RegisterName): RegisterName {
  const match = /^\s*\(\s*([0-7])\s*\)/.exec(cursor.rest());
  if (match === null) return st;
  cursor.at += match[0].length;
  return { ...st, number: Number(match[1]) };
}

/** Remembers names used as %gs:name, which may be per-CPU variables that no line defines. */
export function noteGsUse(
  program: Program,
  statement: Statement,
  expression: Expression,
  from: number,
  to: number,
): void {
  const visit = (each: Expression, depth: number): void => {
    if (depth > 50) return;
    if (each.kind === "symbol" && !program.usedByGs.has(each.name))
      program.usedByGs.set(each.name, { origin: statement, from, to });
    if (each.kind === "unary") visit(each.operand, depth + 1);
    if (each.kind === "binary") {
      visit(each.left, depth + 1);
      visit(each.right, depth + 1);
    }
  };
  visit(expression, 0);
}

const NO_ADDRESS = { base: undefined, index: undefined, scale: 1 } as const;

function addressProblem(base: RegisterName | undefined, index: RegisterName | undefined): boolean {
  if (base?.name === "dx" && index === undefined) return false;
  for (const register of [base, index]) {
    if (register === undefined) continue;
    if (register.class !== "general" && register.class !== "instruction-pointer") return true;
    if (register.width < 4 || register.highByte) return true;
  }
  if (index !== undefined && (index.number === 4 || index.class === "instruction-pointer")) return true;
  if (base?.class === "instruction-pointer" && index !== undefined) return true;
  return base !== undefined && index !== undefined && base.width !== index.width;
}

export { ExpressionError, NO_HINTS };
