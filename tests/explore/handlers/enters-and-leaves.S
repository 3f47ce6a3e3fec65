# nmi_enter and nmi_exit: a per-CPU count in steps of 0x100000 says how deep, and only the outermost does the work, for as
# long as somebody asks; frames are kept one under the other on a stack of the file's own.
# right: kernel user page-fault kernel-df
# defect 1: idle-clean over kernel by 2: a nested NMI forgets to leave
# defect 2: every-nmi-served over kernel by 2: what is asked for is stored, where it should be counted
# defect 3: no-reentry over kernel by 2: everyone does the work
# defect 4: resume-exact over kernel by 2: the count goes down while the frame is still in use
# also right 5: kernel page-fault: the count goes up twice, and down twice
#@ service handle_it handled
    .section .data..percpu, "aw"
preempt:
    .long 0
asked:
    .long 0
    .bss
    .balign 64
frames:
    .skip 64 * 16
    .text
nmi:
    pushq %rax
    pushq %rcx
    cmpl $__KERNEL_CS, 24(%rsp)
    jne 1f
    movq 16(%rsp), %rax
    cmpq $last, %rax
    jne 1f
    movq 40(%rsp), %rax
    jmp taken_over
1:
    movl %gs:preempt, %eax
    shrl $14, %eax
    addq $frames, %rax
    addl $0x100000, %gs:preempt
    .irp word, 0, 8, 16, 24, 32
    movq 16 + \word(%rsp), %rcx
    movq %rcx, \word(%rax)
    .endr
    movq 8(%rsp), %rcx
    movq %rcx, 40(%rax)
    movq (%rsp), %rcx
    movq %rcx, 48(%rax)
    jmp entered
taken_over:
    movq 8(%rsp), %rcx
    movq %rcx, 40(%rax)
    movq (%rsp), %rcx
    movq %rcx, 48(%rax)
    addl $0x100000, %gs:preempt
entered:
    .if DEFECT == 2
    movl $1, %ecx
    xchgl %ecx, %gs:asked
    .else
    movl $1, %ecx
    lock xaddl %ecx, %gs:asked
    .endif
    .if DEFECT != 3
    testl %ecx, %ecx
    jnz out
    .endif
    .if DEFECT == 5
    addl $0x100, %gs:preempt
    .endif
    movq %cr2, %rcx
again:
handle_it:
    incq %gs:nmi_run_count
    pushq %rax
    movb touch0, %al
    popq %rax
handled:
    movq %rcx, %cr2
    lock decl %gs:asked
    jnz again
    .if DEFECT == 5
    subl $0x100, %gs:preempt
    .endif
out:
    movq %rax, %rsp
    .if DEFECT == 4
    subl $0x100000, %gs:preempt
    .endif
    movq 48(%rsp), %rcx
    movq 40(%rsp), %rax
    .if DEFECT == 1
    cmpl $0x100000, %gs:preempt
    ja last
    .endif
    .if DEFECT != 4
    subl $0x100000, %gs:preempt
    .endif
last:
    iretq
