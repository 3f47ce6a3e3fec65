# The way of Xen: an NMI from outside moves its frame to the CPU's ordinary stack at
# once and goes on there; one that hits the hypervisor stays where it is. There is no
# protocol for nesting: the code that an NMI runs must not fault.
#
# After the idea, not after anybody's code. "Outside" is user mode here, for want of
# guests.
#
#@ title Off the IST when from outside (as Xen does it)
#@ source the idea of Xen's handle_ist_exception, written anew
#@ service do_nmi do_nmi_end
#@ may-fault do_nmi do_nmi_end

    .set MSR_GS_BASE, 0xc0000101

    .text
    .globl nmi
nmi:
    cld
    pushq %rax
    testb $3, 16(%rsp)
    jz 1f
    # From outside: the frame, and rax with it, to the bottom of the ordinary stack.
    movq %rsp, %rax
    movabsq $kstack_top, %rsp
    pushq 40(%rax)
    pushq 32(%rax)
    pushq 24(%rax)
    pushq 16(%rax)
    pushq 8(%rax)
    pushq 0(%rax)
1:
    pushq %rcx
    pushq %rdx
    pushq %rbx
    movl $1, %ebx
    movl $MSR_GS_BASE, %ecx
    rdmsr
    testl %edx, %edx
    js do_nmi
    swapgs
    xorl %ebx, %ebx

do_nmi:
    incq %gs:nmi_run_count
    nop
do_nmi_end:

    testl %ebx, %ebx
    jnz 1f
    swapgs
1:
    popq %rbx
    popq %rdx
    popq %rcx
    popq %rax
    # Never SYSRET: only IRET ends NMI blocking.
    iretq
