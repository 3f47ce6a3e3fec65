# What the NMIs interrupt: user code that enters the kernel by SYSCALL, which
# leaves RSP alone. Here the user has made it point into the NMI stack. From
# SYSCALL to `movabsq $kstack_top, %rsp`, and again behind `popq %rsp`, the CPU is at
# CPL 0 on the user's RSP, at both ends also with the user's GS base: an NMI there
# must not believe CS, nor RSP, nor GS.

    .text
workload:
    call turn
    movq %rsp, %rbx
    movq $nmi_stack_top - 0x100, %rsp
    movl $39, %eax
    syscall
    movq %rbx, %rsp
    call turn
    jmp workload

turn:
    pushfq
    notq %rdx
    xchgq %rsi, %rdi
    xchgq %r8, %r9
    xorq %r12, %r13
    xchgq %r14, %r15
    popfq
    cmc
    ret
workload_end:

# The last quadword of the per-CPU page.
    .set syscall_user_rsp, 0xff8

# Kernel text. SYSCALL's entry is the first byte of this page.
    .section .text.kernel, "ax"
entry_syscall:
    .if FRED
    # The CPU has swapped, changed the stack and saved RSP: there is no gap.
    pushq %rax
    call do_syscall
    addq $8, %rsp
    eretu
    .else
    swapgs
    movq %rsp, %gs:syscall_user_rsp
    movabsq $kstack_top, %rsp
    pushq $__USER_DS
    pushq %gs:syscall_user_rsp
    pushq %r11
    pushq $__USER_CS
    pushq %rcx
    pushq %rdx
    call do_syscall
    popq %rdx
    popq %rcx
    addq $8, %rsp
    popq %r11
    popq %rsp
    swapgs
    sysretq
    .endif

do_syscall:
    leaq 1(%rax), %rdx
    xorl $0x5a, %edx
    movl %edx, %eax
    ret
entry_syscall_end:
