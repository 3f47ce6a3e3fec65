// The handler of 16 July 2010: as mailed, with its repairs one by one, repaired.

import type { ListedEntry, Demonstration } from "./entry.ts";

const MAIL =
  'Mathieu Desnoyers, "Re: [patch 1/2] x86_64 page fault NMI-safe", linux-kernel, 16 July 2010; code after Linus Torvalds';

const OF_THE_MAIL = {
  author: "Mathieu Desnoyers, after Linus Torvalds",
  date: "2010-07-16",
  year: 2010,
  source: MAIL,
  notation: "mail",
  group: "As mailed in 2010",
  body: "touch",
} as const;

const ON_KERNEL = { workload: "kernel", body: "touch" } as const;

const IRET_FAULTS: Demonstration = {
  ...ON_KERNEL,
  shows: "One NMI: the final iret is the 32-bit one and takes half of RIP for CS, so it ends in #GP.",
  schedule: "nmi@workload",
  breaks: ["no-crash"],
  end: "panic",
  vector: 13,
};

const CR2_FROM_ABOVE: Demonstration = {
  workload: "page-fault",
  body: "touch",
  shows: "An NMI at the page fault handler's first instruction: CR2 comes back from the word above the copy.",
  schedule: "nmi@vec_14",
  breaks: ["cr2-preserved", "no-crash"],
  end: "panic",
  vector: 14,
};

const FRAME_OFF_BY_ONE: Demonstration = {
  ...ON_KERNEL,
  shows: "A second NMI at nmi_atomic: RSP is set one word too high, and the final iretq takes CS for RIP.",
  schedule: "nmi@workload; nmi@nmi_atomic",
  breaks: ["no-crash"],
  end: "panic",
  vector: 13,
};

const WILD_RETURN: Demonstration = {
  ...ON_KERNEL,
  shows:
    "A second NMI after the page fault: the nested return pops RIP into RFLAGS and jumps to 0x10, the value of CS.",
  schedule: "nmi@workload; nmi@page_touched",
  breaks: ["no-crash"],
  end: "panic",
  vector: 14,
};

const COPY_OVERWRITTEN: Demonstration = {
  workload: "kernel",
  body: "call",
  shows: "A second NMI in a function linked above the handler: taken for the first, it overwrites the copy. Livelock.",
  schedule: "nmi@workload; nmi@helper_touched",
  breaks: ["no-reentry", "resume-exact", "progress"],
  end: "loop",
};

const RAX_LOST: Demonstration = {
  ...ON_KERNEL,
  shows: "A second NMI between the load of CR2 and the pop of rax: it starts over with rax as it is. rax is lost.",
  schedule: "nmi@workload; nmi@nmi_atomic+0x20",
  breaks: ["resume-exact"],
  end: "idle",
};

const REPAIRED_HOLDS: readonly Demonstration[] = [
  "nmi@workload",
  "nmi@workload; nmi@page_touched",
  "nmi@workload; nmi@helper_touched",
  "nmi@workload; nmi@nmi_atomic",
].map((schedule) => ({
  ...ON_KERNEL,
  shows: "What broke the handler as mailed: here the workload is resumed exactly.",
  schedule,
  breaks: [],
  end: "idle",
}));

export const DESNOYERS_2010: readonly ListedEntry[] = [
  {
    ...OF_THE_MAIL,
    name: "desnoyers-2010",
    title: "The 2010 handler, as mailed",
    claim:
      "A copy of the first frame, a nesting flag and a request flag let an NMI handler take page faults. As mailed it does not get past its first iret.",
    verdict: "violated",
    demonstrations: [IRET_FAULTS],
  },
  {
    ...OF_THE_MAIL,
    name: "desnoyers-2010-step-1",
    title: "The 2010 handler, repair 1: iretq",
    claim: "iret is iretq. Next defect: nmi_stack_copy_rip does not count the word of CR2.",
    verdict: "violated",
    demonstrations: [CR2_FROM_ABOVE, FRAME_OFF_BY_ONE],
  },
  {
    ...OF_THE_MAIL,
    name: "desnoyers-2010-step-2",
    title: "The 2010 handler, repair 2: the copy's RIP at -48",
    claim: "nmi_stack_copy_rip is right. Next defect: the return from a nested NMI.",
    verdict: "violated",
    demonstrations: [WILD_RETURN],
  },
  {
    ...OF_THE_MAIL,
    name: "desnoyers-2010-step-3",
    title: "The 2010 handler, repair 3: the nested return",
    claim: "A nested NMI returns to where it came. Next defect: code above nmi_atomic_end counts as not nested.",
    verdict: "violated",
    body: "call",
    demonstrations: [COPY_OVERWRITTEN],
  },
  {
    ...OF_THE_MAIL,
    name: "desnoyers-2010-step-4",
    title: "The 2010 handler, repair 4: the nesting test",
    claim:
      "The flag decides. What is left cannot be run on any x86-64: CR2 is pushed, and loaded from memory. As idealised instructions they do what was meant; GNU as refuses them.",
    verdict: "holds",
    demonstrations: [
      {
        ...COPY_OVERWRITTEN,
        shows:
          "The schedule that broke the step before: now the workload is resumed exactly, by instructions that do not exist.",
        breaks: [],
        end: "idle",
      },
    ],
  },
  {
    ...OF_THE_MAIL,
    name: "desnoyers-2010-step-5",
    title: "The 2010 handler, repair 5: CR2 through a register",
    claim:
      "CR2 is saved and restored through rax, where the mail has it. Next defect: an NMI in nmi_atomic starts over with the registers as they are, so nothing may be in one there.",
    verdict: "violated",
    demonstrations: [RAX_LOST],
  },
  {
    ...OF_THE_MAIL,
    name: "desnoyers-2010-repaired",
    title: "The 2010 handler, repaired",
    claim:
      "All six repairs, in the notation of GNU as: every NMI, nested or not, leaves what it interrupted exactly as it was.",
    verdict: "holds",
    notation: "gnu-as",
    group: "Repaired",
    demonstrations: REPAIRED_HOLDS,
  },
];
