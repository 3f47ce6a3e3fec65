# Nested NMIs as Linux 3.4 handled them, by Steven Rostedt: the handler of 3.3, with a
# test of CS before the stack is believed, and the first run going through repeat_nmi
# too (Jan Beulich). Written anew from a description of stack layout, order of stores
# and tests.
#
# Reconstructed: the labels within, how registers are saved, and do_nmi.
#
# The copies: saved frame T-96..T-64, iret frame T-136..T-104 (T = nmi_stack_top).
#
#@ title Rostedt 3.4: with the CS test
#@ source Steven Rostedt, Linux 3.4: commit 45d5a1683c04 (CS test) on 3f3c8b8c4b2a; Jan Beulich (one piece of code less)
#@ service do_nmi do_nmi_end
#@ region "hardware frame" nmi_stack_top-40 nmi_stack_top
#@ region "rdx" nmi_stack_top-48 nmi_stack_top-40
#@ region "executing" nmi_stack_top-56 nmi_stack_top-48
#@ region "saved frame" nmi_stack_top-96 nmi_stack_top-56
#@ region "iret frame" nmi_stack_top-136 nmi_stack_top-96
#@ watch nmi_stack_top-56 8

    .set MSR_GS_BASE, 0xc0000101

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
    # A user's RSP may be any number: no nesting if it came from user mode.
    cmpl $__KERNEL_CS, 16(%rsp)
    jne first_nmi
    # T-56: is an NMI being handled?
    cmpl $1, -8(%rsp)
    je nested_nmi
    # It says no also between the end of handling and the iretq: there RSP is still
    # on this stack.
    leaq 48(%rsp), %rdx
    cmpq %rdx, 32(%rsp)
    ja first_nmi
    subq $4096, %rdx
    cmpq %rdx, 32(%rsp)
    jb first_nmi

nested_nmi:
    # While the first NMI copies its frame anew, which leads to a run anyway, there
    # is nothing to do.
    cmpq $repeat_nmi, 8(%rsp)
    jb redirect
    cmpq $end_repeat_nmi, 8(%rsp)
    jb nested_nmi_out

redirect:
    # The first NMI's iret frame leads to repeat_nmi from now on, with RSP at the
    # saved frame, T-96.
    leaq -48(%rsp), %rdx
    movq %rdx, %rsp
    pushq $__KERNEL_DS
    pushq %rdx
    pushfq
    pushq $__KERNEL_CS
    pushq $repeat_nmi
    addq $88, %rsp

nested_nmi_out:
    popq %rdx
    iretq

first_nmi:
    # rdx has its value again; its word stays, nested NMIs use it.
    movq (%rsp), %rdx
    # T-56: an NMI is being handled.
    pushq $1
    # The saved frame: what every run begins with.
    .rept 5
    pushq 48(%rsp)
    .endr

    # Here the iret of a redirected frame leads, with RSP = T-96.
repeat_nmi:
    movq $1, 40(%rsp)
    # The iret frame, from the saved one: what nested NMIs may redirect.
    .rept 5
    pushq 32(%rsp)
    .endr
end_repeat_nmi:

    # pt_regs: its five topmost words are the iret frame.
    pushq $-1
    cld
    SAVE_REGISTERS
    # Whose GS base is it? Kernel addresses are negative.
    movl $1, %ebx
    movl $MSR_GS_BASE, %ecx
    rdmsr
    testl %edx, %edx
    js 1f
    swapgs
    xorl %ebx, %ebx
1:
    movq %rsp, %rdi
    call do_nmi
    testl %ebx, %ebx
    jnz nmi_restore
    swapgs
nmi_restore:
    RESTORE_REGISTERS
    addq $8, %rsp
    # From here on the range of RSP says that an NMI is nested.
    movq $0, 80(%rsp)
nmi_iret:
    iretq

do_nmi:
    # The regular NMI code: may fault. Its argument is pt_regs.
    incq %gs:nmi_run_count
touch_page:
    movb touch0, %al
page_touched:
    movb %al, touch0
    # What a profiler would note: where the NMI hit.
    movq 128(%rdi), %rcx
do_nmi_end:
    ret
