// Expressions of `p` and `x`: $rsp, symbols, numbers, value history, + - * / & | ^
// << >> ( ), and *E for the quadword at E. 64-bit arithmetic, as the machine's.

import { GENERAL_REGISTERS, type RegisterName } from "../../machine/types.ts";
import type { Run } from "../run.ts";
import { CommandError } from "./command.ts";
import type { ConsoleState } from "./state.ts";

const MASK = (1n << 64n) - 1n;
const TOKEN = /\s*(0[xX][0-9a-fA-F]+|\d+|\$\w*|[A-Za-z_.][\w.$]*|<<|>>|[-+*/%&|^~()])/y;
const PRECEDENCE: Readonly<Record<string, number>> = {
  "|": 1,
  "^": 2,
  "&": 3,
  "<<": 4,
  ">>": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
};

export const REGISTER_ALIASES: Readonly<Record<string, RegisterName>> = {
  pc: "rip",
  sp: "rsp",
  fp: "rbp",
  eflags: "rflags",
  gs_base: "gsBase",
  fs_base: "fsBase",
  k_gs_base: "kernelGsBase",
};

export interface Scope {
  readonly run: Run;
  readonly state: ConsoleState;
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
    if (match?.[1] === undefined)
      throw new CommandError(`A syntax error in expression, near "${trimmed.slice(from).trim()}".`);
    found.push(match[1]);
  }
  if (found.length === 0) throw new CommandError("Argument required (expression to compute).");
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
    if (rest !== undefined) throw new CommandError(`A syntax error in expression, near "${rest}".`);
  }

  #unary(): bigint {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new CommandError("A syntax error in expression, near its end.");
    if (token === "-") return -this.#unary() & MASK;
    if (token === "+") return this.#unary();
    if (token === "~") return ~this.#unary() & MASK;
    if (token === "&") return this.#address();
    if (token === "*") return readWord(this.#scope, this.#unary());
    if (token === "(") {
      const value = this.binary(0);
      if (this.#tokens[this.#at++] !== ")") throw new CommandError('A syntax error in expression: ")" expected.');
      return value;
    }
    return primary(token, this.#scope);
  }

  #address(): bigint {
    const name = this.#tokens[this.#at++] ?? "";
    return primary(name, this.#scope);
  }
}

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
      if (right === 0n) throw new CommandError("Division by zero");
      return operator === "/" ? left / right : left % right;
    case "&":
      return left & right;
    case "|":
      return left | right;
    case "^":
      return left ^ right;
    case "<<":
      return right > 63n ? 0n : left << right;
    default:
      return right > 63n ? 0n : left >> right;
  }
}

function primary(token: string, { run, state }: Scope): bigint {
  if (/^\d/.test(token)) return BigInt(token) & MASK;
  if (token.startsWith("$")) return dollar(token.slice(1), run, state);
  const variable = run.program.variables.find(({ name }) => name === token);
  if (variable !== undefined) return variable.address;
  const symbol = run.program.naming.symbol(token);
  if (symbol === undefined) throw new CommandError(`No symbol "${token}" in current context.`);
  return symbol;
}

function dollar(name: string, run: Run, state: ConsoleState): bigint {
  if (name === "" || /^\d+$/.test(name)) {
    const value = name === "" ? state.values.at(-1) : state.values[Number(name) - 1];
    if (value === undefined) throw new CommandError(`History has not yet reached $${name === "" ? "1" : name}.`);
    return value;
  }
  const registers = run.timeline.machine.registers();
  const register = registerName(name);
  if (register !== undefined) return registers[register];
  const narrow = narrowRegister(name);
  if (narrow !== undefined) return BigInt.asUintN(narrow.bits, registers[narrow.name]);
  throw new CommandError(`There is no register "$${name}".`);
}

export function registerName(name: string): RegisterName | undefined {
  const alias = REGISTER_ALIASES[name];
  if (alias !== undefined) return alias;
  return ALL_REGISTERS.find((register) => register.toLowerCase() === name.toLowerCase());
}

export const ALL_REGISTERS: readonly RegisterName[] = [
  "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "rsp",
  "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15",
  "rip", "rflags", "cs", "ss", "ds", "es", "fs", "gs",
  "fsBase", "gsBase", "kernelGsBase",
  "cr0", "cr2", "cr3", "cr4", "cr8", "efer", "dr0", "dr1", "dr2", "dr3", "dr6", "dr7",
]; // prettier-ignore

/** eax, ax, al, r8d. */
function narrowRegister(name: string): { readonly name: RegisterName; readonly bits: number } | undefined {
  const short = /^(r\d+)([dwb])$/.exec(name);
  const bits = { d: 32, w: 16, b: 8 } as const;
  if (short?.[1] !== undefined) {
    const found = GENERAL_REGISTERS.find((register) => register === short[1]);
    const letter = short[2];
    return found === undefined || (letter !== "d" && letter !== "w" && letter !== "b")
      ? undefined
      : { name: found, bits: bits[letter] };
  }
  if (/^e[a-ds][xpi]$/.test(name)) return wide(`r${name.slice(1)}`, 32);
  if (/^[a-ds][xpi]$/.test(name)) return wide(`r${name}`, 16);
  return /^[a-d]l$/.test(name) ? wide(`r${name.charAt(0)}x`, 8) : undefined;
}

function wide(name: string, bits: number): { readonly name: RegisterName; readonly bits: number } | undefined {
  const found = GENERAL_REGISTERS.find((register) => register === name);
  return found === undefined ? undefined : { name: found, bits };
}

export function readBytes(run: Run, address: bigint, sizeBytes: number): bigint {
  const bytes = run.timeline.machine.read(address, sizeBytes);
  if (bytes === undefined) throw new CommandError(`Cannot access memory at address 0x${address.toString(16)}`);
  let value = 0n;
  for (const byte of bytes.toReversed()) value = (value << 8n) | BigInt(byte);
  return value;
}

function readWord({ run }: Scope, address: bigint): bigint {
  return readBytes(run, address, 8);
}
