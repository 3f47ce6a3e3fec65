// Lessons 4 to 7: how software lives with it, and where each idea has a window.

import type { Lesson } from "./lesson.ts";

const A_FLAG: Lesson = {
  id: "a-flag-is-not-enough",
  title: "A flag is not enough",
  point: "A nested NMI that only steps aside is an NMI that nobody handles.",
  parts: [
    "The first idea: copy the frame to a safe place while NMIs are still blocked, and set a flag. A nested NMI finds the flag set and returns at once.",
    "The copy has to be made before anything can fault. When a nested NMI tests the flag, the hardware has already written its frame over the original one.",
    {
      kind: "figure",
      title: "The nested NMI leaves, and nobody serves it",
      of: { level: "a-flag-is-not-enough" },
      schedule: "nmi@workload; nmi@handled",
      at: "first-bad",
      views: ["code", "stack"],
      drags: 1,
      caption: "The first frame survives in the copy. But do_nmi ran once, for two NMIs that were delivered.",
    },
    "Nothing crashes here. That makes it worse: a profiler loses samples, a watchdog its chance, and nothing tells. Safety without liveness is easy.",
  ],
  levels: ["a-flag-is-not-enough"],
  sources: [
    {
      fact: "A nested NMI must make the first one run its regular code again.",
      source: "M. Desnoyers, linux-kernel, 16 July 2010; S. Rostedt, linux-kernel, 8 December 2011",
    },
    {
      fact: "The stack pointer is loaded from the TSS before the frame is pushed, before any test of software's.",
      source: "Intel SDM vol. 3A, 6.14.2 to 6.14.5",
    },
  ],
};

const TWO_COPIES: Lesson = {
  id: "two-copies",
  title: "Two copies",
  point: "One copy cannot be both the truth and the message.",
  parts: [
    "Two answers were found. In July 2010 Mathieu Desnoyers, after Linus Torvalds, let the nested NMI set a byte, need_fake_nmi, which the first one reads before it ends.",
    {
      kind: "figure",
      title: "2010: the nested NMI leaves word",
      of: { handler: "desnoyers-2010-repaired" },
      schedule: "nmi@workload; nmi@page_touched",
      at: "end",
      views: ["code", "stack"],
      events: ["nmi"],
      caption:
        "NMI 2 sets need_fake_nmi and goes, by popfq and ret: without IRET NMIs stay blocked. NMI 1 finds it and runs the regular code again. Step back through it.",
    },
    "In December 2011 Steven Rostedt did without per-CPU data, which an NMI may not be able to reach. The frame is copied twice. One copy is what was really interrupted and is never touched again. The other is what the final IRETQ will pop, and a nested NMI writes into that one: return to repeat_nmi instead. It leaves by an ordinary IRETQ, so that NMIs are open again.",
    {
      kind: "figure",
      title: "2011: the nested NMI rewrites the way out",
      of: { handler: "rostedt-3.7" },
      schedule: "nmi@workload; nmi@page_touched",
      at: "end",
      views: ["stack", "lanes"],
      events: ["nmi"],
      caption:
        "The iret frame led to the workload; the nested NMI made it lead to repeat_nmi, which copies the truth anew.",
    },
    "Of both designs, with each window closed, the explorer tried every schedule of three NMIs and two page faults over kernel code, and found nothing. The next two lessons are about windows.",
  ],
  levels: ["leave-word"],
  sources: [
    {
      fact: "need_fake_nmi, and the exit region in which an NMI starts over.",
      source: "M. Desnoyers, linux-kernel, 16 July 2010",
    },
    { fact: "Two copies of the frame and repeat_nmi.", source: "Linux commit 3f3c8b8c4b2a (3.3)" },
    { fact: "Which of the two the handler sees as its registers.", source: "Linux commit 28696f434fef (3.7)" },
  ],
};

