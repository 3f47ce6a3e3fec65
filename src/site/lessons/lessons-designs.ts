// Lessons 4 to 7: how software lives with it, and where each idea has a window.

import type { Lesson } from "./lesson.ts";

const A_FLAG: Lesson = {
  id: "a-flag-is-not-enough",
  title: "A flag is not enough",
  point: "A nested NMI that only steps aside is an NMI that nobody handles.",
  lecture: {
    minutes: 6,
    say: "A copy saves the frame, and a flag tells who is nested. But an NMI that only leaves is lost: safety without liveness.",
    ask: "Where will RSP point after the nested IRETQ?",
  },
  parts: [
    "The first idea: copy the frame to a safe place while NMIs are still blocked, and set a flag. A nested NMI finds the flag set and returns at once.",
    "The copy has to be made before anything can fault. When a nested NMI tests the flag, the hardware has already written its frame over the original one.",
    {
      kind: "figure",
      title: "The nested NMI is about to leave",
      of: { level: "a-flag-is-not-enough" },
      schedule: "nmi@workload; nmi@handled",
      at: { before: "leave" },
      views: ["stack"],
      quiz: {
        question: "The next step is NMI 2's IRETQ. At which word will RSP point after it?",
        answers: ["T-176"],
        why: "IRETQ takes RSP from the frame at T-40 to T-8, and that one says where NMI 1 was: below the copy, at the rax that it has pushed. NMI 1 goes on as if nothing had been.",
      },
      caption:
        "The frame of NMI 1 is overwritten, and the copy beside it still has what it held. NMI 2 found the flag set, and leaves.",
    },
    "So the first NMI gets home. And the second?",
    {
      kind: "figure",
      title: "The nested NMI leaves, and nobody serves it",
      of: { level: "a-flag-is-not-enough" },
      schedule: "nmi@workload; nmi@handled",
      at: "first-bad",
      views: ["code", "stack"],
      drags: 1,
      caption:
        "do_nmi ran once, for two NMIs that were delivered. Drag the second: wherever it comes it is lost, but at last, where it does worse (lesson 7).",
    },
    "Nothing crashes. That makes it worse: a profiler loses samples, a watchdog its chance, and nothing tells. Safety without liveness is easy.",
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
  lecture: {
    minutes: 8,
    say: "Two answers: a byte that is read at the end (2010), and a return address that is rewritten (2011). One copy is the truth, the other the message.",
    ask: "Over which words does the nested NMI push?",
  },
  parts: [
    "Two answers were found. In July 2010 Mathieu Desnoyers, after Linus Torvalds, let the nested NMI set a byte, need_fake_nmi, which the first one reads before it ends.",
    {
      kind: "figure",
      title: "2010: the nested NMI leaves word",
      of: { handler: "desnoyers-2010-repaired" },
      schedule: "nmi@workload; nmi@page_touched",
      at: { before: "nmi_nested_set_fake_and_return+0x9" },
      views: ["code", "stack"],
      events: ["nmi"],
      caption:
        "NMI 2 has just set need_fake_nmi. It goes by popfq and ret: without IRET NMIs stay blocked. Step on: NMI 1 finds the byte and runs the regular code again.",
    },
    "In December 2011 Steven Rostedt did without per-CPU data, which an NMI may not be able to reach. The frame is copied twice. One copy is what was really interrupted and is never touched again. The other is what the final IRETQ will pop, and a nested NMI writes into that one: return to repeat_nmi instead. It leaves by an ordinary IRETQ, so that NMIs are open again.",
    {
      kind: "figure",
      title: "2011: the nested NMI rewrites the way out",
      of: { handler: "rostedt-3.7" },
      schedule: "nmi@workload; nmi@page_touched",
      at: { before: "redirect+0x9" },
      views: ["stack", "lanes"],
      events: ["nmi"],
      quiz: {
        question: "NMI 2 pushes five words now. Over which words?",
        answers: ["T-64", "T-72", "T-80", "T-88", "T-96"],
        why: "The iret frame, T-96 to T-64: the next IRETQ of NMI 1 leads to repeat_nmi, where the frame below it is copied there anew. That one, T-136 to T-104, is the truth, and nobody ever writes it twice.",
      },
      caption:
        "NMI 2 has found that it is nested. RSP stands above the iret frame. Predict, then step five times; run on, and the regular code runs twice.",
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
  lecture: {
    minutes: 7,
    say: "Repairing takes several instructions, and each boundary between them is a window. A test of the interrupted RIP closes it.",
    ask: "Which of the five words did the nested NMI write?",
  },
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
      at: { before: "kernel_iret", time: 2 },
      views: ["code", "stack"],
      quiz: {
        question: "The IRETQ pops five words from RSP up. Which of them did a nested NMI write?",
        answers: ["T-64", "T-72"],
        why: "SS and RSP are NMI 3's, RIP, CS and RFLAGS were copied over its words afterwards: the workload goes on with its stack pointer in the NMI stack.",
      },
      caption: "NMI 3 came when two of the five words were copied. Predict, then step.",
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
  lecture: {
    minutes: 6,
    say: "After the flag is cleared one instruction remains. No flag covers it; where RSP was does.",
    ask: "Which of three words tells that this NMI is nested?",
  },
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
      title: "Three guards, three words",
      of: { handler: "rostedt-3.7" },
      schedule: "nmi@workload; nmi@nmi_iret",
      at: { before: "nmi", time: 2 },
      views: ["stack"],
      quiz: {
        question:
          "NMI 2 came at the final IRETQ. The handler can ask the interrupted RIP (T-40), the flag “executing” (T-56), or the interrupted RSP (T-16). Which one tells that it is nested?",
        answers: ["T-16"],
        why: "RIP is not between repeat_nmi and end_repeat_nmi, and the flag was cleared one instruction ago. RSP was T-96, in the NMI stack.",
      },
      caption: "Choose the word, then step through the tests, or run: both NMIs are served.",
    },
    {
      kind: "figure",
      title: "Linux, at its last instruction",
      of: { handler: "rostedt-3.7" },
      schedule: "nmi@workload; nmi@page_touched",
      at: { before: "nmi", time: 2 },
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
