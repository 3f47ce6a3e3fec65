# Nothing is declared. The regular code is called through a thunk, as kernels do against speculation: a RET goes where a
# register says. Nothing in it can fault.
# right: kernel user page-fault kernel-df
# also right 1: kernel user: reached by JMP through memory, left by JMP through a register
# defect 2: resume-exact over kernel by 2: a page is touched in it
# defect 3: no-crash over kernel by 1: the thunk forgets to put the address in
# defect 4: resume-exact over kernel by 1: the thunk's register is not given back
    .data
where:
    .quad work
    .text
nmi:
    pushq %rax
    pushq %rdx
    .if DEFECT == 1
    movq $back, %rdx
    jmp *where
    .else
    movq where, %rax
    call thunk
    .endif
back:
    popq %rdx
    .if DEFECT == 4
    addq $8, %rsp
    .else
    popq %rax
    .endif
    iretq
thunk:
    call 2f
1:
    pause
    lfence
    jmp 1b
2:
    .if DEFECT == 3
    leaq -1(%rax), %rdx
    movq %rdx, (%rsp)
    movq $0, (%rsp)
    .else
    movq %rax, (%rsp)
    .endif
    ret
work:
    incq %gs:nmi_run_count
    .if DEFECT == 2
    movb touch0, %al
    .endif
    .if DEFECT == 1
    jmp *%rdx
    .else
    ret
    .endif
