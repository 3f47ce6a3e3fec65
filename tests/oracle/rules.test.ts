// Single rules of the CPU, each in a handler of a few lines, on our machine and on
// QEMU in lockstep.
import { describe, expect, it } from "vitest";
import { findQemu } from "../../scripts/lib/tools.mjs";
import { expectSame } from "./compare-scenario.ts";

interface Rule {
  readonly rule: string;
  readonly text: string;
  readonly schedule: string;
  /** Vectors delivered, in order; more may follow. */
  readonly delivers: readonly number[];
  /** Undefined flags by line. */
  readonly undefinedAfter?: ReadonlyMap<number, bigint>;
}

/** A #PF handler that does `body`, at CPL 0 with NMIs not blocked; the NMI handler only returns. */
const inPageFault = (body: string): string => `
nmi:
    iretq
vec_14:
    addq $8, %rsp
${body}
    iretq
`;

const RULES: readonly Rule[] = [
  {
    rule: "CMPS touches the page of RDI first",
    text: "nmi:\n    movq $touch0, %rsi\n    movq $touch1, %rdi\n    cmpsb\n    iretq\n",
    schedule: "nmi@3",
    delivers: [2, 14, 14],
  },
  {
    rule: "MOV SS holds an NMI back one instruction",
    text: inPageFault("    pushq %rax\n    movl $0x18, %eax\n    movl %eax, %ss\nafter:\n    popq %rax"),
    schedule: "pf@3; nmi@after",
    delivers: [14, 2],
  },
  {
    rule: "the shadow of MOV SS lasts one instruction",
    text: inPageFault(
      "    pushq %rax\n    movl $0x18, %eax\n    movl %eax, %ss\nafter:\n    popq %rax\nlater:\n    nop",
    ),
    schedule: "pf@3; nmi@later",
    delivers: [14, 2],
  },
  {
    rule: "STI holds an NMI back one instruction",
    text: inPageFault("    sti\nafter:\n    nop\n    nop"),
    schedule: "pf@3; nmi@after",
    delivers: [14, 2],
  },
  {
    rule: "INT $2 enters the NMI handler and blocks nothing",
    text: inPageFault("    int $2\nafter:\n    nop"),
    schedule: "pf@3; nmi@nmi",
    delivers: [14, 2, 2],
  },
  {
    rule: "INT3 delivers #BP in the instruction's own step",
    text: "nmi:\n    int3\nafter:\n    nop\n    iretq\n",
    schedule: "nmi@3; nmi@after; nmi@vec_3",
    delivers: [2, 3],
  },
  {
    rule: "#BP's IRETQ unblocks NMIs",
    text: "nmi:\n    int3\nafter:\n    nop\n    iretq\n",
    schedule: "nmi@3; nmi@vec_3",
    delivers: [2, 3, 2],
  },
  {
    rule: "TF traps after each instruction, and not in the handler",
    text: inPageFault(
      "    pushfq\n    orl $0x100, (%rsp)\n    popfq\n    nop\n    nop\n    pushfq\n    andl $~0x100, (%rsp)\n    popfq",
    ),
    schedule: "pf@3",
    delivers: [14, 1, 1],
  },
  {
    rule: "IRETQ to a CS beyond the GDT ends in #GP of the selector and unblocks NMIs",
    text: "nmi:\n    movl $0x7f8, 8(%rsp)\n    iretq\nvec_13:\n    addq $8, %rsp\nmend:\n    movl $0x10, 40+8-40(%rsp)\n    addq $24, %rsp\n    popq %rsp\n    jmp .\n",
    schedule: "nmi@3; nmi@mend",
    delivers: [2, 13, 2],
  },
  {
    rule: "IRETQ with NT set ends in #GP(0)",
    text: "nmi:\n    pushfq\n    orl $0x4000, (%rsp)\n    popfq\n    iretq\nvec_13:\n    jmp .\n",
    schedule: "nmi@3; nmi@vec_13",
    delivers: [2, 13, 2],
  },
  {
    rule: "a frame's RSP is pushed as it is, and the stack aligned",
    text: inPageFault("    subq $3, %rsp\nodd:\n    nop\n    addq $3, %rsp"),
    schedule: "pf@3; pf@odd; nmi@odd+0x1",
    delivers: [14, 14],
  },
  {
    rule: "RF is pushed as it is by an NMI",
    text: inPageFault("    orl $0x10000, 16(%rsp)"),
    schedule: "pf@3; nmi@4; nmi@6; nmi@7",
    delivers: [14, 2],
  },
  {
    rule: "#UD saves the instruction's RIP, RF set",
    text: "nmi:\n    ud2\n    iretq\nvec_6:\n    addq $2, (%rsp)\n    iretq\n",
    schedule: "nmi@3; nmi@vec_6",
    delivers: [2, 6],
  },
  {
    rule: "a write to text is a protection fault",
    text: "nmi:\n    incb nmi\n    iretq\nvec_14:\n    addq $8, %rsp\n    addq $7, (%rsp)\n    iretq\n",
    schedule: "nmi@3; nmi@vec_14",
    delivers: [2, 14],
  },
  {
    rule: "BEXTR reads its operand even if the field begins beyond it",
    text: "nmi:\n    movl $0x880, %eax\n    bextrq %rax, touch0, %rcx\n    iretq\n",
    schedule: "nmi@3",
    delivers: [2, 14],
    // SF, AF, PF
    undefinedAfter: new Map([[3, 0x94n]]),
  },
];

describe.skipIf(findQemu() === undefined)("rules on QEMU", () => {
  it.each(RULES)("$rule", async ({ text, schedule, delivers, undefinedAfter = new Map<number, bigint>() }) => {
    const { delivered } = await expectSame({ text, workload: "kernel", schedule, undefinedAfter });
    expect(delivered.slice(0, delivers.length)).toEqual(delivers);
  });
});
