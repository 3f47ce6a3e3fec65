// Lessons in which something plays what this machine does not have; their programs are
// in played.ts.

import type { ListedEntry } from "../entry.ts";
import { lesson } from "./lesson.ts";

const GUEST = { workload: "kernel", schedule: "db@workload; nmi@guest_cr2_loaded" } as const;
const CALLED = { workload: "kernel", schedule: "db@workload" } as const;
const WINDOW = { workload: "kernel", schedule: "db@workload; nmi@users_tables_loaded" } as const;

export const PLAYED: readonly ListedEntry[] = [
  lesson({
    name: "guest-cr2",
    title: "A guest's CR2 is changed",
    year: 2010,
    source: "after Linux 3.4; the reason for saving CR2 that Avi Kivity gave in July 2010",
    claim: "Around VM entry and exit CR2 is the guest's. An NMI's page fault there changes what the guest will read.",
    shown: [
      {
        ...GUEST,
        shows: "An NMI while the guest's CR2 is in the register, with a page fault in its regular code.",
        breaks: ["assertion"],
      },
    ],
  }),
  lesson({
    name: "guest-cr2-mended",
    title: "A guest's CR2 is kept",
    year: 2012,
    source: "after Linux 3.5",
    claim: "CR2 is given back, whoever it belongs to.",
    shown: [{ ...GUEST, shows: "The schedule that changed the guest's CR2: it is what it was.", breaks: [] }],
  }),
  lesson({
    name: "pushing-macro",
    title: "A macro pushes a word",
    year: 2015,
    source: "after Linux 4.2 and the commit that mended it, 83c133cf11fb",
    claim:
      'A call on the NMI stack writes its return address over "executing". 4.2 asks whether that word is 1, so here it does no harm.',
    shown: [
      {
        workload: "user",
        schedule: "nmi@workload",
        shows: 'An NMI from user mode: behind the call, "executing" (T-56) is a return address.',
        breaks: [],
      },
    ],
  }),
  lesson({
    name: "entry-called",
    title: "The entry is called on another stack",
    year: 2021,
    source: "after Linux 4.2 and the commit that mended it, a217a6593cec",
    claim:
      'On a stack that is not the NMI stack "executing" is what earlier calls have left there. If it is 1, the NMI is dropped.',
    shown: [
      {
        ...CALLED,
        shows:
          "The #DB handler calls the entry as KVM did, where an earlier call has left a 1: no run of the regular code.",
        breaks: ["assertion"],
      },
    ],
  }),
  lesson({
    name: "entry-called-mended",
    title: "An entry of its own for VM exits",
    year: 2021,
    source: "after Linux commit a217a6593cec (asm_exc_nmi_kvm_vmx)",
    claim: "What comes from a VM exit goes straight to the C code, which looks for nothing on the stack.",
    shown: [{ ...CALLED, shows: "The call that dropped an NMI: the regular code runs.", breaks: [] }],
  }),
  lesson({
    name: "cr3-by-cs",
    title: "CR3 decided by CS",
    year: 2018,
    source: "after Linux 4.2 and page table isolation (4.15)",
    claim:
      "CS says kernel, so the kernel's page tables are taken to be loaded. In an entry's first instructions they are not.",
    shown: [
      {
        ...WINDOW,
        shows:
          "An NMI in kernel code that still runs on the user's tables: the first access to per-CPU data faults, for ever.",
        breaks: ["no-crash", "progress", "every-nmi-served"],
        end: "loop",
      },
    ],
  }),
  lesson({
    name: "cr3-as-found",
    title: "CR3 kept as it was found",
    year: 2018,
    source: "after Linux 4.15 and later: SAVE_AND_SWITCH_TO_KERNEL_CR3 in paranoid_entry",
    claim:
      "CR3 itself is asked, not CS: the kernel's tables are loaded if they are not, and what was found is given back.",
    shown: [
      { ...WINDOW, shows: "The schedule that faulted for ever: served, and the user's tables are back.", breaks: [] },
    ],
  }),
  lesson({
    name: "run-for-nothing",
    title: "A run for nothing",
    year: 2015,
    source: "what Linux's back-to-back logic in default_do_nmi guesses at",
    claim:
      "A nested NMI asks for another run, though the first run has dealt with its event already: that one finds nothing to do.",
    shown: [
      {
        workload: "kernel",
        schedule: "nmi@workload; nmi@page_touched",
        shows: "A second NMI before the first run looks: it takes both events, and the second run reaches unknown_nmi.",
        breaks: [],
      },
    ],
  }),
];
