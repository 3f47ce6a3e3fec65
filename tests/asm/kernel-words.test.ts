// Entry code pasted from a kernel tree: what its headers define is named, and
// where one line does the same here, it is offered.
import { describe, expect, test } from "vitest";
import { assemble } from "../../src/asm/assemble.ts";
import type { Assembly } from "../../src/asm/assembly.ts";

/** The text with every repair that is offered. */
function repaired(source: string): string {
  const lines = source.split("\n");
  for (const { fixes } of assemble(source).diagnostics)
    for (const { line, column, endColumn, text } of fixes) {
      const old = lines[line - 1] ?? "";
      lines[line - 1] = old.slice(0, column - 1) + text + old.slice(endColumn - 1);
    }
  return lines.join("\n");
}

const errors = (result: Assembly): readonly string[] =>
  result.diagnostics.filter(({ severity }) => severity === "error").map(({ line, code }) => `${line} ${code}`);

describe("a pasted entry point", () => {
  const pasted = `SYM_CODE_START(nmi)
    UNWIND_HINT_IRET_ENTRY
    ENDBR
    ASM_CLAC
    cld
    testb $3, CS-RIP+8(%rsp)
    jz from_kernel
    swapgs
    FENCE_SWAPGS_USER_ENTRY
    SWITCH_TO_KERNEL_CR3 scratch_reg=%rdx
SYM_INNER_LABEL(from_kernel, SYM_L_LOCAL)
    ALTERNATIVE "nop", "lfence", X86_FEATURE_LFENCE
    movq RDI(%rsp), %rdi
    INTERRUPT_RETURN
SYM_CODE_END(nmi)
`;

  test("is refused line by line, each word by its name", () => {
    expect(errors(assemble(pasted))).toEqual([
      "1 kernel-macro",
      "2 kernel-macro",
      "3 kernel-macro",
      "4 kernel-macro",
      "6 pt-regs-offset",
      "7 undefined-symbol",
      "9 kernel-macro",
      "10 kernel-macro",
      "11 kernel-macro",
      "12 kernel-macro",
      "13 pt-regs-offset",
      "14 kernel-macro",
      "15 kernel-macro",
    ]);
  });

  test("assembles after its repairs", () => {
    let text = pasted;
    // One statement's second word is told once its first is known.
    for (let round = 0; round < 3; round++) text = repaired(text);
    expect(text).toContain("nmi:\n");
    expect(errors(assemble(text))).toEqual([]);
    expect(text).toContain("testb $3, 136-128+8(%rsp)");
    expect(text).toContain("movq 112(%rsp), %rdi");
  });

  test("is not accused of what the file defines itself", () => {
    expect(errors(assemble(".macro ENDBR\nendbr64\n.endm\n.set CS, 136\nENDBR\nmovq CS(%rsp), %rax\n"))).toEqual([]);
  });
});

test("what no single line replaces says so, and offers none", () => {
  const [remark] = assemble("PUSH_AND_CLEAR_REGS rdx=(%rdx)\n").diagnostics;
  expect(remark).toMatchObject({ code: "kernel-macro", column: 1, endColumn: 31, fixes: [] });
  expect(remark?.explanation).toContain(".macro PUSH_AND_CLEAR_REGS");
});

test("a register of Intel's syntax is not taken for a word of pt_regs", () => {
  expect(errors(assemble("mov RAX, %rbx\n"))).not.toContain("1 pt-regs-offset");
});

describe("a macro in the place of an operand", () => {
  test("is named, and what it stands for offered", () => {
    const line = "movq PER_CPU_VAR(cpu_tss_rw + 4), %rsp\n";
    const [remark] = assemble(line).diagnostics;
    expect(remark).toMatchObject({ code: "kernel-macro", column: 6, endColumn: 33 });
    expect(repaired(line)).toBe("movq %gs:cpu_tss_rw + 4, %rsp\n");
    expect(assemble("movq FOO(bar), %rax\n").diagnostics[0]?.message).toContain('"FOO(...)" is no operand');
  });

  test("is left alone where it is an address, or defined", () => {
    const fine = "#define PER_CPU_VAR(x) %gs:x\nword: movq word(%rip), %rax\nmovq PER_CPU_VAR(word), %rax\n";
    expect(errors(assemble(fine))).toEqual([]);
    expect(errors(assemble("movq 8(%rsp,%rax,2), %rcx\nmovq (8), %rax\n"))).toEqual([]);
  });
});

test("a comma that is missing between operands is told", () => {
  const message = (line: string) => assemble(line).diagnostics[0]?.message;
  expect(message("movq %rsp %rax\n")).toBe('"%rax" cannot follow an operand: a comma is missing between them');
  expect(message("movq %rsp, %rax nop\n")).toBe('"nop" cannot follow an operand');
});
