// The C preprocessor's lines of a pasted .S file: #define, #undef, #if and its
// kin. Lines keep their numbers: directives and dead lines become empty, and a
// statement that a macro changed means the whole of what was written.

import { LIMITS, LimitReached, type Program } from "./program.ts";
import { cppCondition, isCppDefined } from "./preprocess-condition.ts";
import { CppBudget, CppUnclosed, CppUseError, expandCpp, type CppMacro } from "./preprocess-expand.ts";
import { scan, type Origin, type Statement } from "./statement.ts";

const DIRECTIVE = /^(\s*)#(define|undef|include|ifdef|ifndef|if|elif|else|endif|error|warning)\b(.*)$/;
const NAME = /^\s+([A-Za-z_]\w*)\s*$/;
const PARAMETER = /^[A-Za-z_]\w*$/;
/** Statements that one call may lie in. */
const MOST_JOINED = 100;
const DEFINE = /^\s+([A-Za-z_]\w*)(?:\(([^()]*)\))?(?:\s+(.*))?$/;

/** One directive with its continued lines, comments gone. */
interface Line {
  readonly word: string;
  readonly rest: string;
  readonly origin: Origin;
}

interface Level {
  readonly origin: Origin;
  active: boolean;
  /** Some branch was taken, or the whole is dead. */
  done: boolean;
  elseSeen: boolean;
}

export class Preprocessor {
  private readonly budget = new CppBudget(LIMITS.expansionBytes);
  private readonly levels: Level[] = [];
  private readonly macros = new Map<string, CppMacro>();
  /** What was defined or, without a macro, undefined from which line on. */
  private readonly changes: { readonly line: number; readonly name: string; readonly macro: CppMacro | undefined }[] =
    [];
  private readonly lines: readonly string[];
  private readonly hasEnd: boolean;
  private inComment = false;

