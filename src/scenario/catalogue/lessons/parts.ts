// Text of the lessons that are another handler with a few lines changed.

import repaired from "../desnoyers-2010-repaired.S?raw";
import latch from "../linux/three-state-latch.S?raw";
import lutomirski from "../linux/lutomirski-4.2.S?raw";
import rostedt37 from "../linux/rostedt-3.7.S?raw";
import { derive } from "./derive.ts";

const ESPFIX_RETURN = (label: string): readonly [string, string] => [
  `${label}:\n    iretq\n`,
  `    testb $3, 8(%rsp)
    jnz return_through_espfix
${label}:
    iretq

# The frame goes to another stack, whose address has the right bits for a 16-bit SS:
# word by word, and then RSP goes there.
return_through_espfix:
    pushq %rax
    pushq %rdi
    movq $espfix_frame, %rdi
    movq 8(%rsp), %rax
    movq %rax, 0(%rdi)
    movq 16(%rsp), %rax
    movq %rax, 8(%rdi)
    movq 24(%rsp), %rax
    movq %rax, 16(%rdi)
copied_half:
    movq 32(%rsp), %rax
    movq %rax, 24(%rdi)
    movq 40(%rsp), %rax
    movq %rax, 32(%rdi)
    movq 48(%rsp), %rax
    movq %rax, 40(%rdi)
    popq %rdi
    movq $espfix_frame, %rsp
    popq %rax
espfix_iret:
    iretq
`,
];

const ESPFIX_STACK = `
    .data
    .balign 64
espfix_frame:
    .fill 6, 8, 0
`;

export const espfixReturn = derive(rostedt37, {
  head: `# The handler of Linux 3.7, but user mode is returned to as espfix64 does it since 3.16:
# not by one iretq but by some twenty instructions, which copy the frame to another
# stack. The flag is clear by then, RSP is still on the NMI stack, and a nested NMI
# rewrites the frame that is being copied (CVE-2015-3290).
#
# Here every return to user mode goes that way; in Linux those with a 16-bit SS.
#
#@ title A return of many instructions (CVE-2015-3290)
#@ source this project, after Linux 3.16 to 4.1.5: espfix64 on the NMI stack`,
  edits: [ESPFIX_RETURN("nmi_iret")],
  tail: ESPFIX_STACK,
});

/** The same return, from the thread's stack. */
export const espfixReturnMended = derive(lutomirski, {
  head: `# The handler of Linux 4.2 with the many-instruction return of espfix64: it works on the
# thread's stack, which no nested NMI rewrites.
#
#@ title A return of many instructions, mended
#@ source this project, after Linux 4.2`,
  edits: [ESPFIX_RETURN("user_iret")],
  tail: ESPFIX_STACK,
});

const REVOKE: readonly [string, string] = [
  "page_touched:\n    movb %al, touch0\n",
  `page_touched:
    movb %al, touch0
    # What another CPU could do meanwhile: the user's data segment is taken away. (Only
    # of an NMI from user mode, whose return will meet it.)
    testb $3, 136(%rdi)
    jz 1f
    subq $16, %rsp
    sgdt (%rsp)
    movq 2(%rsp), %rcx
    addq $16, %rsp
    andb $0x7f, __USER_DS-3+5(%rcx)
1:
`,
];

const FIXUP = `
# #SS of the final iretq. The frame that cannot be returned through goes to the thread's
# stack, as if user mode had faulted; there the segment is given back (Linux sends a
# signal), and the return is made from there.
vec_12:
    pushq %rax
    pushq %rcx
    pushq %rdx
    movq 56(%rsp), %rax
    movabsq $kstack_top-40, %rcx
    cmpq %rax, %rcx
    je frame_moved
    .irp word, 0, 8, 16, 24, 32
    movq \\word(%rax), %rdx
    movq %rdx, \\word(%rcx)
    .endr
frame_moved:
    movq 16(%rsp), %rdx
    movq %rdx, -8(%rcx)
    movq 8(%rsp), %rdx
    movq %rdx, -16(%rcx)
    movq 0(%rsp), %rdx
    leaq -16(%rcx), %rsp
    pushq %rdx
    subq $16, %rsp
    sgdt (%rsp)
    movq 2(%rsp), %rcx
    addq $16, %rsp
    orb $0x80, __USER_DS-3+5(%rcx)
    popq %rdx
    popq %rcx
    popq %rax
    iretq
`;

