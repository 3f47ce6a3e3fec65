// Inputs for the assembler: real sources with random changes, words of the
// language in any order, random characters, macros that call each other, bombs.

import { readdirSync, readFileSync } from "node:fs";
import { readGoldens } from "../golden/format.ts";
import type { Random } from "./random.ts";

const folder = new URL("../golden/asm/", import.meta.url);
const GOLDENS = readdirSync(folder).flatMap((file) => readGoldens(readFileSync(new URL(file, folder), "utf8")));

const LINES = GOLDENS.filter((each) => each.title === undefined).map((each) => each.source);
const BLOCKS = [
  ...GOLDENS.filter((each) => each.title !== undefined).map((each) => each.source),
  readFileSync(new URL("../asm/fixtures/mail-2010-07-16.txt", import.meta.url), "utf8"),
];

const WORDS = [...new Set([...LINES, ...BLOCKS].flatMap((source) => source.match(/[\w.$%]+|[^\s\w]/g) ?? []))];
const EXTRA = [
  "#define", "#define f(a) a f(a)", "#if", "#ifdef", "#else", "#endif", "#include", "#@ service", "...", "\\", "\\a", "\\@",
  "'", '"', "/*", "*/", "//", "{", "}", "From:", ">", "%__percpu_seg:", "\u0000", "\u2026", "\ufeff", "99999999999999999999",
  "0x7fffffffffffffff", "-0x8000000000000000", "1f", "1b", ".-.", "a-b", "(((", ")))", ".intel_syntax noprefix", "qword ptr",
  "[rax+", "offset",
]; // prettier-ignore

const anyWord = (random: Random): string => (random.chance(4) ? random.pick(EXTRA, "") : random.pick(WORDS, "nop"));

function mutatedText(random: Random, text: string): string {
  let result = text;
  for (let times = 1 + random.below(4); times > 0; times--) {
    const at = random.below(result.length + 1);
    const length = random.below(6);
    const kind = random.below(5);
    if (kind === 0) result = result.slice(0, at) + result.slice(at + length);
    else if (kind === 1) result = `${result.slice(0, at)} ${anyWord(random)} ${result.slice(at)}`;
    else if (kind === 2) result = result.slice(0, at) + anyWord(random) + result.slice(at + length);
    else if (kind === 3) result = result.slice(0, at) + result.slice(random.below(result.length + 1));
    else
      result =
        result.slice(0, at) +
        String.fromCharCode(random.below(random.chance(8) ? 0xffff : 0x80)) +
        result.slice(at + 1);
  }
  return result;
}

/** One line: a golden with changes, or a few words. */
export function line(random: Random): string {
  if (random.chance(4))
    return Array.from({ length: 1 + random.below(8) }, () => anyWord(random)).join(random.chance(3) ? "" : " ");
  return mutatedText(random, random.pick(LINES, "nop"));
}

function mutation(random: Random): string {
  const lines = Array.from({ length: 1 + random.below(4) }, () => random.pick(BLOCKS, "nop"))
    .join("\n")
    .split("\n");
  for (let times = random.below(8); times > 0; times--) {
    const at = random.below(lines.length);
    const kind = random.below(5);
    if (kind === 0) lines.splice(at, 1 + random.below(3));
    else if (kind === 1) lines.splice(random.below(lines.length), 0, lines[at] ?? "");
    else if (kind === 2) lines[at] = mutatedText(random, lines[at] ?? "");
    else if (kind === 3) lines.splice(at, 0, line(random));
    else lines.splice(at, 0, anyWord(random));
  }
  return lines.join("\n");
}

function soup(random: Random): string {
  const count = 1 + random.below(150);
  const separators = [" ", " ", " ", "\n", "\n", ",", "", ";", "\t"];
  return Array.from({ length: count }, () => anyWord(random) + random.pick(separators, " ")).join("");
}

function noise(random: Random): string {
  const limit = random.chance(3) ? 0x10000 : 0x80;
  return Array.from({ length: random.below(400) }, () => String.fromCharCode(random.below(limit))).join("");
}

/** Macros that define, call and repeat each other; few, and with short bodies. */
function macros(random: Random): string {
  const names = ["a", "b", "c"];
  const statement = (): string =>
    random.pick(
      [
        `${random.pick(names, "a")} \\x`,
        `${random.pick(names, "a")} "(\\x-1)"`,
        "nop",
        ".byte \\x",
        ".if \\x > 0",
        ".endif",
        ".exitm",
        `.rept ${random.below(4)}`,
        ".endr",
        `.irp y, 1, 2, \\x`,
        ".byte \\y",
        `.purgem ${random.pick(names, "a")}`,
        ".set n, n+1",
        "\\@: nop",
        ".altmacro",
        "LOCAL z",
        "z: jmp z",
        "jmp 1f",
        "1:",
      ],
      "nop",
    );
  const bodies = names.map(
    (name) => `.macro ${name} x=1, r:vararg\n${Array.from({ length: random.below(7) }, statement).join("\n")}\n.endm`,
  );
  return `.set n, 0\n${bodies.join("\n")}\na ${random.below(5)}\nb 2, 3\n${statement()}`;
}

/** What asks for more than anyone may have. */
function bomb(random: Random): string {
  const huge = random.pick(["0x7fffffff", "0x7fffffffffffffff", "1000000", "100000000000"], "1");
  return random.pick(
    [
      `.rept ${huge}\nnop\n.endr`,
      `.rept 1000\n.rept 1000\n.rept 1000\n.byte 1\n.endr\n.endr\n.endr`,
      `.fill ${huge}, ${1 + random.below(8)}, 1`,
      `.skip ${huge}`,
      `.nops ${huge}`,
      `.org ${huge}`,
      `.p2align ${random.below(64)}`,
      `.balign ${huge}`,
      `.ds.d ${huge}`,
      `.macro m\nm\nm\n.endm\nm`,
      `.macro m a\nm "\\a\\a"\n.endm\nm x`,
      `.macro m a:vararg\nm \\a, \\a\n.endm\nm 1`,
      `.irp x, ${"1,".repeat(2000)}\n.irp y, ${"1,".repeat(2000)}\nnop\n.endr\n.endr`,
      `#define a b b b b\n#define b c c c c\n#define c d d d d\n#define d e e e e\n#define e f f f f\n#define f a b c d\n.byte a`,
      `.quad ${"(".repeat(random.below(5000))}1`,
      `.quad ${"-~!".repeat(random.below(5000))}1`,
      `.quad ${"1+".repeat(random.below(20000))}1`,
      ".if 1\n".repeat(random.below(3000)),
      `a: .skip b-a+1\nb: .skip c-b\nc:`,
      "1: jne 1f\n".repeat(random.below(5000)),
      `${"a".repeat(random.below(100_000))}:`,
      `mov ${"[".repeat(random.below(3000))}rax`,
      `.intel_syntax noprefix\nmov rax, ${"[rax+".repeat(random.below(3000))}1`,
      `.intel_syntax noprefix\nmov rax, ${"1+".repeat(random.below(3000))}1`,
      `.uleb128 ${"a-b+".repeat(200)}1\na: nop\nb:`,
    ],
    "nop",
  );
}

/** A source of realistic size, one of all kinds; its name comes along. */
export function source(random: Random): { readonly kind: string; readonly text: string } {
  const die = random.below(1000);
  if (die < 1) return { kind: "bomb", text: bomb(random) };
  if (die < 600) return { kind: "mutation", text: mutation(random) };
  if (die < 780) return { kind: "soup", text: soup(random) };
  if (die < 850) return { kind: "noise", text: noise(random) };
  return { kind: "macros", text: macros(random) };
}
