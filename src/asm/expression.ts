// Expressions: parsing with GNU as's precedence (gas/expr.c), and the tree.
// What names stand for is the symbol table's business.

import type { LabelPlace } from "./section.ts";
import { type Cursor, isNamePart, isNameStart } from "./cursor.ts";

export type BinaryOperator =
  | "*"
  | "/"
  | "%"
  | "<<"
  | ">>"
  | "|"
  | "!"
  | "^"
  | "&"
  | "+"
  | "-"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "&&"
  | "||";

export type UnaryOperator = "-" | "~" | "!";

export type Expression =
  | { readonly kind: "number"; readonly value: bigint }
  | { readonly kind: "symbol"; readonly name: string; readonly from: number; readonly to: number }
  /** A place: `.`, or a label whose position is settled. */
  | { readonly kind: "place"; readonly place: LabelPlace }
  | { readonly kind: "unary"; readonly operator: UnaryOperator; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    };

/** What the parser asks of the program. */
export interface NameScope {
  /** The place of `.` */
  here(): Expression;
  /** 1b, 1f: the name of the label, or undefined if there is no such label before. */
  numericLabel(number: string, direction: "b" | "f"): string | undefined;
  /** A symbol whose value is fixed now (`.set` may change it later), else undefined. */
  valueNow(name: string): Expression | undefined;
}

export class ExpressionError extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly from: number,
    readonly to: number,
  ) {
    super(message);
  }
}

const RANKS: Readonly<Record<string, number>> = {
  "*": 8,
  "/": 8,
  "%": 8,
  "<<": 8,
  ">>": 8,
  "|": 7,
  "!": 7,
  "^": 7,
  "&": 7,
  "+": 5,
  "-": 5,
  "==": 4,
  "!=": 4,
  "<>": 4,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
  "&&": 3,
  "||": 2,
};

const MAX_DEPTH = 100;
/** Operators of one rank in a row: the tree leans to the left, and is walked recursively. */
const MAX_TERMS = 500;

function peekOperator(cursor: Cursor): string | undefined {
  cursor.skipSpace();
  const two = cursor.text.slice(cursor.at, cursor.at + 2);
  if (two.length === 2 && RANKS[two] !== undefined) return two;
  const one = two.charAt(0);
  return RANKS[one] !== undefined ? one : undefined;
}

/** Reads one expression; throws ExpressionError. */
export function parseExpression(cursor: Cursor, scope: NameScope, depth = 0): Expression {
  return parseBinary(cursor, scope, 0, depth);
}

function parseBinary(cursor: Cursor, scope: NameScope, rank: number, depth: number): Expression {
  if (depth > MAX_DEPTH)
    throw new ExpressionError(
      "the expression is nested too deeply",
      "expression-too-deep",
      cursor.at,
      cursor.text.length,
    );
  let left = parseUnary(cursor, scope, depth);
  for (let terms = 0; ; terms++) {
    if (terms > MAX_TERMS)
      throw new ExpressionError("the expression is too long", "expression-too-deep", cursor.at, cursor.text.length);
    const before = cursor.at;
    const operator = peekOperator(cursor);
    const operatorRank = operator === undefined ? 0 : (RANKS[operator] ?? 0);
    if (operator === undefined || operatorRank <= rank) {
      cursor.at = before;
      return left;
    }
    cursor.at += operator.length;
    const right = parseBinary(cursor, scope, operatorRank, depth + 1);
    left = fold({ kind: "binary", operator: (operator === "<>" ? "!=" : operator) as BinaryOperator, left, right });
  }
}

function parseUnary(cursor: Cursor, scope: NameScope, depth: number): Expression {
  const signs: UnaryOperator[] = [];
  for (;;) {
    cursor.skipSpace();
    const c = cursor.peek;
    if (c === "-" || c === "~" || c === "!") signs.push(c);
    else if (c !== "+") break;
    cursor.at++;
  }
  let result = parseOperand(cursor, scope, depth + 1);
  if (signs.length > 1000)
    throw new ExpressionError("the expression is nested too deeply", "expression-too-deep", 0, cursor.at);
  for (const operator of signs.reverse()) result = fold({ kind: "unary", operator, operand: result });
  return result;
}

/** A number, name or parenthesis, without operators around it. */
export function parseOperand(cursor: Cursor, scope: NameScope, depth: number): Expression {
  const start = cursor.at;
  const c = cursor.peek;
  if (c === "(" || c === "[") {
    cursor.at++;
    const inner = parseBinary(cursor, scope, 0, depth + 1);
    if (!cursor.takeNext(c === "(" ? ")" : "]"))
      throw new ExpressionError(`missing '${c === "(" ? ")" : "]"}'`, "missing-parenthesis", start, cursor.at);
    return inner;
  }
  if (c >= "0" && c <= "9") return parseNumber(cursor, scope);
  if (c === "'") return parseCharacter(cursor);
  if (c === "." && !isNamePart(cursor.text.charAt(cursor.at + 1))) {
    cursor.at++;
    return scope.here();
  }
  if (isNameStart(c) || c === '"') {
    const name = cursor.name();
    if (name !== undefined) {
      const to = cursor.at;
      if (cursor.peek === "@") skipRelocation(cursor, name);
      return scope.valueNow(name) ?? { kind: "symbol", name, from: start, to };
    }
  }
  const end = Math.min(start + 1, cursor.text.length);
  throw new ExpressionError(
    cursor.atEnd ? "an expression is missing here" : `'${c}' cannot begin an expression`,
    "bad-expression",
    start,
    Math.max(end, start),
  );
}

