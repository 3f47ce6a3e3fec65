// The count of NMI runs is no part of the state: neither is what counting leaves in the flags.
import { expect, it } from "vitest";
import { bounds, search, source, told } from "./support.ts";

/** INT3's IRETQ lets NMIs in right after the flags were set, and a frame keeps them. */
const counting = (add: string, then = "") => `
nmi:
    ${add}
    ${then}
    int3
    iretq
    .data
number: .quad 0xc
`;

it("leaves no more states than an instruction that always sets the same flags", () => {
  const states = (text: string) => search(source(counting(text)), bounds(3, 0)).states;
  // 12, 24, 36: other flags each time
  expect(states("addq $12, %gs:nmi_run_count")).toBe(states("testq $12, number"));
});

it("is part of the state where the flags that it leaves are looked at", () => {
  const text = counting("addq $12, %gs:nmi_run_count", "jp 1f\n    nop\n1:");
  const told = search(source(text), bounds(3, 0)).states;
  expect(told).toBeGreaterThan(search(source(text.replace("jp", "jmp")), bounds(3, 0)).states);
});

it("is none where only CF is looked at, which INC does not change", () => {
  const states = (add: string) =>
    search(source(counting(add, "lock btrl $1, number\n    jc 1f\n    nop\n1:")), bounds(2, 0)).states;
  expect(states("incq %gs:nmi_run_count")).toBe(states("testq $12, number"));
});

it("is part of the state where CF is looked at, and another INC between keeps it", () => {
  const text = counting("addq $12, %gs:nmi_run_count", "incl number\n    jc 1f\n    nop\n1:");
  const told = search(source(text), bounds(3, 0)).states;
  expect(told).toBeGreaterThan(search(source(text.replace("jc", "jmp")), bounds(3, 0)).states);
});

it("hides no livelock in which the handler counts in a word of its own", () => {
  const naive = `
#@ service body body_end
nmi:
    incq entries
    pushq %rax
body:
    movb touch0, %al
body_end:
    popq %rax
    jmp nmi
    .data
entries: .quad 0
`;
  expect(search(source(naive), bounds(1, 1))).toMatchObject({ verdict: "violated", limits: [], unconfirmed: [] });
  expect(told(search(source(naive), bounds(1, 1)))).toContain("progress: nmi@workload");
});
