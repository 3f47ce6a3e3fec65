# Fixed words under the hardware frame, in the manner of Linux 3.3: a word that says "executing", the frame to leave by,
# the outermost frame. A nested NMI makes the frame to leave by lead to the repeat. The C part lies below the entry.
# right: kernel user page-fault kernel-df user-swapgs
# also right 1: kernel user page-fault: the region ends one instruction early, where all is copied already
# also right 2: kernel page-fault: "executing" is cleared before the registers are back: RSP tells
# defect 3: progress over kernel by 2: nobody asks RSP
# defect 4: no-crash over kernel by 1: SS and RSP change places in the outermost frame
# defect 5: no-crash over kernel by 1: the outermost frame is copied from a word too low
# defect 6: cr2-preserved over page-fault by 1: CR2 is not kept
# defect 7: every-nmi-served over kernel by 2: whatever lies below the region's end is taken for the region
# defect 8: resume-exact over kernel by 3: the region ends where one word is still to be copied
# defect 9: every-nmi-served over syscall by 1: an RSP of the user's on the NMI stack is believed
#@ service do_nmi
    .set T, nmi_stack_top
    .bss
runs:
    .skip 8
    .text
do_nmi:
    incq runs
    pushq %rax
    movb touch0, %al
    movb %al, touch0
    popq %rax
    ret
nmi:
    pushq %rdx
    cmpl $__KERNEL_CS, 16(%rsp)
    jne first_nmi
    cmpl $1, -8(%rsp)
    je nested_nmi
    .if DEFECT != 3
    leaq 48(%rsp), %rdx
    cmpq %rdx, 32(%rsp)
    ja first_nmi
    subq $4096, %rdx
    cmpq %rdx, 32(%rsp)
    jb first_nmi
    .else
    jmp first_nmi
    .endif
nested_nmi:
    .if DEFECT != 7
    movq $repeat_nmi, %rdx
    cmpq 8(%rsp), %rdx
    ja 1f
    .endif
    movq $end_repeat_nmi, %rdx
    cmpq 8(%rsp), %rdx
    ja nested_nmi_out
1:
    subq $8, %rsp
    leaq -10*8(%rsp), %rdx
    pushq $__KERNEL_DS
    pushq %rdx
    pushfq
    pushq $__KERNEL_CS
    pushq $repeat_nmi
    addq $6*8, %rsp
nested_nmi_out:
    popq %rdx
    iretq
first_nmi:
    movq (%rsp), %rdx
    pushq $0
    subq $5*8, %rsp
    .if DEFECT == 4
    pushq 10*8(%rsp)
    pushq 12*8(%rsp)
    .rept 3
    pushq 11*8(%rsp)
    .endr
    .elseif DEFECT == 5
    .rept 5
    pushq 10*8(%rsp)
    .endr
    .else
    .rept 5
    pushq 11*8(%rsp)
    .endr
    .endif
repeat_nmi:
    movq $1, 10*8(%rsp)
    addq $10*8, %rsp
    .rept 4
    pushq -6*8(%rsp)
    .endr
    .if DEFECT == 8
end_repeat_nmi:
    .endif
    pushq -6*8(%rsp)
    .if DEFECT == 1
end_repeat_nmi:
    .endif
    subq $5*8, %rsp
    .if DEFECT != 1 && DEFECT != 8
end_repeat_nmi:
    .endif
    pushq %rcx
    cld
    .if DEFECT != 6
    movq %cr2, %rcx
    .endif
    call do_nmi
    .if DEFECT != 6
    movq %rcx, %cr2
    .endif
    .if DEFECT == 2
    movq $0, 11*8(%rsp)
    .endif
    popq %rcx
    addq $5*8, %rsp
    .if DEFECT != 2
    movq $0, 5*8(%rsp)
    .endif
    iretq