  constructor(
    private readonly program: Program,
    text: string,
  ) {
    this.lines = text.split("\n");
    this.hasEnd = this.lines.some((line) => /^\s*#endif\b/.test(line));
  }

  /** The text without directives and dead lines, of as many lines. */
  text(): string {
    const kept: string[] = [];
    for (let at = 0; at < this.lines.length;) {
      const raw = this.lines[at] ?? "";
      const match = this.inComment ? null : DIRECTIVE.exec(raw.replace(/\r$/, ""));
      const count = match === null ? 1 : this.continued(at);
      if (match !== null && this.directive(this.line(match, at, count))) {
        kept.push(...Array.from({ length: count - 1 }, () => ""), this.inComment ? "/*" : "");
      } else {
        for (const line of this.lines.slice(at, at + count)) {
          this.followComments(line);
          kept.push(this.alive ? line : "");
        }
      }
      at += count;
    }
    for (const level of this.levels)
      this.report("error", level.origin, "cpp-condition", "this condition has no #endif");
    return kept.join("\n");
  }

  /** Statements in the order of their lines, macros expanded. */
  expand(statements: readonly Statement[]): readonly Statement[] {
    if (this.changes.length === 0) return statements;
    const macros = new Map<string, CppMacro>();
    const expanded: Statement[] = [];
    let next = 0;
    for (let at = 0; at < statements.length;) {
      const { line } = statements[at] as Statement;
      for (let change = this.changes[next]; change !== undefined && change.line < line;) {
        if (change.macro === undefined) macros.delete(change.name);
        else macros.set(change.name, change.macro);
        change = this.changes[++next];
      }
      const { made, count } = this.expandFrom(statements, at, macros);
      for (const statement of made) expanded.push(statement);
      at += count;
    }
    return expanded;
  }

  /** The statement at `at`, with those after it that a call goes on in. */
  private expandFrom(
    statements: readonly Statement[],
    at: number,
    macros: ReadonlyMap<string, CppMacro>,
  ): { readonly made: readonly Statement[]; readonly count: number } {
    const first = statements[at] as Statement;
    let joined = first.text;
    for (let count = 1; ; count++) {
      try {
        return { made: this.expandOne({ ...first, text: joined }, macros), count };
      } catch (error) {
        if (!(error instanceof CppUseError)) throw error;
        const next = count < MOST_JOINED ? statements[at + count] : undefined;
        if (!(error instanceof CppUnclosed) || next === undefined) {
          this.report("error", first, "cpp-arguments", error.message);
          return { made: [], count: error instanceof CppUnclosed ? 1 : count };
        }
        joined += (next.line === statements[at + count - 1]?.line ? "; " : " ") + next.text;
      }
    }
  }

  private expandOne(statement: Statement, macros: ReadonlyMap<string, CppMacro>): readonly Statement[] {
    const text = expandCpp(statement.text, macros, this.budget);
    if (text === undefined) return [statement];
    const { line, column, length, fromBody } = statement;
    const at: Origin = { line, column, length, fromBody, exact: false };
    return scan(text, { slashes: true, fromBody, at, firstLine: line }).statements;
  }

  private report(severity: "error" | "warning", origin: Origin, code: string, message: string, why?: string): void {
    const remark = { code, message, ...(why === undefined ? {} : { explanation: why }) };
    this.program.report(severity, origin, 0, origin.length, remark);
  }

  private get alive(): boolean {
    return this.levels.every((level) => level.active);
  }

  private continued(from: number): number {
    let at = from;
    while (/\\\s*$/.test(this.lines[at] ?? "") && at + 1 < this.lines.length) at++;
    return at - from + 1;
  }

  private line(match: RegExpExecArray, at: number, count: number): Line {
    const [first = "", space = "", word = "", start = ""] = match;
    const parts = [start, ...this.lines.slice(at + 1, at + count)].map((part) => {
      const text = part.trimEnd();
      return text.endsWith("\\") ? text.slice(0, -1) : text;
    });
    const rest = this.withoutComments(parts.join(" "));
    const length = first.trim().length;
    const origin = { line: at + 1, column: space.length, exact: true, length, fromBody: false };
    return { word, rest: rest.trimEnd(), origin };
  }

  /** A directive's text; notes whether its last comment goes on in the next line. */
  private withoutComments(text: string): string {
    let result = "";
    let at = 0;
    this.inComment = false;
    let slashes = text.indexOf("//");
    for (;;) {
      const block = text.indexOf("/*", at);
      if (slashes >= 0 && slashes < at) slashes = text.indexOf("//", at);
      if (slashes >= 0 && (block < 0 || slashes < block)) return result + text.slice(at, slashes);
      if (block < 0) return result + text.slice(at);
      result += `${text.slice(at, block)} `;
      const close = text.indexOf("*/", block + 2);
      if (close < 0) {
        this.inComment = true;
        return result;
      }
      at = close + 2;
    }
  }

  /** Does a block comment go on after this line? */
  private followComments(line: string): void {
    let rest = line;
    if (!this.inComment && /^\s*\/(?!\*)/.test(rest)) return;
    for (;;) {
      if (this.inComment) {
        const close = rest.indexOf("*/");
        if (close < 0) return;
        rest = rest.slice(close + 2);
        this.inComment = false;
      }
      // strings and characters hold no comment; # and // end the line
      const open = /^(?:"(?:[^"\\]|\\.)*"?|'(?:\\.|.)|[^"'#/]|\/(?![*/]))*/.exec(rest)?.[0].length ?? 0;
      if (!rest.startsWith("/*", open)) return;
      rest = rest.slice(open + 2);
      this.inComment = true;
    }
  }

  /** False: not the form of a directive, the line is a comment. */
  private directive(line: Line): boolean {
    switch (line.word) {
      case "if":
      case "ifdef":
      case "ifndef":
        return this.open(line);
      case "elif":
      case "else":
      case "endif":
        return this.branch(line);
      default:
        return this.alive ? this.live(line) : true;
    }
  }

