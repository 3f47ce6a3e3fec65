# Nothing is declared. Frames as Linux keeps them, and exc_nmi with its own three-state latch behind them, nmi_cr2 beside it;
# the latch is never found taken, as the entry keeps nested NMIs away.
# right: kernel user page-fault kernel-df
# also right 1: kernel page-fault: CR2 is given back behind the latch: the entry protects it still
# also right 2: kernel user: the latch is a byte that is exchanged
# defect 3: progress over kernel by 2: the latch alone: frames are not kept
# also right 4: kernel user: the word is set behind the copying, still within the repeat
# defect 5: idle-clean over kernel by 1: the latch is left at two
    .set T, nmi_stack_top
    .section .data..percpu, "aw"
nmi_state:
    .long 0
nmi_cr2:
    .quad 0
    .text
nmi:
    pushq %rdx
    .if DEFECT == 3
    jmp plain
    .endif
    testb $3, 16(%rsp)
    jnz outermost
    movq 8(%rsp), %rdx
    subq $repeat, %rdx
    cmpq $repeat_end - repeat, %rdx
    jb leave_it
    cmpb $0, T - 56
    jne inner
    movq $T, %rdx
    subq 32(%rsp), %rdx
    cmpq $4096, %rdx
    ja outermost
inner:
    movq $repeat, T - 96
    movq $__KERNEL_CS, T - 88
    movq $2, T - 80
    movq $T - 136, T - 72
    movq $0, T - 64
leave_it:
    popq %rdx
    iretq
outermost:
    popq %rdx
    .irp word, 8, 16, 24, 32, 40
    pushq T - \word
    popq T - 96 - \word
    .endr
    movq $T - 136, %rsp
repeat:
    .if DEFECT != 4
    movb $1, T - 56
    .endif
    .irp word, 8, 16, 24, 32, 40
    pushq T - 96 - \word
    popq T - 56 - \word
    .endr
    .if DEFECT == 4
    movb $1, T - 56
    .endif
repeat_end:
    .if DEFECT == 4
    nop
    .endif
plain:
    .if DEFECT == 3
    popq %rdx
    .endif
    pushq %rax
    pushq %rcx
    cld
    call exc_nmi
    popq %rcx
    popq %rax
    .if DEFECT != 3
    addq $40, %rsp
    movb $0, T - 56
    .endif
    iretq
exc_nmi:
    .if DEFECT == 2
    movb $1, %al
    xchgb %al, %gs:nmi_state
    testb %al, %al
    .else
    cmpl $0, %gs:nmi_state
    .endif
    je 1f
    movl $2, %gs:nmi_state
    ret
1:
    .if DEFECT != 2
    movl $1, %gs:nmi_state
    .endif
    movq %cr2, %rcx
    movq %rcx, %gs:nmi_cr2
2:
    incq %gs:nmi_run_count
    movb touch0, %al
    movb %al, touch0
    .if DEFECT != 1
    movq %gs:nmi_cr2, %rcx
    movq %rcx, %cr2
    .endif
    .if DEFECT == 5
    incl %gs:nmi_state
    .endif
    decl %gs:nmi_state
    .if DEFECT != 5
    jnz 2b
    .endif
    .if DEFECT == 1
    movq %gs:nmi_cr2, %rcx
    movq %rcx, %cr2
    .endif
    ret
