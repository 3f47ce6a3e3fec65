// Mistakes in operands: the message names the rule, and what to write instead.

import { describe, expect, test } from "vitest";
import { assemble } from "../../src/asm/assemble.ts";

/** The only diagnostic; with its repair made in the text. */
function diagnose(text: string) {
  const [first, ...more] = assemble(`${text}\n`).diagnostics;
  expect(more).toEqual([]);
  const fix = first?.fixes[0];
  const repaired =
    fix === undefined ? undefined : text.slice(0, fix.column - 1) + fix.text + text.slice(fix.endColumn - 1);
  return { message: first?.message, explanation: first?.explanation, repaired };
}

describe("operands", () => {
  test.each([
    ["push %eax", "64-bit mode pushes and pops 64 bits, or 16: not %eax", "push %rax"],
    ["pushl $5", '64-bit mode pushes and pops 64 bits, or 16: not "pushl"', "pushq $5"],
    ["jmp *%r8d", "64-bit mode jumps through 64 bits only: not %r8d", "jmp *%r8"],
    ["movq %rax, $1", "an immediate cannot be the destination", "movq $1, %rax"],
    ["call $0x1000", "the target of a branch is written without $", "call 0x1000"],
  ])("%s", (text, message, repaired) => {
    expect(diagnose(text)).toMatchObject({ message, repaired });
    expect(assemble(`${repaired}\n`).ok).toBe(true);
  });

  test.each([
    ["movq (%rax), (%rbx)", /takes no two operands in memory/, /Load one into a register first/],
    ["movq $5, %cr3", /%cr3 is moved to and from a 64-bit general register only/, /Through a register/],
    ["pushq %ds", /64-bit mode pushes and pops no %ds/, /movl %ds, %eax; pushq %rax/],
    ["leaq %rax, %rbx", /takes an address in memory/, /reads nothing/],
    ["movq %eax, %rbx", /%rbx has 64 bits, %eax has 32 bits, its suffix says 64/, /movslq/],
    ["movl 8(%rsp), %rbx", /%rbx has 64 bits, its suffix says 32/, /suffix/],
    ["cmpq $0x80000000, (%rsp)", /0x80000000 does not fit "cmpq".*sign-extended/, /movabsq \$0x80000000, %rcx/],
  ])("%s", (text, message, explanation) => {
    const found = diagnose(text);
    expect(found.message).toMatch(message);
    expect(found.explanation).toMatch(explanation);
  });

  test("a wrong number of them is told with the right one", () => {
    expect(diagnose("movq %rax").message).toBe('"mov" does not take one operand: it takes 2 operands');
    expect(diagnose("pushq").message).toBe('"push" does not take no operands: it takes one operand');
  });
});

describe("a name that nothing defines", () => {
  const first = (source: string) => assemble(source).diagnostics[0];

  test("is told with the nearest one that there is, and how each kind is defined", () => {
    const remark = first("nmi:\n  jmp regular_nmi_cod\nregular_nmi_code:\n  iretq\n");
    expect(remark).toMatchObject({ code: "undefined-symbol", line: 2, column: 7 });
    expect(remark?.message).toBe("undefined symbol regular_nmi_cod: did you mean regular_nmi_code?");
    expect(remark?.fixes).toMatchObject([{ text: "regular_nmi_code" }]);
    expect(remark?.explanation).toContain("%gs:regular_nmi_cod");
  });

  test("is told alone where none is near", () => {
    const remark = first("nmi:\n  incb nesting\n");
    expect(remark?.message).toBe("undefined symbol nesting");
    expect(remark?.fixes).toEqual([]);
    expect(remark?.explanation).toContain("nesting: .byte 0 after .data");
  });
});
