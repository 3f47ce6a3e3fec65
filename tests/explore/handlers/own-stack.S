# Opens NMIs on purpose, by an IRETQ to the next instruction, and works on a stack of its own; a latch of n states, and
# the exit is told by RIP.
# right: kernel user page-fault kernel-df user-swapgs syscall
# defect 1: progress over kernel by 2: NMIs are opened before the frame is copied
# defect 2: every-nmi-served over kernel by 2: the latch is emptied after the work
# defect 3: no-reentry over kernel by 2: two NMIs on one stack: nobody asks the latch
# also right 4: kernel user: rax is read through itself, before RSP is back
# defect 5: progress over kernel by 2: the last instruction lies outside the range
#@ service work
    .data
latch:
    .quad 0
    .bss
    .balign 16
    .skip 1024
stack:
    .text
    .set frame, nmi_stack_top - 0x300
nmi:
    .if DEFECT == 1
    pushq $__KERNEL_DS
    pushq %rsp
    addq $8, (%rsp)
    pushfq
    pushq $__KERNEL_CS
    pushq $early
    iretq
early:
    .endif
    pushq %rax
    testb $3, 16(%rsp)
    jnz first
    movq 8(%rsp), %rax
    cmpq $out, %rax
    jb 1f
    cmpq $out_end, %rax
    jb leaving
1:
    .if DEFECT != 3
    cmpq $0, latch
    je first
    movq $2, latch
    popq %rax
    iretq
    .endif
first:
    .irp word, 0, 8, 16, 24, 32
    movq 8 + \word(%rsp), %rax
    movq %rax, frame + \word
    .endr
leaving:
    popq %rax
    movq $frame, %rsp
begin:
    movq $1, latch
    pushq %rax
    movq %rsp, %rax
    movq $stack, %rsp
    pushq %rax
    movq %cr2, %rax
    pushq %rax
    movq %rsp, %rax
    pushq $__KERNEL_DS
    pushq %rax
    pushfq
    pushq $__KERNEL_CS
    pushq $opened
    iretq
opened:
again:
    movq $1, latch
    call work
    .if DEFECT == 2
    movq $1, latch
    .endif
    cmpq $1, latch
    jne again
    popq %rax
    movq %rax, %cr2
    .if DEFECT == 4
    popq %rax
    movq (%rax), %rax
    movq $frame, %rsp
    .else
    popq %rsp
    popq %rax
    .endif
out:
    decq latch
    jnz begin
    .if DEFECT == 5
out_end:
    iretq
    .else
    iretq
out_end:
    .endif
work:
    movb touch0, %al
    ret
