# Leaves by one of two copies of the frame, by turns: which one is next is kept per CPU, and is no flag that has to come
# back to its first value. Nothing in it can fault.
# right: kernel user page-fault kernel-df
# also right 1: kernel user: the turn is taken by NOT
# also right 2: kernel user: the turn is a count, of which the lowest bit is asked
# also right 5: kernel user: the turn is an index of a ring, loaded, counted in a register and stored
# defect 3: idle-clean over kernel by 2: busy is left set by every second one
# defect 4: no-crash over kernel by 1: the second copy is left by, the first one was written
#@ service work work_end
    .section .data..percpu, "aw"
turn_is:
    .byte 0
busy:
    .byte 0
    .text
    .set FIRST, nmi_stack_top - 0x200
    .set SECOND, nmi_stack_top - 0x240
nmi:
    pushq %rax
    pushq %rbx
    cmpb $0, %gs:busy
    jne work
    movb $1, %gs:busy
work:
    incq %gs:nmi_run_count
work_end:
    movq $FIRST, %rbx
    testb $1, %gs:turn_is
    jz 1f
    movq $SECOND, %rbx
1:
    .irp word, 0, 8, 16, 24, 32
    movq 16 + \word(%rsp), %rax
    movq %rax, \word(%rbx)
    .endr
    .if DEFECT == 3
    testb $1, %gs:turn_is
    jnz 2f
    .endif
    movb $0, %gs:busy
2:
    .if DEFECT == 1
    notb %gs:turn_is
    .elseif DEFECT == 5
    movb %gs:turn_is, %al
    incb %al
    andb $7, %al
    movb %al, %gs:turn_is
    .elseif DEFECT == 2
    incb %gs:turn_is
    .else
    xorb $1, %gs:turn_is
    .endif
    .if DEFECT == 4
    movq $SECOND, %rbx
    .endif
    movq (%rsp), %rax
    movq %rax, -8(%rbx)
    movq 8(%rsp), %rax
    movq %rbx, %rsp
    movq -8(%rsp), %rbx
    iretq
