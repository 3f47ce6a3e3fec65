// Lessons 8 to 10: what the user, other registers and other events add, and the
// line-by-line account.

import type { Lesson } from "./lesson.ts";

const USER_LIES: Lesson = {
  id: "user-space-lies",
  title: "User space lies",
  point: "Registers that a user controls are inputs to entry code.",
  lecture: {
    minutes: 5,
    say: "After SYSCALL the kernel runs on the user's RSP. What a user controls is an input. DF, which SYSCALL masks, is the mark that cannot be forged.",
    ask: "Which word of the frame did the user choose?",
  },
  parts: [
    "“RSP lies in the NMI stack, so this NMI is nested.” True, if RSP is the kernel's. User code may put any number into RSP, and Linux 3.3 believed it: while it pointed there, the program's NMIs were dropped. Since 3.4 the saved CS is asked first.",
    "But SYSCALL enters the kernel without touching RSP. For a few instructions CS is the kernel's and RSP is what the user chose.",
    {
      kind: "figure",
      title: "The gap after SYSCALL",
      of: { handler: "rostedt-3.7" },
      workload: "syscall",
      schedule: "nmi@entry_syscall",
      at: { before: "nmi" },
      views: ["code", "stack"],
      events: ["nmi"],
      quiz: {
        question: "An NMI in the gap has pushed these five words. Which one holds a number that the user chose freely?",
        answers: ["T-16"],
        why: "RSP. SYSCALL has loaded CS, SS and RIP, and masked RFLAGS; RSP it leaves, and this program had put T-256 there.",
      },
      caption: "Step on: the first NMI of all takes itself for nested, and is dropped.",
    },
    "The repair of 2015 is small and clever. Before the handler clears its flag it sets DF. An NMI believes RSP only if the interrupted RFLAGS have DF set. SYSCALL clears the flags that a mask names, and Linux names DF there, so no user code can arrive in the gap with DF set; and IRETQ gives back the right DF in any case.",
    {
      kind: "figure",
      title: "The same schedule on Linux 4.2",
      of: { handler: "lutomirski-4.2" },
      workload: "syscall",
      schedule: "nmi@entry_syscall",
      at: { before: "entry_syscall", time: 2 },
      views: ["code", "lanes"],
      events: ["nmi"],
      caption: "Served, and back in the gap as if nothing had been. Step back to see how it decided.",
    },
  ],
  levels: ["user-space-lies"],
  sources: [
    {
      fact: "SYSCALL loads CS, SS, RIP and RFLAGS (masked by IA32_FMASK), and leaves RSP.",
      source: "Intel SDM vol. 2B, SYSCALL",
    },
    { fact: "The test of CS.", source: "Linux commit 45d5a1683c04 (3.4)" },
    { fact: "The gap, and DF.", source: "CVE-2015-3291; Linux commit 810bc075f78f (4.2)" },
  ],
};

const GS_AND_CR2: Lesson = {
  id: "gs-and-cr2",
  title: "What else must survive: GS and CR2",
  point: "Nesting corrupts more than the stack.",
  lecture: {
    minutes: 4,
    say: "The stack is not all: GS base and CR2 are state too, and each has its window.",
    ask: "One CR2, two page faults: whose address is read?",
  },
  parts: [
    { kind: "heading", text: "Whose GS is it?" },
    "Per-CPU data lies at %gs:, and the GS base is the user's until the kernel executes SWAPGS. An NMI between entry and SWAPGS finds kernel code running on the user's base.",
    {
      kind: "figure",
      title: "Asking CS is not enough",
      of: { level: "whose-gs" },
      workload: "syscall",
      schedule: "nmi@entry_syscall",
      at: "first-bad",
      views: ["code", "registers"],
      caption:
        "The saved CS says kernel; the base is the user's. The per-CPU counter is written to a page of the user.",
    },
    "So NMI entry reads the base and decides by its sign: kernel addresses are negative. (Where the CPU has FSGSBASE, today's Linux keeps what it finds, loads its own base, and gives the other back.)",
    { kind: "heading", text: "Whose fault is it?" },
    "CR2 holds the address of the last page fault. Its handler reads it a few instructions after entry. If an NMI comes in between, and takes a page fault of its own, CR2 is the NMI's.",
    {
      kind: "figure",
      title: "An NMI before CR2 is read",
      of: { level: "the-wrong-address" },
      workload: "page-fault",
      schedule: "nmi@read_cr2",
      at: "first-bad",
      views: ["code", "registers"],
      caption: "The first handler maps the page of the NMI's fault, and the user's page stays away.",
    },
    "Linux saves CR2 at the beginning of an NMI and writes it back at the end if it has changed; and in that order: before the state says that no NMI is running.",
  ],
  levels: ["whose-gs", "the-wrong-address"],
  sources: [
    { fact: "SWAPGS exchanges the base with IA32_KERNEL_GS_BASE, at CPL 0.", source: "Intel SDM vol. 2B, SWAPGS" },
    {
      fact: "paranoid_entry decides by the base itself, or keeps it with FSGSBASE.",
      source: "Linux arch/x86/entry/entry_64.S",
    },
    { fact: "Of all events only page faults write CR2.", source: "Intel SDM vol. 3A, 6.15, interrupt 14" },
    { fact: "CR2 saved around the handler.", source: "Linux commit 7fbb98c5cb07 (3.5)" },
    {
      fact: "An NMI can hit the first instruction of an exception's handler.",
      source: "kvm-unit-tests, x86/vmx_tests.c, vmx_nmi_window_test",
    },
    { fact: "CR2 is written back before the state counts down.", source: "Linux arch/x86/kernel/nmi.c, exc_nmi" },
  ],
};