/** @PLT changes nothing for a program that is placed once and for all; other words ask for tables that a linker makes. */
function skipRelocation(cursor: Cursor, name: string): void {
  const from = cursor.at;
  const word = /^@\w*/.exec(cursor.rest())?.[0] ?? "";
  cursor.at += word.length;
  if (/^@plt$/i.test(word)) return;
  throw new ExpressionError(
    `"${name}${word}": no linker makes tables here: write ${name} or ${name}(%rip)`,
    "unknown-relocation",
    from,
    cursor.at,
  );
}

function parseNumber(cursor: Cursor, scope: NameScope): Expression {
  const start = cursor.at;
  while (isNamePart(cursor.peek) && cursor.peek !== "." && cursor.peek !== "$") cursor.at++;
  const text = cursor.text.slice(start, cursor.at);
  const label = /^([0-9]+)([bf])$/.exec(text);
  if (label !== null) {
    const number = label[1] ?? "";
    const direction = label[2] === "b" ? "b" : "f";
    const name = scope.numericLabel(number, direction);
    if (name === undefined)
      throw new ExpressionError(
        `there is no label "${number}:" before this line`,
        "unknown-local-label",
        start,
        cursor.at,
      );
    return scope.valueNow(name) ?? { kind: "symbol", name, from: start, to: cursor.at };
  }
  const value = readInteger(text);
  if (value === undefined) throw new ExpressionError(`"${text}" is not a number`, "bad-number", start, cursor.at);
  return { kind: "number", value };
}

/** Decimal, 0x, 0b, or octal with a leading 0. */
export function readInteger(text: string): bigint | undefined {
  if (text.length > 200) return undefined;
  if (/^0[xX][0-9a-fA-F]+$/.test(text) || /^0[bB][01]+$/.test(text)) return BigInt(text.toLowerCase());
  if (/^0[0-7]+$/.test(text)) return BigInt(`0o${text.slice(1)}`);
  return /^(0|[1-9][0-9]*)$/.test(text) ? BigInt(text) : undefined;
}

const ESCAPES: Readonly<Record<string, number>> = { b: 8, f: 12, n: 10, r: 13, t: 9 };

function parseCharacter(cursor: Cursor): Expression {
  const start = cursor.at;
  cursor.at++;
  let c = cursor.peek;
  let value = c.charCodeAt(0);
  if (c === "") throw new ExpressionError("a character is missing after '", "bad-character", start, cursor.at);
  cursor.at++;
  if (c === "\\") {
    c = cursor.peek;
    cursor.at++;
    value = ESCAPES[c] ?? c.charCodeAt(0);
    if (c === "") throw new ExpressionError("a character is missing after '", "bad-character", start, cursor.at);
  }
  cursor.take("'");
  return { kind: "number", value: BigInt(value & 0xff) };
}

const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);
/** GNU as's truth is -1. */
const truth = (value: boolean): bigint => (value ? -1n : 0n);

export function applyUnary(operator: UnaryOperator, value: bigint): bigint {
  if (operator === "-") return wrap(-value);
  if (operator === "~") return wrap(~value);
  return value === 0n ? 1n : 0n;
}

/** Undefined: division by zero. */
export function applyBinary(operator: BinaryOperator, a: bigint, b: bigint): bigint | undefined {
  switch (operator) {
    case "*":
      return wrap(a * b);
    case "/":
      return b === 0n ? undefined : wrap(a / b);
    case "%":
      return b === 0n ? undefined : wrap(a % b);
    case "<<":
      return b < 0n || b > 63n ? 0n : wrap(a << b);
    case ">>":
      return b < 0n || b > 63n ? 0n : wrap(BigInt.asUintN(64, a) >> b);
    case "|":
      return wrap(a | b);
    case "!":
      return wrap(a | ~b);
    case "^":
      return wrap(a ^ b);
    case "&":
      return wrap(a & b);
    case "+":
      return wrap(a + b);
    case "-":
      return wrap(a - b);
    case "==":
      return truth(a === b);
    case "!=":
      return truth(a !== b);
    case "<":
      return truth(a < b);
    case "<=":
      return truth(a <= b);
    case ">":
      return truth(a > b);
    case ">=":
      return truth(a >= b);
    case "&&":
      return a !== 0n && b !== 0n ? 1n : 0n;
    case "||":
      return a !== 0n || b !== 0n ? 1n : 0n;
  }
}

/** Constants folded; division by zero is left for the evaluation to report. */
export function fold(expression: Expression): Expression {
  if (expression.kind === "unary" && expression.operand.kind === "number")
    return { kind: "number", value: applyUnary(expression.operator, wrap(expression.operand.value)) };
  if (expression.kind === "binary" && expression.left.kind === "number" && expression.right.kind === "number") {
    const value = applyBinary(expression.operator, wrap(expression.left.value), wrap(expression.right.value));
    if (value !== undefined) return { kind: "number", value };
  }
  return expression;
}
