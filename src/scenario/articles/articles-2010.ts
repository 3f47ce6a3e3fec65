// The handler before 2010, and the answers of July 2010.

import type { Article } from "./article.ts";

const HARDWARE_FRAME = {
  place: "T-40..T-8",
  holds: "hardware frame: RIP, CS, RFLAGS, RSP, SS; every NMI writes it anew",
};

export const ARTICLES_OF_2010: readonly Article[] = [
  {
    entries: ["naive"],
    title: "Before: one frame, and trust",
    history: [
      "Up to 3.2 the 64-bit Linux kernel handled NMIs on a stack of their own, chosen by the gate's IST, and knew nothing of nesting. It did not have to: the processor blocks NMIs from the moment one is delivered until the next IRET, and the next IRET was the handler's own.",
      "In 2010 perf began to read call chains in NMI context, out of buffers that lie in vmalloc memory. Such memory may be missing from the current page tables until it is touched. So the handler could take a page fault, and a page fault's handler ends with IRET. Frederic Weisbecker met it; the thread that followed is where most of this gallery comes from.",
    ],
    idea: [
      "Save the registers, do the work, restore them, iretq. Everything rests on one sentence: nothing between entry and exit executes IRET.",
      "The entry here is reduced to that. As far as is known the old exit to user mode could also do the work that waits for a thread; that is left out.",
    ],
    layout: [HARDWARE_FRAME, { place: "T-48 and below", holds: "saved registers" }],
    weaknesses: [
      "The page fault's IRET unblocks NMIs in the middle of the handler. The next NMI starts at T again, because an IST does not ask whether its stack is in use. It overwrites the first one's frame and saved registers; when it is done, it returns into the first handler, and the first handler returns through a frame that points at itself. The explorer needs two NMIs and one absent page.",
      "CR2 is another victim: an NMI in a page fault handler that has not read it yet replaces it for good.",
    ],
    hazards: [1, 5, 8, 17],
    sources: [
      "Linux 2.6 to 3.2, arch/x86/kernel/entry_64.S",
      "Ingo Molnar and Frederic Weisbecker on linux-kernel, July 2010, about vmalloc faults in NMI context",
    ],
  },
  {
    entries: ["desnoyers-2010-no-iret"],
    title: "Desnoyers, earlier: do not unblock",
    history: [
      "Mathieu Desnoyers' tracer LTTng had met the problem years before perf: its probes ran in NMI context and could fault. As far as is known his patches date from 2008; on 14 July 2010 he sent them to linux-kernel once more, as two patches. The first let the vmalloc fault path find the page tables through CR3 rather than through the current task. The second is this one.",
      "The text here is written from a description of the patches, not from the patches themselves.",
    ],
    idea: [
      "If only IRET unblocks NMIs, exception handlers must not execute it when they return into an NMI handler. On its way out the page fault handler asks whether an NMI is in progress (the kernel's preempt count knows). If so, it copies the return address and the flags to the top of the interrupted stack, restores the registers, points RSP there, and leaves with popf and ret. NMIs stay blocked, and the NMI handler remains as simple as it was.",
      "The kernel has no red zone: the words below an interrupted RSP are free for this.",
    ],
    layout: [HARDWARE_FRAME, { place: "T-48 and below", holds: "saved registers, then whatever exceptions push" }],
    weaknesses: [
      "Every path out of every exception must have the test. One that is forgotten reopens the hole, and a machine check's path is such a one: exploring with a machine check shows it at once.",
      "popf cannot restore RF, so a breakpoint may strike twice; and it opens IF one instruction before ret, if the interrupted code had it open. CR2 is not saved.",
    ],
    hazards: [1, 5, 8, 11, 12, 17],
    sources: ['Mathieu Desnoyers, "[patch 2/2] x86 NMI-safe INT3 and Page Fault", linux-kernel, 14 July 2010'],
  },
  {
    entries: ["torvalds-2010"],
    title: "Torvalds 2010: let the return fail",
    history: [
      "On 15 and 16 July 2010 Linus Torvalds answered: leave exceptions alone, and let the NMI entry itself cope. His mail with code has not been found for this gallery. What is shown here is reconstructed from his next mail of 16 July, which defends the scheme's properties, from the head of Desnoyers' mail, which is derived from it, and from Steven Rostedt's account of the idea a year later. Take labels, order of words and the fixup as this project's.",
    ],
    idea: [
      "The first NMI moves its frame out of the way: it reserves a few words for nested NMIs under the hardware frame, and copies the frame below them. A per-CPU byte says that an NMI is being handled. A nested NMI sees the byte, and does one thing: it takes CS out of the copy and puts 0 there. Then it goes back with popf and ret, so that NMIs remain blocked.",
      "When the first NMI is done, it clears the byte and executes iretq. If CS was spoilt, that iretq is a #GP; its handler puts CS back and starts over. A single instruction, the iretq, decides between both, and an NMI that hits exactly there is recognised by its saved RIP.",
    ],
    layout: [
      HARDWARE_FRAME,
      { place: "T-56..T-48", holds: "two registers of a nested NMI" },
      { place: "T-96..T-64", holds: "room for nested NMIs, not used here" },
      { place: "T-104", holds: "the copy's own CS, while 0 stands in its place" },
      { place: "T-144..T-112", holds: "the copy: RIP, CS, RFLAGS, RSP, SS" },
    ],
    weaknesses: [
      "A faulting IRET unblocks NMIs too. In the #GP handler the byte is clear and RIP is not at the iretq, so an NMI there is taken for the first one and copies its frame over the one that is being mended. The explorer finds the livelock with three NMIs and one absent page; with two it finds nothing.",
      "The byte and the copy's address lie behind GS, which in user mode is not the kernel's. A CS that is bad by itself would have to be told from one that was spoilt. CR2 is not saved.",
    ],
    hazards: [5, 8, 11, 17, 23],
    sources: [
      'Linus Torvalds in the thread "x86_64 page fault NMI-safe", linux-kernel, 16 July 2010 (the follow-up mail)',
      'Steven Rostedt, "[RFC][PATCH 3/3] x86: Add workaround to NMI iret woes", 8 December 2011 (on the idea)',
    ],
  },
  {
    entries: ["desnoyers-2010"],
    title: "Desnoyers, 16 July 2010: as mailed",
    history: [
      "Two days into the thread Mathieu Desnoyers took Torvalds' scheme and turned it round: instead of spoiling the return, set a second flag, and look at it before leaving. Avi Kivity had meanwhile pointed out that CR2 must survive, so it is saved as well. The handler stands in the gallery exactly as it was mailed, instruction by instruction; it was a sketch, which no assembler accepts as it stands.",
    ],
    idea: [
      "Two bytes per CPU: nmi_stack_nesting says that an NMI is being handled, need_fake_nmi that another came meanwhile. The first NMI copies its frame to a fixed place. A nested one sets need_fake_nmi and returns without IRET, so NMIs stay blocked.",
      "At the end a short region, nmi_atomic, tests need_fake_nmi, clears the nesting byte and returns. It is not atomic at all, but it can be started over: an NMI that hits inside it is recognised by its saved RIP, takes RSP back to the copy, and runs the regular code again with the old frame.",
    ],
    layout: [
      HARDWARE_FRAME,
      { place: "T-48", holds: "rax, while the frame is copied" },
      { place: "C-8", holds: "CR2 (C is nmi_stack_copy, here T-128)" },
      { place: "C-48..C-16", holds: "the copy: RIP, CS, RFLAGS, RSP, SS" },
    ],
    weaknesses: [
      "A single NMI ends it: iret without a suffix is the 32-bit return. Behind that wait a slot that is off by one word, a nested return that pops RIP into RFLAGS, a comparison that takes all code above the handler for nobody's, and two instructions that no x86-64 has. The next article goes through them one by one.",
    ],
    hazards: [1, 8, 10, 13, 14, 27],
    sources: ['Mathieu Desnoyers, "Re: [patch 1/2] x86_64 page fault NMI-safe", linux-kernel, 16 July 2010'],
  },
  {
    entries: [
      "desnoyers-2010-repaired",
      "desnoyers-2010-step-1",
      "desnoyers-2010-step-2",
      "desnoyers-2010-step-3",
      "desnoyers-2010-step-4",
      "desnoyers-2010-step-5",
    ],
    title: "The same handler, repaired",
    history: [
      "Nobody repaired the mail's handler; the thread ended, and Linux went another way a year and a half later. These entries make up for it: five steps with one repair each, and the result. Every step keeps the mail's labels and order, so that two neighbours differ by nothing but the repair.",
    ],
    idea: [
      "Repair 1 is the suffix: iretq. Repair 2 is a number: since CR2 is pushed first, the copy's RIP is at -48. Repair 3 is the nested return: RIP and RFLAGS go to the interrupted stack, where popfq and ret find them and leave RSP as it was. Repair 4: an RIP above the region goes on to the test of the nesting byte instead of past it.",
      "Repair 5 lets CR2 go through a register, since there is no other way; and that breaks something new. The region may be started over only if it changes no register. Repair 6 moves the restoring of CR2 in front of the region, where a register is free.",
      "With all six the explorer finds nothing with three NMIs and two absent pages.",
    ],
    layout: [
      HARDWARE_FRAME,
      { place: "T-48", holds: "rax, while the frame is copied" },
      { place: "C-8", holds: "CR2 (C is nmi_stack_copy, here T-128)" },
      { place: "C-48..C-16", holds: "the copy: RIP, CS, RFLAGS, RSP, SS" },
    ],
    weaknesses: [
      "What is left belongs to the design. The bytes lie behind GS: from user mode with a GS base of its own, the user decides whether an NMI counts as nested, and the nested return stays at CPL 0. There is one copy, for one CPU. A machine check in the first or last instructions defeats it, as it does every handler here; and between the test of need_fake_nmi and the clearing of the byte a machine check can lose an NMI.",
    ],
    hazards: [1, 3, 4, 8, 9, 10, 11, 13, 15, 17],
    sources: [
      'after Mathieu Desnoyers, "Re: [patch 1/2] x86_64 page fault NMI-safe", linux-kernel, 16 July 2010',
      "the repairs are this project's",
    ],
  },
];
