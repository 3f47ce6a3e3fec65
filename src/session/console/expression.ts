// Expressions of `p`, `x` and conditions: $rsp, symbols, numbers, value history,
// C's operators and casts, *E, {type}E and *(type*)E. 64-bit arithmetic, as the machine's.

import type { Run } from "../run.ts";
import { CAST, pointedAt, readType } from "./c-type.ts";
import { CommandError } from "./command.ts";
import { nearestWord } from "./nearest-word.ts";
import { ALL_REGISTERS, narrowRegister, registerName } from "./register-names.ts";
import type { ConsoleState } from "./state.ts";
import { EXPRESSION_TEXTS } from "../texts/console-looks.ts";

const MASK = (1n << 64n) - 1n;
const TOKEN = new RegExp(
  String.raw`\s*(\{[\w\s*]+\}|${CAST}|0[xX][0-9a-fA-F]+|\d+|\$\$?\w*|[A-Za-z_.][\w.$]*|<<|>>|[=!<>]=|&&|\|\||[-+*/%&|^~()<>!])`,
  "y",
);
const IS_CAST = new RegExp(`^${CAST}$`);
const OPERATORS = [
  ["||"],
  ["&&"],
  ["|"],
  ["^"],
  ["&"],
  ["==", "!="],
  ["<", ">", "<=", ">="],
  ["<<", ">>"],
  ["+", "-"],
  ["*", "/", "%"],
];
const PRECEDENCE: Readonly<Record<string, number>> = Object.fromEntries(
  OPERATORS.flatMap((operators, n) => operators.map((operator) => [operator, n + 1])),
);

export interface Scope {
  readonly run: Run;
  readonly state: ConsoleState;
  /** A variable's name stands for its value, as in C; without: for its address, as `x` and `b` take it. */
  readonly byValue?: true;
}

/** As `p` and conditions read it: a variable is its value, &variable its address. */
export function evaluateValue(text: string, { run, state }: Scope): bigint {
  return evaluate(text, { run, state, byValue: true });
}

export function evaluate(text: string, scope: Scope): bigint {
  const parser = new Parser(tokens(text), scope);
  const value = parser.binary(0);
  parser.end();
  return value;
}

function tokens(text: string): readonly string[] {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  const trimmed = text.trimEnd();
  while (TOKEN.lastIndex < trimmed.length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(trimmed);
    if (match?.[1] === undefined) throw new CommandError(EXPRESSION_TEXTS.syntaxNear(trimmed.slice(from).trim()));
    found.push(match[1]);
  }
  if (found.length === 0) throw new CommandError(EXPRESSION_TEXTS.argumentRequired);
  return found;
}

class Parser {
  readonly #tokens: readonly string[];
  readonly #scope: Scope;
  #at = 0;

  constructor(tokens: readonly string[], scope: Scope) {
    this.#tokens = tokens;
    this.#scope = scope;
  }

  binary(least: number): bigint {
    let left = this.#unary();
    for (;;) {
      const operator = this.#tokens[this.#at];
      const precedence = operator === undefined ? undefined : PRECEDENCE[operator];
      if (operator === undefined || precedence === undefined || precedence <= least) return left;
      this.#at++;
      left = apply(operator, left, this.binary(precedence)) & MASK;
    }
  }

  end(): void {
    const rest = this.#tokens[this.#at];
    if (rest !== undefined) throw new CommandError(EXPRESSION_TEXTS.syntaxNear(rest));
  }

