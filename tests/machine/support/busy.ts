// A program that uses much of the machine: stack, flags, strings, page faults
// that are mapped in, nested handlers, control registers.
import { layout } from "../../../src/machine/index.ts";
import type { Program } from "./program.ts";

/** Window on the page-table entries: entry of the page of `address`. */
export function pteOf(address: bigint): bigint {
  return layout.PAGE_TABLES + ((address & 0xffffffffffffn) >> 12n) * 8n;
}

/** Makes the page of CR2 present, or takes it away again every other time. */
const MAP_PAGE = `
  pushq %rax
  pushq %rdx
  movq %cr2, %rax
  shlq $16, %rax
  shrq $28, %rax
  movabsq $0xfffff80000000000, %rdx
  leaq (%rdx,%rax,8), %rax
  orq $1, (%rax)
  movq %cr2, %rdx
  invlpg (%rdx)
  popq %rdx
  popq %rax
  addq $8, %rsp
  iretq`;

export const BUSY: Program = {
  kernel: `
    1:
    addq %rbx, %rax
    adcl %ecx, %edx
    pushq %rax
    movq touch0+8, %rsi
    movq %rax, touch1+0x20
    leaq 0x10(%rsp), %rdi
    movw $3, %cx
    movzwl %cx, %ecx
    cld
    movq $touch2, %rdi
    rep stosq
    xorb %ah, %bl
    popq %rax
    pushfq
    popfq
    imulq %r9, %r8
    shlq $3, %r10
    movq %cr2, %r11
    xchgq %rax, %gs:0x48
    cmpxchgq %rbx, %gs:0x50
    movabsq $${pteOf(layout.TOUCH)}, %r12
    andq $~1, (%r12)
    swapgs
    swapgs
    jmp 1b`,
  nmi: `
    pushq %rax
    pushq %rcx
    incq %gs:8
    movq touch1, %rax
    popq %rcx
    popq %rax
    iretq`,
  vectors: { 1: "iretq", 3: "iretq", 13: "addq $8, %rsp; iretq", 14: MAP_PAGE, 18: "nop; iretq", 20: "iretq" },
};
