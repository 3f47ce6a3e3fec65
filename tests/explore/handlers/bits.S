# Two bits of one per-CPU byte, a frame copied by MOV, and a range of RIP in which the exit is begun anew.
# right: kernel user page-fault kernel-df
# defect 1: progress over kernel by 3: bit 0 is cleared first, so the second round runs without it
# defect 2: progress over kernel by 2: the range ends before the IRETQ
# defect 3: resume-exact over kernel by 1: SS is not copied
# defect 4: progress over kernel by 3: the nested NMI stores where it should set a bit
# defect 5: cr2-preserved over page-fault by 1: CR2 is saved and not restored
# defect 6: resume-exact over kernel by 2: rax is not taken back where the exit is begun anew
# defect 7: every-nmi-served over kernel by 2: the repeat begins behind the start of the regular code
#@ service regular regular_end
    .section .data..percpu, "aw"
state:
    .byte 0
    .text
    .set frame, nmi_stack_top - 0x200
nmi:
    pushq %rax
    testb $3, 16(%rsp)
    jnz fresh
    movq 8(%rsp), %rax
    subq $exit, %rax
    .if DEFECT == 2
    cmpq $exit_iretq - exit, %rax
    .else
    cmpq $exit_end - exit, %rax
    .endif
    jb finishing
    testb $1, %gs:state
    jz fresh
    .if DEFECT == 4
    movb $2, %gs:state
    .else
    orb $2, %gs:state
    .endif
    popq %rax
    iretq
finishing:
    .if DEFECT != 6
    popq %rax
    .endif
    movq $frame, %rsp
    andb $~2, %gs:state
    jmp again
fresh:
    movq 8(%rsp), %rax
    movq %rax, frame
    movq 16(%rsp), %rax
    movq %rax, frame + 8
    movq 24(%rsp), %rax
    movq %rax, frame + 16
    movq 32(%rsp), %rax
    movq %rax, frame + 24
    .if DEFECT != 3
    movq 40(%rsp), %rax
    movq %rax, frame + 32
    .endif
    popq %rax
    movq $frame, %rsp
again:
    orb $1, %gs:state
regular:
    incq %gs:nmi_run_count
behind:
    pushq %rax
    movq %cr2, %rax
    pushq %rax
    movb touch0, %al
    popq %rax
    .if DEFECT != 5
    movq %rax, %cr2
    .endif
    popq %rax
regular_end:
exit:
    .if DEFECT == 1
    andb $~1, %gs:state
    testb $2, %gs:state
    jnz repeat
    .else
    testb $2, %gs:state
    jnz repeat
    movb $0, %gs:state
    .endif
exit_iretq:
    iretq
exit_end:
repeat:
    andb $~2, %gs:state
    .if DEFECT == 7
    jmp behind
    .else
    jmp regular
    .endif
