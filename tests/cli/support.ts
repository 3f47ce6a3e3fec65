// The real command line, as a process.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../src/cli/main.ts";
import { Refusal } from "../../src/cli/terminal.ts";

const CORE = join(import.meta.dirname, "../../build/core.wasm");
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

/** The same in this process: for many short questions. `files`: the only ones there are. */
export async function ask(args: readonly string[], files: ReadonlyMap<string, string> = new Map()): Promise<Ran> {
  let out = "";
  let error = "";
  const none = (): never => {
    throw new Error("not in this test");
  };
  const readFile = (path: string): Uint8Array => {
    const text = files.get(path);
    if (text === undefined) throw new Refusal(`${path}: there is no such file`);
    return new TextEncoder().encode(text);
  };
  const status = await main(
    args,
    { core: CORE },
    {
      out: (text) => void (out += text),
      error: (text) => void (error += text),
      outBytes: none,
      input: none,
      readFile,
      writeFile: none,
    },
  );
  return { status, out, error };
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
