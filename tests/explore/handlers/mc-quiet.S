# The file's own #MC handler returns without IRET where it has interrupted the kernel: by POPFQ and RET on the interrupted
# stack. So NMIs stay blocked, even if a machine check comes at the NMI handler's first instruction.
# right: kernel user
# right with 1 machine check: kernel user page-fault
# defect 1: progress over kernel by 3 with 1 machine check: the #MC handler returns by IRETQ
# defect 2: resume-exact over kernel by 1 with 1 machine check: it gives back rax as rcx
# defect 3: stack-bounds over user by 1 with 1 machine check: it does not ask where it came from, and uses the user's stack
#@ service work work_end
    .text
nmi:
    pushq %rax
    movq $1, %rax
work:
    addq %rax, %gs:nmi_run_count
work_end:
    popq %rax
    iretq
vec_18:
    .if DEFECT == 1
    iretq
    .endif
    .if DEFECT != 3
    testb $3, 8(%rsp)
    jnz 1f
    .endif
    pushq %rax
    pushq %rcx
    movq 40(%rsp), %rax
    movq 16(%rsp), %rcx
    movq %rcx, -8(%rax)
    movq 32(%rsp), %rcx
    movq %rcx, -16(%rax)
    .if DEFECT == 2
    movq (%rsp), %rcx
    .else
    movq 8(%rsp), %rcx
    .endif
    movq %rcx, -24(%rax)
    popq %rcx
    leaq -24(%rax), %rsp
    popq %rax
    popfq
    ret
1:
    iretq
