// A handler that takes a lazy page away itself: what is left of the faults' budget then
// matters in states in which every page is present.
import { expect, it } from "vitest";
import { bounds, search, source, told } from "./support.ts";

/**
 * Comes to the same state whether it was touch0 that faulted or not, wipes what the fault has left on the stacks, and
 * loses rbx where a later NMI takes touch1 away and faults there.
 */
const TAKING = `
    .set touch1_pte, 0xfffff87fffc09808
    .data
from:
    .quad 0
    .text
nmi:
    pushq %rax
    pushq %rcx
    movb touch0, %al
    movabsq $touch1_pte, %rcx
    movq 16(%rsp), %rax
    cmpq $0, from
    jne 1f
    testb $1, (%rcx)
    jz absent
    movq %rax, from
1:
    cmpq %rax, from
    je done
    andb $0xfe, (%rcx)
    invlpg touch1
    movb touch1, %al
    movq $1, %rbx
done:
    .irp below, 8, 16, 24, 32, 40, 48, 56, 64, 72, 80
    movq $0, -\\below(%rsp)
    .endr
    movq 40(%rsp), %rax
    .irp below, 8, 16, 24, 32, 40, 48, 56, 64, 72, 80
    movq $0, -\\below(%rax)
    .endr
    xorl %eax, %eax
    movq %rax, %cr2
    popq %rcx
    popq %rax
    iretq
absent:
    movb touch1, %al
    jmp done
`;

it("finds what one fault leads to where another schedule has had its fault already", () => {
  const report = search(source(TAKING), bounds(2, 1));
  expect(report).toMatchObject({ limits: [], unconfirmed: [] });
  const lost = report.violations.filter(({ explanation }) => explanation.includes("RBX"));
  expect(lost.map(({ property }) => property)).toEqual(["resume-exact"]);
  expect(told(report)).toContain("resume-exact: pf(touch0)@workload; pf(touch1)@workload#2; nmi@workload#3; nmi@turn");
});

it("finds none within no faults", () => {
  expect(search(source(TAKING), bounds(2, 0)).exercised.deliveries.map(({ name }) => name)).toEqual(["NMI"]);
});
