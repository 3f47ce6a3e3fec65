// Macros and repetitions: definitions, arguments as GNU as splits them, and
// substitution in a body. Expansion is text; what it means is decided later.

import { type Cursor, isNamePart } from "./cursor.ts";
import type { Statement } from "./statement.ts";

export interface MacroParameter {
  readonly name: string;
  readonly preset: string;
  readonly required: boolean;
  readonly variable: boolean;
}

export interface Macro {
  readonly name: string;
  readonly parameters: readonly MacroParameter[];
  readonly body: readonly Statement[];
}

/** Characters that keep a space between them apart (GNU as's scrubber). */
const KEEPS_SPACE = /[A-Za-z0-9_.$*%\-([{}"'\\]/;

function characterValue(text: string): number {
  const escaped = text.charAt(1) === "\\" && text.length > 2;
  const c = text.charAt(escaped ? 2 : 1);
  return (escaped ? { b: 8, f: 12, n: 10, r: 13, t: 9 }[c] : undefined) ?? c.charCodeAt(0) & 0xff;
}

/** White space as GNU as's scrubber leaves it in arguments: only between symbols. */
export function scrub(text: string): string {
  let result = "";
  let quote = "";
  let afterCharacter = false;
  for (let at = 0; at < text.length; at++) {
    const c = text.charAt(at);
    if (quote !== "") {
      result += c;
      if (c === "\\" && at + 1 < text.length) result += text.charAt(++at);
      else if (c === quote) quote = "";
    } else if (c === '"') {
      quote = c;
      result += c;
    } else if (c === " " || c === "\t") {
      while (/[ \t]/.test(text.charAt(at + 1))) at++;
      const before = result.charAt(result.length - 1);
      const after = text.charAt(at + 1);
      if (!afterCharacter && /[A-Za-z0-9_.$"'}]/.test(before) && KEEPS_SPACE.test(after)) result += " ";
    } else if (c === "'" && at + 1 < text.length) {
      // 'a and 'a' are numbers to GNU as before it splits
      const [character = "'"] = /^'(?:\\[^]|[^])'?/.exec(text.slice(at, at + 4)) ?? [];
      result += String(characterValue(character));
      at += character.length - 1;
      afterCharacter = true;
      continue;
    } else result += c;
    afterCharacter = false;
  }
  return result.trim();
}

/** Splits the arguments of a macro call, .irp or the like: at commas and at space. */
export function splitArguments(text: string, altmacro = false): string[] {
  const source = scrub(text);
  const list: string[] = [];
  let at = 0;
  while (at < source.length) {
    const [argument, end] = oneArgument(source, at, altmacro);
    list.push(argument);
    at = end;
    if (source.charAt(at) === " ") at++;
    if (source.charAt(at) === ",") {
      at++;
      if (source.charAt(at) === " ") at++;
      if (at >= source.length) list.push("");
    }
  }
  return list;
}

function oneArgument(source: string, start: number, altmacro: boolean): [string, number] {
  const first = source.charAt(start);
  if (first === '"') return quotedArgument(source, start);
  if (altmacro && first === "<") {
    const close = source.indexOf(">", start);
    if (close > 0) return [source.slice(start + 1, close), close + 1];
  }
  const closers: string[] = [];
  let at = start;
  for (; at < source.length; at++) {
    const c = source.charAt(at);
    if (c === "," || (c === " " && closers.length === 0)) break;
    if (c === '"') {
      const end = source.indexOf('"', at + 1);
      at = end < 0 ? source.length - 1 : end;
    } else if (c === "(") closers.push(")");
    else if (c === "[") closers.push("]");
    else if (c === closers.at(-1)) closers.pop();
  }
  return [source.slice(start, at), at];
}

/** "..." loses its quotes; "" inside is one quote. */
function quotedArgument(source: string, start: number): [string, number] {
  let text = "";
  let at = start + 1;
  for (; at < source.length; at++) {
    const c = source.charAt(at);
    if (c === '"') {
      if (source.charAt(at + 1) !== '"') break;
      at++;
    } else if (c === "\\" && source.charAt(at + 1) === '"') {
      text += "\\";
      at++;
    }
    text += source.charAt(at);
  }
  return [text, at + 1];
}

/** The head of .macro: name and parameters. A string: what is wrong. */
export function readHead(cursor: Cursor): { readonly name: string; readonly parameters: MacroParameter[] } | string {
  cursor.skipSpace();
  const name = cursor.name();
  if (name === undefined) return "the macro's name is missing";
  const parameters: MacroParameter[] = [];
  cursor.takeNext(",");
  for (;;) {
    cursor.skipSpace();
    if (cursor.atEnd) return { name: name.toLowerCase(), parameters };
    const parameter = cursor.name();
    if (parameter === undefined) return `"${cursor.peek}" cannot be a parameter`;
    if (parameters.some((p) => p.name === parameter)) return `the parameter "${parameter}" is there twice`;
    if (parameters.length >= 100) return "too many parameters";
    let required = false;
    let variable = false;
    if (cursor.takeNext(":")) {
      cursor.skipSpace();
      const qualifier = cursor.name();
      if (qualifier === "req") required = true;
      else if (qualifier === "vararg") variable = true;
      else return `":${qualifier ?? ""}" is no qualifier; there are :req and :vararg`;
    }
    let preset = "";
    if (cursor.takeNext("=")) {
      cursor.skipSpace();
      const [value, end] = oneArgument(cursor.text, cursor.at, false);
      preset = value;
      cursor.at = Math.min(end, cursor.text.length);
    }
    parameters.push({ name: parameter, preset, required, variable });
    cursor.takeNext(",");
  }
}

/** Values by parameter name. A string: what is wrong. */
export function bindArguments(macro: Macro, text: string, altmacro: boolean): ReadonlyMap<string, string> | string {
  const values = new Map<string, string>();
  const last = macro.parameters.at(-1);
  const list = last?.variable === true ? splitVariable(macro, text, altmacro) : splitArguments(text, altmacro);
  let position = 0;
  let keywords = false;
  for (const argument of list) {
    const named = /^([A-Za-z_.$][\w.$]*)=/.exec(argument);
    const parameter = named === null ? undefined : macro.parameters.find((p) => p.name === named[1]);
    if (parameter !== undefined && named !== null) {
      keywords = true;
      const value = argument.slice(named[0].length);
      values.set(parameter.name, value.startsWith('"') ? quotedArgument(value, 0)[0] : value);
      continue;
    }
    if (named !== null) return `"${macro.name}" has no parameter "${named[1] ?? ""}"`;
    if (keywords) return `values by place cannot follow values by name`;
    const next = macro.parameters[position++];
    if (next === undefined) return `"${macro.name}" takes ${macro.parameters.length} arguments`;
    values.set(next.name, argument);
  }
  for (const parameter of macro.parameters) {
    const value = values.get(parameter.name) ?? "";
    if (value === "" && parameter.required) return `"${macro.name}" needs a value for "${parameter.name}"`;
    if (value === "") values.set(parameter.name, parameter.preset);
  }
  return values;
}

/** The last parameter takes the rest of the line as it stands. */
function splitVariable(macro: Macro, text: string, altmacro: boolean): string[] {
  const source = scrub(text);
  const list: string[] = [];
  let at = 0;
  while (at < source.length && list.length < macro.parameters.length - 1) {
    const [argument, end] = oneArgument(source, at, altmacro);
    list.push(argument);
    at = end;
    if (source.charAt(at) === " ") at++;
    if (source.charAt(at) === ",") at++;
    if (source.charAt(at) === " ") at++;
  }
  if (at < source.length) list.push(source.slice(at));
  return list;
}

/** The characters of .irpc: white space counts inside quotes only. */
export function splitCharacters(text: string): string[] {
  const list: string[] = [];
  let quoted = false;
  for (const c of text) {
    if (c === '"') quoted = !quoted;
    else if (quoted || !/\s/.test(c)) list.push(c);
  }
  return list;
}

export interface Substitution {
  readonly values: ReadonlyMap<string, string>;
  /** For \@; undefined in .rept and .irp: left alone. */
  readonly count: number | undefined;
  readonly altmacro: boolean;
}

/** Replaces \name, \@ and \() in one line; in altmacro mode bare names too. */
export function substitute(text: string, substitution: Substitution): string {
  if (!text.includes("\\") && !substitution.altmacro) return text;
  let result = "";
  let at = 0;
  let inString = false;
  while (at < text.length) {
    const c = text.charAt(at);
    // outside strings 'c and '\c are numbers to GNU as before it substitutes
    const number = c === "'" && !inString ? /^'(?:\\[^]|[^])'?/.exec(text.slice(at, at + 4)) : null;
    if (number !== null) {
      result += number[0];
      at += number[0].length;
      continue;
    }
    if (c === '"') inString = !inString;
    if (c === "\\") {
      const next = text.charAt(at + 1);
      if (next === "@" && substitution.count !== undefined) {
        result += String(substitution.count);
        at += 2;
        continue;
      }
      if (next === "(" && text.charAt(at + 2) === ")") {
        at += 3;
        continue;
      }
      const end = nameEnd(text, at + 1);
      const value = longestName(text.slice(at + 1, end), substitution.values);
      if (value !== undefined) {
        result += value.value;
        at += 1 + value.length;
        // GNU as drops an apostrophe behind a parameter
        if (text.charAt(at) === "'" || (substitution.altmacro && text.charAt(at) === "&")) at++;
        continue;
      }
      result += c + next;
      at += 2;
      continue;
    }
    // a & in front joins like one behind
    if (substitution.altmacro && c === "&" && substitution.values.has(text.slice(at + 1, nameEnd(text, at + 1)))) {
      at++;
      continue;
    }
    if (substitution.altmacro && isNamePart(c) && !isNamePart(text.charAt(at - 1))) {
      const end = nameEnd(text, at);
      const word = text.slice(at, end);
      result += substitution.values.get(word) ?? word;
      at = end;
      if (text.charAt(at) === "&") at++;
      continue;
    }
    result += c;
    at++;
  }
  return result;
}

function nameEnd(text: string, from: number): number {
  let end = from;
  while (isNamePart(text.charAt(end))) end++;
  return end;
}

/** `\a.b`: a parameter may end before a dot. */
function longestName(word: string, values: ReadonlyMap<string, string>): { value: string; length: number } | undefined {
  const whole = values.get(word);
  if (whole !== undefined) return { value: whole, length: word.length };
  const short = /^[A-Za-z0-9_$]+/.exec(word)?.[0] ?? "";
  const value = values.get(short);
  return value === undefined || short === "" ? undefined : { value, length: short.length };
}