export const badReturn = derive(rostedt37, {
  head: `# The handler of Linux 3.7, when its final iretq to user mode faults because the user's
# segment is gone. The fault is handled on the NMI stack, with the flag clear: an NMI
# there is taken for nested, and redirects a frame that nobody will use (CVE-2015-5157).
#
#@ title The return to user mode faults (CVE-2015-5157)
#@ source this project, after Linux 3.7 to 4.1: fixup_bad_iret on the NMI stack`,
  edits: [REVOKE],
  tail: FIXUP,
});

/** The same fault, on the thread's stack. */
export const badReturnMended = derive(lutomirski, {
  head: `# The handler of Linux 4.2, when its final iretq to user mode faults: that happens on the
# thread's stack, where a further NMI finds nothing of an NMI's.
#
#@ title The return to user mode faults, mended
#@ source this project, after Linux 4.2`,
  edits: [REVOKE],
  tail: FIXUP,
});

const DEBUG_GATES = `
    # Breakpoints and debug traps have a stack of their own: IST 3 of gates 1 and 3. (The
    # kernel sets this up once; here every NMI does.)
    .set DEBUG_STACK_TOP, 0xffffffff83009000
    .set GATE_1_IST, 0xffffffff82000014
    .set GATE_3_IST, 0xffffffff82000034
`;

export const debugOnIst = derive(rostedt37, {
  head: `# The handler of Linux 3.7 without one precaution: breakpoints and debug traps use an IST
# too. An NMI in a #DB handler whose regular code meets a breakpoint resets that stack,
# and the #DB handler's frame is gone.
#
#@ title #DB and #BP on one IST stack
#@ source this project; what Linux 3.3, commit 228bdaa95fb8, guards against`,
  edits: [
    ["do_nmi:\n", `${DEBUG_GATES}do_nmi:\n    movb $3, GATE_1_IST\n    movb $3, GATE_3_IST\n`],
    ["page_touched:\n", "page_touched:\n    int3\n"],
  ],
});

export const debugOnIstMended = derive(rostedt37, {
  head: `# As Linux 3.3 to 5.7 did it: if the NMI hit a handler on the debug stack, #DB and #BP
# use no IST until the NMI is done.
#
#@ title #DB and #BP on one IST stack, mended
#@ source this project; the idea of Linux 3.3, commit 228bdaa95fb8`,
  edits: [
    [
      "do_nmi:\n",
      `${DEBUG_GATES}do_nmi:
    # pt_regs->sp: in the debug stack?
    movb $3, %cl
    movq 152(%rdi), %rdx
    subq $DEBUG_STACK_TOP-4096, %rdx
    cmpq $4096, %rdx
    ja 1f
    xorl %ecx, %ecx
1:
    movb %cl, GATE_1_IST
    movb %cl, GATE_3_IST
`,
    ],
    ["page_touched:\n", "page_touched:\n    int3\n    movb $3, GATE_1_IST\n    movb $3, GATE_3_IST\n"],
  ],
});

const STRING_CODE: readonly (readonly [string, string])[] = [
  [
    "page_touched:\n    movb %al, touch0\n",
    `page_touched:
    movb %al, touch0
    # A compiler's memset: it relies on DF being clear.
    pushq %rdi
    movq $buffer, %rdi
    movl $4, %ecx
    xorl %eax, %eax
    rep stosb
    popq %rdi
`,
  ],
];

const BUFFER = `
    .data
buffer:
    .fill 8, 1, 0
`;

