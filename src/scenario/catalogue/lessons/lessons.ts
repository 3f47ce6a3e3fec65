// Handlers that teach one thing each, and ways of others that need no protocol.

import type { ListedEntry } from "../entry.ts";
import { lesson } from "./lesson.ts";
import { PLAYED } from "./lessons-played.ts";
import { RETURNS } from "./lessons-returns.ts";

const ESPFIX = { workload: "user", schedule: "nmi@workload; nmi@copied_half" } as const;
const BAD_RETURN = { workload: "user", schedule: "nmi@workload; nmi@frame_moved" } as const;
const DEBUG = { workload: "kernel", schedule: "nmi@workload; db@workload#3; nmi@vec_1" } as const;
const BACKWARDS = { workload: "kernel", schedule: "nmi@workload; nmi@page_touched; nmi@kernel_iret" } as const;
const OOPS = { workload: "kernel", schedule: "nmi@workload; gp@touch_page; nmi@workload#3" } as const;

const TORN = "nmi@workload; nmi@page_touched; nmi@repeat_nmi+0x15#2";

export const LESSONS: readonly ListedEntry[] = [
  lesson({
    name: "espfix-return",
    title: "A return of many instructions (CVE-2015-3290)",
    year: 2015,
    source: "after Linux 3.16 to 4.1.5: espfix64 at the end of the handler of 3.7",
    claim:
      "User mode is returned to by copying the frame elsewhere, word by word. Meanwhile a nested NMI rewrites that frame, and user mode is entered with half of each.",
    shown: [
      {
        ...ESPFIX,
        shows:
          "A second NMI while the frame is copied: the user's RIP and CS are followed by the kernel's RSP and SS. The iretq faults where no stack is: #DF.",
        breaks: ["no-crash"],
        end: "panic",
        vector: 8,
      },
    ],
  }),
  lesson({
    name: "espfix-return-mended",
    title: "A return of many instructions, mended",
    year: 2015,
    source: "after Linux 4.2: espfix64 at the end of its way back to user mode",
    claim: "The same return from the thread's stack, where no nested NMI writes.",
    shown: [{ ...ESPFIX, shows: "The schedule that mixed two frames: the user goes on as it was.", breaks: [] }],
  }),
  lesson({
    name: "bad-return",
    title: "The return to user mode faults (CVE-2015-5157)",
    year: 2015,
    source: "after Linux 3.7 to 4.1: fixup_bad_iret on the NMI stack",
    claim:
      "The user's segment is gone when the NMI returns. The fault is handled on the NMI stack with the flag clear, where the next NMI is taken for nested.",
    shown: [
      {
        ...BAD_RETURN,
        shows:
          "A second NMI in the fault's handler, when the frame has been taken along: it redirects what nobody uses any more, and is lost.",
        breaks: ["every-nmi-served"],
      },
    ],
  }),
  lesson({
    name: "bad-return-mended",
    title: "The return to user mode faults, mended",
    year: 2015,
    source: "after Linux 4.2",
    claim: "The same fault on the thread's stack, where a further NMI is a first one.",
    shown: [{ ...BAD_RETURN, shows: "The schedule that lost an NMI: both are served.", breaks: [] }],
  }),
  lesson({
    name: "debug-on-ist",
    title: "#DB and #BP on one IST stack",
    year: 2011,
    source: "what Linux 3.3, commit 228bdaa95fb8, guards against",
    claim: "An NMI in a #DB handler meets a breakpoint, whose delivery resets the #DB handler's stack.",
    shown: [
      {
        ...DEBUG,
        shows:
          "An NMI at the #DB handler's first instruction, with a breakpoint in its regular code: the #DB handler returns into the NMI.",
        breaks: ["resume-exact", "no-crash"],
        end: "panic",
        vector: 13,
      },
    ],
  }),
  lesson({
    name: "debug-on-ist-mended",
    title: "#DB and #BP on one IST stack, mended",
    year: 2011,
    source: "the idea of Linux 3.3, commit 228bdaa95fb8",
    claim: "If the NMI hit the debug stack, breakpoints use no IST until it is done.",
    shown: [
      { ...DEBUG, shows: "The schedule that lost the #DB handler's frame: it returns as it should.", breaks: [] },
    ],
  }),
  lesson({
    name: "missing-cld",
    title: "Without cld",
    year: 2015,
    source: "after Linux 4.2",
    claim: "NMIs do not clear DF, and the handler itself sets it at its end: a repeated run fills a buffer backwards.",
    shown: [
      {
        ...BACKWARDS,
        shows: "A third NMI at the final iretq: the repeated run begins with DF set and writes below its buffer.",
        breaks: ["no-crash"],
        end: "panic",
        vector: 14,
      },
    ],
  }),
  lesson({
    name: "missing-cld-mended",
    title: "With cld",
    year: 2015,
    source: "after Linux 4.2",
    claim: "The same regular code behind a cld.",
    shown: [
      { ...BACKWARDS, shows: "The schedule that wrote below the buffer: it is filled as it should.", breaks: [] },
    ],
  }),
  lesson({
    name: "cr2-too-late",
    title: "CR2 given back too late",
    year: 2012,
    source: "the order that Linux's exc_nmi takes care to avoid",
    claim: "The state says that no NMI is running before CR2 is given back: an NMI in between saves the wrong one.",
    shown: [
      {
        workload: "page-fault",
        schedule: "nmi@vec_14; nmi@too_late",
        shows:
          "A second NMI between the state and CR2: it saves the first one's page fault's address, which both then give back.",
        breaks: ["cr2-preserved"],
      },
    ],
  }),
  lesson({
    name: "gs-by-cs",
    title: "swapgs decided by CS",
    year: 2010,
    source: "after the handler of 16 July 2010",
    claim:
      "swapgs if CS is the user's. Right after SYSCALL that is wrong; and a swapgs in the region that starts over is one too many.",
    shown: [
      {
        workload: "user-swapgs",
        schedule: "nmi@workload; nmi@page_touched; nmi@last_iret",
        shows:
          "A third NMI at the final iretq, after swapgs: it starts over with the user's GS base, and exchanges it once more.",
        breaks: ["stack-bounds", "resume-exact"],
      },
      {
        workload: "syscall",
        schedule: "nmi@entry_syscall",
        shows:
          "An NMI right after SYSCALL: CS is the kernel's, GS is not. The user's byte says nested, and the NMI is dropped.",
        breaks: ["stack-bounds", "every-nmi-served", "idle-clean"],
        end: "loop",
      },
    ],
  }),
  lesson({
    name: "return-by-ret",
    title: "Return by popfq and ret",
    year: 2010,
    source: "after the nested return of July 2010",
    claim: "Nothing but IRET ends NMI blocking: this is the CPU's last NMI.",
    shown: [
      {
        workload: "kernel",
        schedule: "nmi@workload; nmi@turn",
        shows: "One NMI, and the workload runs on with NMIs blocked: the second waits for ever.",
        breaks: ["idle-clean"],
        end: "loop",
      },
    ],
  }),
  lesson({
    name: "oops-leaves-flag",
    title: "The flag stays set after an oops",
    year: 2010,
    source: "after the handler of 16 July 2010",
    claim: "The regular code dies, and what goes back does not clear the nesting flag: every later NMI is dropped.",
    shown: [
      {
        ...OOPS,
        shows: "A #GP in the regular code gives the NMI up; the next NMI is taken for nested.",
        breaks: ["idle-clean", "every-nmi-served"],
        end: "loop",
      },
    ],
  }),
  lesson({
    name: "oops-clears-flag",
    title: "The flag cleared after an oops",
    year: 2010,
    source: "after the handler of 16 July 2010",
    claim: "What gives the NMI up clears the flag too.",
    shown: [{ ...OOPS, shows: "A #GP in the regular code gives the NMI up; the next NMI is served.", breaks: [] }],
  }),
  lesson({
    name: "copy-overlaps",
    title: "The copy overlaps the frame",
    year: 2010,
    source: "after the handler of 16 July 2010",
    claim: "The copy is one word too high: its first word is the one that keeps rax.",
    shown: [
      {
        workload: "kernel",
        schedule: "nmi@workload",
        shows: "One NMI: CR2's word overwrites rax, and the workload goes on with another.",
        breaks: ["resume-exact"],
      },
    ],
  }),
  lesson({
    name: "unmask-at-once",
    title: "Unmask at once (CONFIG_DEBUG_ENTRY)",
    year: 2015,
    source: "after Linux 4.2 and commit a97439aa1ae0 (CONFIG_DEBUG_ENTRY)",
    claim:
      "An IRET of its own unblocks NMIs as soon as the frame is safe: nesting, otherwise rare, can come at every instruction. It holds all the same.",
    shown: [
      {
        workload: "kernel",
        schedule: "nmi@workload; nmi@unmasked+0x15",
        shows:
          "A second NMI while the first copies its iret frame, without any page fault: it leaves, and both are served.",
        breaks: [],
      },
    ],
  }),
  lesson({
    name: "torn-frame",
    title: "A frame of two writers",
    year: 2015,
    source: "what the range test of Linux 4.2, commit a27507ca2d79, is for",
    claim:
      "Without the test of the interrupted RIP a nested NMI writes into an iret frame that is half copied. It takes three NMIs and a page fault to see it.",
    shown: [
      {
        workload: "kernel",
        schedule: TORN,
        shows:
          "A third NMI when two of the five words are copied: RIP, CS and RFLAGS are then the workload's, RSP and SS the redirection's.",
        breaks: ["resume-exact"],
      },
    ],
  }),
  lesson({
    name: "torn-frame-unmasked",
    title: "A frame of two writers, unmasked at once",
    year: 2015,
    source: "after Linux 4.2 and commit a97439aa1ae0 (CONFIG_DEBUG_ENTRY)",
    claim: "The same hole with NMIs unblocked at once: two NMIs show it, and no page fault.",
    shown: [
      {
        workload: "kernel",
        schedule: "nmi@workload; nmi@unmasked+0x15",
        shows: "A second NMI when two of the five words are copied.",
        breaks: ["resume-exact"],
      },
    ],
  }),
  ...RETURNS,
  ...PLAYED,
  lesson({
    name: "forbid-faults",
    title: "No faults allowed (as FreeBSD does it)",
    group: "Other systems",
    year: 2015,
    source: "the idea of FreeBSD/amd64's NMI entry: IST, GS base of its own, interrupts off",
    claim: "No protocol: the code that an NMI runs must not fault. As long as that is so, everything holds.",
    shown: [
      {
        workload: "syscall",
        schedule: "nmi@entry_syscall",
        shows: "An NMI right after SYSCALL: whose GS base it is does not matter, it is saved and given back.",
        breaks: [],
      },
    ],
  }),
  lesson({
    name: "leave-the-ist",
    title: "Off the IST when from outside (as Xen does it)",
    group: "Other systems",
    year: 2015,
    source: "the idea of Xen's NMI entry: from a guest, the frame moves to the CPU's ordinary stack",
    claim: "An NMI from outside leaves the IST stack at once; the code that it runs must not fault all the same.",
    shown: [
      {
        workload: "user-swapgs",
        schedule: "nmi@workload; nmi@do_nmi",
        shows: "A second NMI while the first is handled: it waits for the first one's IRET.",
        breaks: [],
      },
    ],
  }),
];
