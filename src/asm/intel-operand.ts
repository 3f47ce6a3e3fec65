// One operand in Intel's syntax, after .intel_syntax: the same operand values as
// the AT&T reader gives. Knows no instruction by name.

import { findRegister, SEGMENT_NAMES, type RegisterName } from "../isa/index.ts";
import type { Cursor } from "./cursor.ts";
import { constantNow } from "./evaluate.ts";
import {
  ExpressionError,
  fold,
  parseOperand,
  type BinaryOperator,
  type Expression,
  type UnaryOperator,
} from "./expression.ts";
import { noteGsUse, OperandError, type ParsedOperand, stackRegisterNumber } from "./operand.ts";
import type { Program } from "./program.ts";
import type { Statement } from "./statement.ts";

const POINTER_BYTES: Readonly<Record<string, number>> = {
  byte: 1,
  word: 2,
  dword: 4,
  fword: 6,
  qword: 8,
  mmword: 8,
  tbyte: 10,
  oword: 16,
  xmmword: 16,
  ymmword: 32,
  zmmword: 64,
};

const WORD_OPERATORS: Readonly<Record<string, BinaryOperator>> = {
  or: "|",
  xor: "^",
  and: "&",
  eq: "==",
  ne: "!=",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
  mod: "%",
  shl: "<<",
  shr: ">>",
};

const RANKS: Readonly<Partial<Record<BinaryOperator, number>>> = {
  "|": 1,
  "^": 1,
  "&": 2,
  "==": 3,
  "!=": 3,
  "<": 3,
  "<=": 3,
  ">": 3,
  ">=": 3,
  "+": 4,
  "-": 4,
  "*": 5,
  "/": 5,
  "%": 5,
  "<<": 5,
  ">>": 5,
};

const SYMBOL_OPERATOR = /^(?:==|!=|<>|<=|>=|<<|>>|[-+*/%<>&|^])/;
const WORD = /^[A-Za-z]+(?![\w.$@])/;
const MAX_DEPTH = 50;

interface ScaledRegister {
  readonly register: RegisterName;
  readonly scale: number;
  /** A factor was written. */
  readonly scaled: boolean;
}

/** Registers with factors, and a number or symbol, added up. */
interface Sum {
  readonly registers: readonly ScaledRegister[];
  readonly expression: Expression | undefined;
}

export class IntelOperandParser {
  private segment: RegisterName | undefined;
  private bytes: number | undefined;
  private far = false;
  /** Some part stood in brackets. */
  private isAddress = false;
  private hasOffset = false;
  private from = 0;
  private depth = 0;

  constructor(
    private readonly program: Program,
    private readonly statement: Statement,
    private readonly cursor: Cursor,
    /** JMP, CALL and their kin: a bare name is where to go, all else is where that is written. */
    private readonly isBranch: boolean,
  ) {}

  parse(): ParsedOperand {
    this.segment = this.bytes = undefined;
    this.far = this.isAddress = this.hasOffset = false;
    this.cursor.skipSpace();
    this.from = this.cursor.at;
    const sum = this.sum(0);
    const { registers, expression } = sum;
    if (!this.isAddress && this.segment === undefined) {
      const only = registers[0];
      if (only !== undefined) return this.register(sum, only);
      if (expression !== undefined && !this.isMemory(expression)) {
        const source = { kind: "immediate", value: constantNow(this.program, expression) } as const;
        return this.parsed(source, expression);
      }
    }
    return this.memory(sum);
  }

  private fail(message: string, code = "intel-operand"): never {
    throw new OperandError(message, code, this.from, Math.max(this.cursor.at, this.from + 1));
  }

  private parsed(source: ParsedOperand["source"], expression: Expression | undefined): ParsedOperand {
    const pointer = this.bytes === undefined && !this.far ? undefined : { bytes: this.bytes, far: this.far };
    return { source, expression, from: this.from, to: this.cursor.at, pointer };
  }

  /** A name that is no number yet is a place in memory, or a branch's target. */
  private isMemory(expression: Expression): boolean {
    if (this.hasOffset) return false;
    return this.isBranch || constantNow(this.program, expression) === undefined;
  }

  private register(sum: Sum, only: ScaledRegister): ParsedOperand {
    if (sum.registers.length > 1 || sum.expression !== undefined || only.scaled)
      this.fail("registers are added up in brackets only: [rbx+8]");
    if (this.bytes !== undefined) this.fail(`"ptr" says the size of memory; ${only.register.name} is a register`);
    return this.parsed({ kind: "register", register: only.register, indirect: this.isBranch }, undefined);
  }

