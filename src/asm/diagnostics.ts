// Collects diagnostics with exact places; bounds their number. Knows no rule of
// the language.

import type { Diagnostic, Fix, Severity } from "./assembly.ts";
import type { Origin } from "./statement.ts";

export interface Remark {
  readonly code: string;
  readonly message: string;
  readonly explanation?: string;
  /** Replaces the marked text, or, with `from`/`to`, another part of the statement. */
  readonly fix?: { readonly title: string; readonly text: string; readonly from?: number; readonly to?: number };
}

/** A message may quote the program, which may be anything. */
function shortened(text: string): string {
  return text.length > 300 ? `${text.slice(0, 297)}...` : text;
}

const MAX_DIAGNOSTICS = 500;

export class Diagnostics {
  readonly list: Diagnostic[] = [];
  private readonly seen = new Set<string>();
  errors = 0;
  /** Of any severity, also those that are not listed. */
  reported = 0;

  /** Marks [from, to) of the statement at `origin`. */
  add(severity: Severity, origin: Origin, from: number, to: number, remark: Remark): void {
    const end = Math.max(to, from + 1);
    const column = origin.exact ? origin.column + from + 1 : origin.column + 1;
    const endColumn = origin.exact ? origin.column + end + 1 : origin.column + origin.length + 1;
    this.reported++;
    if (severity === "error") this.errors++;
    const key = `${severity} ${origin.line} ${column} ${remark.code} ${remark.message}`;
    if (this.seen.has(key) || this.list.length >= MAX_DIAGNOSTICS) return;
    this.seen.add(key);
    this.list.push({
      severity,
      line: origin.line,
      column,
      endColumn,
      code: remark.code,
      message: shortened(remark.message),
      ...(remark.explanation === undefined ? {} : { explanation: remark.explanation }),
      fixes: this.fixes(origin, from, to, remark),
    });
  }

  /** A fix is offered only where the marked text is the file's own. */
  private fixes(origin: Origin, from: number, to: number, remark: Remark): readonly Fix[] {
    const fix = remark.fix;
    if (fix === undefined || !origin.exact || origin.fromBody) return [];
    return [
      {
        title: fix.title,
        line: origin.line,
        column: origin.column + (fix.from ?? from) + 1,
        endColumn: origin.column + (fix.to ?? to) + 1,
        text: fix.text,
      },
    ];
  }

  sorted(): readonly Diagnostic[] {
    return [...this.list].sort((a, b) => a.line - b.line || a.column - b.column);
  }
}
