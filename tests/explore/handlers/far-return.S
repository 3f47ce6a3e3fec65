# A nested NMI returns by POPFQ and LRETQ on the interrupted stack: NMIs stay blocked. The exit is told by the
# interrupted RSP, which is then that of the copy and of nothing else.
# right: kernel user page-fault kernel-df
# defect 1: resume-exact over kernel by 2: RFLAGS of the interrupted code are those of the handler
# defect 2: resume-exact over kernel by 2: one word too much is dropped
# defect 3: resume-exact over kernel by 2: the nested return uses a word above the interrupted RSP
# defect 4: every-nmi-served over kernel by 2: the repeat is asked for before the flag is looked at, and cleared after
# defect 5: no-crash over kernel by 2: CS and RIP change places
# defect 6: idle-clean over kernel by 1: the first NMI returns so too, if it comes from the kernel
#@ service body body_end
    .section .data..percpu, "aw"
nested_nmi:
    .byte 0
in_nmi:
    .byte 0
    .text
    .set copy, nmi_stack_top - 0x3c0
nmi:
    pushq %rcx
    testb $3, 16(%rsp)
    jnz outermost
    cmpq $copy, 32(%rsp)
    je at_exit
    cmpb $0, %gs:in_nmi
    je outermost
    movb $1, %gs:nested_nmi
    pushq %rax
far_return:
    movq 40(%rsp), %rax
    movq 24(%rsp), %rcx
    .if DEFECT == 5
    movq %rcx, -16(%rax)
    movq 16(%rsp), %rcx
    movq %rcx, -8(%rax)
    .elseif DEFECT == 3
    movq %rcx, (%rax)
    movq 16(%rsp), %rcx
    movq %rcx, -8(%rax)
    subq $-8, %rax
    .else
    movq %rcx, -8(%rax)
    movq 16(%rsp), %rcx
    movq %rcx, -16(%rax)
    .endif
    movq 32(%rsp), %rcx
    movq %rcx, -24(%rax)
    movq 8(%rsp), %rcx
    movq %rcx, -32(%rax)
    leaq -32(%rax), %rcx
    popq %rax
    movq %rcx, %rsp
    popq %rcx
    .if DEFECT == 1
    leaq 8(%rsp), %rsp
    .else
    popfq
    .endif
    .if DEFECT == 2
    lretq $8
    .else
    lretq
    .endif
at_exit:
    popq %rcx
    movq $copy, %rsp
    movb $0, %gs:nested_nmi
    jmp begin
outermost:
    .if DEFECT == 6
    testb $3, 16(%rsp)
    jnz 1f
    incq %gs:nmi_run_count
    pushq %rax
    jmp far_return
1:
    .endif
    movq %rsp, %rcx
    movq $copy + 40, %rsp
    .irp offset, 40, 32, 24, 16, 8
    pushq \offset(%rcx)
    .endr
    movq (%rcx), %rcx
begin:
    movb $1, %gs:in_nmi
    pushq %rax
    pushq %rcx
    movq %cr2, %rcx
body:
    incq %gs:nmi_run_count
    stc
    movb touch0, %al
body_end:
    movq %rcx, %cr2
    popq %rcx
    popq %rax
    .if DEFECT == 4
    movb $0, %gs:nested_nmi
    .endif
    cmpb $0, %gs:nested_nmi
    jne repeat
    movb $0, %gs:in_nmi
    iretq
repeat:
    movb $0, %gs:nested_nmi
    jmp begin
