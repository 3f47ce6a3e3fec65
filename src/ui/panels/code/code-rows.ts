// The source as rows: each line with its address and remarks, the body's
// instructions under their `...` line. Pure; both listing and editor read it.

import type { Diagnostic } from "../../../asm/assembly.ts";
import type { ListingLine, ProgramView } from "../../../session/views.ts";

export interface SourceRow {
  readonly line: number;
  readonly text: string;
  /** The first instruction of the line. */
  readonly instruction: ListingLine | undefined;
  /** All of them: a macro makes several, and so does a `;`. */
  readonly instructions: readonly ListingLine[];
  readonly isIdealised: boolean;
  readonly isLeftOut: boolean;
  /** Instructions filled in for a `...` line. */
  readonly body: readonly ListingLine[];
  readonly diagnostics: readonly Diagnostic[];
}

export function sourceRows(source: string, program: ProgramView | undefined): readonly SourceRow[] {
  const isCurrent = program !== undefined && program.source === source;
  const own = new Map<number, ListingLine[]>();
  const bodies = new Map<number, ListingLine[]>();
  const remarks = new Map<number, Diagnostic[]>();
  if (isCurrent) {
    for (const line of program.handler) {
      if (line.line === undefined) continue;
      const lines = line.fromBody ? bodies : own;
      lines.set(line.line, [...(lines.get(line.line) ?? []), line]);
    }
    for (const diagnostic of program.diagnostics) {
      remarks.set(diagnostic.line, [...(remarks.get(diagnostic.line) ?? []), diagnostic]);
    }
  }
  const leftOut = isCurrent ? program.leftOut : [];
  return source.split("\n").map((text, index): SourceRow => {
    const line = index + 1;
    const instructions = own.get(line) ?? [];
    return {
      line,
      text,
      instruction: instructions[0],
      instructions,
      isIdealised: instructions[0]?.idealised ?? false,
      isLeftOut: leftOut.some((range) => line >= range.fromLine && line <= range.toLine),
      body: bodies.get(line) ?? [],
      diagnostics: remarks.get(line) ?? [],
    };
  });
}

/** A box under the line for what would crash or does not assemble; the rest stands in the list below. */
export function boxedDiagnostic(row: SourceRow): Diagnostic | undefined {
  if (row.isIdealised) return row.diagnostics.find((one) => one.severity === "error");
  return (
    row.diagnostics.find((one) => one.severity === "error") ?? row.diagnostics.find((one) => one.severity === "warning")
  );
}

/** Diagnostics that offer a repair, in order: for "1 of 5 repairs". */
export function repairs(program: ProgramView): readonly Diagnostic[] {
  return program.diagnostics.filter((one) => one.fixes.length > 0);
}
