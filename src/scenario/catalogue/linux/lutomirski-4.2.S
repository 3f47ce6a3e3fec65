# Nested NMIs as Linux 4.2 handles them, by Andy Lutomirski, July 2015. NMIs from user
# mode leave the NMI stack at once; those from kernel mode are handled as before, with
# two tests mended. A latch in C sees what the stack does not. Written anew from a
# description of stack layout, order of stores and tests.
#
# Reconstructed: the labels within, how registers are saved, and default_do_nmi. Adapted:
# Linux exchanges the GS bases without asking when an NMI comes from user mode, and takes
# the thread stack from a per-CPU variable; here the base is asked on both ways, since
# some workloads run user code with the kernel's, and the stack is a constant.
#
# From kernel mode: iret frame T-96..T-64, outermost frame T-136..T-104 (T = nmi_stack_top).
#
#@ title Lutomirski 4.2: user NMIs elsewhere, DF as a mark
#@ source Andy Lutomirski, Linux 4.2 and 4.1.6, July 2015: commits 9d0504167990, 9b6e6a8334d5, 0b22930ebad5, a27507ca2d79, 810bc075f78f
#@ service default_do_nmi default_do_nmi_end
#@ region "hardware frame" nmi_stack_top-40 nmi_stack_top
#@ region "rdx" nmi_stack_top-48 nmi_stack_top-40
#@ region "executing" nmi_stack_top-56 nmi_stack_top-48
#@ region "iret frame" nmi_stack_top-96 nmi_stack_top-56
#@ region "outermost frame" nmi_stack_top-136 nmi_stack_top-96
#@ watch nmi_stack_top-56 8

    .set MSR_GS_BASE, 0xc0000101
    .set NMI_NOT_RUNNING, 0
    .set NMI_EXECUTING, 1
    .set NMI_LATCHED, 2

    .section .data..percpu, "aw"
nmi_cr2:
    .quad 0
nmi_state:
    .long NMI_NOT_RUNNING

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
    # Under the hardware frame (T-40..T-8), at T-48: the one register that is needed.
    pushq %rdx
    testb $3, 16(%rsp)
    jz nmi_from_kernel

    # From user mode: to the thread's stack at once, like any other exception. The NMI
    # stack is free again, and a fault of the final iretq is an ordinary fault.
    cld
    movq %rsp, %rdx
    movabsq $kstack_top, %rsp
    pushq 40(%rdx)
    pushq 32(%rdx)
    pushq 24(%rdx)
    pushq 16(%rdx)
    pushq 8(%rdx)
    pushq $-1
    # rdx is still on the NMI stack; nothing can have overwritten it yet.
    movq (%rdx), %rdx
    SAVE_REGISTERS
    call paranoid_entry
    movq %rsp, %rdi
    call do_nmi
    call paranoid_exit
    RESTORE_REGISTERS
    addq $8, %rsp
user_iret:
    iretq

nmi_from_kernel:
    # Interrupted while the iret frame is written anew, which leads to a run anyway:
    # nothing to do.
    movq $repeat_nmi, %rdx
    cmpq 8(%rsp), %rdx
    ja 1f
    movq $end_repeat_nmi, %rdx
    cmpq 8(%rsp), %rdx
    ja nested_nmi_out
1:
    # T-56: is an NMI being handled?
    cmpl $1, -8(%rsp)
    je nested_nmi
    # It says no also between the end of handling and the iretq. There RSP is still on
    # this stack, and DF is set. RSP alone could be a user's, just after SYSCALL; but
    # SYSCALL clears DF.
    leaq 48(%rsp), %rdx
    cmpq %rdx, 32(%rsp)
    ja first_nmi
    subq $4096, %rdx
    cmpq %rdx, 32(%rsp)
    jb first_nmi
    testb $4, 25(%rsp)
    jz first_nmi

nested_nmi:
    # The first NMI's iret frame leads to repeat_nmi from now on, with RSP at the
    # outermost frame, T-136.
    subq $8, %rsp
    leaq -80(%rsp), %rdx
    pushq $__KERNEL_DS
    pushq %rdx
    pushfq
    pushq $__KERNEL_CS
    pushq $repeat_nmi
    addq $48, %rsp

nested_nmi_out:
    popq %rdx
    iretq

first_nmi:
    movq (%rsp), %rdx
    # T-56: executing, not yet. Room for the iret frame; the outermost frame.
    pushq $0
    subq $40, %rsp
    .rept 5
    pushq 88(%rsp)
    .endr

    # Here the iret of a redirected frame leads, with RSP = T-136.
repeat_nmi:
    movq $1, 80(%rsp)
    # The iret frame, from the outermost one.
    addq $80, %rsp
    .rept 5
    pushq -48(%rsp)
    .endr
    subq $40, %rsp
end_repeat_nmi:

    # pt_regs: its five topmost words are the outermost frame.
    pushq $-1
    cld
    SAVE_REGISTERS
    call paranoid_entry
    movq %rsp, %rdi
    call do_nmi
    call paranoid_exit
    RESTORE_REGISTERS
    # Over the error code and the outermost frame: RSP = T-96.
    addq $48, %rsp
    # DF marks the two instructions in which RSP alone says that an NMI is nested. The
    # iretq gives DF back; it goes to kernel code and cannot fault.
    std
    movq $0, 40(%rsp)
kernel_iret:
    iretq

# Whose GS base is it? Kernel addresses are negative. rbx: 0 if it was exchanged.
paranoid_entry:
    movl $1, %ebx
    movl $MSR_GS_BASE, %ecx
    rdmsr
    testl %edx, %edx
    js 1f
    swapgs
    xorl %ebx, %ebx
1:
    ret

paranoid_exit:
    testl %ebx, %ebx
    jnz 1f
    swapgs
1:
    ret

# In C: nesting on the thread stack is seen by this latch alone.
do_nmi:
    cmpl $NMI_NOT_RUNNING, %gs:nmi_state
    jne latch
    movl $NMI_EXECUTING, %gs:nmi_state
    movq %cr2, %rax
    movq %rax, %gs:nmi_cr2
nmi_restart:
    call default_do_nmi
    # CR2 comes back before the state says that no NMI is running: else one in
    # between would save the wrong CR2.
    movq %cr2, %rax
    cmpq %gs:nmi_cr2, %rax
    je 1f
    movq %gs:nmi_cr2, %rax
    movq %rax, %cr2
1:
    # Executing becomes not running, latched becomes executing, in one instruction.
    decl %gs:nmi_state
    jnz nmi_restart
    ret
latch:
    movl $NMI_LATCHED, %gs:nmi_state
    ret

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