const WHICH_LINE: Lesson = {
  id: "which-line-can-go",
  title: "Which line can go?",
  point: "A line of the handler answers a hazard, and the explorer can name the schedule that proves it.",
  lecture: {
    minutes: 4,
    say: "Take any line away and let the explorer answer. A machine check in the prologue breaks every handler behind an IDT gate; FRED needs none of it.",
    ask: "Which line would you delete?",
  },
  parts: [
    "Here is the handler of Linux 4.2 as this project writes it. The explorer tries every schedule of two NMIs and one page fault and finds nothing. Then it takes each of the 164 instructions away in turn: without 43 of them something breaks in the kernel workload, without 66 in that one, in user mode or inside page faults. The rest answers more events, SYSCALL, or a user's GS base.",
    {
      kind: "figure",
      title: "Linux 4.2: every place is safe",
      of: { handler: "lutomirski-4.2" },
      schedule: "nmi@workload; nmi@page_touched",
      at: { before: "nmi", time: 2 },
      views: ["code", "stack"],
      drags: 1,
      caption:
        "Drag the second NMI anywhere. In the tool, “Which line is needed?” takes each away and shows the schedule.",
    },
    { kind: "heading", text: "What no handler survives" },
    "A machine check in the first instructions of an NMI handler returns by IRET like any exception. An NMI that was latched comes in at once, onto the same five words, before anything was copied. No handler of this gallery that begins at an IDT gate survives it.",
    {
      kind: "figure",
      title: "A machine check in the prologue",
      of: { handler: "lutomirski-4.2" },
      schedule: "nmi@workload; nmi@nmi; mc@nmi",
      at: "first-bad",
      views: ["code", "lanes"],
      caption:
        "The machine check's IRETQ ends the blocking; the pending NMI overwrites the frame that was just pushed.",
    },
    { kind: "heading", text: "Without lessons 2 to 7" },
    "FRED, a new way to deliver events, ends all this in hardware. Each delivery gets a frame of its own, and blocking ends only with a return whose frame says so: the return from the NMI. A page fault's return inside it leaves NMIs blocked.",
    {
      kind: "figure",
      title: "The first schedule once more, with FRED",
      of: { handler: "fred" },
      schedule: "nmi@workload; nmi@page_touched",
      at: { before: "page_touched+0x7" },
      views: ["code", "stack", "lanes"],
      drags: 1,
      caption:
        "What no place in the naive handler survived: here the second NMI waits for the first one's ERETS, wherever it comes. There is nothing in the handler that sees to it.",
    },
    {
      kind: "figure",
      title: "A machine check in the prologue, with FRED",
      of: { handler: "fred" },
      schedule: "nmi@workload; nmi@nmi; mc@nmi",
      at: { before: "nmi", time: 2 },
      views: ["code", "nmi", "lanes"],
      caption:
        "The machine check's ERETS has returned, and its frame had no bit 18: NMIs stay blocked. Run on: both are served.",
    },
  ],
  levels: ["which-line", "write-your-own"],
  sources: [
    {
      fact: "The six commits of 4.2.",
      source: "Linux 9d0504167990, 0e181bb58143, 9b6e6a8334d5, 0b22930ebad5, a27507ca2d79, 810bc075f78f",
    },
    { fact: "An IRET in any exception handler unblocks.", source: "Intel SDM vol. 3A, 6.7.1" },
    {
      fact: "FRED: ERETS and ERETU unblock NMIs only if bit 18 of the frame's SS word is set.",
      source: "Intel, Flexible Return and Event Delivery specification; Linux arch/x86/entry/entry_64_fred.S",
    },
    {
      fact: "FRED: an event on a stack level in use begins below what lies there.",
      source: "Intel, Flexible Return and Event Delivery specification; Linux arch/x86/kernel/fred.c",
    },
  ],
};

export const HOSTILE_LESSONS: readonly Lesson[] = [USER_LIES, GS_AND_CR2, WHICH_LINE];
