// One repair applied to a text. Lines and columns count from 1.

import type { Fix } from "../../../asm/assembly.ts";

export function applyFix(source: string, fix: Fix): string {
  const lines = source.split("\n");
  const line = lines[fix.line - 1];
  if (line === undefined) return source;
  lines[fix.line - 1] = line.slice(0, fix.column - 1) + fix.text + line.slice(fix.endColumn - 1);
  return lines.join("\n");
}
