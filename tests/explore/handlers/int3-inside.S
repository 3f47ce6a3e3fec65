# Breakpoints in the regular code, as kprobes set them: the file's own #BP handler returns without IRET where it has
# interrupted kernel code at the NMI's place, so that NMIs stay blocked. Nothing in it can fault.
# right: kernel user page-fault kernel-df
# also right 1: kernel user: the breakpoint is INT $3, of two bytes
# defect 2: progress over kernel by 2: the #BP handler returns by IRETQ
# defect 3: resume-exact over kernel by 1: rcx is not given back
# defect 4: resume-exact over kernel by 1: the flags of the interrupted code come back as the NMI handler left them
#@ service probed probed_end
    .text
nmi:
    pushq %rax
    pushq %rcx
probed:
    incq %gs:nmi_run_count
    .if DEFECT == 1
    int $3
    .else
    int3
    .endif
    .if DEFECT == 2
    nop
    .endif
probed_end:
    popq %rcx
    popq %rax
    .if DEFECT == 4
    pushfq
    popq 16(%rsp)
    .endif
    .if DEFECT == 3
    movq $3, %rcx
    .endif
    iretq
vec_3:
    .if DEFECT == 2
    iretq
    .else
    testb $3, 8(%rsp)
    jnz by_iret
    pushq %rax
    pushq %rcx
    movq 40(%rsp), %rax
    movq 16(%rsp), %rcx
    movq %rcx, -8(%rax)
    movq 32(%rsp), %rcx
    movq %rcx, -16(%rax)
    movq 8(%rsp), %rcx
    movq %rcx, -24(%rax)
    popq %rcx
    leaq -24(%rax), %rsp
    popq %rax
    popfq
    ret
by_iret:
    iretq
    .endif
