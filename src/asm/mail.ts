// A pasted mail: finds the code among header, prose, quotes and signature.
// Lines and columns stay those of the pasted text: what is left out is blanked.

import { isMnemonic } from "../isa/index.ts";
import type { LeftOut } from "./assembly.ts";
import { DIRECTIVES } from "./directives.ts";

export interface CodeOfMail {
  readonly text: string;
  readonly leftOut: readonly LeftOut[];
}

type LineKind = "code" | "blank" | "header" | "prose" | "signature";

const HEADER =
  /^(From|To|Cc|Bcc|Date|Subject|Reply-To|Message-ID|In-Reply-To|References|Sender|List-Id|MIME-Version|Content-Type|X-[\w-]+):\s+\S/i;
const SUBJECT = /^(Re|Fwd?|AW): /;
const QUOTE = /^[ \t]*(?:>[ \t]?)+/;
const PREFIXES = new Set([
  "lock",
  "rep",
  "repe",
  "repz",
  "repne",
  "repnz",
  "cs",
  "ds",
  "es",
  "fs",
  "gs",
  "ss",
  "data16",
  "addr32",
]);

/** Comment text gone, as far as it matters for guessing. */
function bare(line: string): string {
  return line
    .replace(/#.*$/, "")
    .replace(/\/\*.*?\*\//g, " ")
    .trim();
}

const JOINS_LEFT = /^[-+*/|&<>,)]/;
const JOINS_RIGHT = /[-+*/|&<>,($~]$/;

/** Operands look like operands: no two words side by side but around an operator. */
function looksLikeOperands(text: string): boolean {
  if (text === "") return true;
  if (/[?!,.]$/.test(text)) return false;
  const words = text.split(/\s+/);
  if (!words.every((word, at) => at === 0 || JOINS_LEFT.test(word) || JOINS_RIGHT.test(words[at - 1] ?? "")))
    return false;
  return text.split(",").every((part) => /^[-*$%(\w.'"+~]/.test(part.trim()));
}

function isCode(line: string): boolean {
  const text = line.trim();
  if (text.startsWith("#") || text.startsWith("/*")) return true;
  if (text === "..." || text === "\u2026") return true;
  const code = bare(text);
  const label = /^(?:[A-Za-z_.$][\w.$]*|\d+):\s*(.*)$/.exec(code);
  if (label !== null) return label[1] === "" || isCode(label[1] ?? "");
  const assignment = /^[A-Za-z_.$][\w.$]*\s*==?\s*\S/.test(code);
  if (assignment) return true;
  const words = /^(\S+)\s*(.*)$/.exec(code);
  const first = (words?.[1] ?? "").toLowerCase();
  const rest = words?.[2] ?? "";
  if (first.startsWith(".")) return DIRECTIVES.has(first);
  if (PREFIXES.has(first) && rest !== "") return isCode(rest);
  return isMnemonic(first) && looksLikeOperands(rest);
}

/** Plain English: many words, nothing that only programs have. */
function isProse(line: string): boolean {
  const words = line.trim().split(/\s+/);
  return (
    words.length >= 5 &&
    words.filter((word) => /^[A-Za-z'"(][A-Za-z'",.;:!?)-]*$/.test(word)).length >= words.length * 0.7
  );
}

function unquote(line: string): string {
  return line.replace(QUOTE, (quote) => " ".repeat(quote.length));
}

/** Lines outside block comments; a .S file may hold any prose inside them. */
function outsideBlocks(lines: readonly string[]): string[] {
  let inside = false;
  return lines.map((line) => {
    if (!inside && !line.includes("/*")) return line;
    let result = "";
    let at = 0;
    while (at < line.length) {
      if (!inside && line.startsWith("/*", at)) {
        inside = true;
        at += 2;
      } else if (inside && line.startsWith("*/", at)) {
        inside = false;
        at += 2;
      } else {
        if (!inside) result += line.charAt(at);
        at++;
      }
    }
    return result;
  });
}

function isMail(lines: readonly string[]): boolean {
  const filled = lines.filter((line) => line.trim() !== "");
  const quoted = filled.filter((line) => /^\s*>/.test(line)).length;
  const headers = filled.slice(0, 20).filter((line) => HEADER.test(unquote(line)) && !isCode(unquote(line))).length;
  const prose = outsideBlocks(lines.map(unquote)).filter((line) => isProse(line) && !isCode(line)).length;
  const hasCode = lines.some((line) => isCode(unquote(line)) && !unquote(line).trim().startsWith("#"));
  return hasCode && (headers >= 2 || quoted >= Math.max(3, filled.length * 0.6) || prose >= 3);
}

function classify(lines: readonly string[]): LineKind[] {
  let signed = false;
  let inHeader = true;
  return lines.map((line): LineKind => {
    const text = unquote(line);
    if (/^\s*--\s*$/.test(text)) signed = true;
    if (signed) return text.trim() === "" ? "blank" : "signature";
    if (text.trim() === "") return "blank";
    if (inHeader && (HEADER.test(text.trim()) || SUBJECT.test(text.trim()))) return "header";
    if (isCode(text)) {
      inHeader = false;
      return "code";
    }
    if (isProse(text)) inHeader = false;
    return "prose";
  });
}

const WORDS: Readonly<Record<LineKind, string>> = {
  code: "code",
  blank: "blank",
  header: "mail header",
  prose: "prose",
  signature: "signature",
};

/** Runs of lines of one kind; blank lines between two of a kind belong to them. */
function ranges(kinds: readonly LineKind[]): LeftOut[] {
  const list: { fromLine: number; toLine: number; what: string }[] = [];
  let open: { kind: LineKind; from: number; to: number } | undefined;
  const close = (): void => {
    if (open !== undefined) list.push({ fromLine: open.from, toLine: open.to, what: WORDS[open.kind] });
    open = undefined;
  };
  kinds.forEach((kind, at) => {
    if (kind === "blank") return;
    if (kind === "code") close();
    else if (open?.kind === kind) open.to = at + 1;
    else {
      close();
      open = { kind, from: at + 1, to: at + 1 };
    }
  });
  close();
  return list;
}

/** Undefined: the text is an ordinary program. */
export function codeOfMail(source: string): CodeOfMail | undefined {
  const lines = source.split("\n").map((line) => line.replace(/\r$/, ""));
  if (lines.length < 3 || !isMail(lines)) return undefined;
  const kinds = classify(lines);
  const text = lines.map((line, at) => (kinds[at] === "code" ? unquote(line) : "")).join("\n");
  return { text, leftOut: ranges(kinds) };
}
