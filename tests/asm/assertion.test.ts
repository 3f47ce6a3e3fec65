// `#@ assert`: what is read from the file, and what is wrong with a line, to the column.
import { describe, expect, it } from "vitest";
import { assemble } from "../../src/asm/assemble.ts";
import type { AssertedExpression } from "../../src/asm/assembly.ts";

const HANDLER = `
    .set frame_bytes, 40
nmi:
    pushq %rax
inner:
    iretq
    .data
word: .quad 0
    .section .data..percpu,"aw"
deep: .quad 0
`;

function read(line: string) {
  return assemble(`${line}\n${HANDLER}`, { perCpuBase: 0x40, environment: new Map([["outside", 0x5000n]]) });
}

/** As a text with every pair in parentheses. */
function shown(one: AssertedExpression): string {
  switch (one.kind) {
    case "number":
      return String(one.value);
    case "per-cpu":
      return `per-CPU ${one.offset}`;
    case "register":
      return one.name;
    case "read":
      return `${one.sizeBytes}[${shown(one.address)}]`;
    case "unary":
      return `${one.operator}${shown(one.operand)}`;
    case "binary":
      return `(${shown(one.left)} ${one.operator} ${shown(one.right)})`;
  }
}

describe("#@ assert", () => {
  it("keeps label, address, line and text", () => {
    const { diagnostics, annotations } = assemble(`nmi: nop\n  #@  assert inner   $rsp != 0  \ninner: iretq`);
    expect(diagnostics).toEqual([]);
    expect(annotations.assertions).toMatchObject([{ label: "inner", address: 1n, line: 2, text: "$rsp != 0" }]);
  });

  it.each([
    ["1 + 2 * 3", "(1 + (2 * 3))"],
    ["(1 + 2) * 3", "((1 + 2) * 3)"],
    ["7 - 2 - 1", "((7 - 2) - 1)"],
    // unlike in C
    ["$rsp & 15 == 8", "((rsp & 15) == 8)"],
    ["1 | 2 ^ 3 & 4 << 5", "(1 | (2 ^ (3 & (4 << 5))))"],
    ["$rax < 1 || $rbx >= 2 && !$rcx", "((rax < 1) || ((rbx >= 2) && !rcx))"],
    ["-~1 > +2", "(-~1 > 2)"],
    ["%rax %%rcx", "(rax % rcx)"],
    ["*$rsp", "8[rsp]"],
    ["*(byte)($rsp + 8)", "1[(rsp + 8)]"],
    ["*(word)0x10 + *(long)16 + *(quad)16", "((2[16] + 4[16]) + 8[16])"],
    ["**$rsp", "8[8[rsp]]"],
    ["%gs:deep", "8[(gsBase + 64)]"],
    ["(byte)%gs:deep == 1", "(1[(gsBase + 64)] == 1)"],
    ["%fs:0x28", "8[(fsBase + 40)]"],
    ["*(long)deep", "4[per-CPU 64]"],
    ["frame_bytes + outside", "(40 + 20480)"],
    ["inner", "1"],
    ["$eax", "(rax & 4294967295)"],
    ["$ah + $sil + $r9w", "((((rax >> 8) & 255) + (rsi & 255)) + (r9 & 65535))"],
    ["$df", "((rflags >> 10) & 1)"],
    ["$eflags.DF + $rflags.cf", "(((rflags >> 10) & 1) + (rflags & 1))"],
    ["$iopl", "((rflags >> 12) & 3)"],
    ["$pc + $gs_base + $k_gs_base", "((rip + gsBase) + kernelGsBase)"],
    ["$cpl + $nmi_blocked + $nmi_pending", "((cpl + nmiBlocked) + nmiPending)"],
  ])("reads %s", (text, tree) => {
    const { diagnostics, annotations } = read(`#@ assert inner ${text}`);
    expect(diagnostics).toEqual([]);
    expect(annotations.assertions.map(({ expression }) => shown(expression))).toEqual([tree]);
  });

  it.each([
    ["#@ assert", "#@ assert", "needs a label"],
    ["#@ assert inner", "inner", "needs an expression"],
    ["#@ assert nowhere 1", "nowhere", 'no label "nowhere"'],
    ["#@ assert frame_bytes 1", "frame_bytes", 'no label "frame_bytes"'],
    ["#@ assert word 1", "word", "no instruction executes there"],
    ["#@ assert inner $rxx == 1", "$rxx", 'no register or flag "rxx"'],
    ["#@ assert inner %rxx == 1", "%rxx", 'no register or flag "rxx"'],
    ["#@ assert inner rsp == 1", "rsp", "the register is $rsp"],
    ["#@ assert inner $rsp = 1", "=", "write =="],
    ["#@ assert inner 1 < 2 < 3", "<", "outcome of a comparison"],
    ["#@ assert inner (1 + 2", "(", "not closed"],
    ["#@ assert inner 1 +", "+", "value is missing"],
    ["#@ assert inner 1 + * ", "*", "value is missing"],
    ["#@ assert inner 1 2", "2", "operator is missing"],
    ["#@ assert inner 010", "010", "octal"],
    ["#@ assert inner 12ab", "12ab", "no number"],
    ["#@ assert inner 0x10000000000000000", "0x10000000000000000", "64 bits"],
    ["#@ assert inner strange", "strange", 'no symbol "strange"'],
    ["#@ assert inner %gs:strange", "strange", 'no symbol "strange"'],
    ["#@ assert inner %ss:deep", "%ss", "only %gs: and %fs:"],
    ["#@ assert inner %gs:", "%gs:", "variable is missing"],
    ["#@ assert inner (byte)$rax", "$rax", "a size stands before memory"],
    ["#@ assert inner $rax; 1", ";", "no meaning"],
  ])("refuses %s", (line, marked, message) => {
    const { ok, diagnostics, annotations } = read(line);
    expect([ok, annotations.assertions]).toEqual([false, []]);
    expect(diagnostics).toHaveLength(1);
    const [one] = diagnostics;
    expect(one).toMatchObject({ severity: "error", code: "bad-assertion", line: 1 });
    expect(one?.message).toContain(message);
    expect(line.slice((one?.column ?? 0) - 1, (one?.endColumn ?? 0) - 1)).toBe(marked);
  });

  it("has a limit of assertions and of an expression's size, and says so", () => {
    const many = assemble(`nmi: iretq\n${"#@ assert nmi 1\n".repeat(33)}`);
    expect(many.annotations.assertions).toHaveLength(32);
    expect(many.diagnostics.map(({ line, message }) => [line, message])).toEqual([
      [34, "a handler has at most 32 assertions: this one is too many"],
    ]);
    expect(read(`#@ assert inner 1${" + 1".repeat(29)}`).ok).toBe(true);
    for (const long of [" + 1".repeat(30), " + 1".repeat(5000)])
      expect(read(`#@ assert inner 1${long}`).diagnostics[0]?.message).toContain("at most 60 parts");
    for (const deep of ["(".repeat(5000), "-".repeat(5000), "*".repeat(5000)])
      expect(read(`#@ assert inner ${deep}1`).diagnostics[0]?.message).toMatch(/nested too deeply|60 parts/);
  });

  it("reads what GNU as takes for a comment: the bytes are the same", () => {
    const bytes = (text: string) => assemble(text).sections.map((section) => [...section.bytes]);
    expect(bytes("#@ assert nmi $rsp != 0\nnmi: iretq")).toEqual(bytes("nmi: iretq"));
  });
});
