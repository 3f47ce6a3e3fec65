// The handlers of Linux and of the thread of 2010, but for the mail's own.

import type { ListedEntry, Demonstration } from "../entry.ts";

const COMMON = { notation: "gnu-as", body: "touch" } as const;
const ROSTEDT = { ...COMMON, author: "Steven Rostedt", group: "Linux" } as const;

function holds(workload: Demonstration["workload"], schedule: string, shows: string): Demonstration {
  return { shows, workload, body: "touch", schedule, breaks: [], end: "idle" };
}

function breaks(workload: Demonstration["workload"], schedule: string, property: string, shows: string): Demonstration {
  return { shows, workload, body: "touch", schedule, breaks: [property], end: "idle" };
}

const NESTED = "nmi@workload; nmi@page_touched";

const CR2_CLOBBERED = breaks(
  "page-fault",
  "nmi@vec_14",
  "cr2-preserved",
  "An NMI at a page fault handler's first instruction: the NMI's own page fault changes CR2 before it is read.",
);

const SYSCALL_GAP = breaks(
  "syscall",
  "nmi@entry_syscall",
  "every-nmi-served",
  "An NMI right after SYSCALL, with CS the kernel's and RSP still the user's, into the NMI stack: taken for nested and dropped (CVE-2015-3291).",
);

const REDIRECTED = holds(
  "kernel",
  NESTED,
  "A second NMI after the page fault: it redirects the first one's iret frame to repeat_nmi and goes. The regular code runs twice.",
);

