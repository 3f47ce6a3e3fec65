# From user mode to the kernel's stack, opened by a frame of its own and with everything allowed; from the kernel a short
# way that touches nothing. As kernels do that have no protocol for nesting.
# right: kernel user page-fault kernel-df
# defect 1: progress over kernel by 2: the short way touches a page after all
# defect 2: resume-exact over user by 1: rdi is used to move over, and is not kept
# defect 3: resume-exact over user by 1: RSP and RFLAGS change places on the new stack
# defect 4: stack-bounds over user by 1: the kernel's stack is taken from the interrupted RSP
# defect 5: cr2-preserved over page-fault by 1: the short way reads a page and keeps no CR2
#@ service work
    .set K, kstack_top
nmi:
    testb $3, 8(%rsp)
    jz short_way
    pushq %rdi
    movq %rsp, %rdi
    .if DEFECT == 4
    movq 32(%rsp), %rsp
    .else
    movabsq $K, %rsp
    .endif
    pushq 40(%rdi)
    .if DEFECT == 3
    pushq 24(%rdi)
    pushq 32(%rdi)
    .else
    pushq 32(%rdi)
    pushq 24(%rdi)
    .endif
    pushq 16(%rdi)
    pushq 8(%rdi)
    .if DEFECT != 2
    movq (%rdi), %rdi
    .endif
    pushq %rsi
    call work
    movb touch0, %sil
    popq %rsi
    iretq
short_way:
    call work
    .if DEFECT == 1 || DEFECT == 5
    pushq %rax
    movb touch1, %al
    popq %rax
    .endif
    iretq
work:
    incq %gs:nmi_run_count
    ret
