# A lock taken by LOCK CMPXCHG, a mail box written by XCHG; the nested NMI leaves by POPFQ and RET, so that NMIs stay blocked,
# and who is interrupted in the exit is begun anew, told by its RIP.
# right: kernel user page-fault kernel-df
# also right 1: kernel user: the lock is not taken again where the exit is begun anew: no page is absent any more by then
# defect 2: every-nmi-served over kernel by 2: the box is emptied by MOV after it was looked at
# defect 3: every-nmi-served over kernel by 2: the range begins behind the last look at the box
# defect 4: resume-exact over kernel by 2: rax, that CMPXCHG has compared with, is not given back
# also right 5: kernel user: CMPXCHG is asked by the carry
# defect 6: resume-exact over kernel by 2: the arithmetic flags are those of the nested NMI
#@ service body body_end
    .data
lock_word:
    .long 0
box:
    .long 0
    .bss
    .balign 16
    .skip 512
frame_top:
    .text
nmi:
    pushq %rax
    pushq %rbx
    cmpw $__KERNEL_CS, 24(%rsp)
    jne outermost
    movq 16(%rsp), %rax
    subq $leave, %rax
    cmpq $leave_end - leave, %rax
    jb anew
    xorl %eax, %eax
    movl $1, %ebx
    lock cmpxchgl %ebx, lock_word
    .if DEFECT == 5
    jnc take
    .else
    je take
    .endif
    movl $1, %ebx
    xchgl %ebx, box
    movq 40(%rsp), %rbx
    movq 16(%rsp), %rax
    movq %rax, -8(%rbx)
    movq 32(%rsp), %rax
    movq %rax, -16(%rbx)
    .if DEFECT == 4
    movq %rax, -24(%rbx)
    .else
    movq 8(%rsp), %rax
    movq %rax, -24(%rbx)
    .endif
    movq (%rsp), %rax
    movq %rax, -32(%rbx)
    leaq -32(%rbx), %rsp
    popq %rbx
    popq %rax
    .if DEFECT == 6
    leaq 8(%rsp), %rsp
    ret
    .endif
    popfq
    ret
anew:
    popq %rbx
    popq %rax
    .if DEFECT != 1
    movl $1, lock_word
    .endif
    movl $0, box
    movq $frame_top - 40, %rsp
    jmp round
outermost:
    movl $1, lock_word
take:
    movq %rsp, %rbx
    movq $frame_top, %rsp
    .irp word, 48, 40, 32, 24, 16
    pushq \word(%rbx)
    .endr
    movq 8(%rbx), %rax
    movq (%rbx), %rbx
round:
    pushq %rax
    movq %cr2, %rax
    pushq %rax
body:
    incq %gs:nmi_run_count
    movb touch0, %al
    movb %al, touch0
body_end:
    popq %rax
    movq %rax, %cr2
    popq %rax
    .if DEFECT == 3
    cmpl $0, box
    jne again
    movl $0, lock_word
leave:
    iretq
    .elseif DEFECT == 2
    cmpl $0, box
    jne again
    movl $0, box
leave:
    movl $0, lock_word
    iretq
    .else
leave:
    cmpl $0, box
    jne again
    movl $0, lock_word
    iretq
    .endif
leave_end:
again:
    movl $0, box
    jmp round
