// The files that a search may write beside its answer: JUnit XML and SARIF.

import type { Arguments, OptionSpec } from "./command.ts";
import type { Explored } from "./exploration-output.ts";
import { junit } from "./junit.ts";
import { sarif } from "./sarif.ts";
import type { Terminal } from "./terminal.ts";

export const REPORT_OPTIONS = {
  junit: { type: "string", value: "FILE", help: "also write the result as JUnit XML" },
  sarif: { type: "string", value: "FILE", help: "also write violations as SARIF 2.1.0, at their source lines" },
} as const satisfies Record<string, OptionSpec>;

export function writeReports(args: Arguments, terminal: Terminal, rows: readonly Explored[]): void {
  write(terminal, args.text("junit"), () => junit(rows));
  write(terminal, args.text("sarif"), () => sarif(rows));
}

function write(terminal: Terminal, path: string | undefined, text: () => string): void {
  if (path === undefined) return;
  if (path === "-") terminal.out(text());
  else terminal.writeFile(path, new TextEncoder().encode(text()));
}
