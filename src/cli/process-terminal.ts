// The terminal of this process.

import { readFileSync, writeFileSync } from "node:fs";
import { Refusal, type Terminal } from "./terminal.ts";

const WHY: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "it may not be opened",
  ENOTDIR: "a part of its path is no folder",
};

function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw new Refusal(`${path}: ${WHY[code] ?? (error instanceof Error ? error.message : "it cannot be used")}`, {
      cause: error,
    });
  }
}

export function processTerminal(): Terminal {
  // `... | head` closes the pipe before everything is written: not an error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  return {
    out: (text) => void process.stdout.write(text),
    outBytes: (bytes) => void process.stdout.write(bytes),
    error: (text) => void process.stderr.write(text),
    input: () => attempt("standard input", () => readFileSync(0)),
    readFile: (path) => attempt(path, () => readFileSync(path)),
    writeFile: (path, bytes) => attempt(path, () => writeFileSync(path, bytes)),
  };
}
