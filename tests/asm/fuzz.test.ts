// Whatever the text, assembling ends with diagnostics inside it, never with an exception.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assemble } from "../../src/asm/assemble.ts";
import type { AssembleOptions, Assembly } from "../../src/asm/assembly.ts";

const WORDS = [
  "movq",
  "pushq",
  "cmpb",
  "jmp",
  "je",
  "iret",
  "nop",
  "lock",
  "rep",
  "movsb",
  "%rax",
  "%cr2",
  "%al",
  "%gs:",
  "%ds",
  "%nmi_stack_copy_rip",
  "%__percpu_seg:",
  "$1",
  "$a",
  "$-1",
  "(",
  ")",
  "(%rsp)",
  "8(%rax,%rcx,2)",
  ",",
  ":",
  "a",
  "b",
  "1:",
  "1b",
  "1f",
  "2",
  "0x10",
  ".",
  "+",
  "-",
  "*",
  "/",
  "<<",
  "==",
  "&&",
  "=",
  ";",
  "\n",
  "\n",
  "\n",
  "...",
  "#",
  "#@",
  "#define a(b) b a",
  "#define b a(b) \\",
  "#if a",
  "#ifdef a",
  "#else",
  "#endif",
  "/*",
  "*/",
  "//",
  '"',
  "'",
  "\\",
  "\\a",
  "\\@",
  ".set",
  ".macro",
  ".endm",
  ".rept",
  ".irp",
  ".irpc",
  ".endr",
  ".if",
  ".ifdef",
  ".else",
  ".elseif",
  ".endif",
  ".byte",
  ".quad",
  ".skip",
  ".org",
  ".align",
  ".p2align",
  ".fill",
  ".ascii",
  ".section",
  ".data..percpu",
  ".pushsection",
  ".popsection",
  ".text",
  ".exitm",
  ".altmacro",
  ".uleb128",
  ".size",
  "m",
  "service",
  "region",
  "watch",
  "{disp32}",
  "{",
  "}",
  "*",
  "%",
  "$",
  "From:",
  ">",
  ",pt",
  ".s",
] as const;

const soup = fc
  .array(fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(" ", " ", "", "\t")), { maxLength: 60 })
  .map((parts) => parts.map(([word, space]) => word + space).join(""));

const OPTIONS: readonly AssembleOptions[] = [
  {},
  { strict: true },
  {
    environment: new Map([["b", 0xffffffff81000000n]]),
    perCpuBase: 0x40,
    body: { name: "x", inline: "call f", appended: "f: ret" },
  },
];

function check(source: string, result: Assembly): void {
  const lines = source.split("\n");
  for (const each of result.diagnostics) {
    expect(each.line).toBeGreaterThanOrEqual(1);
    expect(each.line).toBeLessThanOrEqual(Math.max(1, lines.length));
    expect(each.column).toBeGreaterThanOrEqual(1);
    expect(each.endColumn).toBeGreaterThan(each.column);
    expect(each.endColumn).toBeLessThanOrEqual((lines[each.line - 1] ?? "").length + 2);
  }
  expect(result.ok).toBe(!result.diagnostics.some((each) => each.severity === "error"));
}

describe("assembling never throws", () => {
  test("on any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (source) => check(source, assemble(source))),
      { numRuns: 500, seed: 1 },
    );
  });

  test("on words of the language in any order", () => {
    fc.assert(
      fc.property(soup, fc.constantFrom(...OPTIONS), (source, options) => check(source, assemble(source, options))),
      { numRuns: 4000, seed: 2 },
    );
  });

  const HOSTILE: readonly (readonly [string, string])[] = [
    ["deep parentheses", `.quad ${"(".repeat(100_000)}1`],
    ["many signs", `.quad ${"-".repeat(100_000)}1`],
    ["a long sum", `.quad ${"1+".repeat(50_000)}1`],
    ["a long sum of labels", `a: .quad ${"a-a+".repeat(20_000)}1`],
    ["a repetition without end", ".rept 0x7fffffffffffffff\nnop\n.endr"],
    ["repetitions in repetitions", ".rept 10000\n.rept 10000\n.rept 10000\nnop\n.endr\n.endr\n.endr"],
    ["a macro that calls itself", ".macro m\nm\nm\n.endm\nm"],
    ["a macro that doubles its argument", '.macro m a\nm "\\a\\a"\n.endm\nm xxxxxxxxxxxxxxxx'],
    ["a huge space", ".skip 0x7fffffffffffffff"],
    ["a huge filling", ".fill 0x7fffffff, 8, 1"],
    ["a huge place", ".org 0x7fffffffffffffff"],
    ["a huge alignment", ".p2align 30"],
    ["a space that depends on itself", "a: .skip b-a+1\nb:"],
    ["a place that depends on itself", "a: .org b+1\nb:"],
    [
      "symbols that double",
      `.set a0, x\n${Array.from({ length: 60 }, (_, n) => `.set a${n + 1}, a${n}+a${n}`).join("\n")}\n.quad a60`,
    ],
    ["a symbol loop", ".set a,b\n.set b,a\n.quad a\njmp a"],
    ["a huge number", `.quad ${"9".repeat(10_000)}`],
    ["many conditions", ".if 1\n".repeat(5000)],
    ["operators without words", `add ${"+".repeat(5000)} b c`],
    ["quotes of a mail", `${"> ".repeat(5000)}\n`.repeat(3)],
    ["one long line", "nop;".repeat(60_000)],
    ["a long name", `${"a".repeat(100_000)}: jmp ${"a".repeat(100_000)}`],
  ];
  for (const [name, source] of HOSTILE)
    test(`on ${name}`, () => {
      check(source, assemble(source));
    }, 10_000);
});
