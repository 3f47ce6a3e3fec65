# Copies the frame twice by REP MOVSQ: the outermost one is kept, the other is left by, and a nested NMI makes it
# lead to the repeat. RSP is the test, with DF to tell it from a user's.
# right: kernel user page-fault kernel-df user-swapgs syscall
# defect 1: no-crash over kernel-df by 1: DF is not cleared
# defect 2: resume-exact over kernel by 1: four words are copied
# defect 3: every-nmi-served over syscall by 1: DF is not asked
# defect 4: progress over kernel by 2: DF is not set before the flag says that it is over
# defect 5: resume-exact over kernel by 1: rsi comes back as rdi
# defect 6: progress over kernel by 3: the copying is not protected
#@ service serve served
    .set T, nmi_stack_top
    .set busy, T - 0x50
    .set outermost, T - 0x140
    .set out_frame, T - 0x100
    .set MSR_GS_BASE, 0xc0000101
    .bss
    .lcomm served_runs, 8
    .text
nmi:
    pushq %rsi
    pushq %rdi
    pushq %rcx
    testb $3, 32(%rsp)
    jnz first
    .if DEFECT != 6
    movq 24(%rsp), %rcx
    cmpq $repeat, %rcx
    jb 1f
    cmpq $copied, %rcx
    jb out
    .endif
1:
    cmpl $1, busy
    je nested
    movq 48(%rsp), %rcx
    subq $nmi_stack_bottom, %rcx
    cmpq $4096, %rcx
    ja first
    .if DEFECT != 3
    testl $0x400, 40(%rsp)
    jz first
    .endif
nested:
    movq $repeat, out_frame
    movq $__KERNEL_CS, out_frame + 8
    movq $2, out_frame + 16
    movq $outermost, out_frame + 24
    movq $__KERNEL_DS, out_frame + 32
out:
    popq %rcx
    popq %rdi
    popq %rsi
    iretq
first:
    .if DEFECT != 1
    cld
    .endif
    leaq 24(%rsp), %rsi
    movq $outermost, %rdi
    .if DEFECT == 2
    movl $4, %ecx
    .else
    movl $5, %ecx
    .endif
    rep movsq
    popq %rcx
    popq %rdi
    popq %rsi
    .if DEFECT == 5
    movq %rdi, %rsi
    .endif
    movq $outermost, %rsp
repeat:
    movl $1, busy
    movq $outermost, %rsp
    pushq %rsi
    pushq %rdi
    pushq %rcx
    .if DEFECT != 1
    cld
    .endif
    movq $outermost, %rsi
    movq $out_frame, %rdi
    movl $5, %ecx
    rep movsq
    popq %rcx
    popq %rdi
    popq %rsi
copied:
    pushq %rax
    pushq %rbp
    movq %cr2, %rbp
serve:
    incq served_runs
    movb touch0, %al
    movb %al, touch1
served:
    movq %rbp, %cr2
    popq %rbp
    popq %rax
    movq $out_frame, %rsp
    .if DEFECT != 4
    std
    .endif
    movl $0, busy
    iretq
