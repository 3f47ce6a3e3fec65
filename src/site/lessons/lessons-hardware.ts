// Lessons 1 to 3: what the CPU does, and why that alone is not safe.

import type { Lesson } from "./lesson.ts";

const ONE_AT_A_TIME: Lesson = {
  id: "one-at-a-time",
  title: "One at a time",
  point: "While an NMI is handled the CPU blocks further ones and remembers just one.",
  lecture: {
    minutes: 5,
    say: "An NMI cannot be switched off, but it waits for the one before it. The CPU has one bit for “blocked” and one for “pending”, and no counter.",
    ask: "Three NMIs arrive during one handler. How often does it run?",
  },
  parts: [
    "A non-maskable interrupt cannot be switched off: it is delivered at the next boundary between two instructions, whatever the kernel is doing (MOV SS holds it back for one instruction, and STI may). The CPU pushes five words (SS, RSP, RFLAGS, CS and RIP of what it interrupted), blocks further NMIs, and continues at the handler.",
    "Blocked does not mean lost. One more NMI is latched, and delivered as soon as the handler's IRETQ ends the blocking. There is no counter, though: what arrives while the latch is full is merged with what is in it.",
    {
      kind: "figure",
      title: "Three NMIs, two runs",
      of: { level: "one-at-a-time" },
      schedule: "nmi@workload; nmi@do_nmi; nmi@do_nmi",
      at: 4,
      views: ["code", "nmi", "lanes"],
      events: ["nmi"],
      caption: "Three NMIs are raised, and nmi_run_count ends at two. Step on and watch “pending” and “merged”.",
    },
    "That is why an NMI handler must look for all the work there is. Linux walks its whole list of local handlers on each NMI, and says in a comment that it is for this reason.",
  ],
  levels: ["one-at-a-time"],
  sources: [
    {
      fact: "NMIs are recognised at instruction boundaries; delivery blocks further NMIs until the next IRET.",
      source: "Intel SDM vol. 3A, 6.7 and 6.7.1",
    },
    {
      fact: "At most one NMI is pending: ten sent inside a handler make exactly one more run.",
      source: "kvm-unit-tests, x86/apic.c, pending nmi",
    },
    { fact: "MOV SS and POP SS hold NMIs back for one boundary.", source: "Intel SDM vol. 3A, 6.8.3" },
    { fact: "STI may hold an NMI back, too.", source: "Intel SDM vol. 2B, STI" },
    {
      fact: "The whole list is walked since only one NMI can be latched.",
      source: "Linux arch/x86/kernel/nmi.c, nmi_handle",
    },
  ],
};

const THE_OPEN_DOOR: Lesson = {
  id: "the-iret-that-opens-the-door",
  title: "The IRET that opens the door",
  point: "Any IRET ends NMI blocking, also that of a page fault handler which ran inside the NMI handler.",
  lecture: {
    minutes: 6,
    say: "The CPU does not know that a handler is running. IRET ends the blocking, whoever executes it: here a page fault handler, in the middle of the NMI's work.",
    ask: "What will an NMI do that arrives now?",
  },
  parts: [
    "How does the CPU know that the NMI handler has finished? It does not. It keeps one bit, “NMIs are blocked”, and clears it at the next IRET, whoever executes it.",
    "An exception inside the NMI handler returns by IRET like any other: a page fault on memory that is mapped lazily, a breakpoint, a debug trap. From that IRET on the NMI handler is still in the middle of its work, and the door is open.",
    {
      kind: "figure",
      title: "The page fault handler's IRETQ ends the blocking",
      of: { level: "the-open-door" },
      schedule: "nmi@workload",
      at: 21,
      views: ["code", "nmi", "lanes"],
      events: ["nmi"],
      caption:
        "The ring on the lanes marks the IRETQ that unblocks. It belongs to #PF, and NMI 1 goes on unprotected. Send an NMI here.",
    },
    "For years this hardly mattered: NMI handlers did little, and took no faults. Then perf began to walk stacks inside NMIs and to write into buffers from vmalloc, which may be missing from the page tables in use until a page fault brings it in.",
    "Faulting does not help either: by Intel's manual an IRET that itself faults has ended the blocking before the fault's handler begins. (Emulators differ here, so it is a CPU option of this machine.)",
  ],
  levels: ["the-open-door"],
  sources: [
    {
      fact: "The next IRET, by whomever and to whatever privilege, ends the blocking; also one that faults.",
      source: "Intel SDM vol. 3A, 6.7.1",
    },
    {
      fact: "Call-chain buffers from vmalloc faulted inside NMIs.",
      source: "linux-kernel, 14 July 2010, F. Weisbecker and I. Molnar in the thread “x86_64 page fault NMI-safe”",
    },
    {
      fact: "QEMU's TCG and KVM on AMD count an IRET only when it has succeeded.",
      source: "QEMU target/i386/tcg/seg_helper.c; Linux arch/x86/kvm/svm/svm.c, awaiting_iret_completion",
    },
  ],
};

const THE_SAME_STACK: Lesson = {
  id: "same-stack-same-address",
  title: "Same stack, same address",
  point: "A second NMI is pushed onto the same five words as the first, and the first cannot return.",
  lecture: {
    minutes: 9,
    say: "IST: one fixed stack, also when it is in use. The second frame falls onto the first. Drag the NMI: no instruction is safe.",
    ask: "Which words does NMI 2 write?",
  },
  parts: [
    "NMIs need a stack that is always good, also in the few instructions in which RSP is still the user's. So the NMI's gate has an IST number, and the CPU loads RSP from a table: always the same address, the top of the NMI stack, T. It does not ask whether that stack is in use.",
    {
      kind: "figure",
      title: "Where will the second frame go?",
      of: { handler: "naive" },
      schedule: "nmi@workload; nmi@page_touched",
      at: 23,
      views: ["stack"],
      quiz: {
        question: "The next step delivers NMI 2. Which words does it write?",
        answers: ["T-8", "T-16", "T-24", "T-32", "T-40"],
        why: "RSP is loaded from the TSS, not continued from where it was: the frame of NMI 1 lies at T-40 to T-8, and that is where the new one goes.",
      },
      caption:
        "NMI 1 has taken its page fault and goes on; its frame still lies at T-40 to T-8. Choose a word, then step.",
    },
    "NMI 2 returns well, into the middle of NMI 1. But the words that NMI 1 needs are gone: its IRETQ pops NMI 2's frame once more, and returns into itself.",
    { kind: "heading", text: "Drag the NMI" },
    "Here the first NMI is fixed and the second is yours. Drag it along the instructions. No place is safe: an NMI that comes before the page fault waits in the latch, and the page fault's IRETQ lets it out.",
    {
      kind: "figure",
      title: "Drag the second NMI along the naive handler",
      of: { handler: "naive" },
      schedule: "nmi@workload; nmi@page_touched",
      at: "first-bad",
      views: ["code", "stack"],
      drags: 1,
      caption: "A ring means that nothing breaks with the second NMI there, a cross that something does.",
    },
  ],
  levels: ["the-same-stack"],
  sources: [
    {
      fact: "With a nonzero IST field RSP is loaded from the TSS unconditionally, then aligned to 16.",
      source: "Intel SDM vol. 3A, 6.14.5",
    },
    { fact: "Linux up to 3.2 had no protection here.", source: "Linux commit 3f3c8b8c4b2a (3.3), its description" },
  ],
};

export const HARDWARE_LESSONS: readonly Lesson[] = [ONE_AT_A_TIME, THE_OPEN_DOOR, THE_SAME_STACK];
