// What an NMI finds at its entry and must not believe: GS, CS, RSP, flags, CR3.

import type { Hazard } from "./hazard.ts";

const REPAIRED = "desnoyers-2010-repaired";

export const ENTRY_HAZARDS: readonly Hazard[] = [
  {
    number: 8,
    title: "The wrong GS base",
    cause:
      "In user mode GS is the user's, and in the first and last instructions of the kernel's entries too, though CS says kernel. Flags that are read through it lie in the user's memory.",
    symptom: "A user can plant the nesting flag, and the handler writes to the user's memory.",
    handlers: ["naive", "desnoyers-2010", "desnoyers-2010-no-iret", "torvalds-2010", REPAIRED, "gs-by-cs"],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: REPAIRED,
          workload: "user-swapgs",
          schedule: "nmi@workload",
          shows:
            "One NMI from user mode: the user's byte reads as the flag, and popfq and ret bring the user's code back at CPL 0.",
          breaks: ["stack-bounds", "progress", "every-nmi-served"],
          end: "loop",
          mended: { handler: "lutomirski-4.2", schedule: "nmi@workload" },
        },
        {
          handler: "gs-by-cs",
          workload: "syscall",
          schedule: "nmi@entry_syscall",
          shows: "swapgs decided by CS: right after SYSCALL that is wrong.",
          breaks: ["stack-bounds", "every-nmi-served", "idle-clean"],
          end: "loop",
          mended: { handler: "lutomirski-4.2", schedule: "nmi@entry_syscall" },
        },
      ],
    },
  },
  {
    number: 9,
    title: "swapgs runs twice",
    cause:
      "A region that starts over when an NMI hits it must be repeatable. swapgs is not, nor is anything that changes a register.",
    symptom: "User code, or the kernel, goes on with the other's GS base.",
    handlers: ["gs-by-cs", "desnoyers-2010-step-5"],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "gs-by-cs",
          workload: "user-swapgs",
          schedule: "nmi@workload; nmi@page_touched; nmi@last_iret",
          shows: "A third NMI behind swapgs: the handler starts over with the user's GS base and exchanges it again.",
          breaks: ["stack-bounds", "resume-exact"],
          end: "idle",
          mended: { handler: "rostedt-3.7", schedule: "nmi@workload; nmi@page_touched; nmi@nmi_iret" },
        },
        {
          handler: "desnoyers-2010-step-5",
          workload: "kernel",
          schedule: "nmi@workload; nmi@nmi_atomic+0x20",
          shows: "The same with a register: rax holds CR2 when the region starts over.",
          breaks: ["resume-exact"],
          end: "idle",
          mended: { handler: REPAIRED, schedule: "nmi@workload; nmi@nmi_atomic+0x14" },
        },
      ],
    },
  },
  {
    number: 21,
    title: "A user's RSP looks like the NMI stack",
    cause:
      "Linux 3.3 asks RSP whether an NMI is nested, also when the NMI came from user mode, where RSP may be anything.",
    symptom: "NMIs are dropped while the user wishes it, and the NMI stack is written.",
    handlers: ["rostedt-3.3"],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "rostedt-3.3",
          workload: "syscall",
          schedule: "nmi@workload+0xf",
          shows: "The user has put RSP into the NMI stack: an NMI there is dropped.",
          breaks: ["every-nmi-served"],
          end: "idle",
          mended: { handler: "rostedt-3.4", schedule: "nmi@workload+0xf" },
        },
      ],
    },
  },
  {
    number: 22,
    title: "The gap after SYSCALL",
    cause: "SYSCALL leaves RSP alone: for a few instructions CS is the kernel's and RSP the user's choice.",
    symptom: "NMIs in the gap are dropped while the user wishes it.",
    handlers: ["rostedt-3.3", "rostedt-3.4", "rostedt-3.5", "rostedt-3.7", "rostedt-3.7-without-cr2"],
    cve: "CVE-2015-3291",
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "rostedt-3.7",
          workload: "syscall",
          schedule: "nmi@entry_syscall",
          shows: "An NMI at the first instruction after SYSCALL.",
          breaks: ["every-nmi-served"],
          end: "idle",
          mended: { handler: "lutomirski-4.2", schedule: "nmi@entry_syscall" },
        },
      ],
    },
  },
  {
    number: 25,
    title: "A macro pushes a word",
    cause:
      'Under paravirtualisation SWAPGS was a call. On the NMI stack its return address fell on the word "executing".',
    symptom: 'The word "executing" is a return address: whether an NMI counts as nested is no longer what it says.',
    handlers: ["pushing-macro"],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "pushing-macro",
          workload: "user",
          schedule: "nmi@workload",
          shows:
            'Behind the call T-56 is a return address. The next NMI asks whether it is 1, so here no property breaks; a test for "not 0" would drop it.',
          breaks: [],
          end: "idle",
          mended: { handler: "lutomirski-4.2", schedule: "nmi@workload" },
        },
      ],
    },
  },
  {
    number: 26,
    title: "The entry is called on another stack",
    cause:
      "KVM used to call the NMI entry after a VM exit, on the kernel's stack. The words that it looks for are on the NMI stack.",
    symptom: '"executing" is read from somewhere else: nested or not, at random.',
    handlers: ["entry-called"],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "entry-called",
          workload: "kernel",
          schedule: "db@workload",
          shows:
            "The #DB handler plays KVM, on a stack where an earlier call has left a 1: the entry takes itself for nested, and the regular code never runs.",
          breaks: ["assertion"],
          end: "idle",
          mended: { handler: "entry-called-mended", schedule: "db@workload" },
        },
      ],
    },
  },
  {
    number: 28,
    title: "DF and AC are inherited",
    cause: "A delivery clears neither. C code relies on DF being clear, and AC set switches SMAP off.",
    symptom: "String instructions run backwards over what lies below their buffer.",
    handlers: ["missing-cld", "naive", "desnoyers-2010-no-iret", "torvalds-2010", "desnoyers-2010", REPAIRED],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "missing-cld",
          workload: "kernel-df",
          schedule: "nmi@workload+0x6",
          shows: "One NMI while the interrupted code copies downwards: the handler fills its buffer backwards.",
          breaks: ["no-crash"],
          end: "panic",
          vector: 14,
          mended: { handler: "missing-cld-mended", schedule: "nmi@workload+0x6" },
        },
        {
          handler: "missing-cld",
          workload: "kernel",
          schedule: "nmi@workload; nmi@page_touched; nmi@kernel_iret",
          shows: "A third NMI at the final iretq, where DF is set: the repeated run fills its buffer backwards.",
          breaks: ["no-crash"],
          end: "panic",
          vector: 14,
          mended: { handler: "missing-cld-mended", schedule: "nmi@workload; nmi@page_touched; nmi@kernel_iret" },
        },
      ],
    },
  },
  {
    number: 29,
    title: "The wrong page tables",
    cause:
      "With page table isolation the kernel runs a few instructions on the user's tables. CS does not say which are loaded.",
    symptom: "A page fault in the first instructions of the handler, or a return on the wrong tables.",
    handlers: ["cr3-by-cs"],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "cr3-by-cs",
          workload: "kernel",
          schedule: "db@workload; nmi@users_tables_loaded",
          shows:
            "The #DB handler plays an entry's first instructions, on tables without the per-CPU page. An NMI there believes CS, and faults at its first per-CPU access, for ever.",
          breaks: ["no-crash", "progress", "every-nmi-served"],
          end: "loop",
          mended: { handler: "cr3-as-found", schedule: "db@workload; nmi@users_tables_loaded" },
        },
      ],
    },
  },
  {
    number: 32,
    title: "Encrypted guests unblock early",
    cause:
      "A guest under SEV-ES tells its hypervisor at the handler's entry that the NMI is done; and #VC has an IST of its own to be entered twice.",
    symptom: "As hazard 17, with #VC for the machine check.",
    handlers: [],
    proof: { kind: "not-shown", reason: "SEV-ES, its hypervisor calls and #VC are not modelled." },
  },
  {
    number: 33,
    title: "A copy that lies badly",
    cause:
      "The 2010 mail leaves open where the copy is. Above T-48 it meets the frame and the word that keeps rax; unaligned, SSE instructions of C code fault.",
    symptom: "A register is lost; or #GP in code that never faulted before.",
    handlers: ["copy-overlaps"],
    proof: {
      kind: "shown",
      scenarios: [
        {
          handler: "copy-overlaps",
          workload: "kernel",
          schedule: "nmi@workload",
          shows:
            "The copy's first word is the one that keeps rax. (Alignment itself is not shown: SSE is not executed here.)",
          breaks: ["resume-exact"],
          end: "idle",
          mended: { handler: REPAIRED, schedule: "nmi@workload" },
        },
      ],
    },
  },
];
