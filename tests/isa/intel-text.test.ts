// Intel's text against GNU objdump's (`-M intel`), and back: what is printed assembles
// to the same bytes.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { decode, formatIntel } from "../../src/isa/index.ts";
import { Operation } from "../../src/isa/vocabulary.ts";
import { readGoldens } from "../golden/format.ts";

const folder = new URL("../golden/asm/", import.meta.url);
const goldens = readdirSync(folder).flatMap((file) => readGoldens(readFileSync(new URL(file, folder), "utf8")));
const ADDRESS = 0x1000;

function hasObjdump(): boolean {
  try {
    execFileSync("objdump", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Every instruction of the goldens that the core runs, each once. */
function instructions(): readonly Uint8Array[] {
  const found = new Map<string, Uint8Array>();
  for (const { bytes: text, title, source } of goldens) {
    if (text === undefined || title !== undefined || source.startsWith(".")) continue;
    const bytes = Uint8Array.from(Buffer.from(text, "hex"));
    for (let at = 0; at < bytes.length;) {
      const decoded = decode(bytes, at, { idealised: false });
      if (decoded.kind !== "instruction") break;
      const { length, operation, idle } = decoded.instruction;
      const own = bytes.slice(at, at + length);
      // What prefixes without an effect are called is no matter of the syntax.
      if (operation !== Operation.NotModelled && idle.length === 0) found.set(Buffer.from(own).toString("hex"), own);
      at += length;
    }
  }
  return [...found.values()];
}

/** One line each: objdump reads on in step, because every instruction is padded to 16 bytes with NOPs. */
function objdump(all: readonly Uint8Array[]): readonly string[] {
  const place = mkdtempSync(join(tmpdir(), "nmi-stepper-"));
  try {
    const bytes = new Uint8Array(all.length * 16).fill(0x90);
    all.forEach((one, index) => bytes.set(one, index * 16));
    const file = join(place, "all.bin");
    writeFileSync(file, bytes);
    const text = execFileSync(
      "objdump",
      ["-D", "-b", "binary", "-m", "i386:x86-64", "-M", "intel", "--no-show-raw-insn", "-w", file],
      { encoding: "utf8", maxBuffer: 1 << 28 },
    );
    const lines = new Map<number, string>();
    for (const line of text.split("\n")) {
      const [, at, words] = /^\s*([0-9a-f]+):\s+(.*)$/.exec(line) ?? [];
      if (at !== undefined && words !== undefined) lines.set(Number.parseInt(at, 16), words);
    }
    return all.map((_, index) => lines.get(index * 16) ?? "");
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** What both say in ways of their own: a displacement of nothing, segments and address sizes that are ignored. */
const plain = (text: string): string =>
  text
    .replace(/\s*#.*$/, "")
    .replaceAll(/\s+/g, " ")
    .replace("+0x0]", "]")
    // objdump knows no negative distance from RIP
    .replace(/\[rip\+0x(f{8}[0-9a-f]{8})\]/, (_, distance: string) => {
      return `[rip-0x${((1n << 64n) - BigInt(`0x${distance}`)).toString(16)}]`;
    })
    .replace(/^(?:[cdes]s |addr32 |rex |notrack )+/, "")
    .replace(/\b[cdes]s:(?=\[|0x)/g, "")
    .replace(/\[eiz\*1\+(0x\w+)\]/, "$1")
    .replace(/^movabs /, "mov ")
    .trim();

function printed(bytes: Uint8Array, address = ADDRESS): string {
  const decoded = decode(bytes, 0, { idealised: false });
  return decoded.kind === "instruction" ? formatIntel(decoded.instruction, BigInt(address)) : decoded.kind;
}

describe.skipIf(!hasObjdump())("Intel's text is objdump's", () => {
  test("for every instruction of the goldens", () => {
    const all = instructions();
    const theirs = objdump(all);
    const wrong = all.flatMap((bytes, index) => {
      const mine = plain(printed(bytes, index * 16));
      const other = plain(theirs[index] ?? "");
      return mine === other ? [] : [`${Buffer.from(bytes).toString("hex")}: objdump: ${other}; ours: ${mine}`];
    });
    expect(wrong.slice(0, 60).join("\n"), `${wrong.length} of ${all.length} differ`).toBe("");
    expect(all.length).toBeGreaterThan(3000);
  });
});
