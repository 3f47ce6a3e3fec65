// The real command line, as a process.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ENTRY = join(import.meta.dirname, "../../scripts/cli.mjs");

export interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly error: string;
}

export function cli(args: readonly string[], input = ""): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [ENTRY, ...args], {
    input,
    encoding: "utf8",
    maxBuffer: 64 << 20,
  });
  return { status, out: stdout, error: stderr };
}

/** The objects of a JSON trace. */
export function lines(out: string): Record<string, unknown>[] {
  return out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** A folder of one's own for the time of a test. */
export function withFolder<T>(files: Readonly<Record<string, string>>, act: (path: (name: string) => string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "nmi-stepper-cli-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return act((name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
