// Frames overwritten, NMIs lost, CR2 changed: what comes of one NMI inside another.

import type { Hazard, HazardScenario } from "./hazard.ts";

const REPAIRED = "desnoyers-2010-repaired";
const ROSTEDT = ["rostedt-3.3", "rostedt-3.4", "rostedt-3.5", "rostedt-3.7"] as const;
const TODAY = ["lutomirski-4.2", "mainline"] as const;
const IDT_HANDLERS = ["torvalds-2010", REPAIRED, ...ROSTEDT, "three-state-latch", ...TODAY] as const;
/** They break without a machine check too; it is one more way. */
const UNPROTECTED = ["naive", "desnoyers-2010-no-iret", "forbid-faults", "leave-the-ist"] as const;
const CHECKED_AT_ENTRY = { workload: "kernel", schedule: "nmi@workload; nmi@nmi; mc@nmi", end: "loop" } as const;

const LOST_AT_THE_END: HazardScenario = {
  handler: REPAIRED,
  workload: "kernel",
  schedule: "nmi@workload; mc@nmi_atomic+0x9; nmi@vec_18",
  shows:
    "A machine check between the test of need_fake_nmi and the clearing of the flag; an NMI in it sets need_fake_nmi, which nobody reads any more.",
  breaks: ["every-nmi-served", "idle-clean"],
  end: "idle",
  // There the state is tested and changed by one instruction, a decrement.
  mended: { handler: "mainline", schedule: "nmi@workload; mc@nmi_restart+0x49; nmi@vec_18" },
};

