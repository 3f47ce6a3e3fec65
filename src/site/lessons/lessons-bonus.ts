// The bonus rooms: NMIs from user mode, unmasking at once, virtual machines.

import type { Lesson } from "./lesson.ts";

const FROM_USER_MODE: Lesson = {
  id: "nmis-from-user-mode",
  title: "Bonus: NMIs from user mode",
  point: "A return to user mode can be many instructions, or can fault; neither is safe on the NMI stack.",
  parts: [
    "Until 4.2 64-bit Linux handled every NMI on the NMI stack. From user mode that was never needed: the thread's own kernel stack is empty then, and good. It was also never quite safe, for a return to user mode is not one IRETQ that always succeeds.",
    { kind: "heading", text: "A return of many instructions" },
    "With a 16-bit stack segment IRET leaves bits 16 to 31 of the kernel's RSP in the user's. Since 3.16 Linux works around it: it copies the frame elsewhere, word by word, and returns from there. Meanwhile the frame is the one that a nested NMI rewrites.",
    {
      kind: "figure",
      title: "Half of each frame",
      of: { handler: "espfix-return" },
      workload: "user",
      schedule: "nmi@workload; nmi@copied_half",
      at: "first-bad",
      views: ["code", "stack"],
      drags: 1,
      caption: "The second NMI comes when half of the frame is copied: the rest is the kernel's. Drag it elsewhere.",
    },
    { kind: "heading", text: "A return that faults" },
    "The user may have taken its segment away while the kernel was busy. Then IRETQ faults, in the kernel, on the NMI stack; the flag is clear already, and NMIs are unblocked.",
    {
      kind: "figure",
      title: "An NMI that redirects what nobody uses",
      of: { handler: "bad-return" },
      workload: "user",
      schedule: "nmi@workload; nmi@frame_moved",
      at: "first-bad",
      views: ["code", "lanes"],
      caption: "The second NMI sees RSP in the NMI stack, takes itself for nested, and is lost.",
    },
    "Since 4.2 an NMI from user mode goes to the thread's stack at once. A further NMI is then a first one again, and whatever the return does, the NMI stack is not under it.",
    {
      kind: "figure",
      title: "The same fault on the thread's stack",
      of: { handler: "bad-return-mended" },
      workload: "user",
      schedule: "nmi@workload; nmi@frame_moved",
      at: { before: "nmi", time: 2 },
      views: ["code", "lanes"],
      caption: "IRETQ has faulted, and NMI 2 comes in before the fault's handler. Run on: both are served.",
    },
  ],
  levels: ["which-line"],
  sources: [
    {
      fact: "IRET to a 16-bit stack leaks a part of RSP; espfix64.",
      source: "Linux 3.16, arch/x86/kernel/espfix_64.c",
    },
    { fact: "The return through espfix64 mixes two frames.", source: "CVE-2015-3290; Linux commit 9b6e6a8334d5 (4.2)" },
    {
      fact: "A faulting IRET on the NMI stack loses an NMI.",
      source: "CVE-2015-5157; Linux commit 9b6e6a8334d5 (4.2)",
    },
    {
      fact: "An IRET that faults has already ended the blocking of NMIs.",
      source: "Intel SDM vol. 3A, 6.7.1; a switch of the machine, since CPUs may differ",
    },
  ],
};

