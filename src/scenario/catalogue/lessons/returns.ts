// Text of the lessons about a nested NMI's return: what popfq, ret and jmp do not give
// back, each alone.

import repaired from "../desnoyers-2010-repaired.S?raw";
import rostedt37 from "../linux/rostedt-3.7.S?raw";
import byRet from "./return-by-ret.S?raw";
import { derive } from "./derive.ts";

const NESTED_RETURN = `    pushq %rax
    pushq %rcx
    movq 16+24(%rsp), %rax
    movq 16+0(%rsp), %rcx
    movq %rcx, -8(%rax)
    movq 16+16(%rsp), %rcx
    movq %rcx, -16(%rax)
    movq 8(%rsp), %rcx
    movq %rcx, -24(%rax)
    popq %rcx
    leaq -24(%rax), %rsp
    popq %rax
    popfq
    ret
`;

export const jumpBack = derive(repaired, {
  head: `# The repaired handler of 2010 with half of its third repair: the nested return takes RFLAGS
# from their own word, and jumps to the right place. RSP stays on the NMI stack.
#
#@ title The nested return jumps, and keeps RSP
#@ source this project; after the handler of 16 July 2010`,
  edits: [
    [
      NESTED_RETURN,
      `    pushq 16(%rsp)
    popfq
jump_back:
    jmp *(%rsp)
`,
    ],
  ],
});

/** The regular code arms a breakpoint on its own access, and its #DB handler steps over it. */
const ARMED: readonly (readonly [string, string])[] = [
  [
    "touch_page:\n    movb touch0, %al\npage_touched:\n",
    `    movq $touch_page, %rax
    movq %rax, %dr0
    movl $1, %eax
    movq %rax, %dr7
touch_page:
    movb touch0, %al
page_touched:
    xorl %eax, %eax
    movq %rax, %dr7
`,
  ],
];

const STEP_OVER = `
# RF in the frame: the breakpoint stays quiet for one instruction.
vec_1:
    orl $0x10000, 16(%rsp)
breakpoint_met:
    iretq
`;

export const breakpointAgain = derive(repaired, {
  head: `# The repaired handler of 2010 with a breakpoint in its regular code. The breakpoint's handler
# sets RF, returns, and an NMI comes before the instruction has run: its nested return is
# popfq and ret, which lose RF. The breakpoint is met twice for one execution.
#
#@ title A breakpoint is met twice
#@ source this project; after the handler of 16 July 2010`,
  edits: ARMED,
  tail: STEP_OVER,
});

export const breakpointOnce = derive(rostedt37, {
  head: `# The handler of Linux 3.7 with a breakpoint in its regular code: a nested NMI returns by
# iretq, which gives RF back.
#
#@ title A breakpoint is met once
#@ source this project, after Linux 3.7`,
  edits: ARMED,
  tail: STEP_OVER,
});

export const irqBeforeRet = derive(byRet, {
  head: `# The handler that goes back with popfq and ret, and a gate for an interrupt: popfq sets IF,
# and unlike STI it holds nothing back for an instruction. An interrupt comes between the
# two, one word below where it should; and its iretq ends NMI blocking.
#
#@ title An interrupt between popfq and ret
#@ source this project; after the nested return of July 2010`,
  edits: [
    [
      "do_nmi_end:\n",
      `do_nmi_end:
    .set GATE_1, 0xffffffff82000010
    .set GATE_32, 0xffffffff82000200
    # Gate 32 becomes what gate 1 is, and the IDT long enough for it. (The kernel does this
    # once; here every NMI does.)
    movq GATE_1, %rax
    movq %rax, GATE_32
    movq GATE_1+8, %rax
    movq %rax, GATE_32+8
    lidt idt_of_33_gates
`,
    ],
  ],
  tail: `
    .data
idt_of_33_gates:
    .word 33*16-1
    .quad 0xffffffff82000000
`,
});
