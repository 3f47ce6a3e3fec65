// What an assembler remembers of the text before changes nothing of what it says.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assemble } from "../../src/asm/assemble.ts";
import { KnownInstructions } from "../../src/asm/known-instructions.ts";
import { CATALOGUE } from "../../src/scenario/catalogue/catalogue.ts";
import { LISTS } from "../golden/lists/index.ts";

/** One after the other, as a source is edited: each as if it were the first. */
function expectSame(texts: readonly string[]): void {
  const known = new KnownInstructions();
  for (const text of texts) expect(assemble(text, { known })).toEqual(assemble(text));
}

describe("an instruction that was assembled before", () => {
  const cases: readonly (readonly [what: string, ...texts: string[]])[] = [
    ["a symbol's value", ".set a, 1\nmovl $a, %eax\n", ".set a, 2\nmovl $a, %eax\n"],
    ["a symbol's value, within one text", ".set a, 1\nmovl $a, %eax\n.set a, 2\nmovl $a, %eax\n"],
    ["a displacement", ".set a, 1\nmovl a(%rax), %eax\n", ".set a, 0x1000\nmovl a(%rax), %eax\n"],
    ["a name without a value", "movl a(%rip), %eax\n", "nop\nmovl a(%rip), %eax\na:\n"],
    ["a numeric label", "1: leaq 1b-.(%rax), %rax\n", "1: nop\nleaq 1b-.(%rax), %rax\n"],
    ["its own place", "leaq .(%rip), %rax\nnop\nleaq .(%rip), %rax\n"],
    ["a scale", ".set a, 1\nleaq (%rax,%rax,a), %rax\n", ".set a, 2\nleaq (%rax,%rax,a), %rax\n"],
    ["a branch", "a: jmp a\n", "a: nop\n jmp a\n", "a: .skip 200\n jmp a\n"],
    ["Intel's syntax", "push %rax\n", ".intel_syntax noprefix\npush %rax\n", ".att_syntax noprefix\npush rax\n"],
    ["a register without its %", ".att_syntax noprefix\nmovl rax, %ecx\n", "rax = 5\nmovl rax, %ecx\n"],
    ["a macro of its name", "cld\n", ".macro cld\nstd\n.endm\ncld\n"],
    ["a macro of cpp", "cld\n", "#define cld std\ncld\n"],
    ["one that is left out", "cld\nstd\n", "cld\nstd\n#@ without 1 1\n"],
    ["what is told of it", "add $1, (%rax)\n", "nop\nadd $1, (%rax)\n"],
    ["what is told in .text alone", '.pushsection .other, "ax"\nemms\n.popsection\nemms\n'],
    ["an idealised one", "pushq %cr2\n", "nop\npushq %cr2\n"],
    ["a stray %", "movq %a(%rip), %rax\na:\n", "nop\nmovq %a(%rip), %rax\na:\n"],
    ["a per-CPU variable", "incl %gs:a\n", "nop\nincl %gs:a\n"],
    ["a prefix alone", "lock\nincl (%rax)\n", "nop\nlock\nincl (%rax)\n"],
    ["nothing but a mistake", "movq %rax\n", "nop\nmovq %rax\n"],
  ];
  for (const [what, ...texts] of cases) test(what, () => expectSame([...texts, ...texts]));

  test("all handlers of the catalogue, each after the others, with an instruction more and without it", () => {
    const texts = CATALOGUE.map(({ text }) => text);
    expectSame(texts.flatMap((text) => [text, `${text}\nincq %r15\n`, text]));
  });

  test("any lines, some changed, some moved", () => {
    const pool = LISTS.flatMap(({ cases }) => cases.map(({ source }) => source));
    const line = fc.integer({ min: 0, max: pool.length - 1 }).map((index) => pool[index] ?? "");
    const source = fc.array(line, { maxLength: 30 });
    const edits = fc.array(fc.tuple(fc.nat(30), source), { maxLength: 4 });
    fc.assert(
      fc.property(source, edits, (first, changes) => {
        const texts = [first];
        for (const [at, added] of changes) texts.push((texts.at(-1) ?? []).toSpliced(at, 2, ...added));
        expectSame(texts.map((text) => text.join("\n")));
      }),
      { numRuns: 300 },
    );
  });
});
