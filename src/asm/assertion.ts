// Expressions of `#@ assert`: registers, flags, memory, symbols, comparisons
// (docs/properties.md, "assertion"). Reads them; what they come to is the machine's.

import type { AssertedExpression, AssertedRegister } from "./assembly.ts";
import { assertedRegister } from "./assertion-register.ts";

/** What a name stands for: a number, or a per-CPU variable. */
export type AssertedName =
  { readonly kind: "number"; readonly value: bigint } | { readonly kind: "per-cpu"; readonly offset: bigint };

/** Throws nothing; undefined: there is no such name. */
export type NameLookup = (name: string) => AssertedName | undefined;

/** What is wrong with an expression; places are columns of the text, from 0. */
export class AssertionError extends Error {
  constructor(
    message: string,
    readonly from: number,
    readonly to: number,
  ) {
    super(message);
  }
}

interface Token {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Parts of an expression; beyond this nobody could say what failed. */
const MAX_PARTS = 60;
const MAX_NESTING = 60;
const MAX_NUMBER = (1n << 64n) - 1n;

const TOKEN = /0[xX][0-9a-fA-F]+|\d\w*|\$[\w.]*|[A-Za-z_.][\w.$]*|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^~!<>():]/y;

const RANKS: Readonly<Record<string, number>> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 3,
  "<=": 3,
  ">": 3,
  ">=": 3,
  "|": 4,
  "^": 5,
  "&": 6,
  "<<": 7,
  ">>": 7,
  "+": 8,
  "-": 8,
  "*": 9,
  "/": 9,
  "%": 9,
};
const COMPARISON = 3;

type Binary = Extract<AssertedExpression, { kind: "binary" }>["operator"];

const SIZES: Readonly<Record<string, 1 | 2 | 4 | 8>> = { byte: 1, word: 2, long: 4, quad: 8 };

/** The expression, not empty, that `text` is from column `from` on; throws AssertionError. */
export function parseAssertion(text: string, from: number, lookup: NameLookup): AssertedExpression {
  const tokens = tokensOf(text, from);
  return new Parser(tokens, text.trimEnd().length, lookup).whole();
}

function tokensOf(text: string, from: number): readonly Token[] {
  const found: Token[] = [];
  const end = text.trimEnd().length;
  for (let at = from; at < end;) {
    if (/\s/.test(text.charAt(at))) {
      at++;
      continue;
    }
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text)?.[0];
    if (match === undefined) throw new AssertionError(strange(text.charAt(at)), at, at + 1);
    found.push({ text: match, from: at, to: at + match.length });
    at += match.length;
  }
  return found;
}

function strange(character: string): string {
  if (character === "=") return 'one "=" compares nothing: write ==';
  return `"${character}" has no meaning in an asserted expression`;
}

const number = (value: bigint): AssertedExpression => ({ kind: "number", value });