const TORN: Lesson = {
  id: "torn-in-the-middle",
  title: "Torn in the middle",
  point: "Code that repairs state is itself a window; a test of the interrupted RIP closes it.",
  parts: [
    "The way out of a handler is several instructions: look for word, clear the flag, return. An NMI may come between any two of them.",
    {
      kind: "figure",
      title: "Between the test and its jump",
      of: { level: "test-then-clear" },
      schedule: "nmi@workload; nmi@way_out+0x9",
      at: "first-bad",
      views: ["code", "stack"],
      drags: 1,
      caption:
        "The flags of the comparison say “no word”. IRETQ gives them back as they were, and the word that was left meanwhile is overlooked.",
    },
    "No order of these instructions is free of it. The answer is to ask where the interrupted code was. If the saved RIP lies on the way out, the frame in the copy is still whole: point RSP at it and start over. Linux asks the same about the instructions that copy the frame: there it simply leaves, since the copying leads to a run anyway.",
    { kind: "heading", text: "A frame of two writers" },
    "What happens without that test? A nested NMI rewrites the five words of the iret frame while the first one is filling them. Those that are still to be copied overwrite the message, and what the IRETQ pops has two writers.",
    {
      kind: "figure",
      title: "Linux 4.2 without its range test",
      of: { handler: "torn-frame" },
      schedule: "nmi@workload; nmi@page_touched; nmi@repeat_nmi+0x15#2",
      at: "first-bad",
      views: ["code", "stack"],
      caption:
        "RIP, CS and RFLAGS are the workload's, RSP and SS the redirection's: the workload goes on with its stack pointer in the NMI stack.",
    },
    "The window is open to NMIs only in a pass that came back by an IRET. That takes a page fault and three NMIs: seldom enough to be missed by every test that does not look for it.",
  ],
  levels: ["test-then-clear", "leave-word"],
  sources: [
    {
      fact: "nmi_atomic to nmi_atomic_end: whoever is interrupted in there starts over.",
      source: "M. Desnoyers, linux-kernel, 16 July 2010",
    },
    { fact: "The range repeat_nmi to end_repeat_nmi, tested first since 4.2.", source: "Linux commit a27507ca2d79" },
    { fact: "IRET restores RFLAGS from the frame.", source: "Intel SDM vol. 2A, IRET" },
    {
      fact: "While the iret frame is copied a nested NMI only returns, for a run is about to begin.",
      source: "Linux arch/x86/entry/entry_64.S, the comment at repeat_nmi",
    },
  ],
};

const LAST_INSTRUCTION: Lesson = {
  id: "the-last-instruction",
  title: "The last instruction",
  point: "A flag cannot cover its own clearing; where the interrupted RSP was can.",
  parts: [
    "The flag is cleared, and then the IRETQ is executed. At the boundary between the two the flag says that nobody is there. Somebody still is, with a frame that is about to be used.",
    {
      kind: "figure",
      title: "One boundary is enough",
      of: { level: "the-last-instruction" },
      schedule: "nmi@workload; nmi@last",
      at: "first-bad",
      views: ["code", "stack"],
      drags: 1,
      caption: "An NMI at last takes itself for a first one, and copies its frame over the one that was still needed.",
    },
    "Rostedt's handler therefore also asks where the interrupted RSP was. In the NMI stack: then this NMI is nested, whatever the flag says. That covers the last instruction. The flag is still needed: a debug trap or a machine check inside the NMI has a stack of its own, and an NMI that hits its handler finds RSP there.",
    {
      kind: "figure",
      title: "Linux, at its last instruction",
      of: { handler: "rostedt-3.7" },
      schedule: "nmi@workload; nmi@page_touched",
      at: "end",
      views: ["code", "stack"],
      drags: 1,
      caption: "The same drag on Linux 3.7: in the kernel workload no place breaks anything.",
    },
  ],
  levels: ["the-last-instruction"],
  sources: [
    {
      fact: "The test of the interrupted RSP covers the time after the flag is cleared.",
      source: "Linux commit 3f3c8b8c4b2a, arch/x86/kernel/entry_64.S",
    },
    {
      fact: "Gates with an IST of their own switch stacks inside an NMI too.",
      source: "Intel SDM vol. 3A, 6.14.5; Linux commit 228bdaa95fb8 (the debug stack)",
    },
  ],
};

export const DESIGN_LESSONS: readonly Lesson[] = [A_FLAG, TWO_COPIES, TORN, LAST_INSTRUCTION];
