# Asks the GS base whose it is, wherever it comes from, and keeps no word in per-CPU memory but the count. The frame is
# copied twice; the repeat begins before the question about GS, as the first round gives GS back.
# right: kernel user page-fault kernel-df user-swapgs syscall
# defect 1: stack-bounds over syscall by 1: CS tells, not the base
# defect 2: stack-bounds over user-swapgs by 2: the repeat begins behind the question, with the user's base
# defect 3: resume-exact over user-swapgs by 1: the base is not given back
# defect 4: resume-exact over user-swapgs by 2: SWAPGS comes once more on the repeat
# defect 5: resume-exact over kernel by 1: rbx, that says whether to swap, is not kept
#@ service work work_end
    .set T, nmi_stack_top
    .set mine, T - 0x90
    .set kept, T - 0x100
    .set leave_by, T - 0x140
nmi:
    pushq %rax
    testb $3, 16(%rsp)
    jnz outermost
    movq 8(%rsp), %rax
    subq $round, %rax
    cmpq $round_copied - round, %rax
    jb back
    cmpb $0, mine
    jne inner
    testb $4, 25(%rsp)
    jz outermost
    movq $leave_by, %rax
    cmpq %rax, 32(%rsp)
    jne outermost
inner:
    movq $round, leave_by
    .if DEFECT == 2
    movq $swapped, leave_by
    .endif
    movq $__KERNEL_CS, leave_by + 8
    movq $2, leave_by + 16
    movq $leave_by, leave_by + 24
    movq $__KERNEL_DS, leave_by + 32
back:
    popq %rax
    iretq
outermost:
    .irp word, 0, 8, 16, 24, 32
    movq 8 + \word(%rsp), %rax
    movq %rax, kept + \word
    .endr
    popq %rax
round:
    movb $1, mine
    movq $leave_by, %rsp
    pushq %rax
    .irp word, 0, 8, 16, 24, 32
    movq kept + \word, %rax
    movq %rax, leave_by + \word
    .endr
round_copied:
    pushq %rcx
    pushq %rdx
    .if DEFECT != 5
    pushq %rbx
    .endif
    xorl %ebx, %ebx
    .if DEFECT == 1
    testb $3, kept + 8
    jz have_base
    .else
    movl $0xc0000101, %ecx
    rdmsr
    testl %edx, %edx
    js have_base
    .endif
    incl %ebx
    swapgs
have_base:
    movq %cr2, %rdx
work:
    incq %gs:nmi_run_count
    movb touch1, %al
work_end:
    movq %rdx, %cr2
    .if DEFECT != 3
    testl %ebx, %ebx
    jz 1f
    swapgs
1:
    .endif
    .if DEFECT == 4
    cmpq $round, leave_by
    jne 1f
    testl %ebx, %ebx
    jz 1f
    swapgs
1:
    .endif
    .if DEFECT != 5
    popq %rbx
    .endif
    popq %rdx
    popq %rcx
    popq %rax
    std
    movb $0, mine
    iretq
    .if DEFECT == 2
swapped:
    movb $1, mine
    pushq %rax
    .irp word, 0, 8, 16, 24, 32
    movq kept + \word, %rax
    movq %rax, leave_by + \word
    .endr
    pushq %rcx
    pushq %rdx
    pushq %rbx
    xorl %ebx, %ebx
    jmp have_base
    .endif
