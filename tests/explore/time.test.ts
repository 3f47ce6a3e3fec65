// A handler that reads the time is judged as any other.
import { expect, it } from "vitest";
import { bounds, search, source, told } from "./support.ts";

const reading = (after: string) => `
#@ service body body_end
nmi:
    pushq %rax
    pushq %rdx
    rdtsc
body:
    movl %eax, last
    ${after}
body_end:
    popq %rdx
    popq %rax
    iretq
    .bss
last: .skip 8
`;

it("holds although no two NMIs read the same", () => {
  const report = search(source(reading("nop")), bounds(2, 1));
  expect([report.verdict, report.limits, report.unconfirmed]).toEqual(["holds", [], []]);
});

it("is caught with a fault inside, and its livelock is one", () => {
  const report = search(source(reading("movb touch0, %al")), bounds(2, 1));
  expect(report).toMatchObject({ limits: [], unconfirmed: [] });
  expect(new Set(report.violations.map(({ property }) => property))).toContain("progress");
});

it("that waits until time has gone by comes to an end", () => {
  const waiting = reading("leal 40(%rax), %edx\n    movl %edx, last\n1:  rdtsc\n    cmpl last, %eax\n    jb 1b");
  expect(told(search(source(waiting), bounds(1, 0)))).toEqual([]);
});

it("is found to go round although it notes the time in every round", () => {
  const noting = `
nmi:
    rdtsc
    movl %eax, noted
    xorl %eax, %eax
    xorl %edx, %edx
    jmp nmi
    .bss
noted: .skip 8
`;
  const report = search(source(noting), bounds(1, 0));
  expect([told(report), report.limits, report.unconfirmed]).toEqual([["progress: nmi@workload"], [], []]);
});
