// Returns that do not give back what they should.

import type { Hazard } from "./hazard.ts";

const REPAIRED = "desnoyers-2010-repaired";
const BY_RET = ["desnoyers-2010-no-iret", "torvalds-2010", REPAIRED] as const;
const ROSTEDT = ["rostedt-3.3", "rostedt-3.4", "rostedt-3.5", "rostedt-3.7"] as const;
const NESTED = "nmi@workload; nmi@page_touched";

export const RETURN_HAZARDS: readonly Hazard[] = [
  {
    number: 10,
    title: "popfq takes the wrong word",
    cause: "The nested return of the 2010 mail begins with popfq, but the word on top of the frame is RIP.",
    symptom: "RIP's bits become flags: TF, IF, NT and DF as it happens.",
    handlers: ["desnoyers-2010", "desnoyers-2010-step-1", "desnoyers-2010-step-2"],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "desnoyers-2010-step-2",
          workload: "kernel",
          schedule: NESTED,
          shows: "The nested return: RFLAGS gets RIP's low bits, and the jump goes to 0x10.",
          breaks: ["no-crash"],
          end: "panic",
          vector: 14,
          mended: { handler: "desnoyers-2010-step-3", schedule: NESTED },
        },
      ],
    },
  },
  {
    number: 11,
    title: "RF is lost",
    cause:
      "popfq clears RF. If the interrupted instruction was about to run under RF, which keeps its breakpoint quiet once, the breakpoint strikes again.",
    symptom: "A breakpoint reports twice for one execution, once for each nested NMI.",
    handlers: [...BY_RET, "breakpoint-again"],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "breakpoint-again",
          workload: "kernel",
          schedule: "nmi@workload; nmi@touch_page#2",
          shows: "A breakpoint on one instruction is met three times for its two executions: RF was lost between.",
          breaks: ["resume-exact"],
          end: "idle",
          mended: { handler: "breakpoint-once", schedule: "nmi@workload; nmi@touch_page#2" },
        },
        {
          handler: REPAIRED,
          workload: "kernel",
          schedule: "nmi@workload; nmi@touch_page#2",
          shows:
            "A second NMI right behind the page fault's IRETQ, which has set RF: the nested return comes back without it.",
          breaks: [],
          end: "idle",
          mended: { handler: "rostedt-3.7", schedule: "nmi@workload; nmi@touch_page#2" },
        },
      ],
    },
  },
  {
    number: 12,
    title: "IF opens one instruction early",
    cause: "popfq sets IF, and ret is still to come. Unlike STI, POPF has no shadow.",
    symptom:
      "An interrupt runs one frame early, on the interrupted stack. Harmless in itself, but its IRET unblocks NMIs.",
    handlers: ["irq-before-ret", "return-by-ret", ...BY_RET],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "irq-before-ret",
          workload: "kernel",
          schedule: "nmi@workload; irq(32)@only_ret_is_left",
          shows:
            "An interrupt between popfq and ret, one word below the interrupted RSP; its IRETQ unblocks NMIs, which nothing else did.",
          breaks: [],
          end: "idle",
        },
      ],
    },
  },
  {
    number: 13,
    title: "RSP is off by one word",
    cause: "nmi_stack_copy_rip is nmi_stack_copy-40, from the time before CR2 was pushed first.",
    symptom: "The restart's iretq takes CS for RIP.",
    handlers: ["desnoyers-2010", "desnoyers-2010-step-1"],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "desnoyers-2010-step-1",
          workload: "kernel",
          schedule: "nmi@workload; nmi@nmi_atomic",
          shows: "A second NMI at nmi_atomic: the handler starts over with RSP one word too high.",
          breaks: ["no-crash"],
          end: "panic",
          vector: 13,
          mended: { handler: "desnoyers-2010-step-2", schedule: "nmi@workload; nmi@nmi_atomic" },
        },
      ],
    },
  },
  {
    number: 14,
    title: "RSP is not given back",
    cause: "`jmp *(%rsp)` jumps to the right word at best; RSP stays on the NMI stack.",
    symptom: "The interrupted code runs on with a stack that is not its own.",
    handlers: ["desnoyers-2010", "desnoyers-2010-step-1", "desnoyers-2010-step-2", "jump-back"],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "jump-back",
          workload: "kernel",
          schedule: NESTED,
          shows:
            "The nested return alone, with RFLAGS and RIP given back: the first NMI goes on with RSP in the nested one's frame, and returns through what lies there.",
          breaks: ["resume-exact", "no-crash"],
          end: "panic",
          vector: 14,
          mended: { handler: REPAIRED, schedule: NESTED },
        },
        {
          handler: "desnoyers-2010-step-2",
          workload: "kernel",
          schedule: NESTED,
          shows:
            "In the mail, together with hazard 10. Behind the nested return's jump RSP still points at the nested NMI's own frame.",
          breaks: ["no-crash"],
          end: "panic",
          vector: 14,
          mended: { handler: "desnoyers-2010-step-3", schedule: NESTED },
        },
      ],
    },
  },
  {
    number: 15,
    title: "NMIs stay blocked for ever",
    cause:
      "Only IRET unblocks. A handler that leaves by ret, SYSRET, a long jump or a task switch ends the CPU's NMIs.",
    symptom: "Watchdog, profiler and crash signal are dead on that CPU.",
    handlers: ["return-by-ret", "oops-leaves-flag"],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "return-by-ret",
          workload: "kernel",
          schedule: "nmi@workload; nmi@turn",
          shows: "The workload runs on with NMIs blocked; the second NMI waits for ever.",
          breaks: ["idle-clean"],
          end: "loop",
          mended: { handler: "naive", schedule: "nmi@workload; nmi@turn" },
        },
      ],
    },
  },
  {
    number: 20,
    title: "A return of many instructions",
    cause:
      "The return to a 16-bit stack copies the frame to another stack. In Linux 3.16 to 4.1.5, and from 3.13 where it was brought back to, it did so on the NMI stack, with the flag clear already: a nested NMI redirects the frame that is being copied.",
    symptom: "User mode is entered with parts of two frames: a way to the kernel's privileges.",
    handlers: ["espfix-return"],
    cve: "CVE-2015-3290",
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "espfix-return",
          workload: "user",
          schedule: "nmi@workload; nmi@copied_half",
          shows: "A second NMI when half of the frame is copied.",
          breaks: ["no-crash"],
          end: "panic",
          vector: 8,
          mended: { handler: "espfix-return-mended", schedule: "nmi@workload; nmi@copied_half" },
        },
      ],
    },
  },
  {
    number: 23,
    title: "The return to user mode faults",
    cause:
      "A user can make the final iretq fault, by taking its own segments away. The fault's handler runs on the NMI stack with the flag clear, and NMIs are unblocked by the failed IRET.",
    symptom:
      "With a test of RSP the next NMI is taken for nested and lost; with a flag alone it is taken for the first and overwrites the frame.",
    handlers: ["bad-return", "torvalds-2010", REPAIRED, ...ROSTEDT],
    cve: "CVE-2015-5157",
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "bad-return",
          workload: "user",
          schedule: "nmi@workload; nmi@frame_moved",
          shows: "A second NMI in the fault's handler: it redirects a frame that nobody uses any more.",
          breaks: ["every-nmi-served"],
          end: "idle",
          mended: { handler: "bad-return-mended", schedule: "nmi@workload; nmi@frame_moved" },
        },
        {
          handler: "torvalds-2010",
          workload: "kernel",
          schedule: "nmi@workload; nmi@page_touched; nmi@mend_cs",
          shows: "With a flag alone: a third NMI while the spoilt return is mended overwrites the copy.",
          breaks: ["progress"],
          end: "loop",
        },
      ],
    },
  },
  {
    number: 27,
    title: "iret is the 32-bit return",
    cause: "Without a suffix GNU as makes `iret` the opcode CF, which pops five doublewords in 64-bit mode.",
    symptom: "#GP at every return, with NMIs unblocked.",
    handlers: ["desnoyers-2010"],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "desnoyers-2010",
          workload: "kernel",
          schedule: "nmi@workload",
          shows: "One NMI: half of RIP is taken for CS.",
          breaks: ["no-crash"],
          end: "panic",
          vector: 13,
          mended: { handler: "desnoyers-2010-step-1", schedule: "nmi@workload" },
        },
      ],
    },
  },
];
