# A word on the NMI stack says that an NMI is handled, the range of RSP covers the rest; a nested NMI redirects the
# frame that the first one leaves by. No per-CPU data at all; the runs are counted in the handler's data.
# right: kernel user page-fault kernel-df user-swapgs syscall
# also right 3: kernel user: the word is cleared before the registers are back: RSP tells
# also right 5: kernel user: the word is not set again for the repeat: RSP tells
# defect 1: progress over kernel by 2: the range of RSP ends one word early
# defect 2: progress over kernel by 3: at one instruction, before the word is set again, RSP is above the range
# defect 4: resume-exact over kernel by 3: a redirected frame is redirected while it is copied anew
# defect 6: progress over kernel by 2: the word alone tells nesting
#@ service regular regular_end
    .data
runs:
    .quad 0
    .text
    .set executing, nmi_stack_top - 0x60
    .set saved, nmi_stack_top - 0x100
    .set leaving, nmi_stack_top - 0x180
nmi:
    pushq %rbx
    cmpq $__KERNEL_CS, 16(%rsp)
    jne first
    cmpq $0, executing
    jne nested
    .if DEFECT == 6
    jmp first
    .endif
    movq 32(%rsp), %rbx
    cmpq $nmi_stack_bottom, %rbx
    jbe first
    .if DEFECT == 1
    cmpq $leaving, %rbx
    jae first
    .elseif DEFECT == 2
    cmpq $leaving, %rbx
    ja first
    .else
    cmpq $leaving + 40, %rbx
    ja first
    .endif
nested:
    .if DEFECT != 4
    movq 8(%rsp), %rbx
    cmpq $redo, %rbx
    jb 1f
    cmpq $redo_end, %rbx
    jb out
    .endif
1:
    movq $redo, leaving
    movq $__KERNEL_CS, leaving + 8
    movq $2, leaving + 16
    movq $leaving, leaving + 24
    movq $__KERNEL_DS, leaving + 32
out:
    popq %rbx
    iretq
first:
    movq 8(%rsp), %rbx
    movq %rbx, saved
    movq 16(%rsp), %rbx
    movq %rbx, saved + 8
    movq 24(%rsp), %rbx
    movq %rbx, saved + 16
    movq 32(%rsp), %rbx
    movq %rbx, saved + 24
    movq 40(%rsp), %rbx
    movq %rbx, saved + 32
    popq %rbx
    .if DEFECT == 5
    movq $1, executing
    .endif
redo:
    movq $leaving + 40, %rsp
    .if DEFECT != 5
    movq $1, executing
    .endif
    pushq saved + 32
    pushq saved + 24
    pushq saved + 16
    pushq saved + 8
    pushq saved
redo_end:
    pushq %rax
    pushq %rcx
    movq %cr2, %rcx
regular:
    incq runs
    movb touch0, %al
regular_end:
    .if DEFECT == 3
    movq $0, executing
    .endif
    movq %rcx, %cr2
    popq %rcx
    popq %rax
    movq $0, executing
    iretq
