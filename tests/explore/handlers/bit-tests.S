# Nothing is declared, nothing is per-CPU but the count: two bits of one word in the handler's data, set and cleared by
# LOCK BTS and LOCK BTR, asked by BT. The exit is told by RIP and begun anew.
# right: kernel user page-fault kernel-df
# also right 1: kernel user: the second bit is set though the first one is not asked by LOCK
# defect 2: progress over kernel by 2: the second bit is looked at and not cleared
# defect 3: every-nmi-served over kernel by 2: the nested NMI sets the first bit again, not the second
# defect 4: resume-exact over kernel by 1: one register is saved on the NMI stack, and popped from the copy
    .data
bits:
    .long 0
    .bss
    .balign 16
    .skip 512
own:
    .text
nmi:
    pushq %rbp
    testb $3, 16(%rsp)
    jnz fresh
    movq 8(%rsp), %rbp
    cmpq $out, %rbp
    jb 1f
    cmpq $out_end, %rbp
    jb anew
1:
    .if DEFECT == 1
    btl $0, bits
    .else
    lock btsl $0, bits
    .endif
    jnc fresh
    .if DEFECT == 3
    lock btsl $0, bits
    .else
    lock btsl $1, bits
    .endif
    popq %rbp
    iretq
anew:
    popq %rbp
    movq $own - 40, %rsp
    jmp begin
fresh:
    movq %rsp, %rbp
    movq $own, %rsp
    pushq 40(%rbp)
    pushq 32(%rbp)
    pushq 24(%rbp)
    pushq 16(%rbp)
    pushq 8(%rbp)
    .if DEFECT == 4
    popq %rbp
    pushq %rbp
    .else
    movq (%rbp), %rbp
    .endif
begin:
    movl $1, bits
    pushq %rax
    movq %cr2, %rax
    pushq %rax
    incq %gs:nmi_run_count
    movb touch0, %al
    movb %al, touch0
    popq %rax
    movq %rax, %cr2
    popq %rax
out:
    .if DEFECT == 2
    btl $1, bits
    jc begin_2
    .else
    lock btrl $1, bits
    jc begin
    .endif
    movl $0, bits
    iretq
out_end:
    .if DEFECT == 2
begin_2:
    pushq %rax
    incq %gs:nmi_run_count
    movb touch0, %al
    popq %rax
    jmp out
    .endif