export const NESTING_HAZARDS: readonly Hazard[] = [
  {
    number: 1,
    title: "The outer frame is overwritten",
    cause:
      "An IST sets RSP to the same address at every delivery. A page fault's IRET unblocks NMIs in the middle of a handler, and the next NMI pushes its frame where the first one's still lies.",
    symptom: "The first handler returns into itself: a livelock, or registers that belong to somebody else.",
    handlers: ["naive", "desnoyers-2010-step-3", "torn-frame", "torn-frame-unmasked"],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "naive",
          workload: "kernel",
          schedule: "nmi@workload; nmi@page_touched",
          shows: "The second NMI's frame replaces the first one's, and points into the handler.",
          breaks: ["no-reentry", "resume-exact", "progress"],
          end: "loop",
          mended: { handler: REPAIRED, schedule: "nmi@workload; nmi@page_touched" },
        },
        {
          handler: "torn-frame",
          workload: "kernel",
          schedule: "nmi@workload; nmi@page_touched; nmi@repeat_nmi+0x15#2",
          shows:
            "The same of a frame that the handler copies itself: a third NMI, when two of five words are copied, makes it one of two writers.",
          breaks: ["resume-exact"],
          end: "idle",
          mended: {
            handler: "lutomirski-4.2",
            schedule: "nmi@workload; nmi@page_touched; nmi@repeat_nmi+0x15#2",
          },
        },
      ],
    },
  },
  {
    number: 2,
    title: "Three NMIs become two",
    cause: "The processor remembers one NMI while they are blocked. Further ones are lost in it, by design.",
    symptom: "Three events, two runs of the regular code: it must look at every source each time.",
    handlers: ["naive", ...IDT_HANDLERS],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "mainline",
          workload: "kernel",
          schedule: "nmi@workload; nmi@nmi; nmi@nmi+0x1; nmi@do_nmi",
          shows: "Four NMIs, of which two are delivered: the last two are merged with the second.",
          breaks: [],
          end: "idle",
        },
      ],
    },
  },
  {
    number: 3,
    title: "An NMI lost between test and clear",
    cause:
      "The last look at need_fake_nmi and the clearing of the nesting flag are two instructions. The test of RIP covers NMIs that hit there; it does not cover an NMI that hits a machine check's handler that was called from there.",
    symptom: "An NMI that is not served until another one comes.",
    handlers: [REPAIRED],
    proof: { kind: "shown", scenarios: [LOST_AT_THE_END] },
  },
  {
    number: 4,
    title: "need_fake_nmi is left set",
    cause: "After the row before, need_fake_nmi still says that an NMI waits.",
    symptom: "The next NMI, though alone, is followed by two runs of the regular code.",
    handlers: [REPAIRED],
    proof: {
      kind: "shown",
      scenarios: [
        {
          ...LOST_AT_THE_END,
          schedule: `${LOST_AT_THE_END.schedule}; nmi@workload#3`,
          shows: "One more NMI, later and alone: two runs.",
          mended: { handler: "mainline", schedule: "nmi@workload; mc@nmi_restart+0x49; nmi@vec_18; nmi@workload#3" },
        },
      ],
    },
  },
  {
    number: 5,
    title: "An interrupted page fault reads the wrong CR2",
    cause:
      "CR2 holds the last page fault's address. An NMI may come before the page fault handler has read it, and the NMI's own page fault replaces it.",
    symptom:
      "The page fault handler serves an address that nobody asked for; its own fault comes again, or it kills the program.",
    handlers: [
      "naive",
      "desnoyers-2010-no-iret",
      "torvalds-2010",
      "rostedt-3.3",
      "rostedt-3.4",
      "rostedt-3.7-without-cr2",
      "desnoyers-2010",
      "desnoyers-2010-step-1",
    ],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "rostedt-3.4",
          workload: "page-fault",
          schedule: "nmi@vec_14",
          shows: "An NMI at the page fault handler's first instruction.",
          breaks: ["cr2-preserved"],
          end: "idle",
          mended: { handler: "rostedt-3.5", schedule: "nmi@vec_14" },
        },
        {
          handler: "desnoyers-2010-step-1",
          workload: "page-fault",
          schedule: "nmi@vec_14",
          shows: "CR2 saved, and given back from one word above its place: wrong every time, without any nesting.",
          breaks: ["cr2-preserved", "no-crash"],
          end: "panic",
          vector: 14,
          mended: { handler: REPAIRED, schedule: "nmi@vec_14" },
        },
      ],
    },
  },
  {
    number: 6,
    title: "A guest's CR2 is changed",
    cause: "Around VM entry and exit the guest's CR2 is in the register, and an NMI's page fault replaces it there.",
    symptom: "A virtual machine sees a CR2 that is not its own.",
    handlers: ["guest-cr2"],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "guest-cr2",
          workload: "kernel",
          schedule: "db@workload; nmi@guest_cr2_loaded",
          shows:
            "The #DB handler plays a hypervisor: an NMI while CR2 is the guest's, and what is read behind the VM exit is the NMI's own page fault's address.",
          breaks: ["assertion"],
          end: "idle",
          mended: { handler: "guest-cr2-mended", schedule: "db@workload; nmi@guest_cr2_loaded" },
        },
      ],
    },
  },
  {
    number: 7,
    title: "CR2 is given back too late",
    cause:
      "A handler that first declares itself finished and then restores CR2 leaves room for an NMI, which saves the wrong CR2 over the right one.",
    symptom: "As hazard 5, but only with two NMIs.",
    handlers: ["cr2-too-late"],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "cr2-too-late",
          workload: "page-fault",
          schedule: "nmi@vec_14; nmi@too_late",
          shows: "A second NMI between the state and CR2.",
          breaks: ["cr2-preserved"],
          end: "idle",
          mended: { handler: "three-state-latch", schedule: "nmi@vec_14; nmi@nmi_return" },
        },
      ],
    },
  },
  {
    number: 16,
    title: "The nesting flag is left set",
    cause: "The handler never reaches its end: its code died and something else returned, or it scheduled away.",
    symptom: "Every later NMI is taken for nested and dropped.",
    handlers: ["oops-leaves-flag", "torvalds-2010", REPAIRED, ...ROSTEDT],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "oops-leaves-flag",
          workload: "kernel",
          schedule: "nmi@workload; gp@touch_page; nmi@workload#3",
          shows: "A #GP in the regular code gives the NMI up; the next one is dropped.",
          breaks: ["idle-clean", "every-nmi-served"],
          end: "loop",
          mended: { handler: "oops-clears-flag", schedule: "nmi@workload; gp@touch_page; nmi@workload#3" },
        },
      ],
    },
  },
  {
    number: 17,
    title: "A machine check or debug trap in the first instructions",
    cause:
      "Until the frame is copied, and again after the flag is clear, no NMI may come. A machine check, a debug trap or a breakpoint there ends with an IRET, which unblocks NMIs.",
    symptom: "The frame is overwritten before it was copied: a livelock, or a return with somebody else's frame.",
    handlers: [...IDT_HANDLERS, ...UNPROTECTED],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "mainline",
          workload: "kernel",
          schedule: "nmi@workload; nmi@nmi; mc@first_nmi",
          shows: "A pending NMI and a machine check before the frame is copied: today's Linux goes round for ever.",
          breaks: ["progress"],
          end: "loop",
          mended: { handler: "fred", schedule: "nmi@workload; nmi@nmi; mc@nmi", options: { fred: true } },
        },
        {
          handler: "rostedt-3.7",
          workload: "kernel",
          schedule: "nmi@workload; nmi@nmi; mc@nmi+0x1",
          shows: "The same in Linux 3.7, one instruction in.",
          breaks: ["resume-exact", "progress", "every-nmi-served"],
          end: "loop",
        },
        {
          handler: "lutomirski-4.2",
          ...CHECKED_AT_ENTRY,
          shows: "Linux 4.2, at the first instruction.",
          breaks: ["progress"],
        },
        {
          handler: REPAIRED,
          ...CHECKED_AT_ENTRY,
          shows: "The handler of 2010 with all repairs.",
          breaks: ["progress"],
        },
        { handler: "torvalds-2010", ...CHECKED_AT_ENTRY, shows: "Torvalds' scheme of 2010.", breaks: ["progress"] },
        {
          handler: "three-state-latch",
          ...CHECKED_AT_ENTRY,
          shows: "The latch, before the frame is moved to the interrupted stack.",
          breaks: ["resume-exact", "progress"],
        },
      ],
    },
  },
  {
    number: 18,
    title: "Firmware unblocks NMIs",
    cause:
      "System management mode blocks NMIs itself, and an IRET there unblocks them: also those of the NMI handler that it interrupted.",
    symptom: "As hazard 17, at any instruction, and nothing in the handler's code gives a hint.",
    handlers: [...IDT_HANDLERS, ...UNPROTECTED],
    proof: {
      kind: "not-shown",
      reason:
        "System management mode is not modelled. To the handler it looks like the machine check of hazard 17: `mc` at any label shows what follows.",
    },
  },
  {
    number: 19,
    title: "#DB and #BP share an IST stack",
    cause:
      "An NMI interrupts the handler of a #DB on its IST stack, and its own code meets a breakpoint, which starts at that stack's top again.",
    symptom: "The outer #DB handler's frame is gone; it returns into the NMI's code.",
    handlers: ["debug-on-ist"],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "debug-on-ist",
          workload: "kernel",
          schedule: "nmi@workload; db@workload#3; nmi@vec_1",
          shows: "An NMI at the #DB handler's first instruction, with an int3 in its regular code.",
          breaks: ["resume-exact", "no-crash"],
          end: "panic",
          vector: 13,
          mended: { handler: "debug-on-ist-mended", schedule: "nmi@workload; db@workload#3; nmi@vec_1" },
        },
      ],
    },
  },
  {
    number: 24,
    title: "The handler sees repeat_nmi for RIP",
    cause: "Up to 3.6 pt_regs shares its top words with the frame that nested NMIs redirect.",
    symptom: "A profile or a backtrace that says the NMI hit the NMI handler.",
    handlers: ["rostedt-3.3", "rostedt-3.4", "rostedt-3.5"],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "rostedt-3.4",
          workload: "kernel",
          schedule: "nmi@workload; nmi@page_touched",
          shows: "do_nmi reads pt_regs->ip after a nested NMI: rcx is repeat_nmi, not the workload's address.",
          breaks: [],
          end: "idle",
          mended: { handler: "rostedt-3.7", schedule: "nmi@workload; nmi@page_touched" },
        },
      ],
    },
  },
  {
    number: 30,
    title: "NMIs without end",
    cause:
      "A nested NMI that returns by IRETQ unblocks NMIs: one that waits is delivered before a single instruction of the interrupted handler.",
    symptom: "As long as NMIs keep coming, the first handler stands still.",
    handlers: [...ROSTEDT, ...TODAY],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "rostedt-3.7",
          workload: "kernel",
          schedule: "nmi@workload; nmi@page_touched; nmi@nested_nmi; nmi@nested_nmi#2; nmi@nested_nmi#3",
          shows: "Three nested NMIs in a row, each delivered at the place where the one before had just returned to.",
          breaks: [],
          end: "idle",
          mended: {
            handler: REPAIRED,
            schedule: "nmi@workload; nmi@page_touched; nmi@nmi_nested_set_fake_and_return",
          },
        },
      ],
    },
  },
  {
    number: 31,
    title: "A run for nothing",
    cause: "A nested NMI asks for another run, although the first run has already dealt with its event.",
    symptom: '"Unknown NMI" messages; Linux guesses which ones to swallow.',
    handlers: ["run-for-nothing", "torvalds-2010", REPAIRED, ...ROSTEDT, "three-state-latch", ...TODAY],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "run-for-nothing",
          workload: "kernel",
          schedule: "nmi@workload; nmi@page_touched",
          shows:
            "Each NMI is one event, counted at the entry. The second NMI comes before the first run looks: that run takes both, and the second reaches unknown_nmi.",
          breaks: [],
          end: "idle",
        },
      ],
    },
  },
];
