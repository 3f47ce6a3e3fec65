# Linus Torvalds' idea of 15 and 16 July 2010: the first NMI returns through a copy of
# its frame, and a nested one spoils that copy's CS. So the final iretq ends in #GP, and
# its handler mends CS and runs the regular code once more.
#
# A RECONSTRUCTION, from a later mail of the thread and from what others wrote about the
# idea: the mail with the code has not been seen. Reconstructed are the order of the
# words (frame copy T-144..T-112, the copy's own CS T-104), the test in vec_13, and how
# a nested NMI goes back with popfq and ret.
#
#@ title Torvalds 2010: spoil the copy's CS
#@ source Linus Torvalds, 15-16 July 2010, in the thread "x86_64 page fault NMI-safe", linux-kernel; reconstructed
#@ service regular_nmi_code regular_nmi_code_end
#@ region "hardware frame" nmi_stack_top-40 nmi_stack_top
#@ region "of nested NMIs" nmi_stack_top-96 nmi_stack_top-40
#@ region "CS kept" nmi_stack_top-104 nmi_stack_top-96
#@ region "frame copy" nmi_stack_top-144 nmi_stack_top-104

    .section .data..percpu, "aw"
copied_frame:
    .quad 0

    .text
    .globl nmi
nmi:
    cmpb $0, %gs:nmi_stack_nesting
    jne nmi_nested
    # Nothing is set, but the first one has not gone yet: it stands at its iretq.
    cmpq $nmi_iret, 0(%rsp)
    jne nmi_first
    cmpw $__KERNEL_CS, 8(%rsp)
    je nmi_at_iret

nmi_first:
    # Eight words for nested NMIs and for CS, then a copy of the frame.
    subq $64, %rsp
    .rept 5
    pushq 96(%rsp)
    .endr
    movq %rsp, %gs:copied_frame

set_nesting:
    movb $1, %gs:nmi_stack_nesting

regular_nmi_code:
    incq %gs:nmi_run_count
    pushq %rax
touch_page:
    movb touch0, %al
page_touched:
    movb %al, touch0
    popq %rax
regular_nmi_code_end:
    # One instruction decides: before it nested NMIs spoil CS, after it they find
    # RIP at nmi_iret.
    movb $0, %gs:nmi_stack_nesting
nmi_iret:
    iretq

nmi_at_iret:
    # Again with the old frame; the one just pushed points at the iretq.
    movq %gs:copied_frame, %rsp
    jmp set_nesting

nmi_nested:
    pushq %rax
    pushq %rcx
    # Spoil CS, once: keep it, and write 0.
    movq %gs:copied_frame, %rax
    movq 8(%rax), %rcx
    testq %rcx, %rcx
    jz 1f
    movq %rcx, 40(%rax)
    movq $0, 8(%rax)
1:
    # Back with popfq and ret, so that NMIs stay blocked: RIP and RFLAGS go to the
    # interrupted stack.
    movq 40(%rsp), %rax
    movq 16(%rsp), %rcx
    movq %rcx, -8(%rax)
    movq 32(%rsp), %rcx
    movq %rcx, -16(%rax)
    movq 8(%rsp), %rcx
    movq %rcx, -24(%rax)
    movq 0(%rsp), %rcx
    leaq -24(%rax), %rsp
    popq %rax
    popfq
    ret

vec_13:
    # Of the final iretq with a spoilt CS? Anything else is a real #GP: stop.
    cmpq $nmi_iret, 8(%rsp)
    jne 1f
    # RSP back at the copy, CS mended, and once more.
    movq %gs:copied_frame, %rsp
    cmpq $0, 8(%rsp)
    jne 1f
mend_cs:
    pushq 40(%rsp)
    popq 8(%rsp)
    jmp set_nesting
1:
    ud2
