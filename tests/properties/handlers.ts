// Handlers small enough to see at a glance which property each breaks, and two
// that keep all of them.

/** As Linux 3.7 does it: a nested NMI points the outer's return frame at repeat_nmi. */
export const REDIRECTING = `
#@ service do_nmi
    .text
nmi:
    pushq %rdx                      # T-48
    cmpw $__KERNEL_CS, 16(%rsp)
    jne first_nmi
    cmpq $1, -8(%rsp)               # T-56: executing
    je nested_nmi
    leaq 48(%rsp), %rdx             # T
    cmpq %rdx, 32(%rsp)             # the interrupted RSP
    ja first_nmi
    subq $4096, %rdx
    cmpq %rdx, 32(%rsp)
    jb first_nmi
nested_nmi:
    cmpq $repeat_nmi, 8(%rsp)
    jb redirect
    cmpq $end_repeat_nmi, 8(%rsp)
    jb nested_nmi_out
redirect:
    leaq -88(%rsp), %rdx            # T-136
    movq $__KERNEL_DS, -16(%rsp)    # T-64
    movq %rdx, -24(%rsp)
    movq $2, -32(%rsp)
    movq $__KERNEL_CS, -40(%rsp)
    movq $repeat_nmi, -48(%rsp)     # T-96
nested_nmi_out:
    popq %rdx
    iretq
first_nmi:
    movq (%rsp), %rdx
    pushq $1
    subq $40, %rsp
    .rept 5
    pushq 88(%rsp)                  # the frame to T-104..T-136
    .endr
repeat_nmi:
    movq $1, 80(%rsp)
    addq $80, %rsp
    .rept 5
    pushq -48(%rsp)                 # and from there to T-64..T-96
    .endr
    subq $40, %rsp
end_repeat_nmi:
    call do_nmi
    addq $40, %rsp
    movq $0, 40(%rsp)
    iretq
do_nmi:
    pushq %rax
    pushq %rcx
    movq %cr2, %rcx
    incq %gs:nmi_run_count
    movb touch0, %al
    movb touch1, %al
    movq %rcx, %cr2
    popq %rcx
    popq %rax
    ret
`;

/** No protection at all; its regular code faults. */
export const NAIVE = `
#@ service do_nmi
    .text
nmi:
    pushq %rax
    pushq %rcx
    call do_nmi
after_do_nmi:
    popq %rcx
    popq %rax
    iretq
do_nmi:
    movq %cr2, %rcx
    movb touch0, %al
after_touch:
    nop
    movq %rcx, %cr2
    ret
`;

/** A handler whose whole body is \`body\`, at CPL 0 on the NMI stack, frame at (%rsp). */
export function body(text: string): string {
  return `#@ service nmi after_service\n    .text\nnmi:\n    nop\nafter_service:\n${text}\n    iretq\n`;
}

/** Nested NMIs return at once; nobody hears of them. */
export const LOSING = `
#@ service do_nmi
    .text
nmi:
    cmpb $0, %gs:nmi_stack_nesting
    jne nested
    pushq %rax
    movq %rsp, %rax
    movq $nmi_stack_copy, %rsp
    pushq 40(%rax)
    pushq 32(%rax)
    pushq 24(%rax)
    pushq 16(%rax)
    pushq 8(%rax)
    movq (%rax), %rax
    movb $1, %gs:nmi_stack_nesting
    call do_nmi
    movb $0, %gs:nmi_stack_nesting
    iretq
nested:
    iretq
do_nmi:
    pushq %rax
    pushq %rcx
    movq %cr2, %rcx
    movb touch0, %al
after_touch:
    movq %rcx, %cr2
    popq %rcx
    popq %rax
    ret
`;

/** Each NMI gets a stack of its own, so that nothing is lost but the rule of one run at a time. */
export const REENTERING = `
#@ service do_nmi
    .text
nmi:
    pushq %rax
    movq %gs:depth, %rax
    addq $256, %rax
    movq %rax, %gs:depth
    negq %rax
    leaq nmi_stack_top-0x100(%rax), %rax
    xchgq %rax, %rsp
    pushq 40(%rax)
    pushq 32(%rax)
    pushq 24(%rax)
    pushq 16(%rax)
    pushq 8(%rax)
    movq (%rax), %rax
    call do_nmi
    subq $256, %gs:depth
    iretq
do_nmi:
    pushq %rax
    pushq %rcx
    movq %cr2, %rcx
    movb touch0, %al
after_touch:
    movq %rcx, %cr2
    popq %rcx
    popq %rax
    ret
`;
