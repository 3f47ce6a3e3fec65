// Macros of the C preprocessor in one statement's text. Knows neither lines nor
// conditions; work is bounded by the budget it is given.

import { LimitReached } from "./program.ts";

export interface CppMacro {
  readonly name: string;
  /** undefined: an object-like macro. */
  readonly parameters: readonly string[] | undefined;
  /** The last parameter takes all further arguments. */
  readonly variadic: boolean;
  readonly body: string;
  readonly line: number;
}

export type CppMacros = ReadonlyMap<string, CppMacro>;

/** Characters that all expansions of a file together may make. */
export class CppBudget {
  constructor(private rest: number) {}
  spend(characters: number): void {
    this.rest -= characters;
    if (this.rest < 0) throw new LimitReached("the expansion of #define is too large");
  }
}

/** A macro used wrongly. */
export class CppUseError extends Error {}
/** The text ends inside a call: its rest may be in the next line. */
export class CppUnclosed extends CppUseError {}

// strings, characters, numbers and names; all else stands for itself
const TOKEN = /"(?:[^"\\]|\\[^])*"?|'(?:\\[^]|[^])'?|\d[\w.]*|[A-Za-z_][\w]*|[^]/g;
const MAX_DEPTH = 50;

/** Undefined: no macro's name occurs. */
export function expandCpp(text: string, macros: CppMacros, budget: CppBudget): string | undefined {
  const names: readonly string[] = text.match(TOKEN) ?? [];
  if (!names.some((token) => macros.has(token))) return undefined;
  return expand(text, macros, budget, new Set(), 0);
}

function expand(text: string, macros: CppMacros, budget: CppBudget, busy: ReadonlySet<string>, depth: number): string {
  if (depth > MAX_DEPTH) throw new LimitReached("macros of #define are nested too deeply");
  const tokens: readonly string[] = text.match(TOKEN) ?? [];
  let result = "";
  let at = 0;
  while (at < tokens.length) {
    const token = tokens[at++] ?? "";
    const macro = busy.has(token) ? undefined : named(token, macros);
    let piece = token;
    if (macro?.parameters === undefined) {
      if (macro !== undefined) piece = expand(macro.body, macros, budget, new Set([...busy, token]), depth + 1);
    } else {
      const call = readArguments(tokens, at, macro);
      piece = macro.name;
      if (call !== undefined) {
        at = call.end;
        const values = call.values.map((raw) => ({ raw, whole: expand(raw, macros, budget, busy, depth + 1) }));
        const body = new Replacement(macro, values, budget).text();
        piece = expand(body, macros, budget, new Set([...busy, token]), depth + 1);
      }
    }
    budget.spend(piece.length);
    result += piece;
  }
  return result;
}

/** The macro of this name; where its body is just the name of a function-like one, that one. */
function named(name: string, macros: CppMacros): CppMacro | undefined {
  const macro = macros.get(name);
  const other = macro?.parameters === undefined ? macros.get(macro?.body ?? "") : undefined;
  return other?.parameters === undefined ? macro : other;
}

/** The arguments behind a function-like macro's name; undefined: no "(" follows, it is a plain name. */
function readArguments(
  tokens: readonly string[],
  from: number,
  macro: CppMacro,
): { readonly values: readonly string[]; readonly end: number } | undefined {
  let at = from;
  while (tokens[at]?.trim() === "") at++;
  if (tokens[at] !== "(") return undefined;
  const values: string[] = [];
  let depth = 1;
  let value = "";
  for (at++; at < tokens.length; at++) {
    const token = tokens[at] ?? "";
    if (token === "(") depth++;
    if (token === ")" && --depth === 0) break;
    if (token === "," && depth === 1) {
      values.push(value.trim());
      value = "";
    } else value += token;
  }
  if (depth > 0) throw new CppUnclosed(`the arguments of "${macro.name}" are not closed with ')'`);
  values.push(value.trim());
  const wanted = macro.parameters?.length ?? 0;
  if (wanted === 0 && values.length === 1 && values[0] === "") values.pop();
  if (macro.variadic && values.length >= wanted - 1) values.push(values.splice(wanted - 1).join(", "));
  if (values.length !== wanted) {
    const least = macro.variadic ? `at least ${wanted - 1}` : wanted;
    throw new CppUseError(`"${macro.name}" takes ${least} arguments, here are ${values.length}`);
  }
  return { values, end: at + 1 };
}

interface Argument {
  /** As written, for # and ##. */
  readonly raw: string;
  /** With its own macros expanded. */
  readonly whole: string;
}

/** A macro's body with the arguments in it (C11 6.10.3.1 to 6.10.3.3, and GNU's `, ## rest`). */
class Replacement {
  private readonly tokens: readonly string[];
  private at = 0;
  private result = "";

  constructor(
    private readonly macro: CppMacro,
    private readonly values: readonly Argument[],
    private readonly budget: CppBudget,
  ) {
    this.tokens = macro.body.match(TOKEN) ?? [];
  }

  text(): string {
    while (this.at < this.tokens.length) {
      const token = this.tokens[this.at++] ?? "";
      if (token === "#" && this.tokens[this.at] === "#") this.paste();
      else if (token === "#" && this.argument(this.skipSpace(this.at)) !== undefined) this.quote();
      else this.put(this.valueOf(token));
    }
    return this.result;
  }

  private valueOf(token: string): string {
    const argument = this.argument(this.at - 1);
    if (argument === undefined) return token;
    const next = this.skipSpace(this.at);
    return this.tokens[next] === "#" && this.tokens[next + 1] === "#" ? argument.raw : argument.whole;
  }

  private paste(): void {
    const right = this.skipSpace(this.at + 1);
    const argument = this.argument(right);
    this.at = right + 1;
    const left = this.result.trimEnd();
    const isRest = argument !== undefined && this.macro.variadic && argument === this.values.at(-1);
    if (isRest && left.endsWith(","))
      this.result = argument.raw === "" ? left.slice(0, -1) : `${left}${argument.whole}`;
    else this.result = left + (argument?.raw ?? this.tokens[right] ?? "");
    this.budget.spend(argument?.raw.length ?? 1);
  }

  private quote(): void {
    const from = this.skipSpace(this.at);
    this.at = from + 1;
    const raw = this.argument(from)?.raw ?? "";
    this.put(`"${raw.replace(/\s+/g, " ").replace(/"(?:[^"\\]|\\[^])*"/g, (text) => text.replace(/["\\]/g, "\\$&"))}"`);
  }

  private put(piece: string): void {
    this.budget.spend(piece.length);
    this.result += piece;
  }

  private argument(at: number): Argument | undefined {
    const index = this.macro.parameters?.indexOf(this.tokens[at] ?? "") ?? -1;
    return this.values[index];
  }

  private skipSpace(from: number): number {
    let at = from;
    while (this.tokens[at]?.trim() === "") at++;
    return at;
  }
}
