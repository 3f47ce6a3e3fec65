# What 32-bit Linux has done since 3.3 (Steven Rostedt), on a 64-bit machine: an NMI
# handler that runs on the stack it finds, so that a nested NMI overwrites nothing, and
# in C a latch with three states: not running, executing, latched.
#
# An idea, not a published 64-bit handler. A 64-bit gate with an IST always starts on
# the NMI stack; so the entry moves the frame to the stack that was interrupted, as the
# 32-bit processor would have pushed it there. Of the latch the order of stores is
# Linux's, written out by hand in assembly.
#
#@ title Three states in C, on the interrupted stack
#@ source the idea of Linux 3.3 for 32 bits, commit ccd49c239177 (Steven Rostedt), with CR2 as in 3.5; moved to 64 bits by this project
#@ service default_do_nmi default_do_nmi_end
#@ region "hardware frame" nmi_stack_top-40 nmi_stack_top

    .set MSR_GS_BASE, 0xc0000101
    .set NMI_NOT_RUNNING, 0
    .set NMI_EXECUTING, 1
    .set NMI_LATCHED, 2

    .section .data..percpu, "aw"
nmi_cr2:
    .quad 0
nmi_state:
    .long NMI_NOT_RUNNING

    .text
    .globl nmi
nmi:
    # To the interrupted stack; from user mode, to the kernel's.
    pushq %rax
    pushq %rcx
    movq 40(%rsp), %rax
    testb $3, 24(%rsp)
    jz 1f
    movabsq $kstack_top, %rax
1:
    andq $-16, %rax
    .irp word, 48, 40, 32, 24, 16
    movq \word(%rsp), %rcx
    movq %rcx, \word-56(%rax)
    .endr
    # The two registers go along.
    movq 8(%rsp), %rcx
    movq %rcx, -48(%rax)
    movq 0(%rsp), %rcx
    leaq -48(%rax), %rsp
    movq 0(%rsp), %rax
    movq %rcx, 0(%rsp)
    # rcx lies at (%rsp). From here on nothing is on the NMI stack.
    pushq %rax
    pushq %rdx
    pushq %rbx
    # Whose GS base is it? Kernel addresses are negative. (32-bit Linux reloads FS.)
    movl $1, %ebx
    movl $MSR_GS_BASE, %ecx
    rdmsr
    testl %edx, %edx
    js do_nmi
    swapgs
    xorl %ebx, %ebx

do_nmi:
    cmpl $NMI_NOT_RUNNING, %gs:nmi_state
    jne latch
    movl $NMI_EXECUTING, %gs:nmi_state
    movq %cr2, %rax
    movq %rax, %gs:nmi_cr2
nmi_restart:
default_do_nmi:
    incq %gs:nmi_run_count
touch_page:
    movb touch0, %al
page_touched:
    movb %al, touch0
default_do_nmi_end:
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
    jmp nmi_return

latch:
    movl $NMI_LATCHED, %gs:nmi_state
nmi_return:
    testl %ebx, %ebx
    jnz 1f
    swapgs
1:
    popq %rbx
    popq %rdx
    popq %rax
    popq %rcx
    iretq
