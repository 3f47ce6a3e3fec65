# Registers are kept in per-CPU scratch words, not on a stack: only while NMIs are still blocked, so that looks wrong and is
# right. The frame is copied by hand, word by word.
# right: kernel user page-fault kernel-df
# also right 1: kernel user: all of it is done in the other order
# defect 2: resume-exact over kernel by 2: a scratch word is used again on the way out
# defect 3: resume-exact over kernel by 2: the nested NMI does not give back rbx
# defect 4: no-crash over kernel by 1: RFLAGS and CS change places
#@ service work work_end
    .section .data..percpu, "aw"
word_a:
    .quad 0
word_b:
    .quad 0
held:
    .byte 0
again:
    .byte 0
    .text
    .set C, nmi_stack_top - 0x400
nmi:
    movq %rax, %gs:word_a
    movq %rbx, %gs:word_b
    testb $3, 8(%rsp)
    jnz outermost
    movq (%rsp), %rax
    subq $leave, %rax
    cmpq $leave_end - leave, %rax
    jb restart
    cmpb $0, %gs:held
    je outermost
    movb $1, %gs:again
    movq %gs:word_a, %rax
    .if DEFECT != 3
    movq %gs:word_b, %rbx
    .else
    movq %gs:word_a, %rbx
    .endif
    iretq
restart:
    movq %gs:word_a, %rax
    movq %gs:word_b, %rbx
    movq $C, %rsp
    jmp round
outermost:
    movq $C, %rbx
    .if DEFECT == 1
    .irp word, 32, 24, 16, 8, 0
    movq \word(%rsp), %rax
    movq %rax, \word(%rbx)
    .endr
    .elseif DEFECT == 4
    .irp word, 0, 24, 32
    movq \word(%rsp), %rax
    movq %rax, \word(%rbx)
    .endr
    movq 8(%rsp), %rax
    movq %rax, 16(%rbx)
    movq 16(%rsp), %rax
    movq %rax, 8(%rbx)
    .else
    .irp word, 0, 8, 16, 24, 32
    movq \word(%rsp), %rax
    movq %rax, \word(%rbx)
    .endr
    .endif
    movq %gs:word_a, %rax
    movq %gs:word_b, %rbx
    movq $C, %rsp
round:
    movb $1, %gs:held
    movb $0, %gs:again
    .if DEFECT == 2
    movq %rbx, %gs:word_b
    .else
    pushq %rbx
    .endif
    pushq %rax
    movq %cr2, %rbx
work:
    incq %gs:nmi_run_count
    movb touch0, %al
    movb %al, touch0
work_end:
    movq %rbx, %cr2
    popq %rax
    .if DEFECT == 2
    movq %gs:word_b, %rbx
    .else
    popq %rbx
    .endif
leave:
    cmpb $0, %gs:again
    jne round
    movb $0, %gs:held
    iretq
leave_end:
