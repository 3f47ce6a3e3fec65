// Whole files against the GNU as of this computer: what a handler's author writes.

import { describe, expect, test } from "vitest";
import { assemble } from "../../../src/asm/assemble.ts";
import { bytesToHex } from "../../../src/base/hex.ts";
import { gnuAs, isInstalled } from "./live.ts";

const BASE = 0xffffffff81100000n;

/** Addresses in the top 2 GiB, and selectors. */
const SYMBOLS = new Map<string, bigint>([
  ["nmi_stack_top", 0xffffffff83003000n],
  ["nmi_stack_copy", 0xffffffff83002f80n],
  ["touch0", 0xffffffff81300000n],
  ["touch1", 0xffffffff81301000n],
  ["__KERNEL_CS", 0x10n],
  ["__KERNEL_DS", 0x18n],
  ["counter", 0x40n],
  ["executing", 0x48n],
]);

const NESTED = `
# Nested NMIs with a flag and a copied frame.
        .set FRAME, 5*8
        .equ SLOT, FRAME + 8
        .ifndef LIGHT
        .set LIGHT, 0
        .endif
        .macro SAVE regs:vararg
        .irp r, \\regs
        pushq %\\r
        .endr
        .endm
        .macro TOUCH page, reg=%al
        movb \\page, \\reg
        incb \\reg
        movb \\reg, \\page
        .endm
        .text
        .global nmi
        .type nmi, @function
nmi:    pushq %rdx
        testb $3, 16(%rsp)              /* from user mode */
        jnz first
        cmpb $0, %gs:executing
        jne nested
        movabsq $nmi_stack_top, %rdx
        cmpq %rdx, 32(%rsp)
        ja first
        subq $4096, %rdx
        cmpq %rdx, 32(%rsp)
        jb first
nested: movq $repeat, %rdx
        cmpq %rdx, 8(%rsp)
        jb 1f
        movq $repeat_end, %rdx
        cmpq %rdx, 8(%rsp)
        jb 2f
1:      leaq -SLOT(%rsp), %rdx
        movq $__KERNEL_DS, (%rsp)
        pushq %rdx
        pushfq
        pushq $__KERNEL_CS
        pushq $repeat
        leaq 6*8(%rsp), %rsp
2:      popq %rdx
        iretq
first:  movq (%rsp), %rdx
        subq $FRAME, %rsp
        .rept 5
        pushq 11*8(%rsp)
        .endr
repeat: movb $1, %gs:executing
        .rept 5
        pushq -48(%rsp)
        .endr
repeat_end:
        SAVE rax, rcx, rsi, rdi, r8, r15
        movq %cr2, %rcx
        incq %gs:counter
        TOUCH touch0
        TOUCH touch1, %bl
        .if !LIGHT
        call helper
        .else
        nop
        .endif
        movq %rcx, %cr2
        rep stosq; lock incl counter(%rip)
        jmp *table(,%rax,8)
        .p2align 4
table:  .quad first, nested, repeat - nmi, . - table
        .balign 32, 0xcc
helper: movl $0x12345678, %eax
        xorl %eax, %eax
        swapgs
        rdmsr; wrmsr
        movq %rsp, %rdi
        andq $~15, %rsp
        cmpxchg16b 8(%rdi)
        ret
        .pushsection .rodata, "a"
        .asciz "nested\\n"
        .popsection
        .byte 'a', 0x10 | 3, -1
        .org table + 0x80
        .long helper - ., table - nmi
`;

/** Branches that only just reach, or do not, in both directions, with alignment between. */
function farBranches(gap: number): string {
  return [
    "start: nop",
    ` .skip ${gap}, 0x90`,
    " jmp start",
    " je end",
    " .p2align 3",
    " jmp middle",
    ` .skip ${gap - 7}, 0x90`,
    "middle: jne start",
    ` .skip ${gap - 20}, 0x90`,
    " call start",
    "end: loop end",
    " jmp end",
    " jrcxz 1f",
    "1: jmp 1b; jmp 1f",
    "1: hlt",
    "",
  ].join("\n");
}

describe.skipIf(!isInstalled())("files assemble as the installed GNU as does", () => {
  const cases: [string, string][] = [
    ["a nested handler", NESTED],
    ...Array.from({ length: 24 }, (_, n): [string, string] => [`branches over ${110 + n} bytes`, farBranches(110 + n)]),
  ];
  for (const [name, source] of cases)
    test(name, () => {
      const want = gnuAs(source, BASE, SYMBOLS);
      const result = assemble(source, { strict: true, bases: new Map([[".text", BASE]]), environment: SYMBOLS });
      expect(result.diagnostics.filter((each) => each.severity === "error")).toEqual([]);
      const text = result.sections.find((section) => section.name === ".text");
      expect(text === undefined ? "" : bytesToHex(text.bytes)).toBe(want);
    });
});