const UNMASK_AT_ONCE: Lesson = {
  id: "unmask-at-once",
  title: "Bonus: unmask at once",
  point: "What happens once a year is tested once a year, unless one makes it happen every time.",
  parts: [
    "To nest, an NMI needs another one, and a page fault or a breakpoint in between, at the right instruction. That is why such holes lived for years in a handler that ran billions of times.",
    "In 2015 the rewritten entry of Linux got a few instructions for testing, behind CONFIG_DEBUG_ENTRY. Once the frame is copied, and nothing can be overwritten any more, the handler pushes a frame that leads to its own next instruction, and executes IRET. From there on NMIs are open, in every run.",
    {
      kind: "figure",
      title: "An IRET that goes nowhere, and opens the door",
      of: { handler: "unmask-at-once" },
      schedule: "nmi@workload; nmi@unmasked+0x15",
      at: { before: "nmi", time: 2 },
      views: ["code", "nmi", "lanes"],
      drags: 1,
      caption:
        "No page fault is needed: after the IRETQ every instruction can be hit. Drag the second NMI: nothing breaks.",
    },
    { kind: "heading", text: "What it finds" },
    "Now with a fault in the handler: the test of the interrupted RIP is gone, the one that keeps a nested NMI from writing into a frame that is half copied. In the ordinary handler three NMIs and a page fault show it. Unmasked at once, two NMIs do.",
    {
      kind: "figure",
      title: "Two NMIs instead of three and a page fault",
      of: { handler: "torn-frame-unmasked" },
      schedule: "nmi@workload; nmi@unmasked+0x15",
      at: "first-bad",
      views: ["code", "stack"],
      drags: 1,
      caption:
        "The second NMI comes when two of the five words are copied. Drag it: behind the copying it does no harm. Before it, it waits for the IRETQ, and is let out just where it does.",
    },
    "The explorer of this page needs no such help: it tries the rare schedule as readily as the common one. A machine that runs in the world does not, and an IRET at every NMI is slow. So it is an option for testing, and off by default.",
  ],
  levels: ["test-then-clear"],
  sources: [
    {
      fact: "CONFIG_DEBUG_ENTRY unmasks NMIs right after the frame is copied, for ease of testing.",
      source: "Linux commit a97439aa1ae0; arch/x86/entry/entry_64.S, the comment before repeat_nmi",
    },
    { fact: "The range test is what closes the window.", source: "Linux commit a27507ca2d79 (4.2)" },
    { fact: "The next IRET ends the blocking, wherever it leads.", source: "Intel SDM vol. 3A, 6.7.1" },
  ],
};

const VIRTUAL_MACHINES: Lesson = {
  id: "virtual-machines",
  title: "Bonus: virtual machines",
  point: "Somebody else keeps the blocking of NMIs, and has to learn when it ends.",
  parts: [
    "In a virtual machine the hypervisor injects NMIs, and must not inject one while the guest's handler runs. So it has to know when the guest executes IRET, the one event that nothing in memory shows.",
    "Intel's VMX keeps the blocking in the processor, also for a guest, and tells the hypervisor when an IRET that ended it was itself cut short by a fault of the hypervisor's page tables: such an IRET must count as not executed. AMD's SVM without vNMI has no such bit. KVM asks for an exit at the guest's IRET, and takes NMIs for open when the guest has got past it.",
    {
      kind: "figure",
      title: "If nobody learns of an IRET",
      of: { handler: "return-by-ret" },
      schedule: "nmi@workload; nmi@turn",
      at: "first-bad",
      views: ["nmi", "lanes"],
      caption:
        "What a guest looks like whose hypervisor never hears that the handler is done; here, since it returned without IRET. The second NMI waits for ever.",
    },
    { kind: "heading", text: "A guest that hides its registers" },
    "Under SEV-ES the hypervisor cannot see the guest's registers, and so not whether it has got past its IRET. The guest must say so: Linux sends the message at the beginning of its NMI handler. From then on NMIs can nest from the first instructions of C code on; the entry has made that safe already.",
    "The message is sent through an exception, #VC, which has an IST of its own. An NMI may hit #VC's handler, and cause a #VC itself: lesson 3 once more, with another vector. Linux moves the IST's stack pointer down before it can happen, and looks out for the gap after SYSCALL, as in lesson 8.",
    "This machine has no virtualisation, so that is told and not shown.",
  ],
  levels: ["the-open-door"],
  sources: [
    {
      fact: "VMX: an IRET aborted by an EPT violation leaves NMIs blocked; the exit says so.",
      source: "Linux commit 0be9c7a89f75 (KVM); Intel SDM vol. 3C, exit qualification, NMI unblocking due to IRET",
    },
    {
      fact: "SVM without vNMI: NMIs count as open when the intercepted IRET has retired.",
      source: "Linux arch/x86/kvm/svm/svm.c, nmi_iret_rip and awaiting_iret_completion",
    },
    {
      fact: "SEV-ES: the hypervisor is told at the handler's beginning; #VC's IST is moved.",
      source: "Linux arch/x86/kernel/nmi.c, sev_es_nmi_complete and sev_es_ist_enter",
    },
    { fact: "Only IRET ends the blocking.", source: "Intel SDM vol. 3A, 6.7.1" },
  ],
};

export const BONUS_LESSONS: readonly Lesson[] = [FROM_USER_MODE, UNMASK_AT_ONCE, VIRTUAL_MACHINES];
