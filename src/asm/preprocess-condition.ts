// The expression of #if: integers, defined, and C's operators. Knows no lines.

import { expandCpp, type CppBudget, type CppMacros } from "./preprocess-expand.ts";

/** What gcc and the kernel's build define for 64-bit assembly. */
const PREDEFINED = new Set(["__ASSEMBLER__", "__ASSEMBLY__", "__KERNEL__", "__x86_64__", "__LP64__", "CONFIG_X86_64"]);

export function isCppDefined(name: string, macros: CppMacros): boolean {
  return macros.has(name) || PREDEFINED.has(name);
}

class NoExpression extends Error {}

const TOKEN = /\s*(0[xX][0-9a-fA-F]+|\d+|[A-Za-z_]\w*|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%<>&^|!~()?:])/y;

const LEVELS: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["|"],
  ["^"],
  ["&"],
  ["==", "!="],
  ["<", "<=", ">", ">="],
  ["<<", ">>"],
  ["+", "-"],
  ["*", "/", "%"],
];

const flag = (value: boolean): bigint => (value ? 1n : 0n);

function divided(left: bigint, right: bigint, remainder: boolean): bigint {
  // in a branch that C would not evaluate; there is no value to give
  if (right === 0n) return 0n;
  return remainder ? left % right : left / right;
}

const APPLY: Readonly<Record<string, (left: bigint, right: bigint) => bigint>> = {
  "||": (left, right) => flag(left !== 0n || right !== 0n),
  "&&": (left, right) => flag(left !== 0n && right !== 0n),
  "|": (left, right) => left | right,
  "^": (left, right) => left ^ right,
  "&": (left, right) => left & right,
  "==": (left, right) => flag(left === right),
  "!=": (left, right) => flag(left !== right),
  "<": (left, right) => flag(left < right),
  "<=": (left, right) => flag(left <= right),
  ">": (left, right) => flag(left > right),
  ">=": (left, right) => flag(left >= right),
  "<<": (left, right) => left << (right & 63n),
  ">>": (left, right) => left >> (right & 63n),
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => divided(left, right, false),
  "%": (left, right) => divided(left, right, true),
};

class Reader {
  private at = 0;
  private depth = 0;
  constructor(private readonly tokens: readonly string[]) {}

  value(): bigint {
    const value = this.choice();
    if (this.at < this.tokens.length) throw new NoExpression();
    return value;
  }

  private choice(): bigint {
    if (++this.depth > 200) throw new NoExpression();
    const test = this.level(0);
    let value = test;
    if (this.take("?")) {
      const yes = this.choice();
      if (!this.take(":")) throw new NoExpression();
      const no = this.choice();
      value = test !== 0n ? yes : no;
    }
    this.depth--;
    return value;
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }

  private level(level: number): bigint {
    const operators = LEVELS[level];
    if (operators === undefined) return this.unary();
    let left = this.level(level + 1);
    for (;;) {
      const operator = this.tokens[this.at] ?? "";
      if (!operators.includes(operator)) return left;
      this.at++;
      const right = this.level(level + 1);
      left = BigInt.asIntN(64, APPLY[operator]?.(left, right) ?? 0n);
    }
  }

  private unary(): bigint {
    const token = this.tokens[this.at++];
    if (token === undefined || ++this.depth > 200) throw new NoExpression();
    const value = this.primary(token);
    this.depth--;
    return value;
  }

  private primary(token: string): bigint {
    if (token === "!") return flag(this.unary() === 0n);
    if (token === "-") return -this.unary();
    if (token === "+") return this.unary();
    if (token === "~") return ~this.unary();
    if (token === "(") {
      const value = this.choice();
      if (!this.take(")")) throw new NoExpression();
      return value;
    }
    if (/^0[0-7]+$/.test(token)) return BigInt(`0o${token.slice(1)}`);
    if (/^\d/.test(token)) return BigInt(token);
    if (!/^[A-Za-z_]/.test(token) || this.tokens[this.at] === "(") throw new NoExpression();
    return flag(PREDEFINED.has(token));
  }
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  // 1UL is 1
  const plain = text.replace(/\b(0[xX][0-9a-fA-F]+|\d+)[uUlL]+\b/g, "$1").trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < plain.length) {
    const match = TOKEN.exec(plain);
    if (match === null || (match[1] ?? "").length > 40) throw new NoExpression();
    tokens.push(match[1] ?? "");
  }
  return tokens;
}

/** Undefined: this is no expression of the preprocessor. */
export function cppCondition(text: string, macros: CppMacros, budget: CppBudget): boolean | undefined {
  const named = text
    .replace(/\bdefined\s+([A-Za-z_]\w*)/g, "defined($1)")
    .replace(/\b(?:defined|IS_ENABLED|IS_BUILTIN)\s*\(\s*([A-Za-z_]\w*)\s*\)/g, (_, name: string) =>
      isCppDefined(name, macros) ? "1" : "0",
    );
  try {
    return new Reader(tokensOf(expandCpp(named, macros, budget) ?? named)).value() !== 0n;
  } catch (error) {
    if (error instanceof NoExpression) return undefined;
    throw error;
  }
}