  private live({ word, rest, origin }: Line): boolean {
    if (word === "define") return this.define(rest, origin);
    if (word === "undef") {
      const name = NAME.exec(rest)?.[1];
      if (name !== undefined) this.change(name, undefined, origin);
      return name !== undefined;
    }
    if (word === "include") {
      if (!/^\s*["<]/.test(rest)) return false;
      this.program.report("error", origin, 0, origin.length, {
        code: "cpp-include",
        message: `${rest.trim()} cannot be included: there are no other files here`,
        explanation:
          "Delete the line, and paste in its place those #define lines and .macro definitions of the file that the code uses.",
        fix: { title: "Delete the line", text: "", from: 0, to: origin.length },
      });
      return true;
    }
    const severity = word === "error" ? "error" : "warning";
    this.report(severity, origin, `cpp-${word}`, `#${word}${rest === "" ? "" : `: ${rest.trim()}`}`);
    return true;
  }

  private change(name: string, macro: CppMacro | undefined, origin: Origin): void {
    if (macro === undefined) this.macros.delete(name);
    else this.macros.set(name, macro);
    this.changes.push({ line: origin.line, name, macro });
  }

  private define(rest: string, origin: Origin): boolean {
    const match = DEFINE.exec(rest);
    if (match === null) return false;
    const [, name = "", list, text] = match;
    const body = (text ?? "").trim();
    const parameters = list?.split(",").map((each) => each.trim());
    if (parameters?.length === 1 && parameters[0] === "") parameters.pop();
    const variadic = parameters?.at(-1)?.endsWith("...") === true;
    if (variadic) parameters?.push(parameters.pop()?.slice(0, -3).trim() || "__VA_ARGS__");
    if (parameters?.every((each) => PARAMETER.test(each)) === false) {
      const what = "a parameter is a name, and the last one may be ... or NAME...";
      this.report("error", origin, "cpp-define", `#define ${name}: ${what}`);
      return true;
    }
    const old = this.macros.get(name);
    if (old !== undefined && (old.body !== body || old.parameters?.join() !== parameters?.join()))
      this.report("warning", origin, "cpp-redefined", `"${name}" was defined otherwise in line ${old.line}`);
    this.change(name, { name, parameters, variadic, body, line: origin.line }, origin);
    return true;
  }

  private open({ word, rest, origin }: Line): boolean {
    const alive = this.alive;
    let active = false;
    if (word !== "if") {
      const name = NAME.exec(rest)?.[1];
      if (name === undefined) return false;
      active = isCppDefined(name, this.macros) === (word === "ifdef");
    } else if (alive) {
      const value = this.condition(rest, origin);
      if (value === undefined) return false;
      active = value;
    }
    if (this.levels.length >= 200) throw new LimitReached("#if is nested too deeply");
    this.levels.push({ origin, active: alive && active, done: !alive || active, elseSeen: false });
    return true;
  }

  /** Undefined: prose. With an #endif in the file it is a condition all the same, a wrong one. */
  private condition(rest: string, origin: Origin): boolean | undefined {
    const value = cppCondition(rest, this.macros, this.budget);
    if (value !== undefined) return value;
    if (!this.hasEnd) return undefined;
    this.report("error", origin, "cpp-condition", `"${rest.trim()}" is no expression that #if can decide here`);
    return false;
  }

  private branch({ word, rest, origin }: Line): boolean {
    const level = this.levels.at(-1);
    if (level === undefined || (word !== "elif" && rest.trim() !== "")) return false;
    if (word === "endif") {
      this.levels.pop();
      return true;
    }
    if (level.elseSeen) {
      this.report("error", origin, "cpp-condition", `#${word} after #else`);
      return true;
    }
    level.elseSeen = word === "else";
    level.active = false;
    if (level.done) return true;
    // the levels around are alive: this one is not done
    level.active = word === "else" || (this.condition(rest, origin) ?? false);
    level.done = level.active;
    return true;
  }
}