  private memory({ registers, expression }: Sum): ParsedOperand {
    const { base, index, scale } = this.baseAndIndex(registers);
    const segment = this.segment;
    if (segment?.name === "gs" && expression !== undefined)
      noteGsUse(this.program, this.statement, expression, this.from, this.cursor.at);
    const isTarget = !this.isAddress && segment === undefined && this.bytes === undefined && registers.length === 0;
    const number = SEGMENT_NAMES.findIndex((name) => name === segment?.name);
    return this.parsed(
      {
        kind: "memory",
        segment: number < 0 ? undefined : number,
        base,
        index,
        scale,
        hasDisplacement: expression !== undefined,
        displacement: expression === undefined ? undefined : constantNow(this.program, expression),
        indirect: this.isBranch && !isTarget,
      },
      expression,
    );
  }

  private baseAndIndex(registers: readonly ScaledRegister[]): {
    base: RegisterName | undefined;
    index: RegisterName | undefined;
    scale: number;
  } {
    const [first, second, third] = registers;
    if (third !== undefined) this.fail("an address has at most two registers", "bad-address");
    for (const { register, scale } of registers) {
      const usable = register.class === "general" || register.class === "instruction-pointer";
      if (!usable || register.width < 4 || register.highByte)
        this.fail(`an address cannot use ${register.name}`, "bad-address");
      if (![1, 2, 4, 8].includes(scale)) this.fail("a register's factor must be 1, 2, 4 or 8", "bad-scale");
    }
    if (first === undefined) return { base: undefined, index: undefined, scale: 1 };
    if (second === undefined) {
      const { register, scale } = first;
      if (!first.scaled) return { base: register, index: undefined, scale: 1 };
      return { base: undefined, index: this.asIndex(register), scale };
    }
    // the one with a factor is the index; the stack pointer never is
    const swapped = first.scaled || (second.register.number === 4 && second.scale === 1);
    const [base, index] = swapped ? [second, first] : [first, second];
    if (base.scaled && base.scale !== 1) this.fail("only one register of an address has a factor", "bad-address");
    if (base.register.width !== index.register.width || base.register.class === "instruction-pointer")
      this.fail("these two registers cannot make an address", "bad-address");
    return { base: base.register, index: this.asIndex(index.register), scale: index.scale };
  }

  private asIndex(register: RegisterName): RegisterName {
    if (register.class === "instruction-pointer" || register.number === 4)
      this.fail(`${register.name} cannot be an index`, "bad-address");
    return register;
  }

  /* expressions */

  private operator(): { readonly operator: BinaryOperator; readonly length: number } | undefined {
    this.cursor.skipSpace();
    const rest = this.cursor.text.slice(this.cursor.at, this.cursor.at + 12);
    const symbol = SYMBOL_OPERATOR.exec(rest)?.[0];
    if (symbol !== undefined)
      return { operator: (symbol === "<>" ? "!=" : symbol) as BinaryOperator, length: symbol.length };
    const word = WORD.exec(rest)?.[0];
    const operator = word === undefined ? undefined : WORD_OPERATORS[word.toLowerCase()];
    return operator === undefined || word === undefined ? undefined : { operator, length: word.length };
  }

  private sum(rank: number): Sum {
    if (++this.depth > MAX_DEPTH) this.fail("the expression is nested too deeply", "expression-too-deep");
    let left = this.unary();
    for (let terms = 0; ; terms++) {
      if (terms > 500) this.fail("the expression is too long", "expression-too-deep");
      const next = this.operator();
      const nextRank = next === undefined ? 0 : (RANKS[next.operator] ?? 0);
      if (next === undefined || nextRank <= rank) break;
      this.cursor.at += next.length;
      left = this.combine(next.operator, left, this.sum(nextRank));
    }
    this.depth--;
    return left;
  }

  private combine(operator: BinaryOperator, a: Sum, b: Sum): Sum {
    if (operator === "+" || (operator === "-" && b.registers.length === 0))
      return { registers: [...a.registers, ...b.registers], expression: this.join(operator, a, b) };
    if (operator === "*" && (a.registers.length > 0 || b.registers.length > 0)) {
      const [scaled, factor] = a.registers.length > 0 ? [a, b] : [b, a];
      const only = scaled.registers[0];
      const value = factor.expression === undefined ? undefined : constantNow(this.program, factor.expression);
      if (only !== undefined && scaled.registers.length === 1 && scaled.expression === undefined && value !== undefined)
        return {
          registers: [{ register: only.register, scale: only.scale * Number(value), scaled: true }],
          expression: undefined,
        };
    }
    if (a.registers.length > 0 || b.registers.length > 0)
      this.fail(`"${operator}" cannot be applied to a register`, "bad-address");
    return { registers: [], expression: this.join(operator, a, b) };
  }

