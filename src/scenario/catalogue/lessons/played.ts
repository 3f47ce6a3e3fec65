// Text of the lessons for which something plays a part that this machine does not have:
// a hypervisor around VM entry, page table isolation, a device, a paravirtual macro.

import lutomirski from "../linux/lutomirski-4.2.S?raw";
import mainline from "../linux/mainline.S?raw";
import rostedt34 from "../linux/rostedt-3.4.S?raw";
import rostedt35 from "../linux/rostedt-3.5.S?raw";
import { derive } from "./derive.ts";

const GUEST = `
    .set GUEST_CR2, 0x7f0000001000

    .text
# Plays a hypervisor. The guest's CR2 is in the register from here, where VM entry would
# be, until it is read behind the VM exit.
#@ assert vm_exited $rax == GUEST_CR2
vec_1:
    pushq %rax
    pushq %rcx
    # What was interrupted may have a page fault's address still to read.
    movq %cr2, %rcx
    movabsq $GUEST_CR2, %rax
    movq %rax, %cr2
guest_cr2_loaded:
    nop
    movq %cr2, %rax
vm_exited:
    movq %rcx, %cr2
    popq %rcx
    popq %rax
    iretq
`;

export const guestCr2 = derive(rostedt34, {
  head: `# The handler of Linux 3.4, which does not keep CR2, where a guest's CR2 is in the register.
# There is no virtualisation here: the #DB handler plays the hypervisor's part around VM
# entry and exit.
#
#@ title A guest's CR2 is changed
#@ source this project, after Linux 3.4; the reason for saving CR2 that Avi Kivity gave in July 2010`,
  edits: [],
  tail: GUEST,
});

export const guestCr2Mended = derive(rostedt35, {
  head: `# The handler of Linux 3.5, which keeps CR2, where a guest's CR2 is in the register.
#
#@ title A guest's CR2 is kept
#@ source this project, after Linux 3.5`,
  edits: [],
  tail: GUEST,
});

/** Where an NMI from user mode begins, on the NMI stack. */
const FROM_USER = `    # From user mode: to the thread's stack at once, like any other exception. The NMI
`;

export const pushingMacro = derive(lutomirski, {
  head: `# The handler of Linux 4.2 before commit 83c133cf11fb: SWAPGS was a macro, and under
# paravirtualisation a call. On the way to the thread's stack it is made on the NMI
# stack, and its return address falls on the word "executing".
#
# The call's function does nothing here: whose GS base it is, is asked later.
#
#@ title A macro pushes a word
#@ source this project, after Linux 4.2 and the commit that mended it, 83c133cf11fb`,
  edits: [
    [
      FROM_USER,
      `    call pv_swapgs
pv_swapgs_done:
${FROM_USER}`,
    ],
  ],
  tail: `
pv_swapgs:
    ret
`,
});

const VM_EXIT = (call: string): string => `
# Plays KVM behind a VM exit that an NMI caused: the NMI is still to be handled.
#@ assert called_back *(long)nmi_run_count == *($rsp + 8) + 1
vec_1:
    pushq %gs:nmi_run_count
    pushq %rax
    # Whatever was called here before has left words below RSP, and one of them is 1.
    call leave_words
    movq %rsp, %rax
${call}
called_back:
    popq %rax
    addq $8, %rsp
    iretq

leave_words:
    subq $40, %rsp
    pushq $1
    addq $48, %rsp
    ret
`;

export const entryCalled = derive(lutomirski, {
  head: `# The handler of Linux 4.2, called as KVM called it before commit a217a6593cec: with a frame
# made by hand, on the kernel's stack. The words that the entry looks for are on the NMI
# stack; here it finds what earlier calls have left.
#
# There is no virtualisation here: the #DB handler plays KVM.
#
#@ title The entry is called on another stack
#@ source this project, after Linux 4.2 and the commit that mended it, a217a6593cec`,
  edits: [],
  tail: VM_EXIT(`    # The frame that a gate would have pushed.
    pushq $__KERNEL_DS
    pushq %rax
    pushfq
    pushq $__KERNEL_CS
    pushq $called_back
    jmp nmi`),
});

