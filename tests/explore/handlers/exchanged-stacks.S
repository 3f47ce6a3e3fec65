# Stacks are exchanged by one XCHG with a word in memory, there and back; the frame stays where the CPU has put it.
# right: kernel user page-fault kernel-df
# also right 1: kernel user: the word is loaded, and stored to by MOV
# defect 2: resume-exact over kernel by 2: a page is touched on the other stack
# defect 3: resume-exact over kernel by 1: rdi is pushed on the one stack and popped from the other
# defect 4: idle-clean over kernel by 1: stacks are not exchanged back, the frame is copied over
#@ service work work_end
    .bss
    .balign 16
    .skip 256
other_top:
    .section .data..percpu, "aw"
at_work:
    .byte 0
    .balign 8
other:
    .quad other_top
    .text
nmi:
    .if DEFECT == 3
    pushq %rdi
    .endif
    .if DEFECT == 1
    pushq %rax
    movq %rsp, %rax
    movq %gs:other, %rsp
    movq %rax, %gs:other
    .else
    xchgq %rsp, %gs:other
    .endif
    .if DEFECT != 3
    pushq %rdi
    .endif
    cmpb $0, %gs:at_work
    movb $1, %gs:at_work
work:
    incq %gs:nmi_run_count
    .if DEFECT == 2
    movb touch0, %dil
    .endif
    movq %rsp, %rdi
work_end:
    .if DEFECT != 4
    movb $0, %gs:at_work
    .endif
    .if DEFECT == 3
    movq %gs:other, %rdi
    xchgq %rsp, %gs:other
    addq $8, %rsp
    .else
    popq %rdi
    .if DEFECT == 1
    movq %rsp, %rax
    movq %gs:other, %rsp
    movq %rax, %gs:other
    popq %rax
    .else
    xchgq %rsp, %gs:other
    .endif
    .endif
    iretq
