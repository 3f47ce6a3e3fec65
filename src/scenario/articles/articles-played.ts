// Articles about lessons in which something plays what this machine lacks, and about
// what a nested return gives back.

import type { Article } from "./article.ts";

export const PLAYED_ARTICLES: readonly Article[] = [
  {
    entries: ["jump-back", "breakpoint-again", "breakpoint-once", "irq-before-ret"],
    title: "What a return gives back",
    history: [
      "IRET loads RIP, CS, RFLAGS, RSP and SS in one instruction, and ends NMI blocking. Whoever wants the first without the second has to give everything back by hand. The mail of 16 July 2010 tried it with popfq and a jump; the repaired handler does it with popfq and ret. These entries take the differences one at a time.",
    ],
    idea: [
      "RSP: `jump-back` takes RFLAGS from their own word and jumps to the right address. Only RSP is not restored. The first NMI goes on with RSP in the nested one's frame, takes those words for its own saved registers, and ends in a page fault above the stack.",
      "RF: a breakpoint on an instruction is a fault before it. Its handler sets RF in the frame, so that the instruction runs once without the breakpoint. `breakpoint-again` arms one in the regular code; an NMI comes behind the breakpoint handler's IRETQ, before the instruction. popfq always clears RF, so the breakpoint is met once more. `breakpoint-once` is a handler whose nested NMIs return by iretq.",
      "IF: popfq sets it, and unlike STI it holds nothing back for an instruction. `irq-before-ret` has a gate for an interrupt, which comes when only ret is left: on the interrupted stack, one word too low. It returns to the ret and nothing is lost. But its IRETQ ends the blocking that popfq and ret were chosen to keep.",
    ],
    layout: [],
    weaknesses: [
      "Exploring finds the first two with two NMIs and one absent page, in every workload with the kernel's GS base. It injects no interrupts, so only the schedule shows the third. RF is compared only while a breakpoint is armed, as nothing else can depend on it.",
    ],
    hazards: [11, 12, 14, 15],
    sources: [
      "Intel SDM volume 2, POPF and STI",
      "Intel SDM volume 3, 17.3.1.1: RF",
      "the handler: after the mail of 16 July 2010",
    ],
  },
  {
    entries: ["guest-cr2", "guest-cr2-mended"],
    title: "A guest's CR2",
    history: [
      "In the thread of July 2010 Avi Kivity, who maintained KVM, asked for CR2 to be saved. His reason was not the page fault handler that is interrupted before it has read CR2, though that is true as well: it was virtual machines. Intel's processors do not exchange CR2 at VM entry and exit: the hypervisor loads the guest's by hand before the entry, and reads it behind the exit.",
    ],
    idea: [
      "Between the load and the entry, and between the exit and the read, the register holds what the guest will look at, while the host's kernel runs. An NMI there whose regular code takes a page fault changes it, and the guest serves an address that it never touched.",
      "There is no virtualisation on this machine. A #DB handler plays the hypervisor: it loads CR2, does nothing for an instruction, and reads it back; a line of the file asserts that it is still the guest's. The entries are the handlers of 3.4 and 3.5 with that handler beside them.",
    ],
    layout: [],
    weaknesses: [
      "With FRED a page fault's address is in its frame, and the kernel's own handlers need CR2 no more. Linux still saves and restores it around an NMI there, for this hazard alone.",
    ],
    hazards: [5, 6],
    sources: [
      "Avi Kivity in the thread of July 2010, quoted in Desnoyers' mail of 16 July",
      "Linux 3.5, commit 7fbb98c5cb07",
    ],
  },
  {
    entries: ["pushing-macro", "entry-called", "entry-called-mended"],
    title: "Words at fixed places",
    history: [
      "Since 3.3 the entry keeps all that it knows at fixed distances from the top of the NMI stack. That relies on two things that nobody wrote into the code: that nothing else pushes there, and that the entry starts on that stack. Both were broken once, each by something that looked harmless.",
      "In 4.2 the way from user mode executed SWAPGS on the NMI stack. SWAPGS was a macro, and in a paravirtual kernel a call (mended by 83c133cf11fb). And KVM, which learns from a VM exit that an NMI has come, called the entry by hand, on the kernel's stack (mended by a217a6593cec).",
    ],
    idea: [
      'The call\'s return address goes to T-56, which is "executing". `pushing-macro` makes such a call. Nothing breaks in it: the word is compared with 1, and no return address is 1. A handler that asked for "not 0" would drop the next NMI.',
      'Called by hand, the entry finds its frame 40 bytes below some stack pointer, and reads "executing" 16 bytes further down: what earlier calls have left. `entry-called` leaves a 1 there. The entry takes itself for nested, writes an iret frame over the words below, and returns: the NMI is gone. The mended entry has a way of its own for such calls: registers, C code, return.',
    ],
    layout: [
      { place: "T-40..T-8", holds: "hardware frame" },
      { place: "T-48", holds: "rdx" },
      { place: "T-56", holds: '"executing"; in `pushing-macro` the return address of a call' },
    ],
    weaknesses: [
      "There are neither paravirtual operations nor VM exits here: a function that does nothing plays the one, a #DB handler plays KVM. Exploring finds the second with one #DB and no NMI at all.",
    ],
    hazards: [25, 26],
    sources: ["Linux, commits 83c133cf11fb and a217a6593cec"],
  },
  {
    entries: ["cr3-by-cs", "cr3-as-found"],
    title: "Whose page tables?",
    history: [
      "Page table isolation, which Linux 4.15 brought in January 2018 against Meltdown, gave every process two sets of page tables. User mode runs on one that maps of the kernel only what an entry needs. The entry's first instructions still run on it, and so do the last ones before the return. For CR3 this is what SYSCALL is for RSP and swapgs for GS: a few instructions in which CS says kernel and something else is the user's.",
    ],
    idea: [
      "An NMI must therefore ask CR3 itself. Linux keeps what it finds in a register, loads the kernel's tables if they are not loaded, and gives back at the end what it found, not what CS suggests.",
      "This machine boots with one set of tables. A #DB handler makes a second top table, with entry text and IST stacks but without the per-CPU page, loads it, and loads the kernel's again an instruction later: an entry in small. `cr3-by-cs` is the handler of 4.2, from before isolation. An NMI between the two loads faults at its first per-CPU access; the page fault's handler finds nothing to mend and returns, and the access faults again, for ever.",
      "`cr3-as-found` is today's entry with the switch that Linux has there.",
    ],
    layout: [],
    weaknesses: [
      "The user's tables are loaded by kernel code here, which makes the window one instruction long; in Linux it begins with the event and ends with the switch. With one #DB and one NMI exploring finds it, and with them what a debug trap in the first instructions does to any handler with an IDT.",
    ],
    hazards: [17, 29],
    sources: ["Linux 4.15, arch/x86/entry/calling.h: SAVE_AND_SWITCH_TO_KERNEL_CR3, RESTORE_CR3"],
  },
  {
    entries: ["run-for-nothing"],
    title: "A run for nothing",
    history: [
      "An NMI brings no vector that says where it comes from. The regular code asks each source in turn: performance counters, watchdog, machine check banks, the chipset. If none has anything, Linux prints that an unknown NMI was received, and on some systems is told to panic then. With nesting, and with a latch that is one deep, runs and events no longer belong together, and honest NMIs look unknown.",
    ],
    idea: [
      "In the lesson each NMI is one event of one device, counted at the entry's first instruction; the regular code takes all that are there. A second NMI comes after the page fault, and before the first run has looked. The first run finds two events and deals with both. But the nested NMI has asked for another run, and that one finds nothing: it reaches unknown_nmi.",
      "The opposite holds as well, and is why the code must take everything each time: of three events during one run two are merged in the latch, and one further run has to do for both.",
    ],
    layout: [],
    weaknesses: [
      "No handler in this gallery avoids it, and none loses anything by it. Linux guesses: if a run has dealt with more than one event, it swallows the next unknown NMI. That can swallow a real one.",
    ],
    hazards: [2, 31],
    sources: ["Linux, arch/x86/kernel/nmi.c: default_do_nmi, back-to-back NMIs", "the handler: Linux 4.2"],
  },
];