export const entryCalledMended = derive(lutomirski, {
  head: `# The handler of Linux 4.2, and an entry of its own for NMIs that a VM exit brings: it saves
# the registers and calls the C code, and looks for nothing on the stack.
#
#@ title An entry of its own for VM exits
#@ source this project, after Linux commit a217a6593cec (asm_exc_nmi_kvm_vmx)`,
  edits: [],
  tail: VM_EXIT(`    pushq $-1
    SAVE_REGISTERS
    movq %rsp, %rdi
    call do_nmi
    RESTORE_REGISTERS
    addq $8, %rsp`),
});

/** The #DB handler plays any entry on a kernel with page table isolation. */
const ISOLATION = `
    .set KERNEL_CR3, 0x120000
    # The page tables' own pages, seen through slot 0x1f0 of the top table.
    .set TOP_TABLE, 0xfffff87c3e1f0000

    .data
    .balign 4096
# A second top table: entry text and the stacks of ISTs (slot 0x1ff), and the window on
# the page tables. No per-CPU page, no kernel stack.
user_tables:
    .fill 512, 8, 0
    .set USER_CR3, user_tables - 0xffffffff81200000 + 0x148000

    .text
vec_1:
    pushq %rax
    pushq %rcx
    movabsq $TOP_TABLE, %rcx
    movq 0x1f0*8(%rcx), %rax
    movq %rax, user_tables+0x1f0*8
    movq 0x1ff*8(%rcx), %rax
    movq %rax, user_tables+0x1ff*8
    movq $USER_CR3, %rax
    movq %rax, %cr3
users_tables_loaded:
    # Here an entry from user mode would begin: kernel code on the user's tables.
    movq $KERNEL_CR3, %rax
    movq %rax, %cr3
    popq %rcx
    popq %rax
    iretq
`;

export const cr3ByCs = derive(lutomirski, {
  head: `# The handler of Linux 4.2, from before page table isolation, in a kernel that has it: CS
# says kernel, so the kernel's tables are taken to be loaded. In the first and last
# instructions of every entry they are not.
#
# The machine boots with one set of tables: the #DB handler makes a second one, and plays
# an entry's first instructions.
#
#@ title CR3 decided by CS
#@ source this project, after Linux 4.2 and page table isolation (4.15)`,
  edits: [],
  tail: ISOLATION,
});

export const cr3AsFound = derive(mainline, {
  head: `# Linux today, in a kernel with page table isolation: CR3 is kept as it was found, the
# kernel's tables are loaded if they are not, and at the end CR3 is given back.
#
#@ title CR3 kept as it was found
#@ source this project, after Linux 4.15 and later: SAVE_AND_SWITCH_TO_KERNEL_CR3 in paranoid_entry`,
  edits: [
    [
      "    movq %cr3, %r14\n",
      `    movq %cr3, %r14
    cmpq $KERNEL_CR3, %r14
    je 1f
    movq $KERNEL_CR3, %rax
    movq %rax, %cr3
1:
`,
    ],
  ],
  tail: ISOLATION,
});

export const runForNothing = derive(lutomirski, {
  head: `# The handler of Linux 4.2 with a device: each NMI means one event, counted at the entry's
# first instruction, and the regular code takes all that there are. A nested NMI asks for
# another run; if the first run has taken its event already, that one finds nothing, and
# Linux says "Unknown NMI".
#
#@ title A run for nothing
#@ source this project; what Linux's back-to-back logic in default_do_nmi guesses at`,
  edits: [
    [
      "nmi:\n    # Under the hardware",
      `nmi:
    # Plays the device.
    incq events
    # Under the hardware`,
    ],
    [
      "    movb %al, touch0\n    movq 128(%rdi), %rcx\n",
      `    movb %al, touch0
    xorl %ecx, %ecx
    xchgq %rcx, events
    testq %rcx, %rcx
    jnz 1f
unknown_nmi:
    nop
1:
`,
    ],
  ],
  tail: `
    .data
events:
    .quad 0
`,
});
