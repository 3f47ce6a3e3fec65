// What Linux did, from 3.3 to today.

import type { Article } from "./article.ts";

const HARDWARE_FRAME = {
  place: "T-40..T-8",
  holds: "hardware frame: RIP, CS, RFLAGS, RSP, SS; every NMI writes it anew",
};
const RDX = { place: "T-48", holds: "rdx; nested NMIs use it too" };
const EXECUTING = { place: "T-56", holds: '"executing": 1 while an NMI is being handled' };
const OLD_LAYOUT = [
  HARDWARE_FRAME,
  RDX,
  EXECUTING,
  { place: "T-96..T-64", holds: "saved frame: what every run begins with" },
  { place: "T-136..T-104", holds: "iret frame: what nested NMIs redirect; the top of pt_regs" },
  { place: "T-144 and below", holds: "the rest of pt_regs" },
];
const NEW_LAYOUT = [
  HARDWARE_FRAME,
  RDX,
  EXECUTING,
  { place: "T-96..T-64", holds: "iret frame: what nested NMIs redirect" },
  { place: "T-136..T-104", holds: "saved frame, the outermost one: what every run begins with; the top of pt_regs" },
  { place: "T-144 and below", holds: "the rest of pt_regs" },
];
const RFC = 'Steven Rostedt, "[RFC][PATCH 3/3] x86: Add workaround to NMI iret woes", 8 December 2011';

