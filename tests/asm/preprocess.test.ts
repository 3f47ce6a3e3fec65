// The C preprocessor's lines of a pasted .S file; bytes as gcc and GNU as give.

import { describe, expect, test } from "vitest";
import { assemble } from "../../src/asm/assemble.ts";
import type { Assembly } from "../../src/asm/assembly.ts";
import { bytesToHex } from "../../src/base/hex.ts";

function bytesOf(result: Assembly): string | undefined {
  const text = result.sections.find((section) => section.name === ".text");
  return text === undefined ? undefined : bytesToHex(text.bytes);
}

const marks = (result: Assembly): readonly string[] =>
  result.diagnostics.map((each) => `${each.severity} ${each.line}:${each.column}-${each.endColumn} ${each.code}`);

describe("the bytes that gcc gives for the same .S file", () => {
  const cases: readonly (readonly [what: string, source: string, bytes: string])[] = [
    ["a constant", "#define X 1\nnop\nmov $X,%eax", "90b801000000"],
    [
      "a macro in its own argument, none in a string",
      '#define ADD(a,b) ((a)+(b))\nmov $ADD(1,ADD(2,3)),%eax\n.ascii "ADD X"',
      "b8060000004144442058",
    ],
    ["conditions on names", "#ifdef __x86_64__\nnop\n#else\nhlt\n#endif /* 64 */\n#ifndef FOO\nret\n#endif", "90c3"],
    ["conditions on values", "#define FOO 3\n#if defined(FOO) && FOO > 2\nnop\n#elif 1\nhlt\n#else\nret\n#endif", "90"],
    [
      "an undefined name, another branch",
      "#define F 1\n#undef F\n#if defined F || (1 << 3) == 9\ncli\n#elif defined(B)\nsti\n#else\ncld\n#endif",
      "fc",
    ],
    [
      "lines continued",
      "#define SAVE push %rax; \\\n  push %rbx; \\\n  push %rcx\nSAVE\nnop\n#define R %rdx\nmov R,8(R)",
      "5053519048895208",
    ],
    ["two names that stand for each other", "#define A B\n#define B A\n.set A,5\nmov $A,%eax", "b805000000"],
    [
      "a label made by a macro",
      "#define ENTRY(name) \\\n  .globl name; \\\n  name:\nENTRY(nmi)\n  nop\n jmp nmi\n#define Q(x) x\n.byte Q(Q(7))",
      "90ebfd07",
    ],
    ["comments behind and across lines", "#define X 5 /* five\n lines */\n.byte X // c\n.byte X /* X */", "0505"],
    [
      "conditions inside dead ones",
      "#if 1\n#if 0\nhlt\n#if X(1)\n#endif\n#else\nnop\n#endif\n#else\nhlt\n#endif",
      "90",
    ],
    ["a name in the body of a .macro", "#define L 9\n.macro M x\nmov $L+\\x,%eax\n.endm\nM L", "b812000000"],
    ["directives inside a comment", "/* #define N 1\n#if 0 */\nnop", "90"],
    ["arguments over lines", "#define TWO(a, b) push a; push b\nTWO(%rax,\n    %rdx)\nnop", "505290"],
    [
      "a call over three lines, a comment between",
      "#define T(a,b,c) .byte a,b,c\nT(1, /* one */\n 2, // two\n 3)\nnop",
      "01020390",
    ],
    ["any number of arguments", "#define BYTES(...) .byte __VA_ARGS__\nBYTES(1)\nBYTES(1, 2, 3)", "01010203"],
    ["a named rest", "#define S(first, rest...) .byte first, rest\nS(1, 2, 3)", "010203"],
    ["a rest that may be empty", "#define E(first, rest...) .byte first, ##rest\nE(1)\nE(1, 2)", "010102"],
    ["names glued", "#define REG(x) %r##x\n#define GLUE(a, b) a ## b\nmov REG(ax), REG(bx)\nGLUE(no, p)", "4889c390"],
    [
      "what is glued is not expanded first",
      "#define A 1\n#define B 2\n#define AB 7\n#define CAT(a,b) a##b\n.byte CAT(A,B)",
      "07",
    ],
    ["a text made of an argument", '#define STR(x) #x\n.ascii STR(a b "c")\n', "61206220226322"],
    ["a text of what is expanded", "#define STR1(x) #x\n#define STR(x) STR1(x)\n#define N 12\n.ascii STR(N)", "3132"],
    ["a string with commas and parentheses", '#define F(x) .ascii x\nF("a,(b")', "612c2862"],
    ["parentheses keep commas", "#define F(x) mov x, %rax\nF(8(%rdx,%rcx,2))", "488b444a08"],
    ["a name for a function-like macro", "#define f(x) x+1\n#define g f\n.byte f (2), g(3)\n f: .byte 4", "030404"],
  ];
  for (const [what, source, bytes] of cases)
    test(what, () => {
      const result = assemble(`${source}\n`);
      expect(bytesOf(result), JSON.stringify(result.diagnostics)).toBe(bytes);
      expect(result.diagnostics).toEqual([]);
    });
});

