# Moves the TSS's IST entry down on entry, so that a nested NMI has a stack of its own, and up again on the way
# out, from where no other NMI writes. Counts what is still to be served.
# right: kernel user page-fault kernel-df user-swapgs syscall
# defect 1: progress over kernel by 2: the frame is still on the stack that is given back
# defect 2: resume-exact over kernel by 2: the stack is given back before the frame is copied
# defect 3: progress over kernel by 2: everyone leaves by the same place
# defect 4: resume-exact over kernel by 2: the stacks overlap
# defect 5: every-nmi-served over kernel by 2: the count is lost
#@ service work
    .set IST1, 0xffffffff82001124
    .if DEFECT == 4
    .set STEP, 0x20
    .else
    .set STEP, 0x400
    .endif
    .data
todo:
    .quad 0
    .balign 16
way_out_bottom:
    .skip 1024
way_out:
    .text
nmi:
    subq $STEP, IST1
    pushq %rax
    pushq %rbx
    cmpq $0, todo
    jne nested
    movq $1, todo
    movq %cr2, %rbx
again:
    call work
    movq %rbx, %cr2
    .if DEFECT == 5
    movq $0, todo
    .else
    decq todo
    jnz again
    .endif
    jmp leave
nested:
    incq todo
leave:
    popq %rbx
    .if DEFECT == 1
    popq %rax
    addq $STEP, IST1
    iretq
    .endif
    movq %rsp, %rax
    .if DEFECT == 2
    addq $STEP, IST1
    .endif
    .if DEFECT != 3
    cmpq $way_out_bottom, 32(%rax)
    jbe 1f
    cmpq $way_out, 32(%rax)
    ja 1f
    movq 32(%rax), %rsp
    jmp 2f
    .endif
1:
    movq $way_out, %rsp
2:
    pushq 40(%rax)
    pushq 32(%rax)
    pushq 24(%rax)
    pushq 16(%rax)
    pushq 8(%rax)
    pushq (%rax)
    .if DEFECT != 2
    addq $STEP, IST1
    .endif
    popq %rax
    iretq
work:
    incq runs
    movb touch0, %al
    ret
    .bss
runs:
    .skip 8
