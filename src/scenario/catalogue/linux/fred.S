# NMIs on a processor with FRED, as Linux handles them there since 6.9: no copies, no
# flags, no latch. The processor keeps NMIs blocked until a return whose frame is marked
# as an NMI's, so a page fault in the handler does not unblock them; and an event at a
# level that is in use starts below what lies there. CR2 is saved all the same.
#
# Written anew from a description of the C code. Reconstructed: how registers are saved,
# and default_do_nmi. The event's dispatch is the machine's entry page, not Linux's; the
# test for a CPU that is offline is left out. Needs the CPU option `fred`.
#
#@ title Linux with FRED: nothing left to protect
#@ source Linux 6.9, merge x86-fred-2024-03-10: DEFINE_FREDENTRY_NMI(exc_nmi) in arch/x86/kernel/nmi.c
#@ service default_do_nmi default_do_nmi_end

    .section .data..percpu, "aw"
nmi_cr2:
    .quad 0

    # The registers as struct pt_regs has them, from its top down.
    .macro SAVE_REGISTERS
    .irp register, rdi, rsi, rdx, rcx, rax, r8, r9, r10, r11, rbx, rbp, r12, r13, r14, r15
    pushq %\register
    .endr
    .endm

    .macro RESTORE_REGISTERS
    .irp register, r15, r14, r13, r12, rbp, rbx, r11, r10, r9, r8, rax, rcx, rdx, rsi, rdi
    popq %\register
    .endr
    .endm

    .text
    .globl nmi
nmi:
    # GS is the kernel's already, and DF is clear: the processor saw to both.
    SAVE_REGISTERS
    # Only for a guest's sake, whose CR2 may be in the register around VM entry. The
    # kernel's own page faults have their address in the frame.
    movq %cr2, %rax
    movq %rax, %gs:nmi_cr2
    movq %rsp, %rdi
    call default_do_nmi
    movq %cr2, %rax
    cmpq %gs:nmi_cr2, %rax
    je 1f
    movq %gs:nmi_cr2, %rax
    movq %rax, %cr2
1:
    RESTORE_REGISTERS
    # Under the error code's place: RIP, CS. The return unblocks NMIs, since bit 18 of
    # the frame's SS word says that this was one.
    testb $3, 16(%rsp)
    jnz return_to_user
    erets
return_to_user:
    eretu

default_do_nmi:
    # The regular NMI code: may fault. Its argument is pt_regs.
    incq %gs:nmi_run_count
touch_page:
    movb touch0, %al
page_touched:
    movb %al, touch0
    movq 128(%rdi), %rcx
default_do_nmi_end:
    ret