class Parser {
  #at = 0;
  #parts = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly end: number,
    private readonly lookup: NameLookup,
  ) {}

  whole(): AssertedExpression {
    const expression = this.#binary(0, 0);
    const rest = this.#next;
    if (rest !== undefined)
      throw new AssertionError(`an operator is missing before "${rest.text}"`, rest.from, rest.to);
    return expression;
  }

  get #next(): Token | undefined {
    return this.tokens[this.#at];
  }

  #take(text: string): boolean {
    if (this.#next?.text !== text) return false;
    this.#at++;
    return true;
  }

  #part<One extends AssertedExpression>(one: One): One {
    if (++this.#parts <= MAX_PARTS) return one;
    const last = this.tokens[this.#at - 1];
    throw new AssertionError(
      `an asserted expression has at most ${MAX_PARTS} parts: make two assertions of it`,
      last?.from ?? 0,
      last?.to ?? this.end,
    );
  }

  #binary(least: number, depth: number): AssertedExpression {
    let left = this.#unary(depth);
    for (let compared = false; ;) {
      const operator = this.#next;
      const rank = operator === undefined ? undefined : RANKS[operator.text];
      if (operator === undefined || rank === undefined || rank <= least) return left;
      if (rank === COMPARISON && compared)
        throw new AssertionError(
          `"${operator.text}" compares the outcome of a comparison: write (A) ${operator.text} B, or A < B && B < C`,
          operator.from,
          operator.to,
        );
      compared = rank === COMPARISON;
      this.#at++;
      const right = this.#binary(rank, depth + 1);
      left = this.#part({ kind: "binary", operator: operator.text as Binary, left, right });
    }
  }

  #unary(depth: number): AssertedExpression {
    const token = this.tokens[this.#at++];
    if (token === undefined)
      throw new AssertionError("the expression ends where a value is missing", this.end - 1, this.end);
    if (depth > MAX_NESTING) throw new AssertionError("the expression is nested too deeply", token.from, token.to);
    const { text } = token;
    if (text === "+") return this.#unary(depth + 1);
    if (text === "-" || text === "~" || text === "!")
      return this.#part({ kind: "unary", operator: text, operand: this.#unary(depth + 1) });
    if (text === "*") return this.#memory(depth);
    if (text === "(") return this.#parenthesis(depth);
    if (text === "%") return this.#percent(token, 8);
    if (text.startsWith("$")) return this.#register(text.slice(1), token);
    if (/^\d/.test(text)) return this.#part(number(numberOf(token)));
    if (/^[A-Za-z_.]/.test(text)) return this.#name(token);
    throw new AssertionError(`a value is missing before "${text}"`, token.from, token.to);
  }

  /** After "*": (byte), (word), (long) or (quad) before an address; without one it is a quad. */
  #memory(depth: number): AssertedExpression {
    const sizeBytes = this.#size() ?? 8;
    const address = this.#unary(depth + 1);
    return this.#part({ kind: "read", sizeBytes, address });
  }

  #size(): 1 | 2 | 4 | 8 | undefined {
    const [open, name, close] = this.tokens.slice(this.#at, this.#at + 3);
    const size = SIZES[name?.text ?? ""];
    if (open?.text !== "(" || close?.text !== ")" || size === undefined) return undefined;
    this.#at += 3;
    return size;
  }

  /** After "(". */
  #parenthesis(depth: number): AssertedExpression {
    this.#at--;
    const sizeBytes = this.#size();
    if (sizeBytes !== undefined) {
      const token = this.tokens[this.#at++];
      if (token?.text === "%") return this.#percent(token, sizeBytes);
      const at = token ?? this.tokens[this.#at - 2];
      throw new AssertionError(
        "a size stands before memory: *(byte)ADDRESS or (byte)%gs:NAME",
        at?.from ?? 0,
        at?.to ?? this.end,
      );
    }
    const open = this.tokens[this.#at++];
    const inside = this.#binary(0, depth + 1);
    if (!this.#take(")")) throw new AssertionError('this "(" is not closed', open?.from ?? 0, open?.to ?? this.end);
    return inside;
  }

  /** %rsp as in an operand, or memory at %gs:NAME. */
  #percent(percent: Token, sizeBytes: 1 | 2 | 4 | 8): AssertedExpression {
    const name = this.tokens[this.#at++];
    if (name === undefined || name.from !== percent.to)
      throw new AssertionError('"%" needs a register behind it, as in %rsp', percent.from, percent.to);
    if (!this.#take(":")) return this.#register(name.text, { ...name, from: percent.from });
    if (name.text !== "gs" && name.text !== "fs")
      throw new AssertionError(`%${name.text}: has no base of its own: only %gs: and %fs: have`, percent.from, name.to);
    const base: AssertedRegister = name.text === "gs" ? "gsBase" : "fsBase";
    const variable = this.#next;
    if (variable === undefined || !/^[A-Za-z_.\d]/.test(variable.text))
      throw new AssertionError(`a variable is missing after %${name.text}:`, percent.from, variable?.to ?? name.to + 1);
    this.#at++;
    const offset = /^\d/.test(variable.text) ? numberOf(variable) : this.#offset(variable);
    const left = this.#part({ kind: "register", name: base } as const);
    const address = this.#part({ kind: "binary", operator: "+", left, right: this.#part(number(offset)) } as const);
    return this.#part({ kind: "read", sizeBytes, address });
  }

  #found(token: Token): AssertedName {
    const found = this.lookup(token.text);
    if (found !== undefined) return found;
    const isRegister = assertedRegister(token.text.toLowerCase()) !== undefined;
    const hint = isRegister ? `: the register is $${token.text}` : "";
    throw new AssertionError(`there is no symbol "${token.text}"${hint}`, token.from, token.to);
  }

  #offset(token: Token): bigint {
    const found = this.#found(token);
    return found.kind === "number" ? found.value : found.offset;
  }

  #name(token: Token): AssertedExpression {
    return this.#part(this.#found(token));
  }

  #register(written: string, token: Token): AssertedExpression {
    const register = assertedRegister(written.toLowerCase());
    if (register === undefined)
      throw new AssertionError(`there is no register or flag "${written}"`, token.from, token.to);
    const whole = this.#part({ kind: "register", name: register.name } as const);
    const { shift, mask } = register;
    const moved =
      shift === 0
        ? whole
        : this.#part({
            kind: "binary",
            operator: ">>",
            left: whole,
            right: this.#part(number(BigInt(shift))),
          } as const);
    if (mask === undefined) return moved;
    return this.#part({ kind: "binary", operator: "&", left: moved, right: this.#part(number(mask)) } as const);
  }
}

function numberOf({ text, from, to }: Token): bigint {
  if (/^0\d/.test(text))
    throw new AssertionError(`"${text}" could be meant as octal: write it without 0 in front, or 0x`, from, to);
  if (!/^(?:0[xX][0-9a-fA-F]+|\d+)$/.test(text)) throw new AssertionError(`"${text}" is no number`, from, to);
  const value = BigInt(text);
  if (value > MAX_NUMBER) throw new AssertionError(`${text} has more than 64 bits`, from, to);
  return value;
}
