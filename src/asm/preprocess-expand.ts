// Macros of the C preprocessor in one statement's text. Knows neither lines nor
// conditions; work is bounded by the budget it is given.

import { LimitReached } from "./program.ts";

export interface CppMacro {
  readonly name: string;
  /** undefined: an object-like macro. */
  readonly parameters: readonly string[] | undefined;
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

/** A macro used wrongly; `name` is the macro. */
export class CppUseError extends Error {}

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
        const values = call.values.map((value) => expand(value, macros, budget, busy, depth + 1));
        piece = expand(replaced(macro, values, budget), macros, budget, new Set([...busy, token]), depth + 1);
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
  if (depth > 0) throw new CppUseError(`the arguments of "${macro.name}" are not closed with ')'`);
  values.push(value.trim());
  const wanted = macro.parameters?.length ?? 0;
  if (wanted === 0 && values.length === 1 && values[0] === "") values.pop();
  if (values.length !== wanted)
    throw new CppUseError(`"${macro.name}" takes ${wanted} arguments, here are ${values.length}`);
  return { values, end: at + 1 };
}

function replaced(macro: CppMacro, values: readonly string[], budget: CppBudget): string {
  const parameters = macro.parameters ?? [];
  return macro.body.replace(TOKEN, (token) => {
    const index = parameters.indexOf(token);
    const piece = index < 0 ? token : (values[index] ?? "");
    budget.spend(piece.length);
    return piece;
  });
}