  private join(operator: BinaryOperator, a: Sum, b: Sum): Expression | undefined {
    const left = a.expression ?? (operator === "+" ? undefined : ZERO);
    if (left === undefined || b.expression === undefined) return left ?? b.expression;
    return fold({ kind: "binary", operator, left, right: b.expression });
  }

  private unary(): Sum {
    const cursor = this.cursor;
    cursor.skipSpace();
    const sign = cursor.peek;
    if (sign === "+" || sign === "-" || sign === "~" || sign === "!") {
      cursor.at++;
      return sign === "+" ? this.deeper() : this.negated(sign, this.deeper());
    }
    const word = WORD.exec(cursor.text.slice(cursor.at, cursor.at + 12))?.[0];
    const prefix = word === undefined ? undefined : this.wordOperator(word);
    return prefix ?? this.suffixed(this.primary());
  }

  private deeper(): Sum {
    if (++this.depth > MAX_DEPTH) this.fail("the expression is nested too deeply", "expression-too-deep");
    const sum = this.unary();
    this.depth--;
    return sum;
  }

  private negated(operator: UnaryOperator, sum: Sum): Sum {
    if (sum.registers.length > 0 || sum.expression === undefined)
      this.fail(`"${operator}" cannot be applied to a register`, "bad-address");
    return { registers: [], expression: fold({ kind: "unary", operator, operand: sum.expression }) };
  }

  /** NOT, OFFSET, SHORT, QWORD PTR and the like before what they mean; undefined: another word. */
  private wordOperator(written: string): Sum | undefined {
    const cursor = this.cursor;
    const word = written.toLowerCase();
    const start = cursor.at;
    cursor.at += written.length;
    if (word === "not") return this.negated("~", this.sum(2));
    if (word === "offset") {
      this.hasOffset = true;
      cursor.skipSpace();
      if (/^flat\s*:/i.test(cursor.rest())) cursor.at = cursor.text.indexOf(":", cursor.at) + 1;
      return this.deeper();
    }
    const bytes = POINTER_BYTES[word];
    const distance = word === "near" || word === "far" || word === "short";
    if (bytes !== undefined || distance) {
      const follows = /^\s+ptr\b\s*/i.exec(cursor.rest());
      // "far [rax]" without "ptr" is something else to GNU as
      if (follows !== null || word === "short") {
        cursor.at += follows?.[0].length ?? 0;
        if (bytes !== undefined) this.bytes = bytes;
        this.far ||= word === "far" || word === "fword";
        return this.deeper();
      }
    }
    cursor.at = start;
    return undefined;
  }

  /** `[...]` behind a term adds to it. */
  private suffixed(first: Sum): Sum {
    let sum = first;
    for (;;) {
      this.cursor.skipSpace();
      if (this.cursor.peek !== "[") return sum;
      sum = this.combine("+", sum, this.primary());
    }
  }

  private primary(): Sum {
    const cursor = this.cursor;
    const open = cursor.peek;
    if (open === "[" || open === "(") {
      const start = cursor.at++;
      const before = this.segment;
      const inner = this.sum(0);
      if (open === "[" && this.segment !== before && inner.registers.length > 0)
        this.fail("a segment stands before the brackets: gs:[rbx]", "bad-segment");
      if (!cursor.takeNext(open === "[" ? "]" : ")"))
        throw new OperandError(`'${open}' is not closed`, "missing-parenthesis", start, cursor.at);
      this.isAddress ||= open === "[";
      return inner;
    }
    const register = this.registerHere();
    if (register === undefined) return { registers: [], expression: this.term() };
    if (register.class === "segment" && cursor.takeNext(":")) {
      this.segment = register;
      cursor.skipSpace();
      return this.deeper();
    }
    return { registers: [{ register, scale: 1, scaled: false }], expression: undefined };
  }

  private registerHere(): RegisterName | undefined {
    const cursor = this.cursor;
    const match = /^%?([A-Za-z][A-Za-z0-9]*)(?![\w.$@])/.exec(cursor.text.slice(cursor.at, cursor.at + 12));
    if (match === null) return undefined;
    const percent = match[0].startsWith("%");
    const found = percent || !this.program.syntax.prefixed ? findRegister(match[1] ?? "") : undefined;
    if (found === undefined) return undefined;
    cursor.at += match[0].length;
    return found.class === "x87" ? stackRegisterNumber(cursor, found) : found;
  }

  private term(): Expression {
    const cursor = this.cursor;
    // `$` is this place, as `.` is
    if (cursor.peek === "$" && !/^\$[\w.$]/.test(cursor.rest())) {
      cursor.at++;
      return this.program.here();
    }
    if (cursor.atEnd) throw new ExpressionError("an operand is missing here", "bad-expression", cursor.at, cursor.at);
    return parseOperand(cursor, this.program, this.depth);
  }
}

const ZERO: Expression = { kind: "number", value: 0n };
