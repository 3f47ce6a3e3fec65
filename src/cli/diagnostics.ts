// Diagnostics on standard error, as compilers write them.

import type { Diagnostic, Severity } from "../asm/assembly.ts";
import type { Terminal } from "./terminal.ts";

const ALL: readonly Severity[] = ["error", "warning", "note"];

export function printDiagnostics(
  terminal: Terminal,
  file: string,
  diagnostics: readonly Diagnostic[],
  severities: readonly Severity[] = ALL,
): void {
  for (const { severity, line, column, message } of diagnostics) {
    if (severities.includes(severity)) terminal.error(`${file}:${line}:${column}: ${severity}: ${message}\n`);
  }
}
