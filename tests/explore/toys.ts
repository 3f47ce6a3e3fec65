// Handlers of a few lines, right and wrong in one way each.

/** Nothing can nest: no IRET but its own. */
export const CALM = `
nmi:
    pushq %rax
    incq %gs:nmi_run_count
    popq %rax
    iretq
`;

/** The breakpoint's IRETQ lets the next NMI in, onto the same stack. */
export const NESTING = `
#@ service body body_end
nmi:
body:
    incq %gs:nmi_run_count
    int3
body_end:
    iretq
`;

/** As NESTING, after a lazy page was touched instead. */
export const TOUCHING = `
#@ service body body_end
nmi:
    pushq %rax
body:
    movb touch0, %al
body_end:
    popq %rax
    iretq
`;

/** Loses rbx, always. */
export const CLOBBER = `
nmi:
    incq %gs:nmi_run_count
    movq $1, %rbx
    iretq
`;

/** A flag is left behind if the interrupted RIP is in the second half of the workload's function. */
export const PLACE = `
nmi:
    incq %gs:nmi_run_count
    cmpb $0x20, (%rsp)
    jb 1f
    movb $1, %gs:need_fake_nmi
1:  iretq
`;

/** A second NMI that comes from the first one's code is dropped without a run. */
export const DROPPING = `
#@ service body body_end
nmi:
    cmpb $0, %gs:nmi_stack_nesting
    jne nested
    movb $1, %gs:nmi_stack_nesting
    subq $512, %rsp
    pushq 512+32(%rsp)
    pushq 512+32(%rsp)
    pushq 512+32(%rsp)
    pushq 512+32(%rsp)
    pushq 512+32(%rsp)
body:
    int3
body_end:
    movb $0, %gs:nmi_stack_nesting
    iretq
nested:
    iretq
`;

/** Once an NMI was served, the same code takes RSP away from its stack and back again. */
export const STRAYING = `
nmi:
    pushq %rax
    pushq %rbx
    movq %rsp, %rbx
    movq %rsp, %rax
    cmpb $0, %gs:nmi_stack_nesting
    je 1f
    movq $0x1000, %rax
1:  movb $1, %gs:nmi_stack_nesting
    movq %rax, %rsp
    nop
    movq %rbx, %rsp
    popq %rbx
    popq %rax
    iretq
`;

export const TOYS = { CALM, NESTING, TOUCHING, CLOBBER, PLACE, DROPPING, STRAYING };
