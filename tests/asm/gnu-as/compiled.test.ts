// What gcc makes of C, assembled here and by the GNU as of this computer: every section
// that is loaded has the same bytes.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findCompiler } from "../../../scripts/lib/tools.mjs";
import { assemble } from "../../../src/asm/assemble.ts";
import type { Section } from "../../../src/asm/assembly.ts";
import { bytesToHex } from "../../../src/base/hex.ts";
import { sectionsOf } from "../../golden/gnu-as.ts";
import { isInstalled } from "./live.ts";

const SOURCES = fileURLToPath(new URL("./compiled/", import.meta.url));
const KERNEL = "-mcmodel=kernel -fno-pic -fno-pie -mno-red-zone -mgeneral-regs-only -ffreestanding -w -S".split(" ");
const WAYS = [
  "-O2",
  "-O0",
  "-Os",
  "-O3 -march=haswell",
  "-O2 -fcf-protection -fno-asynchronous-unwind-tables",
  "-O2 -fstack-protector-all",
  "-O2 -ffunction-sections -fdata-sections -pg -mfentry",
  "-O2 -mindirect-branch=thunk-extern -mfunction-return=thunk-extern -mharden-sls=all",
  "-O2 -falign-functions=64 -falign-loops=16 -fno-omit-frame-pointer -fpatchable-function-entry=16,16",
  "-Og -g -gdwarf-5",
];

const TEXT = 0xffffffff81000000n;
const EXTERNAL = 0xffffffff82000000n;
const hex = (value: bigint): string => `0x${value.toString(16)}`;

let folder = "";
const at = (name: string): string => join(folder, name);

/** Names that the object leaves to others. */
function undefinedNames(): string[] {
  const list = execFileSync("nm", ["-u", at("c.o")], { encoding: "utf8" });
  return list.split("\n").flatMap((line) => line.trim().split(/\s+/).slice(1));
}

/** Puts each section where ours lies; debug sections, whose references are of 32 bits, low. */
function linkerScript(sections: readonly Section[], environment: ReadonlyMap<string, bigint>): string {
  const isDebug = ({ name }: Section): boolean => name.startsWith(".debug");
  const order = sections.filter((each) => !isDebug(each)).sort((a, b) => (a.address < b.address ? -1 : 1));
  return [
    "SECTIONS {",
    ...sections.filter(isDebug).map(({ name }) => `"${name}" 0 : { *("${name}") }`),
    ...order.map(({ name, address }) => `. = ${hex(address)}; "${name}" . : SUBALIGN(1) { *("${name}") }`),
    ...[...environment].map(([name, value]) => `"${name}" = ${hex(value)};`),
    "}",
  ].join("\n");
}

function compare(source: string, way: string): void {
  execFileSync("gcc", [...KERNEL, ...way.split(" "), "-o", at("c.s"), join(SOURCES, source)]);
  execFileSync("as", ["--64", "-o", at("c.o"), at("c.s")]);
  const environment = new Map(undefinedNames().map((name, n): [string, bigint] => [name, EXTERNAL + BigInt(64 * n)]));
  const text = readFileSync(at("c.s"), "utf8");
  const result = assemble(text, { strict: true, bases: new Map([[".text", TEXT]]), environment });
  expect(result.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  writeFileSync(at("c.ld"), linkerScript(result.sections, environment));
  execFileSync("ld", ["-T", at("c.ld"), "-e", "0", "--no-relax", "-o", at("c.elf"), at("c.o")], { stdio: "pipe" });
  const wanted = sectionsOf(readFileSync(at("c.elf")));
  const loaded = result.sections.filter(({ name }) => !/^\.(debug|comment|note|bss|eh_frame)/.test(name));
  for (const { name, bytes } of loaded) expect(bytesToHex(bytes), name).toBe(wanted.get(name)?.toString("hex") ?? "");
  expect(loaded.length).toBeGreaterThan(0);
}

describe.skipIf(!isInstalled() || findCompiler() === undefined)(
  "compiled C assembles as by the installed GNU as",
  () => {
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "compiled-"));
    });
    afterAll(() => {
      rmSync(folder, { recursive: true });
    });

    for (const way of WAYS.filter(
      (each) => spawnSync("gcc", [...each.split(" "), "-E", "-xc", "/dev/null"]).status === 0,
    ))
      test.each(readdirSync(SOURCES))(`gcc ${way}: %s`, (source) => {
        compare(source, way);
      });
  },
);
