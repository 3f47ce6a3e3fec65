// A source in the catalogue's columns: labels at the margin, instructions four in,
// comments behind code aligned in blocks. Changes spaces only, and only where they
// mean nothing; whether the bytes stay is the caller's to check.

import { codeLines } from "./source-symbols.ts";

const INDENT = "    ";

interface FormattedLine {
  readonly code: string;
  /** Behind code, with its sign. */
  readonly comment: string;
}

export function formatSource(text: string): string {
  const lines = text.split("\n");
  const code = codeLines(text);
  const formatted = lines.map((line, n) => formatLine(line, code[n] ?? ""));
  return alignComments(formatted).join("\n");
}

function formatLine(line: string, code: string): FormattedLine {
  const trimmed = line.trimEnd();
  // Preprocessor lines, comments and what a comment over several lines holds stand as they are.
  if (code.trim() === "" || /^\s*#/.test(line) || line.includes("/*") || line.includes("*/"))
    return { code: trimmed, comment: "" };
  const at = commentAt(line, code);
  const body = line.slice(0, at).trim();
  const comment = line.slice(at).trim();
  const label = /^((?:[\w.$]+:\s*)+)(.*)$/.exec(body);
  if (label?.[1] !== undefined) {
    const rest = label[2] ?? "";
    const labels = label[1].trim();
    return { code: rest === "" ? labels : `${labels} ${oneSpace(rest)}`, comment };
  }
  // A name that is given a value, and a line without an indent that is no instruction.
  if (/^[\w.$]+\s*=/.test(body)) return { code: body, comment };
  return { code: INDENT + oneSpace(body), comment };
}

/** Where the comment behind the code begins; the line's length if there is none. */
function commentAt(line: string, code: string): number {
  const end = code.trimEnd().length;
  const rest = line.slice(end);
  const sign = /#|\/\//.exec(rest);
  // Strings are blank in the code: the sign must stand outside of them.
  if (sign === null || rest.slice(0, sign.index).includes('"')) {
    const last = line.lastIndexOf('"');
    const behind = last < end ? -1 : line.slice(last).search(/#|\/\//);
    return behind < 0 ? line.length : last + behind;
  }
  return end + sign.index;
}

/** One space between mnemonic and operands. */
function oneSpace(body: string): string {
  const match = /^([A-Za-z.][\w.]*)[ \t]+(.*)$/.exec(body);
  return match === null ? body : `${match[1]} ${match[2]}`;
}

/** Comments behind code in a run of lines stand in one column. */
function alignComments(lines: readonly FormattedLine[]): readonly string[] {
  const result: string[] = [];
  for (let from = 0; from < lines.length;) {
    let to = from;
    while (to < lines.length && lines[to]?.comment !== "" && lines[to] !== undefined) to++;
    const block = lines.slice(from, to);
    const column = Math.max(0, ...block.map(({ code }) => code.length)) + 2;
    for (const { code, comment } of block) result.push(code.padEnd(column) + comment);
    if (to < lines.length) result.push(lines[to]?.code ?? "");
    from = to + 1;
  }
  return result;
}
