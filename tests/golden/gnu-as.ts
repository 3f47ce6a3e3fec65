// What the GNU as of this computer says, many lines in one run: each line gets a
// section of its own. Blocks, and lines that need the linker, run alone.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GoldenCase } from "./format.ts";

export const BASE = 0x1000n;
/** What sources may use and nobody defines. */
export const EXTERNAL: ReadonlyMap<string, bigint> = new Map([["extern", 0x5000n]]);

/** Bytes by name of section; ELF64, little endian. */
export function sectionsOf(file: Buffer): ReadonlyMap<string, Buffer> {
  const table = Number(file.readBigUInt64LE(0x28));
  const at = (index: number): number => table + index * 64;
  const names = Number(file.readBigUInt64LE(at(file.readUInt16LE(0x3e)) + 24));
  const sections = new Map<string, Buffer>();
  for (let index = 1; index < file.readUInt16LE(0x3c); index++) {
    const from = names + file.readUInt32LE(at(index));
    const name = file.toString("latin1", from, file.indexOf(0, from));
    const offset = Number(file.readBigUInt64LE(at(index) + 24));
    sections.set(name, file.subarray(offset, offset + Number(file.readBigUInt64LE(at(index) + 32))));
  }
  return sections;
}

const MOST_LINES = 4000;

export class GnuAs {
  private readonly folder = mkdtempSync(join(tmpdir(), "golden-"));

  close(): void {
    rmSync(this.folder, { recursive: true });
  }

  private path(name: string): string {
    return join(this.folder, name);
  }

  /** Bytes for each case; undefined: refused. */
  record(cases: readonly GoldenCase[]): (string | undefined)[] {
    const lines = cases.filter((each) => each.title === undefined);
    const known = new Map<string, string | undefined>();
    for (let from = 0; from < lines.length; from += MOST_LINES)
      this.lines(
        lines.slice(from, from + MOST_LINES).map((each) => each.source),
        known,
      );
    return cases.map(({ source, title }) =>
      title === undefined && known.has(source) ? known.get(source) : this.alone(`${source}\n`),
    );
  }

  private lines(sources: readonly string[], known: Map<string, string | undefined>): void {
    let alive = [...new Set(sources)];
    for (;;) {
      writeFileSync(this.path("l.s"), `${alive.map((line, n) => `.section .t.${n},"ax"\n# ${n + 1} "case"\n${line}`).join("\n")}\n`);
      const result = spawnSync("as", ["--64", "-o", this.path("l.o"), this.path("l.s")], { maxBuffer: 1 << 28 });
      if (result.status === 0) break;
      const refused = new Set<string>();
      for (const match of result.stderr.toString().matchAll(/^case:(\d+): (?:Error|Internal error)/gm))
        refused.add(alive[Number(match[1]) - 1] ?? "");
      if (refused.size === 0) throw new Error(`as: ${result.stderr.toString().slice(0, 500)}`);
      for (const line of refused) known.set(line, undefined);
      alive = alive.filter((line) => !refused.has(line));
    }
    const sections = sectionsOf(readFileSync(this.path("l.o")));
    alive.forEach((line, n) => {
      if (!sections.has(`.rela.t.${n}`)) known.set(line, sections.get(`.t.${n}`)?.toString("hex"));
    });
  }

  private alone(source: string): string | undefined {
    writeFileSync(this.path("a.s"), source);
    if (spawnSync("as", ["--64", "-o", this.path("a.o"), this.path("a.s")]).status !== 0) return undefined;
    const plain = sectionsOf(readFileSync(this.path("a.o")));
    if (!plain.has(".rela.text")) return plain.get(".text")?.toString("hex");
    const symbols = [...EXTERNAL].flatMap(([name, value]) => ["--defsym", `${name}=0x${value.toString(16)}`]);
    const flags = ["-N", "-z", "max-page-size=4096", "-e", "0", `-Ttext=0x${BASE.toString(16)}`];
    try {
      execFileSync("ld", [...flags, ...symbols, "-o", this.path("a.elf"), this.path("a.o")], { stdio: "pipe" });
    } catch {
      return undefined;
    }
    return sectionsOf(readFileSync(this.path("a.elf"))).get(".text")?.toString("hex");
  }
}
