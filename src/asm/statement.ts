// Program text cut into statements: comments blanked (columns stay), lines cut
// at `;` and newline outside strings. Knows the lexical rules of GNU as for
// x86, nothing of what statements mean.

/** Where a statement was written. */
export interface Origin {
  /** 1-based. */
  readonly line: number;
  /** 0-based column of the statement's first character in that line. */
  readonly column: number;
  /** False: the text was made by a macro; places inside it mean the whole of `length`. */
  readonly exact: boolean;
  readonly length: number;
  readonly fromBody: boolean;
}

export interface Statement extends Origin {
  /** Without comments and without the separator. */
  readonly text: string;
}

export interface Comment {
  readonly line: number;
  /** 0-based column of the `#`. */
  readonly column: number;
  readonly text: string;
}

export interface Scanned {
  readonly statements: readonly Statement[];
  /** Comments to the end of a line, for `#@` and cpp lines. */
  readonly comments: readonly Comment[];
  /** A comment or string that never ends: where it began. */
  readonly unterminated:
    { readonly line: number; readonly column: number; readonly what: "comment" | "string" } | undefined;
}

export interface ScanOptions {
  /** A comment may begin with `//` anywhere, not only at the start of a line. */
  readonly slashes: boolean;
  readonly fromBody: boolean;
  /** Every statement belongs to this line (text of a body or macro). */
  readonly at: Origin | undefined;
  /** 1-based number of the first line. */
  readonly firstLine: number;
}

/** Cuts `text`, which may be a whole file or one line of a macro's expansion. */
export function scan(text: string, options: ScanOptions): Scanned {
  return new Scanner(text, options).run();
}

class Scanner {
  private readonly statements: Statement[] = [];
  private readonly comments: Comment[] = [];
  private unterminated: Scanned["unterminated"];
  private line: number;
  /** Start of the line, and of the statement, in `text`. */
  private lineStart = 0;
  private start = 0;
  /** The current statement with comments blanked, once one was met. */
  private blanked = "";
  private copiedTo = 0;

  constructor(
    private readonly text: string,
    private readonly options: ScanOptions,
  ) {
    this.line = options.firstLine;
  }

  run(): Scanned {
    const text = this.text;
    let at = 0;
    while (at < text.length) {
      const c = text.charCodeAt(at);
      if (c === 10) {
        this.finish(at);
        at++;
        this.newLine(at);
      } else if (c === 59) {
        this.finish(at);
        this.start = this.copiedTo = ++at;
      } else if (c === 34) at = this.skipString(at);
      else if (c === 39) at = this.skipCharacter(at);
      else if (c === 35) at = this.skipLineComment(at);
      else if (c === 47) at = this.slash(at);
      else at++;
    }
    this.finish(text.length);
    return { statements: this.statements, comments: this.comments, unterminated: this.unterminated };
  }

  private newLine(at: number): void {
    this.line++;
    this.lineStart = this.start = this.copiedTo = at;
  }

  private finish(end: number): void {
    let text = this.blanked + this.text.slice(this.copiedTo, end);
    if (text.endsWith("\r")) text = text.slice(0, -1);
    this.blanked = "";
    if (text.trim() !== "") {
      const at = this.options.at;
      this.statements.push(
        at === undefined
          ? {
              text,
              line: this.line,
              column: this.start - this.lineStart,
              exact: true,
              length: text.length,
              fromBody: this.options.fromBody,
            }
          : { ...at, text },
      );
    }
    this.start = this.copiedTo = end;
  }

  private blank(from: number, to: number): void {
    this.blanked += this.text.slice(this.copiedTo, from) + " ".repeat(to - from);
    this.copiedTo = to;
  }

  private skipString(at: number): number {
    for (let end = at + 1; end < this.text.length; end++) {
      const c = this.text.charCodeAt(end);
      // a backslash does not hide the end of the line
      if (c === 92 && this.text.charCodeAt(end + 1) !== 10) end++;
      else if (c === 34) return end + 1;
      else if (c === 10) {
        this.unterminated ??= { line: this.line, column: at - this.lineStart, what: "string" };
        return end;
      }
    }
    this.unterminated ??= { line: this.line, column: at - this.lineStart, what: "string" };
    return this.text.length;
  }

  /** 'c, '\n and 'c' are characters; what follows is not a comment or string. */
  private skipCharacter(at: number): number {
    let end = at + 1;
    if (this.text.charCodeAt(end) === 10 || end >= this.text.length) return end;
    if (this.text.charCodeAt(end) === 92) end++;
    if (this.text.charCodeAt(end) !== 10) end++;
    if (this.text.charCodeAt(end) === 39) end++;
    return Math.min(end, this.text.length);
  }

  private skipLineComment(at: number): number {
    let end = this.text.indexOf("\n", at);
    if (end < 0) end = this.text.length;
    this.comments.push({
      line: this.line,
      column: at - this.lineStart,
      text: this.text.slice(at, end).replace(/\r$/, ""),
    });
    this.blank(at, end);
    return end;
  }

  private slash(at: number): number {
    const next = this.text.charCodeAt(at + 1);
    if (next === 42) return this.skipBlockComment(at);
    const lineIsEmpty = this.text.slice(this.lineStart, at).trim() === "";
    if ((lineIsEmpty && this.options.at === undefined) || (next === 47 && this.options.slashes))
      return this.skipLineComment(at);
    return at + 1;
  }

  private skipBlockComment(at: number): number {
    const close = this.text.indexOf("*/", at + 2);
    if (close < 0) this.unterminated ??= { line: this.line, column: at - this.lineStart, what: "comment" };
    const end = close < 0 ? this.text.length : close + 2;
    let from = at;
    for (
      let newline = this.text.indexOf("\n", from);
      newline >= 0 && newline < end;
      newline = this.text.indexOf("\n", from)
    ) {
      this.blank(from, newline);
      this.finish(newline);
      this.newLine(newline + 1);
      from = newline + 1;
    }
    this.blank(from, end);
    return end;
  }
}
