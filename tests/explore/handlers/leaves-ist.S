# Leaves the NMI stack before anything can fault: to the interrupted kernel stack, or from user mode to the kernel
# stack's top. Nesting is then told by a three-state latch alone, in C's manner; runs are a function.
# right: kernel user page-fault kernel-df user-swapgs syscall
# also right 6: kernel page-fault: CR2 in one word for all, restored before the latch opens
# defect 1: stack-bounds over kernel by 1: RSP is rounded up
# defect 2: every-nmi-served over kernel by 2: the latch stays at 1
# defect 3: cr2-preserved over page-fault by 2: CR2 in one word for all, restored after the latch is open
# defect 4: stack-bounds over user by 1: the user's stack is taken for a kernel one
# defect 5: resume-exact over kernel by 2: rdx is left on the NMI stack
# defect 7: no-reentry over kernel by 2: the latch opens before the work
# defect 8: every-nmi-served over kernel by 2: the latch is asked, then stored to
#@ service work
    .data
state:
    .long 0
runs:
    .quad 0
cr2_was:
    .quad 0
    .section .entry.text, "ax"
nmi:
    pushq %rax
    pushq %rdx
    movq %rsp, %rdx
    .if DEFECT != 4
    testb $3, 24(%rdx)
    jz 1f
    movabsq $kstack_top, %rsp
    jmp 2f
    .endif
1:
    movq 40(%rdx), %rsp
    .if DEFECT == 1
    addq $15, %rsp
    .endif
    andq $-16, %rsp
2:
    pushq 48(%rdx)
    pushq 40(%rdx)
    pushq 32(%rdx)
    pushq 24(%rdx)
    pushq 16(%rdx)
    pushq 8(%rdx)
    pushq (%rdx)
    call c_nmi
    popq %rdx
    .if DEFECT == 5
    movq nmi_stack_top - 56, %rdx
    .endif
    popq %rax
    iretq
c_nmi:
    cmpl $0, state
    jne latch
    movl $1, state
    .if DEFECT == 3 || DEFECT == 6
    movq %cr2, %rax
    movq %rax, cr2_was
again:
    call work
    .if DEFECT == 6
    movq cr2_was, %rax
    movq %rax, %cr2
    decl state
    jnz again
    .else
    decl state
    jnz again
    movq cr2_was, %rax
    movq %rax, %cr2
    .endif
    .else
    movq %cr2, %rdx
again:
    .if DEFECT == 7
    decl state
    call work
    .else
    call work
    .endif
    movq %rdx, %cr2
    .if DEFECT == 8
    cmpl $1, state
    movl $1, state
    jne again
    movl $0, state
    .elseif DEFECT != 7
    decl state
    jnz again
    .endif
    .endif
    ret
latch:
    .if DEFECT == 2
    movl $1, state
    .else
    movl $2, state
    .endif
    ret
    .section .noinstr.text, "ax", @progbits
work:
    incq runs
    movb touch0, %al
    ret
