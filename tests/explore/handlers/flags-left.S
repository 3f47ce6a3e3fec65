# Flags that a handler leaves behind are none of the interrupted code's: IRETQ gives back what was.
# right: kernel user page-fault kernel-df
# also right 1: kernel user kernel-df: DF, AC and the arithmetic flags are left set
# also right 2: kernel user: interrupts are let in for a moment
# defect 3: no-crash over kernel by 1: NT is set, and IRETQ refuses
# defect 4: resume-exact over kernel by 2: TF is set: every instruction ends in #DB, whose IRETQ lets NMIs in
# defect 5: resume-exact over kernel-df by 1: the saved flags are pushed before the string instruction and popped into the frame
#@ service work work_end
    .bss
buffer:
    .skip 64
    .text
nmi:
    pushq %rax
    pushq %rcx
    pushq %rdi
    cld
    .if DEFECT == 5
    pushfq
    popq 40(%rsp)
    .endif
work:
    incq %gs:nmi_run_count
    xorl %eax, %eax
    movl $4, %ecx
    movq $buffer, %rdi
    rep stosq
    .if DEFECT == 1
    std
    pushfq
    orq $0x408d5, (%rsp)
    popfq
    .elseif DEFECT == 2
    sti
    nop
    cli
    .elseif DEFECT == 3
    pushfq
    orq $0x4000, (%rsp)
    popfq
    .elseif DEFECT == 4
    pushfq
    orq $0x100, (%rsp)
    popfq
    nop
    .endif
work_end:
    popq %rdi
    popq %rcx
    popq %rax
    iretq
