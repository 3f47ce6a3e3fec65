// Text of the lessons that are Linux's handler with something left out, or unmasked at
// once: what the missing lines are for.

import lutomirski from "../linux/lutomirski-4.2.S?raw";
import rostedt37 from "../linux/rostedt-3.7.S?raw";
import { derive } from "./derive.ts";

export const rostedt37WithoutCr2 = derive(rostedt37, {
  head: `# The handler of Linux 3.7 without the five instructions that keep CR2 and give it back:
# never published. It shows what they are for.
#
#@ title Rostedt 3.7, had CR2 not been saved
#@ source this project, after Linux 3.7 (commit 28696f434fef) without commit 7fbb98c5cb07`,
  edits: [
    [
      `    # A page fault in do_nmi changes CR2, which the interrupted code may be about to
    # read.
    movq %cr2, %r12
`,
      "",
    ],
    [
      `    movq %cr2, %rcx
    cmpq %rcx, %r12
    je 1f
    movq %r12, %cr2
1:
`,
      "",
    ],
  ],
});

/** The first test of an NMI from kernel mode: was the copying interrupted? */
const RANGE_TEST: readonly [string, string] = [
  `    # Interrupted while the iret frame is written anew, which leads to a run anyway:
    # nothing to do.
    movq $repeat_nmi, %rdx
    cmpq 8(%rsp), %rdx
    ja 1f
    movq $end_repeat_nmi, %rdx
    cmpq 8(%rsp), %rdx
    ja nested_nmi_out
1:
`,
  "",
];

const UNMASK: readonly [string, string] = [
  "    # Here the iret of a redirected frame leads, with RSP = T-136.\n",
  `    # What could be overwritten is copied: NMIs may come from here on. An IRET to the
    # next instruction says so to the CPU.
    pushq $0
    pushq %rsp
    addq $8, (%rsp)
    pushfq
    pushq $__KERNEL_CS
    pushq $unmasked
    iretq
unmasked:

    # Here the iret of a redirected frame leads, with RSP = T-136.
`,
];

export const unmaskAtOnce = derive(lutomirski, {
  head: `# The handler of Linux 4.2 as CONFIG_DEBUG_ENTRY makes it: as soon as the frame is safe,
# an IRET of its own unblocks NMIs. What a page fault did once a year happens each time.
#
#@ title Unmask at once
#@ source this project, after Linux 4.2 and commit a97439aa1ae0 (CONFIG_DEBUG_ENTRY)`,
  edits: [UNMASK],
});

export const tornFrame = derive(lutomirski, {
  head: `# The handler of Linux 4.2 without the test of the interrupted RIP. A nested NMI that
# comes while the iret frame is copied writes into a frame that is half written: its
# words are then of two writers.
#
#@ title A frame of two writers
#@ source this project; what the range test of Linux 4.2, commit a27507ca2d79, is for`,
  edits: [RANGE_TEST],
});

export const tornFrameUnmasked = derive(lutomirski, {
  head: `# The handler of Linux 4.2 without the test of the interrupted RIP, and with NMIs unblocked
# at once: two NMIs show what needed three and a page fault.
#
#@ title A frame of two writers, unmasked at once
#@ source this project, after Linux 4.2 and commit a97439aa1ae0 (CONFIG_DEBUG_ENTRY)`,
  edits: [RANGE_TEST, UNMASK],
});
