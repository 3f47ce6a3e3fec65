# The page fault's handler is this file's, too, and returns without IRET where it has interrupted the NMI's handler:
# NMIs stay blocked, and nothing nests.
# right: kernel user page-fault kernel-df
# defect 1: progress over kernel by 2: the test for the NMI handler is the wrong way round for its last page
# defect 2: resume-exact over kernel by 1: the fault's return forgets RFLAGS
# defect 3: cr2-preserved over page-fault by 1: CR2 is taken after the touch
# defect 4: resume-exact over kernel by 1: the return leaves rcx behind
#@ service w w_end
    .section .data..percpu, "aw"
in_nmi:
    .byte 0
    .text
nmi:
    pushq %rax
    movb $1, %gs:in_nmi
    .if DEFECT == 3
    movb touch0, %al
    .endif
    movq %cr2, %rax
    pushq %rax
w:
    incq %gs:nmi_run_count
    movb touch0, %al
    cmpq $1, %gs:nmi_run_count
    movb touch1, %al
    adcb $0, %al
w_end:
    popq %rax
    movq %rax, %cr2
    movb $0, %gs:in_nmi
    popq %rax
    iretq
vec_14:
    testb $1, (%rsp)
    jnz bad
    pushq %rax
    pushq %rcx
    movq %cr2, %rax
    shlq $16, %rax
    shrq $28, %rax
    movabsq $0xfffff80000000000, %rcx
    cmpq $0, (%rcx, %rax, 8)
    je bad
    orb $1, (%rcx, %rax, 8)
    movq %cr2, %rax
    invlpg (%rax)
    cmpb $0, %gs:in_nmi
    je by_iret
    .if DEFECT == 1
    cmpq $touch1, %rax
    je by_iret
    .endif
    movq 48(%rsp), %rax
    movq 24(%rsp), %rcx
    movq %rcx, -8(%rax)
    movq 40(%rsp), %rcx
    movq %rcx, -16(%rax)
    movq 8(%rsp), %rcx
    movq %rcx, -24(%rax)
    .if DEFECT != 4
    popq %rcx
    .endif
    leaq -24(%rax), %rsp
    popq %rax
    .if DEFECT == 2
    leaq 8(%rsp), %rsp
    .else
    popfq
    .endif
    ret
by_iret:
    popq %rcx
    popq %rax
    addq $8, %rsp
    iretq
bad:
    jmp bad