export const LINUX_ARTICLES: readonly Article[] = [
  {
    entries: ["rostedt-3.3"],
    title: "Rostedt 3.3: the stack remembers",
    history: [
      "In December 2011 Steven Rostedt sent a series that let NMI handlers take faults and breakpoints, as far as is known because ftrace wanted to change code under running CPUs with breakpoints, and NMI handlers run that code too. It became part of Linux 3.3, released in March 2012. He named Torvalds' idea of 2010 as the start, and the one point where he departed from it.",
    ],
    idea: [
      "Per-CPU data is out of reach at the entry, since nobody knows whose GS base is loaded. So everything stands at fixed places of the NMI stack, which the IST makes easy: the stack always begins at T. A word says that an NMI is being handled. The hardware frame is copied twice: one copy is kept, the other is what the final iretq uses.",
      "A nested NMI rewrites the second copy so that the iretq leads to repeat_nmi, and leaves by an ordinary iretq. The first NMI notices nothing; its return simply lands in another run, which starts by copying the kept frame again.",
      "Between the clearing of the word and the iretq, the word is wrong. There the interrupted RSP helps: if it lies on the NMI stack, the NMI is nested.",
    ],
    layout: OLD_LAYOUT,
    weaknesses: [
      "A user may point RSP wherever it likes, into the NMI stack for example. An NMI from user mode is then taken for nested and dropped. The test of CS came in 3.4.",
      "CR2 is not saved. And pt_regs shares its upper words with the redirected frame, so after a nested NMI the regular code reads repeat_nmi where the interrupted address should be.",
    ],
    hazards: [5, 16, 17, 21, 22, 23, 24, 30],
    sources: ["Linux 3.3, commit 3f3c8b8c4b2a", RFC],
  },
  {
    entries: ["rostedt-3.4"],
    title: "Rostedt 3.4: a user's RSP is not believed",
    history: [
      "The months after 3.3 brought a row of corrections. What came from user mode is no longer compared with the NMI stack (45d5a1683c04). The operand size of a comparison was written out. Jan Beulich let the first run go through repeat_nmi as well, which saved a second copy of the same loop. 3.3 itself had already gained the change of the IDT that keeps breakpoints off their IST stack while an NMI that hit it is handled (228bdaa95fb8).",
    ],
    idea: [
      "As in 3.3, with one test in front: unless CS is the kernel's, this is a first NMI, whatever RSP says.",
      "That the first run passes through repeat_nmi changes little for it: the word is set once more, and the frame copied once more. But it means that an NMI between repeat_nmi and end_repeat_nmi can be ignored in both cases, because a run is about to begin anyway.",
    ],
    layout: OLD_LAYOUT,
    weaknesses: [
      'CS says "kernel" a little too early. SYSCALL changes CS and RIP and leaves RSP to software; in the first instructions of the system call entry the kernel runs on a stack pointer of the user\'s choice. If that points into the NMI stack, an NMI in this gap is dropped. It took until 2015 for this to be noticed (CVE-2015-3291); the workload `syscall` shows it with one NMI.',
      "CR2 is still not saved: an NMI before a page fault handler's first look at it spoils it. In pt_regs the interrupted address can still be repeat_nmi.",
    ],
    hazards: [5, 17, 22, 23, 24, 30],
    sources: [
      "Linux 3.4, arch/x86/kernel/entry_64.S",
      "commit 45d5a1683c04 (CS test)",
      "commit 79fb4ad63e82 (comments)",
    ],
  },
  {
    entries: ["rostedt-3.5", "rostedt-3.7-without-cr2"],
    title: "Rostedt 3.5: CR2 is given back",
    history: [
      "Avi Kivity had asked for it in July 2010: an NMI handler that may fault must put CR2 back. The entry of 3.3 did not, and Linux 3.5 added it, two years after the question (7fbb98c5cb07). The 32-bit kernel got the same in C.",
      "The second entry of this article never existed. It is the handler of 3.7 with those instructions left out, so that one can see what they are for in an otherwise right handler.",
    ],
    idea: [
      "Before the regular code CR2 goes into r12, which C functions preserve. Afterwards it is compared, and written back only if it has changed: writing a control register is slow, and a virtual machine may notice each time.",
      'The place is what matters. While the value is in a register, the word "executing" is 1, so a nested NMI runs no regular code and cannot change CR2 again. Had the restoring come after the word was cleared, it would be too late; the lesson `cr2-too-late` does that.',
    ],
    layout: OLD_LAYOUT,
    weaknesses: [
      "The gap after SYSCALL is still open, and pt_regs still shows repeat_nmi after a nested NMI. A machine check's IRET in the first instructions is fatal, as before. So are, from 3.16 on, returns to a 16-bit stack, and at any time a fault of the final iretq.",
      "Without the five instructions one NMI is enough: in the workload `page-fault` the handler reads touch0 instead of its own address, maps the wrong page, and faults again.",
    ],
    hazards: [5, 6, 7, 17, 22, 23, 24],
    sources: [
      "Linux 3.5, commit 7fbb98c5cb07",
      "Avi Kivity in the thread of July 2010, quoted in Desnoyers' mail of 16 July",
    ],
  },
  {
    entries: ["rostedt-3.7"],
    title: "Rostedt 3.7: the copies change places",
    history: [
      "Salman Qazi noticed that the two copies lay the wrong way round, and Linux 3.7 exchanged them (28696f434fef). As far as is known the reason was what the regular code saw in pt_regs; the layouts before and after are certain, and the explorer's machine shows the difference directly. The handler then stayed as it was until 4.1, for two and a half years.",
    ],
    idea: [
      "pt_regs must lie below the frame that it belongs to, so its upper five words are whatever was copied last. Up to 3.6 that was the iret frame, the one which nested NMIs rewrite. Now the iret frame comes first, empty, and the saved frame below it; the iret frame is filled from below, by pushes with RSP set back for the purpose. pt_regs then ends in words that nobody rewrites.",
      "Everything else is as before: the word at T-56, the test of CS, the range of RSP, the region that may be ignored.",
    ],
    layout: NEW_LAYOUT,
    weaknesses: [
      "Three security holes of 2015 belong to this handler. espfix64, added in 3.16, made the return to a 16-bit stack a matter of many instructions on the NMI stack (CVE-2015-3290). The gap after SYSCALL loses NMIs (CVE-2015-3291). And a return to user mode that faults is handled on the NMI stack, with the word clear (CVE-2015-5157).",
      "The RSP that a nested NMI writes depends on the exact layout; each change of one needs the other.",
    ],
    hazards: [17, 20, 22, 23, 30],
    sources: ["Linux 3.7, commit 28696f434fef", "Linux 3.18, arch/x86/kernel/entry_64.S, in which the layout was read"],
  },
  {
    entries: ["three-state-latch", "cr2-too-late"],
    title: "Three states in C",
    history: [
      "A 32-bit kernel has no IST. Its NMIs run on whatever stack is current, and a nested one simply lies further down: nothing is overwritten. What is left is that do_nmi must not be entered twice. For this Steven Rostedt gave the 32-bit kernel of 3.3 a latch in C (ccd49c239177). In 2015 Andy Lutomirski switched it on for 64 bits as well, where it guards NMIs that run on the thread's stack.",
      "The handler here is neither: it moves the 32-bit idea to 64 bits alone, to see how far it goes.",
    ],
    idea: [
      'Three states: not running, executing, latched. An NMI that finds the state other than "not running" sets it to latched and goes. The first one, when it is done, takes one off: executing becomes not running, and it may go; latched becomes executing, and it runs again. The step must be a single instruction. It was a compare-and-exchange at first, later a decrement.',
      "Since a 64-bit gate with an IST always lands on the NMI stack, the entry first copies the frame to the interrupted stack and goes on there, while NMIs are still blocked.",
    ],
    layout: [HARDWARE_FRAME, { place: "T-56..T-48", holds: "two registers, for a moment; then the NMI stack is free" }],
    weaknesses: [
      "It holds within all bounds that were tried, in every workload. But it writes to the interrupted RSP wherever the CPU is at CPL 0. Right after SYSCALL that RSP is the user's: the workload happens to point it where no harm is done, a wicked user need not. That is why 64-bit Linux needs the IST, and with it all the rest of this gallery.",
      "The order of CR2 and state matters. The lesson `cr2-too-late` clears the state first, and an NMI in between saves the wrong CR2.",
    ],
    hazards: [7, 17, 22],
    sources: ["Linux 3.3, commit ccd49c239177", "Linux 4.2, commit 9d0504167990"],
  },
  {
    entries: ["lutomirski-4.2"],
    title: "Lutomirski 4.2: three holes closed",
    history: [
      "In the summer of 2015 Andy Lutomirski went through the NMI entry with an attacker's eyes, and found that user mode could lose NMIs, and worse, gain the kernel's privileges. Six commits for 4.2-rc3, soon also in 4.1.6, closed CVE-2015-3290, 3291 and 5157; the details were published afterwards.",
      "A further patch added, as far as is known, a debugging option (CONFIG_DEBUG_ENTRY, a97439aa1ae0) that deliberately unblocks NMIs as soon as the frame is copied, so that nesting is met every day and not once a year.",
    ],
    idea: [
      "NMIs from user mode need no protection on the NMI stack: they leave it at once for the thread's stack, like any other exception. Then the final iretq may fault, and espfix may copy as long as it likes: nobody rewrites that frame. Should a further NMI come, the latch in C sees it.",
      "NMIs from kernel mode stay with Rostedt's scheme. The range of RIP is asked first. And RSP is believed only if DF was set, too: the handler sets DF just before it clears its word, and its iretq gives the old DF back. SYSCALL clears DF, so a user cannot have both.",
    ],
    layout: NEW_LAYOUT.map((row) =>
      row.place === "T-136..T-104" ? { ...row, holds: "outermost frame; the top of pt_regs" } : row,
    ),
    weaknesses: [
      "What unblocks NMIs before the frame is copied is still fatal: a machine check, a debug trap, firmware. Two NMIs and one machine check give a livelock.",
      'The first version had a hole of its own: under paravirtualisation SWAPGS was a call, whose return address fell on the word "executing" (mended by 83c133cf11fb).',
    ],
    hazards: [17, 18, 20, 22, 23, 25, 28],
    sources: [
      "commits 9d0504167990, 0e181bb58143, 9b6e6a8334d5, 0b22930ebad5, a27507ca2d79, 810bc075f78f",
      "commit 83c133cf11fb (follow-up)",
    ],
  },
  {
    entries: ["mainline"],
    title: "Linux today",
    history: [
      "Since 5.8 the entry code is in two parts with a clear border: asm_exc_nmi does what only assembly can, exc_nmi does the rest in C, marked so that neither tracer nor breakpoint can get in. The assembly is the one of 2015. KVM, which used to call the entry by hand after a VM exit, on a stack that it did not expect, has a way in of its own now (a217a6593cec).",
    ],
    idea: [
      "From user mode to the thread's stack; from kernel mode the two copies, the word, RIP, RSP and DF. New in the assembly: DF and AC are cleared by the first instructions, and CR3, the GS base and the speculation control are kept in registers and given back as they were found, not as CS suggests.",
      'In C the latch, and an order in which each step has its reason. CR2 is saved when the state becomes "executing"; DR7 is cleared, so that no breakpoint strikes in the regular code and unblocks NMIs by its IRET; then the work; DR7 back; CR2 back if it changed; and only then the state goes down by one. Were CR2 last, an NMI in between would save the wrong one.',
    ],
    layout: NEW_LAYOUT.map((row) =>
      row.place === "T-136..T-104" ? { ...row, holds: "outermost frame; the top of pt_regs" } : row,
    ),
    weaknesses: [
      "Within NMIs and page faults the explorer finds nothing, in any workload. One machine check in the first instructions, with an NMI waiting, is a livelock: its IRET unblocks NMIs before the frame is safe. Nothing that software does at the entry can change that. FRED does.",
      "Left out here: FSGSBASE, a second set of page tables, speculation control, the early unblocking of encrypted guests.",
    ],
    hazards: [2, 7, 17, 18, 26, 29, 30, 32],
    sources: ["Linux 5.8 and later, arch/x86/entry/entry_64.S and arch/x86/kernel/nmi.c", "commit a217a6593cec"],
  },
  {
    entries: ["fred"],
    title: "FRED: the processor learns it",
    history: [
      "FRED, flexible return and event delivery, is Intel's replacement for the IDT and IRET. Linux 6.9 of 2024 supports it. NMIs are one of its reasons: without it any IRET ends their blocking, whoever executes it.",
    ],
    idea: [
      "Every event pushes a frame of eight words. The SS word says what the event was, and for an NMI bit 18 is set. The return, ERETS to the kernel or ERETU to the user, looks at that bit: NMIs are unblocked only by the return from an NMI. A page fault's return in an NMI handler has no such bit, and changes nothing.",
      "Stacks have levels in place of ISTs. An event goes to its level or stays at a higher one; and if the level is in use already, it starts below what lies there. Nothing is overwritten, whoever nests in whom. A page fault's address is in its frame, so that CR2 need not be read at all, and the processor exchanges the GS bases itself.",
      "What is left of the handler is a straight line. CR2 is still saved and given back, for the sake of virtual machines, whose CR2 is in the register around VM entry.",
    ],
    layout: [
      { place: "T-64", holds: "error code (none: 0)" },
      { place: "T-56..T-24", holds: "RIP, CS with the stack level, RFLAGS, RSP, SS with vector, type and bit 18" },
      { place: "T-16", holds: "event data: the address of a page fault" },
      { place: "T-184..T-72", holds: "the registers of pt_regs" },
    ],
    weaknesses: [
      "Within NMIs, page faults and machine checks the explorer finds nothing, in any workload. What it cannot judge is firmware, and a debug trap's cost. The dispatch to the handler is this machine's own; there is no QEMU that could be compared.",
    ],
    hazards: [6, 17],
    sources: [
      "Linux 6.9, merge x86-fred-2024-03-10: entry_64_fred.S, entry_fred.c, kernel/fred.c",
      "Intel, FRED specification",
    ],
  },
];