export const LINUX: readonly ListedEntry[] = [
  {
    ...COMMON,
    name: "desnoyers-2010-no-iret",
    title: "Desnoyers, earlier: exceptions return without IRET",
    group: "First answers",
    author: "Mathieu Desnoyers",
    date: "2010-07-14",
    year: 2010,
    source: '"[patch 2/2] x86 NMI-safe INT3 and Page Fault", linux-kernel, 14 July 2010; first in LTTng, 2008',
    claim:
      "No exception handler executes IRET when it returns into an NMI handler, so NMIs stay blocked. Every path that forgets it, a machine check's for one, opens the hole again.",
    verdict: "violated",
    demonstrations: [
      CR2_CLOBBERED,
      breaks(
        "user-swapgs",
        "nmi@workload",
        "stack-bounds",
        "An NMI from user mode: its flag is written through the user's GS base, into the user's memory.",
      ),
      holds(
        "kernel",
        NESTED,
        "A second NMI after the page fault: it waits, for the page fault's handler returned by popfq and ret.",
      ),
    ],
  },
  {
    ...COMMON,
    name: "torvalds-2010",
    title: "Torvalds 2010: spoil the copy's CS (reconstruction)",
    group: "First answers",
    author: "Linus Torvalds",
    date: "2010-07-16",
    year: 2010,
    source:
      'the thread "x86_64 page fault NMI-safe", linux-kernel, 15-16 July 2010; reconstructed from what the mails say',
    claim:
      "A nested NMI makes the first one's final iretq fault; the fault's handler starts over. But that fault unblocks NMIs while the flag says that none is being handled.",
    verdict: "violated",
    demonstrations: [
      {
        shows:
          "A third NMI in the #GP handler, while CS is mended: taken for the first, it copies its frame over the one that is needed. Livelock.",
        workload: "kernel",
        body: "touch",
        schedule: "nmi@workload; nmi@page_touched; nmi@mend_cs",
        breaks: ["progress"],
        end: "loop",
      },
      CR2_CLOBBERED,
      {
        shows:
          "An NMI from user mode with the user's GS base: what lies there is read as the nesting flag, and its zero address as the copy's.",
        workload: "user-swapgs",
        body: "touch",
        schedule: "nmi@workload",
        breaks: ["no-crash"],
        end: "panic",
        vector: 14,
      },
      holds(
        "kernel",
        NESTED,
        "A second NMI after the page fault: the final iretq ends in #GP, and the regular code runs again.",
      ),
    ],
  },
  {
    ...ROSTEDT,
    name: "rostedt-3.3",
    title: "Rostedt 3.3: the stack remembers",
    date: "2012-03",
    year: 2012,
    source: '"x86: Add workaround to NMI iret woes", Linux 3.3, commit 3f3c8b8c4b2a; RFC of 8 December 2011',
    claim:
      "No per-CPU data: everything lies at fixed places of the NMI stack, and a nested NMI redirects the first one's iret frame. But a user's RSP is believed too, and CR2 is not saved.",
    verdict: "violated",
    demonstrations: [
      breaks(
        "syscall",
        "nmi@workload+0xf",
        "every-nmi-served",
        "A user makes RSP point into the NMI stack: an NMI there is taken for nested and dropped.",
      ),
      CR2_CLOBBERED,
      REDIRECTED,
    ],
  },
  {
    ...ROSTEDT,
    name: "rostedt-3.4",
    title: "Rostedt 3.4: with the CS test",
    date: "2012-05",
    year: 2012,
    source: "Linux 3.4: commit 45d5a1683c04, and Jan Beulich's shortening, on 3f3c8b8c4b2a",
    claim:
      "What came from user mode is never nested. In the few instructions after SYSCALL, CS is the kernel's and RSP still the user's. CR2 is not saved.",
    verdict: "violated",
    demonstrations: [SYSCALL_GAP, CR2_CLOBBERED, REDIRECTED],
  },
  {
    ...ROSTEDT,
    name: "rostedt-3.5",
    title: "Rostedt 3.5: CR2 is given back",
    date: "2012-07",
    year: 2012,
    source: "Linux 3.5: commit 7fbb98c5cb07 on the handler of 3.4",
    claim: "CR2 is kept in a register around the regular code. The gap after SYSCALL is still open.",
    verdict: "violated",
    demonstrations: [
      SYSCALL_GAP,
      holds("page-fault", "nmi@vec_14", "What changed CR2 in 3.4: the page fault handler reads its own address."),
      REDIRECTED,
    ],
  },
  {
    ...ROSTEDT,
    name: "rostedt-3.7",
    title: "Rostedt 3.7: the two copies change places",
    author: "Salman Qazi, Steven Rostedt",
    date: "2012-12",
    year: 2012,
    source: "Linux 3.7, commit 28696f434fef; in this form up to 4.1",
    claim:
      "The regular code sees in pt_regs what was interrupted, no longer what a nested NMI wrote there. The gap after SYSCALL is still open.",
    verdict: "violated",
    demonstrations: [SYSCALL_GAP, REDIRECTED],
  },
  {
    ...ROSTEDT,
    name: "rostedt-3.7-without-cr2",
    title: "Rostedt 3.7, had CR2 not been saved",
    group: "Lessons",
    author: "this project, after Steven Rostedt",
    date: "2012-12",
    year: 2012,
    source: "Linux 3.7 (commit 28696f434fef) without commit 7fbb98c5cb07: never published",
    claim: "Five instructions are missing, and a page fault handler reads the address of somebody else's fault.",
    verdict: "violated",
    demonstrations: [CR2_CLOBBERED, SYSCALL_GAP],
  },
  {
    ...COMMON,
    name: "three-state-latch",
    title: "Three states in C, on the interrupted stack",
    group: "Linux",
    author: "this project, after Steven Rostedt",
    date: "2012-03",
    year: 2012,
    source:
      "the idea of Linux 3.3 for 32 bits, commit ccd49c239177, with CR2 as in 3.5; moved to 64 bits by this project",
    claim:
      "The handler leaves the NMI stack at once for the stack that was interrupted, and a nested NMI only says so in a latch. That trusts RSP wherever the CPU is at CPL 0.",
    verdict: "holds",
    demonstrations: [
      holds(
        "kernel",
        NESTED,
        "A second NMI after the page fault: it sets the latch and goes; the first runs the regular code again.",
      ),
    ],
  },
  {
    ...COMMON,
    name: "lutomirski-4.2",
    title: "Lutomirski 4.2: user NMIs elsewhere, DF as a mark",
    group: "Linux",
    author: "Andy Lutomirski",
    date: "2015-07",
    year: 2015,
    source: "Linux 4.2 and 4.1.6: commits 9d0504167990, 9b6e6a8334d5, 0b22930ebad5, a27507ca2d79, 810bc075f78f",
    claim:
      "NMIs from user mode run on the thread's stack; RSP is believed only with DF set, which SYSCALL clears. What unblocks NMIs in the first instructions is still fatal, as before.",
    verdict: "holds",
    demonstrations: [
      holds("syscall", "nmi@entry_syscall", "What made 3.4 drop an NMI, right after SYSCALL: here it is served."),
      holds(
        "kernel",
        "nmi@workload; nmi@page_touched; nmi@kernel_iret",
        "A third NMI at the final iretq, with DF set and the flag gone: it is nested all the same.",
      ),
      holds("user", NESTED, "An NMI from user mode, interrupted by one from kernel mode: the latch in C sees it."),
    ],
  },
  {
    ...COMMON,
    name: "mainline",
    title: "Linux today: asm_exc_nmi and exc_nmi",
    group: "Linux",
    author: "the Linux developers",
    date: "2020-08",
    year: 2020,
    source: "Linux 5.8 and later, arch/x86/entry/entry_64.S (asm_exc_nmi) and arch/x86/kernel/nmi.c (exc_nmi)",
    claim:
      "The assembly of 4.2, and in C the latch, with CR2 given back before the state changes and no breakpoint armed meanwhile. A machine check in the first instructions is still fatal.",
    verdict: "holds",
    demonstrations: [
      holds(
        "kernel",
        NESTED,
        "A second NMI after the page fault: it redirects the iret frame, and the regular code runs twice.",
      ),
      holds("page-fault", "nmi@vec_14", "An NMI before CR2 is read: the page fault handler reads its own address."),
      holds("syscall", "nmi@entry_syscall", "An NMI right after SYSCALL, on the user's RSP: it is served."),
    ],
  },
  {
    ...COMMON,
    name: "fred",
    title: "Linux with FRED: nothing left to protect",
    group: "Linux",
    author: "H. Peter Anvin, Xin Li and others",
    date: "2024-03",
    year: 2024,
    source: "Linux 6.9, merge x86-fred-2024-03-10; a processor with FRED",
    claim:
      "The processor unblocks NMIs only by the return from an NMI, and never starts an event on a stack level that is in use. One pass through the regular code is all there is.",
    verdict: "holds",
    options: { fred: true },
    demonstrations: [
      holds(
        "kernel",
        NESTED,
        "A second NMI after the page fault: the page fault's ERETS has left NMIs blocked, so it waits.",
      ),
      holds(
        "kernel",
        "nmi@workload; nmi@nmi; mc@nmi",
        "A machine check at the first instruction, with an NMI waiting: the end of every handler without FRED.",
      ),
    ],
  },
];
