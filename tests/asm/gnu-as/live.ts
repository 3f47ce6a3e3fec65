// GNU as on this computer, if there is one: the bytes of .text after linking.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export function isInstalled(): boolean {
  if (process.arch !== "x64") return false;
  return ["as", "ld", "objcopy"].every((tool) => spawnSync(tool, ["--version"]).status === 0);
}

/** Undefined: GNU as refuses. `symbols` are what the source leaves undefined. */
export function gnuAs(source: string, base: bigint, symbols: ReadonlyMap<string, bigint>): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "gnu-as-"));
  const at = (name: string): string => join(folder, name);
  try {
    writeFileSync(at("a.s"), source);
    if (spawnSync("as", ["--64", "-o", at("a.o"), at("a.s")]).status !== 0) return undefined;
    const defined = [...symbols].flatMap(([name, value]) => ["--defsym", `${name}=0x${value.toString(16)}`]);
    const text = `-Ttext=0x${base.toString(16)}`;
    const flags = ["-N", "-z", "max-page-size=4096", "-e", "0", text];
    execFileSync("ld", [...flags, ...defined, "-o", at("a.elf"), at("a.o")], { stdio: "pipe" });
    execFileSync("objcopy", ["-O", "binary", "-j", ".text", at("a.elf"), at("a.bin")]);
    return readFileSync(at("a.bin")).toString("hex");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
