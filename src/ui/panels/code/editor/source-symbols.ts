// What a source text names: labels, macros, constants; where a name stands, and
// what folds. Text only: knows neither the editor nor the assembler.

export interface NamePlace {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Exclusive. */
  readonly endColumn: number;
}

export type SymbolKind = "label" | "macro" | "constant";

export interface SourceSymbol extends NamePlace {
  readonly name: string;
  readonly kind: SymbolKind;
  /** The last line that belongs to it. */
  readonly endLine: number;
}

export interface Fold {
  readonly from: number;
  readonly to: number;
  readonly kind: "comment" | "code";
}

const NAME = /[A-Za-z_.][\w.$]*/g;
/** Annotations that name labels; the others are prose. */
const NAMING_ANNOTATION = /^\s*#@\s*(?:service|may-fault|region|watch)\b/;

/** The lines with comments and strings blanked, columns kept. */
export function codeLines(text: string): readonly string[] {
  let isInComment = false;
  return text.split("\n").map((line) => {
    // The annotation's own word is no name.
    const annotation = isInComment ? undefined : NAMING_ANNOTATION.exec(line)?.[0];
    if (annotation !== undefined) return "#@".padStart(annotation.length) + line.slice(annotation.length);
    let code = "";
    for (let at = 0; at < line.length; at++) {
      const two = line.slice(at, at + 2);
      if (isInComment) {
        isInComment = two !== "*/";
        code += isInComment ? " " : "  ";
        if (!isInComment) at++;
      } else if (two === "/*") {
        isInComment = true;
        code += "  ";
        at++;
      } else if (two === "//" || line[at] === "#") return code + " ".repeat(line.length - at);
      else if (line[at] === '"') {
        const end = closing(line, at);
        code += " ".repeat(end - at);
        at = end - 1;
      } else code += line[at] ?? "";
    }
    return code;
  });
}

/** Behind the quote that ends the string at `from`. */
function closing(line: string, from: number): number {
  let at = from + 1;
  while (at < line.length && line[at] !== '"') at += line[at] === "\\" ? 2 : 1;
  return Math.min(line.length, at + 1);
}

export function symbolsOf(text: string): readonly SourceSymbol[] {
  const lines = codeLines(text);
  const found: SourceSymbol[] = [];
  for (const [n, line] of lines.entries()) {
    const add = (name: string, kind: SymbolKind, at: number): void => {
      found.push({ name, kind, line: n + 1, column: at + 1, endColumn: at + 1 + name.length, endLine: n + 1 });
    };
    if (/^\s*#@/.test(line)) continue;
    const macro = /^(\s*\.macro\s+)([A-Za-z_.][\w.$]*)/.exec(line);
    if (macro?.[1] !== undefined && macro[2] !== undefined) add(macro[2], "macro", macro[1].length);
    const set = /^(\s*\.(?:set|equ|equiv)\s+)([A-Za-z_.][\w.$]*)/.exec(line);
    if (set?.[1] !== undefined && set[2] !== undefined) add(set[2], "constant", set[1].length);
    const assigned = /^(\s*)([A-Za-z_][\w.$]*)\s*=(?!=)/.exec(line);
    if (assigned?.[1] !== undefined && assigned[2] !== undefined) add(assigned[2], "constant", assigned[1].length);
    for (const label of line.matchAll(/(^\s*|;\s*|:\s*)([A-Za-z_.][\w.$]*)(?=:)/g))
      if (label[1] !== undefined && label[2] !== undefined) add(label[2], "label", label.index + label[1].length);
  }
  return found.map((symbol, n) => ({ ...symbol, endLine: lastLineOf(symbol, found.slice(n + 1), lines) }));
}

/** A label reaches to the next one; a macro to its .endm. */
function lastLineOf(symbol: SourceSymbol, later: readonly SourceSymbol[], lines: readonly string[]): number {
  if (symbol.kind === "constant") return symbol.line;
  if (symbol.kind === "macro") {
    const end = lines.findIndex((line, n) => n >= symbol.line && /^\s*\.endm\b/.test(line));
    return end < 0 ? symbol.line : end + 1;
  }
  const next = later.find(({ kind, line }) => kind !== "constant" && line > symbol.line)?.line ?? lines.length + 1;
  let last = next - 1;
  while (last > symbol.line && (lines[last - 1] ?? "").trim() === "") last--;
  return last;
}

/** Every place where the name stands in code, its definition included. */
export function placesOf(text: string, name: string): readonly NamePlace[] {
  return codeLines(text).flatMap((line, n) =>
    [...line.matchAll(NAME)]
      .filter((match) => match[0] === name && line[match.index - 1] !== "%")
      .map((match) => ({ line: n + 1, column: match.index + 1, endColumn: match.index + 1 + name.length })),
  );
}

/** The name at a place of the text, registers excepted. */
export function nameAt(
  text: string,
  lineNumber: number,
  column: number,
): (NamePlace & { readonly name: string }) | undefined {
  const line = codeLines(text)[lineNumber - 1] ?? "";
  for (const match of line.matchAll(NAME)) {
    const from = match.index + 1;
    const to = from + match[0].length;
    if (column >= from && column <= to && line[match.index - 1] !== "%")
      return { name: match[0], line: lineNumber, column: from, endColumn: to };
  }
  return undefined;
}

/** The mnemonic of a line: its first word behind labels and prefixes. */
export function mnemonicOf(line: string): (NamePlace & { readonly name: string }) | undefined {
  const code = codeLines(line)[0] ?? "";
  const match = /^((?:\s*[\w.$]+:)*\s*(?:(?:lock|rep[nz]?e?|notrack)\s+)*)([A-Za-z][\w.]*)/.exec(code);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  const column = match[1].length + 1;
  return { name: match[2], line: 1, column, endColumn: column + match[2].length };
}

/** Labels with their code, macros, and comments of several lines. */
export function foldsOf(text: string): readonly Fold[] {
  const lines = text.split("\n");
  const folds: Fold[] = symbolsOf(text)
    .filter(({ line, endLine }) => endLine > line)
    .map(({ line, endLine }) => ({ from: line, to: endLine, kind: "code" }));
  let from: number | undefined;
  for (let n = 0; n <= lines.length; n++) {
    const isComment = /^\s*(?:#|\/\/|\*|\/\*)/.test(lines[n] ?? "") && n < lines.length;
    if (isComment) from ??= n + 1;
    else {
      if (from !== undefined && n > from) folds.push({ from, to: n, kind: "comment" });
      from = undefined;
    }
  }
  return folds.filter(({ from: start }, n) => folds.findIndex((other) => other.from === start) === n);
}