export const missingCld = derive(lutomirski, {
  head: `# The handler of Linux 4.2 without its cld, and with regular code that fills a buffer. An
# NMI does not clear DF. The frame that a nested NMI writes has the flags of that moment,
# and at the very end of the handler DF is set: the repeated run goes backwards.
#
#@ title Without cld
#@ source this project, after Linux 4.2`,
  edits: [
    ["    cld\n    movq %rsp, %rdx\n", "    movq %rsp, %rdx\n"],
    ["    pushq $-1\n    cld\n", "    pushq $-1\n"],
    ...STRING_CODE,
  ],
  tail: BUFFER,
});

export const missingCldMended = derive(lutomirski, {
  head: `# The handler of Linux 4.2 with regular code that fills a buffer.
#
#@ title With cld
#@ source this project, after Linux 4.2`,
  edits: STRING_CODE,
  tail: BUFFER,
});

export const cr2TooLate = derive(latch, {
  head: `# The latch with one thing in the wrong order: first the state says that no NMI is running,
# then CR2 is given back. An NMI in between saves what the first one's page fault left
# there, and gives that back, to both.
#
#@ title CR2 given back too late
#@ source this project; the order that Linux's exc_nmi takes care to avoid`,
  edits: [
    [
      `    # CR2 comes back before the state says that no NMI is running: else one in
    # between would save the wrong CR2.
    movq %cr2, %rax
    cmpq %gs:nmi_cr2, %rax
    je 1f
    movq %gs:nmi_cr2, %rax
    movq %rax, %cr2
1:
`,
      "",
    ],
    [
      "    jnz nmi_restart\n    jmp nmi_return\n",
      `    jnz nmi_restart
too_late:
    movq %gs:nmi_cr2, %rax
    movq %rax, %cr2
    jmp nmi_return
`,
    ],
  ],
});

export const gsByCs = derive(repaired, {
  head: `# The repaired handler of 2010, made fit for a user's GS base in the way that first comes
# to mind: swapgs if CS is the user's, on the way in and on the way out. CS does not say
# whose GS it is right after SYSCALL; and nmi_atomic, which may run twice, must not
# contain a swapgs.
#
#@ title swapgs decided by CS
#@ source this project; after the handler of 16 July 2010`,
  edits: [
    [
      "nmi:\n    # Interrupted",
      `nmi:
    testb $3, 8(%rsp)
    jz in_kernel_gs
    swapgs
in_kernel_gs:
    # Interrupted`,
    ],
    [
      "    # Repair 1: the 64-bit return.\n    iretq\n",
      `    testb $3, 8(%rsp)
    jz last_iret
    swapgs
last_iret:
    iretq
`,
    ],
  ],
});

const OOPS = (more: string): string => `
# The regular code has died: the oops handler gives up the NMI and goes back to what it
# had interrupted.
vec_13:
${more}    movq $nmi_stack_copy_rip, %rsp
    iretq
`;

export const oopsLeavesFlag = derive(repaired, {
  head: `# The repaired handler of 2010, whose regular code may die of a #GP. What then goes back
# does not know of the nesting flag: it stays set, and every later NMI is taken for
# nested and dropped.
#
#@ title The flag stays set after an oops
#@ source this project; after the handler of 16 July 2010`,
  edits: [],
  tail: OOPS(""),
});

export const oopsClearsFlag = derive(repaired, {
  head: `# The repaired handler of 2010, whose regular code may die of a #GP; what goes back clears
# the flag.
#
#@ title The flag cleared after an oops
#@ source this project; after the handler of 16 July 2010`,
  edits: [],
  tail: OOPS("    movb $0, %gs:nmi_stack_nesting\n"),
});

export const copyOverlaps = derive(repaired, {
  head: `# The repaired handler of 2010 with the copy one word too high: its first word is the one
# that keeps rax. The mail leaves the place open; it must be at T-48 or below.
#
#@ title The copy overlaps the frame
#@ source this project; after the handler of 16 July 2010`,
  edits: [
    [
      "    .set nmi_stack_copy_rip, nmi_stack_copy-48\n",
      "    .set nmi_stack_copy, nmi_stack_top-40\n    .set nmi_stack_copy_rip, nmi_stack_copy-48\n",
    ],
  ],
});