  #unary(): bigint {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new CommandError(EXPRESSION_TEXTS.syntaxNearEnd);
    if (token === "-") return -this.#unary() & MASK;
    if (token === "+") return this.#unary();
    if (token === "~") return ~this.#unary() & MASK;
    if (token === "!") return this.#unary() === 0n ? 1n : 0n;
    if (token === "&") return this.#address();
    if (token === "*") return this.#dereference();
    const type = /^\{(.*)\}$/.exec(token)?.[1];
    if (type !== undefined) return readBytes(this.#scope.run, this.#unary(), readType(type).sizeBytes);
    if (IS_CAST.test(token)) return converted(this.#unary(), token);
    if (token === "(") {
      const value = this.binary(0);
      if (this.#tokens[this.#at++] !== ")") throw new CommandError(EXPRESSION_TEXTS.closingExpected);
      return value;
    }
    return primary(token, this.#scope);
  }

  #address(): bigint {
    const name = this.#tokens[this.#at++] ?? "";
    const { run, state } = this.#scope;
    return primary(name, { run, state });
  }

  /** `*E` is a quadword, `*(int*)E` four bytes. */
  #dereference(): bigint {
    const cast = this.#tokens[this.#at] ?? "";
    const isPointer = IS_CAST.test(cast) && cast.includes("*");
    if (isPointer) this.#at++;
    return readBytes(this.#scope.run, this.#unary(), isPointer ? pointedAt(cast).sizeBytes : 8);
  }
}

function converted(value: bigint, cast: string): bigint {
  const { sizeBytes, isSigned } = readType(cast.replaceAll(/[()]/g, ""));
  return (isSigned ? BigInt.asIntN(sizeBytes * 8, value) : BigInt.asUintN(sizeBytes * 8, value)) & MASK;
}

const signed = (value: bigint): bigint => BigInt.asIntN(64, value);
const truth = (holds: boolean): bigint => (holds ? 1n : 0n);

function apply(operator: string, left: bigint, right: bigint): bigint {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
    case "%":
      if (right === 0n) throw new CommandError(EXPRESSION_TEXTS.divisionByZero);
      return operator === "/" ? left / right : left % right;
    case "&":
      return left & right;
    case "|":
      return left | right;
    case "^":
      return left ^ right;
    case "==":
      return truth(left === right);
    case "!=":
      return truth(left !== right);
    case "<":
      return truth(signed(left) < signed(right));
    case ">":
      return truth(signed(left) > signed(right));
    case "<=":
      return truth(signed(left) <= signed(right));
    case ">=":
      return truth(signed(left) >= signed(right));
    case "&&":
      return truth(left !== 0n && right !== 0n);
    case "||":
      return truth(left !== 0n || right !== 0n);
    case "<<":
      return right > 63n ? 0n : left << right;
    default:
      return right > 63n ? 0n : left >> right;
  }
}

function primary(token: string, { run, state, byValue }: Scope): bigint {
  if (/^\d/.test(token)) return BigInt(token) & MASK;
  if (token.startsWith("$")) return dollar(token.slice(1), run, state);
  const variable = run.program.variables.find(({ name }) => name === token);
  if (variable !== undefined) return byValue ? readBytes(run, variable.address, variable.sizeBytes) : variable.address;
  const symbol = run.program.naming.symbol(token);
  if (symbol !== undefined) return symbol;
  const near = nearestWord(token, [...run.program.naming.symbols.keys()]);
  throw new CommandError(EXPRESSION_TEXTS.noSymbol(token, near));
}

function dollar(name: string, run: Run, state: ConsoleState): bigint {
  const back = /^\$(\d*)$/.exec(name)?.[1];
  if (name === "" || back !== undefined || /^\d+$/.test(name)) {
    const fromEnd = name === "" ? 0 : back === undefined ? undefined : back === "" ? 1 : Number(back);
    const value = fromEnd === undefined ? state.values[Number(name) - 1] : state.values.at(-1 - fromEnd);
    if (value === undefined) throw new CommandError(EXPRESSION_TEXTS.noHistory(name === "" ? "1" : name));
    return value;
  }
  const registers = run.timeline.machine.registers();
  const register = registerName(name);
  if (register !== undefined) return registers[register];
  const narrow = narrowRegister(name);
  if (narrow !== undefined) return BigInt.asUintN(narrow.bits, registers[narrow.name]);
  const near = nearestWord(
    name.toLowerCase(),
    ALL_REGISTERS.map((register) => register.toLowerCase()),
  );
  throw new CommandError(EXPRESSION_TEXTS.noRegister(`$${name}`, near === undefined ? undefined : `$${near}`));
}

export function readBytes(run: Run, address: bigint, sizeBytes: number): bigint {
  const bytes = run.timeline.machine.read(address, sizeBytes);
  if (bytes === undefined) throw new CommandError(EXPRESSION_TEXTS.noMemory(`0x${address.toString(16)}`));
  let value = 0n;
  for (const byte of bytes.toReversed()) value = (value << 8n) | BigInt(byte);
  return value;
}