describe("what is refused, and where", () => {
  const cases: readonly (readonly [source: string, marks: readonly string[]])[] = [
    ["nop\n  #include <linux/linkage.h>\nnop", ["error 2:3-29 cpp-include"]],
    ["#define C(1) a", ["error 1:1-15 cpp-define"]],
    ["#define S(a..., b) a", ["error 1:1-21 cpp-define"]],
    ["#define S(a, b...) a\nS(", ["error 2:1-3 cpp-arguments"]],
    ["#define S(a, b...) a\nS()\nnop", []],
    ["#define F(a) a\nF(1\nnop\nmov $missing,%rax", ["error 2:1-4 cpp-arguments", "error 4:6-13 undefined-symbol"]],
    ["#error no way", ["error 1:1-14 cpp-error"]],
    ["#if 0\n#error no way\n#endif", []],
    ["#warning perhaps", ["warning 1:1-17 cpp-warning"]],
    ["#if foo(bar)\nnop\n#endif", ["error 1:1-13 cpp-condition"]],
    ["#if 1\nnop", ["error 1:1-6 cpp-condition"]],
    ["#define F(a) a\nnop; mov $F(1,2),%eax", ["error 2:5-22 cpp-arguments"]],
    ["#define X 1\n#define X 2\n.byte X", ["warning 2:1-12 cpp-redefined"]],
    // a line that no macro changed keeps its exact places, one that was changed is marked whole
    ["#define X $1\nmov X,%rax; mov $missing,%rax", ["error 2:18-25 undefined-symbol"]],
    ["#define X $missing\nnop; mov X,%rax", ["error 2:5-16 undefined-symbol"]],
  ];
  for (const [source, expected] of cases)
    test(source.replaceAll("\n", "; "), () => expect(marks(assemble(source))).toEqual(expected));
});

test("what is no directive stays a comment", () => {
  const source = '#if the NMI came here\nnop # define it\n#else\n# endif\n#define\n# 1 "file.S"\n';
  const result = assemble(source);
  expect(bytesOf(result)).toBe("90");
  expect(result.ok).toBe(true);
});

test("a strict assembly reads directives as GNU as does: comments", () => {
  expect(bytesOf(assemble("#if 0\nnop\n#endif\n", { strict: true }))).toBe("90");
});

test("a call nested too deeply is given up", () => {
  const source = `#define f(x) x\n.byte ${"f(".repeat(20_000)}1${")".repeat(20_000)}\n`;
  expect(marks(assemble(source))).toEqual(["error 1:1-2 limit"]);
});

test("an expansion without end comes to an end", () => {
  const doubling = Array.from({ length: 40 }, (_, n) => `#define A${n} A${n + 1} A${n + 1}`);
  expect(marks(assemble(`${doubling.join("\n")}\n.byte A0\n`))).toEqual(["error 1:1-2 limit"]);
});
