# Each NMI keeps its frame in a slot of its own, and the depth says which; only the outermost runs the regular code,
# as often as there are NMIs. Nested ones count and leave by their own slot.
# right: kernel user page-fault kernel-df
# At the last instruction, where the slot is given back already, an NMI takes it over with what is in it.
# defect 1: no-crash over kernel by 2: the slots overlap
# defect 2: every-nmi-served over kernel by 3: the count is set to one when a run has begun
# defect 3: idle-clean over kernel by 2: the depth goes down only on the outermost way
# defect 5: progress over kernel by 2: the slot of the one that leaves is given to the next
# defect 6: every-nmi-served over kernel by 2: the depth says who is the outermost, and says so too long
# defect 4: resume-exact over kernel by 2: the depth is given back before the frame is taken from the slot
#@ service run run_end
    .section .data..percpu, "aw"
depth:
    .long 0
waiting:
    .long 0
    .bss
    .balign 64
slots:
    .skip 8 * 64
slots_end:
    .text
nmi:
    pushq %rax
    pushq %rbx
    .if DEFECT != 5
    cmpq $leave, 16(%rsp)
    jne 1f
    cmpl $__KERNEL_CS, 24(%rsp)
    jne 1f
    movq 40(%rsp), %rax
    incl %gs:depth
    jmp counted
1:
    .endif
    movl %gs:depth, %eax
    incl %gs:depth
    shll $6, %eax
    .if DEFECT == 1
    shrl $1, %eax
    .endif
    addq $slots, %rax
    .irp word, 0, 8, 16, 24, 32
    movq 16 + \word(%rsp), %rbx
    movq %rbx, \word(%rax)
    .endr
    movq 8(%rsp), %rbx
    movq %rbx, 40(%rax)
    movq (%rsp), %rbx
    movq %rbx, 48(%rax)
counted:
    movl $1, %ebx
    lock xaddl %ebx, %gs:waiting
    testl %ebx, %ebx
    .if DEFECT == 6
    cmpl $1, %gs:depth
    .endif
    jne out
again:
    movq %cr2, %rbx
run:
    incq %gs:nmi_run_count
    .if DEFECT == 2
    movl $1, %gs:waiting
    .endif
    pushq %rax
    movb touch0, %al
    popq %rax
run_end:
    movq %rbx, %cr2
    lock decl %gs:waiting
    jnz again
out:
    movq %rax, %rsp
    .if DEFECT == 4
    decl %gs:depth
    .endif
    movq 48(%rsp), %rbx
    movq 40(%rsp), %rax
    .if DEFECT == 3
    cmpl $1, %gs:depth
    jne 1f
    .endif
    .if DEFECT != 4
    decl %gs:depth
    .endif
1:
leave:
    iretq
