// Articles about single lessons, and about systems that do without a protocol.

import type { Article } from "./article.ts";

export const LESSON_ARTICLES: readonly Article[] = [
  {
    entries: ["espfix-return", "espfix-return-mended"],
    title: "A return of many instructions (CVE-2015-3290)",
    history: [
      "IRET to a 16-bit stack segment restores only the low 16 bits of the stack pointer and leaks the kernel's bits 16 to 31 to the user. Linux 3.16 hid them: before such a return the frame is copied to a little stack whose address has harmless upper bits, and the iretq happens there. It worked for every return, the NMI's included, and there it was wrong. Andy Lutomirski found it in 2015.",
    ],
    idea: [
      'The lesson takes the handler of 3.7 and lets every return to user mode go that way; the real code did it for 16-bit stacks only. Two registers are pushed, five words are copied one after another, RSP moves, iretq. All that time the word "executing" is 0 and RSP is on the NMI stack: by the rules of 3.7 an NMI is nested there, and redirects the very frame that is being copied.',
      "So some words are the user's, others belong to the redirection. With a suitable choice of the moment the user's code gets the kernel's rights; here the run ends in a double fault, or in a livelock, or the NMI is simply lost.",
    ],
    layout: [],
    weaknesses: [
      "The mended entry has the same return at the end of 4.2's way back to user mode. It runs on the thread's stack: NMIs come, are first NMIs on an empty NMI stack, and touch nothing.",
    ],
    hazards: [20],
    sources: ["CVE-2015-3290", "Linux 3.16 to 4.1.5; mended by commit 9b6e6a8334d5"],
  },
  {
    entries: ["bad-return", "bad-return-mended"],
    title: "The return to user mode faults (CVE-2015-5157)",
    history: [
      "A program can take away its own segments, through modify_ldt for example, while one of its threads is being interrupted. The return to that thread then faults at the iretq itself. Linux has a fixup: the frame that cannot be used is moved to the thread's stack, and the fault is handled as if user mode had caused it. Up to 4.1 the NMI's return could meet this on the NMI stack.",
    ],
    idea: [
      "In the lesson the regular code plays the other thread: it marks the user's data segment as absent. The final iretq raises #SS. Its handler moves the frame, and gives the segment back where Linux would send a signal.",
      "A faulting IRET unblocks NMIs. In the fault's handler the word is 0 and RSP still on the NMI stack, so the next NMI counts as nested: it redirects the iret frame, which the fixup has moved already. That NMI is never served. If it comes while the frame is being moved, a mixture is what user mode gets.",
    ],
    layout: [],
    weaknesses: [
      "With a flag instead of RSP it goes wrong the other way: Torvalds' reconstruction takes the NMI for a first one and overwrites the frame that is being mended. Only a return from another stack is safe; the mended entry is that.",
      "QEMU raises #NP here instead of #SS, so this lesson is not compared with it.",
    ],
    hazards: [23],
    sources: ["CVE-2015-5157", "mended by commit 9b6e6a8334d5"],
  },
  {
    entries: ["debug-on-ist", "debug-on-ist-mended"],
    title: "Two vectors, one IST stack",
    history: [
      "Debug traps and breakpoints had an IST stack of their own for many years, because they can come before a proper stack is set up. An IST that is in use is no different from the NMI's: whoever comes next starts at its top. With NMI handlers that may meet breakpoints, the debug stack became a victim, and Linux 3.3 changed the IDT on the fly (228bdaa95fb8). Since then #BP has left the IST, and today no debug trap can occur in NMI context at all.",
    ],
    idea: [
      "The lesson gives gates 1 and 3 the same IST, as the kernel did. A debug trap interrupts the workload; at its handler's first instruction an NMI comes; the NMI's regular code executes int3. The breakpoint's frame lands on the debug trap's. All returns in between are right, until the debug trap's handler returns: into the NMI's regular code, behind the int3.",
      "Mended, the NMI looks at the interrupted RSP. If it is on the debug stack, both gates lose their IST until the NMI is done, and the breakpoint goes further down on the NMI stack.",
    ],
    layout: [],
    weaknesses: [
      "Changing the IDT while it is in use is delicate: the original forgot to clear the word that said so (c0525a6972d3). The lesson sets the gates at each NMI, where a kernel does it once.",
    ],
    hazards: [19],
    sources: ["Linux 3.3, commits 228bdaa95fb8 and c0525a6972d3"],
  },
  {
    entries: ["missing-cld", "missing-cld-mended"],
    title: "One byte: cld",
    history: [
      "Delivery of an event clears TF, NT, RF and VM, and IF too at an interrupt gate. DF stays what it was, and so does AC. The C ABI wants DF clear; so an entry needs cld, and with SMAP it needs clac. Early handlers had cld somewhere on the way to C; today both are the first instructions.",
    ],
    idea: [
      "A workload that sets DF at the right moment would be one way to show it. The handler of 4.2 needs none: it sets DF itself, two instructions before its end, as a mark. An NMI that comes there is nested; it redirects the iret frame, and the flags in that frame are its own, DF included. The iretq to repeat_nmi loads them, and the second run begins with DF set.",
      "In the lesson the cld is gone, and the regular code fills four bytes of a buffer, as a compiler's memset would. The second run fills them downwards, past the beginning of the page.",
    ],
    layout: [],
    weaknesses: [
      "With the cld in its place nothing happens. It is easy to believe that one at the entry would do: but the repeated run does not pass the entry. The one that matters is behind repeat_nmi.",
    ],
    hazards: [28],
    sources: ["Intel SDM volume 3, 6.12.1: flags at delivery", "the handler: Linux 4.2"],
  },
  {
    entries: ["gs-by-cs"],
    title: "Whose GS is it?",
    history: [
      "On x86-64 the kernel finds its per-CPU data through GS, whose base it exchanges with the user's by swapgs at every entry and exit. An ordinary exception looks at CS to know whether to swap. NMIs cannot: they may come between SYSCALL and the swapgs, or between the last swapgs and the return, where CS is the kernel's and the base the user's. Linux has always asked the base itself there, through its MSR; kernel addresses are negative.",
    ],
    idea: [
      "The lesson adds the ordinary method to the repaired handler of 2010: swap on entry if CS is the user's, swap before the final iretq if the frame's CS is the user's. Both are wrong. An NMI at the first instruction after SYSCALL reads the nesting flag in the user's memory, finds it set, and drops itself.",
      "And the swap before the iretq lies in the region that is started over. An NMI behind it restarts the handler with the user's base; the region runs again and swaps again. User mode goes on with the kernel's GS base, and the next entry gives the kernel the user's.",
    ],
    layout: [],
    weaknesses: [
      "Rostedt's answer was to use no per-CPU data before the base is known, and to keep all that the entry needs on the stack.",
    ],
    hazards: [8, 9, 15],
    sources: [
      "the handler: after the mail of 16 July 2010",
      "the method of the MSR: Linux, save_paranoid and paranoid_entry",
    ],
  },
  {
    entries: ["return-by-ret"],
    title: "Only IRET ends it",
    history: [
      "In July 2010 popf and ret was the way to return from a nested NMI, or from a page fault in one, without unblocking NMIs. It is a fine way for that. Somebody has to execute IRET in the end, though: the processor counts nothing and asks nobody.",
    ],
    idea: [
      "The lesson always returns like that: it writes RIP, RFLAGS and rax to the interrupted stack, points RSP there, and leaves by pop, popfq and ret. The interrupted code goes on exactly as it was, registers, flags, stack and all. And NMIs stay blocked. The next one is latched, the one after that is merged with it, and neither is ever delivered, until something else in the system happens to execute an IRET. A quiet CPU may take long to do so.",
      "There is a second thing to see. Between popfq and ret, IF is already what it was, but RSP is one word short and RIP is still the handler's. An interrupt there would be handled one frame early. It returns to the ret, so nothing is lost; but its own IRET unblocks NMIs, which the handler had wanted to avoid.",
    ],
    layout: [],
    weaknesses: [
      "Xen and FreeBSD know the reverse need: to end NMI mode on purpose they execute an IRET that leads to the next instruction.",
    ],
    hazards: [11, 12, 15],
    sources: ["Intel SDM volume 3, 6.7.1", "Intel SDM volume 2, POPF: no shadow"],
  },
  {
    entries: ["oops-leaves-flag", "oops-clears-flag"],
    title: "A flag that nobody clears",
    history: [
      "A nesting flag promises that somebody will clear it. If the regular code crashes, and the kernel decides to go on without it, that promise is broken; the same holds for a handler that schedules away from its stack, as, it is said, the exit of some early versions could. Whoever writes the scheme seldom writes the crash path.",
    ],
    idea: [
      "The lesson lets a #GP in the regular code be the crash. Its handler gives the NMI up: it takes RSP to the copy of the frame and returns to what was interrupted. Registers and flags are right, the workload runs on. But the flag says that an NMI is being handled. Every NMI from now on is taken for nested: it asks for a run that nobody will make, and goes back with popfq and ret, so that NMIs are blocked as well.",
      "The mended entry has one instruction more.",
    ],
    layout: [],
    weaknesses: [
      "The handlers of Linux have the flag too, on the stack or in the latch. There an NMI handler that crashes is the end of the machine on purpose: the kernel panics. The explorer does not inject #GP, so only the schedule shows this.",
    ],
    hazards: [15, 16],
    sources: ["the handler: after the mail of 16 July 2010"],
  },
  {
    entries: ["copy-overlaps"],
    title: "Where the copy must not be",
    history: [
      "The mail of 16 July 2010 names nmi_stack_copy and does not say where it is. It cannot be anywhere: the frame that the processor writes ends at T-40, and the handler itself puts rax at T-48 while it copies. What it pushes first must lie below that. This project's default is T-128.",
    ],
    idea: [
      "The lesson puts it one word too high, at T-40, so that the first push of the copy, which keeps the place of CR2, goes to T-48. rax was there. One NMI, no nesting and no fault: the workload gets the handler's pointer for its rax.",
      "One more word upwards, and a nested NMI's frame would meet the copy as well. It is the smallest example of something that all later handlers live with: their words stand at fixed distances, and each must know all the others. Linux draws the whole stack in a comment above its handler for that reason.",
    ],
    layout: [
      { place: "T-40..T-8", holds: "hardware frame" },
      { place: "T-48", holds: "rax, and also the copy's first word" },
      { place: "T-88..T-56", holds: "the rest of the copy" },
    ],
    weaknesses: [
      "Alignment is the other half: C code compiled with SSE expects its stack aligned to 16 bytes and faults otherwise. SSE is not executed here, so that half is only told.",
    ],
    hazards: [33],
    sources: ["the handler: after the mail of 16 July 2010"],
  },
  {
    entries: ["unmask-at-once", "torn-frame", "torn-frame-unmasked"],
    title: "Unmask at once, or a frame of two writers",
    history: [
      "A nested NMI is rare: it needs a page fault or a breakpoint inside an NMI, and a second NMI just then. Code that runs once a year is tested once a year. When Andy Lutomirski had rewritten the entry in 2015, he added a few instructions for CONFIG_DEBUG_ENTRY (commit a97439aa1ae0): as soon as everything that a nested NMI could overwrite has been copied, the handler pushes a frame that leads to its own next instruction and executes IRET. From then on NMIs are open, in every run.",
      "The two handlers beside it never existed. They are 4.2 without one test, to see how rarely it matters, and how soon it is missed when NMIs are unmasked at once.",
    ],
    idea: [
      "A nested NMI writes its message into the iret frame: go to repeat_nmi. Meanwhile the first NMI may be filling that very frame, word by word, from the outermost one. If it has copied SS and RSP when the nested NMI comes, these two are overwritten, and the three that follow overwrite the rest of the message. What the iretq pops is then RIP, CS and RFLAGS of the interrupted code, with RSP and SS of the redirection.",
      "The test of the interrupted RIP prevents it. Whoever interrupts the copying leaves at once, for a run is about to begin anyway.",
      "How rare is it? NMIs are open during the copying only in a pass that came back to repeat_nmi by an IRET. So it takes a first NMI, a page fault, a second NMI that asks for the other pass, and a third in a window of five instructions. With NMIs unmasked at once two NMIs do it, and the explorer needs no fault at all.",
    ],
    layout: [],
    weaknesses: [
      "An IRET is slow, so the option is for testing. It changes what is likely, not what is possible: a handler that is right stays right, and `unmask-at-once` holds within the same bounds as 4.2.",
    ],
    hazards: [1],
    sources: [
      "Linux, arch/x86/entry/entry_64.S under CONFIG_DEBUG_ENTRY, commit a97439aa1ae0",
      "the range test: Linux 4.2, commit a27507ca2d79",
    ],
  },
  {
    entries: ["forbid-faults"],
    title: "FreeBSD and others: no faults",
    history: [
      "Of the systems whose source is open, only Linux has an entry that survives nested NMIs. FreeBSD, NetBSD, illumos and Zircon use an IST and rely on the rule that nothing in an NMI's code may fault; FreeBSD's and NetBSD's comments give the reason why interrupts stay off, namely that an IRET would leave NMI mode. Windows has a stack of its own for NMIs too; what it does about nesting is not public.",
    ],
    idea: [
      "FreeBSD keeps the CPU's GS base in a word just above the NMI stack. The entry reads the MSR, keeps what it finds, loads its own base, and puts the old one back at the end: no question whose it was. The entry here follows that idea and nothing else of the original; the word stands in .data, because the NMI stack ends with its page on this machine.",
      "FreeBSD's hwpmc shows the price. To walk a user's stack, which may fault, it moves to the thread's stack and executes an IRET on purpose, to end NMI mode in an orderly way first.",
    ],
    layout: [
      { place: "T-40..T-8", holds: "hardware frame" },
      { place: "T-80..T-48", holds: "five registers" },
    ],
    weaknesses: [
      "As long as the rule is kept everything holds, in all workloads, with any number of NMIs. Inject a single page fault into the regular code and it is the naive handler: the explorer does so with `--fault-points region`.",
    ],
    hazards: [1, 8, 15, 17],
    sources: [
      "FreeBSD, sys/amd64/amd64/exception.S (the idea)",
      "NetBSD, amd64_trap.S; illumos, exception.S; Zircon, exceptions.S",
    ],
  },
  {
    entries: ["leave-the-ist"],
    title: "Xen: off the IST when from a guest",
    history: [
      "Xen's hypervisor handles NMIs for all its guests. It has no protocol for nesting either, and the same rule: what an NMI runs must not fault. What this article says of it comes partly from its source and partly from memory; take details as likely rather than certain.",
    ],
    idea: [
      "An NMI that hits a guest moves its frame from the IST stack to the bottom of the CPU's ordinary stack, and goes on there as any other entry from a guest would. One that hits the hypervisor itself stays on the IST. The way out is always IRET, never SYSRET, since only IRET unblocks; and work that waits for the return to the guest is announced to itself by an interrupt, for the NMI's exit does not look.",
      "In this entry user mode plays the guest. The GS base is asked as Linux asks it, so that all workloads can be run.",
    ],
    layout: [
      { place: "T-40..T-8", holds: "hardware frame, moved at once if it came from outside" },
      { place: "T-48", holds: "rax, moved too" },
    ],
    weaknesses: [
      "Leaving the IST protects the frame of an NMI from outside: a later NMI does not overwrite it. It does not protect against running the regular code twice at once, nor the frame of an NMI that hit the hypervisor. An injected page fault in the regular code shows both.",
      "For its crash path Xen has a function that ends NMI mode on purpose, by an IRET to the next instruction.",
    ],
    hazards: [1, 15, 17],
    sources: ["Xen, xen/arch/x86/x86_64/entry.S"],
  },
];
