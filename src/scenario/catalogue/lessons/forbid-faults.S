# The way of FreeBSD, NetBSD, illumos and others: no protocol for nested NMIs at all.
# The code that an NMI runs must not fault and must not meet a breakpoint. The GS base is
# saved, loaded from a word that belongs to the NMI stack, and given back.
#
# After the idea, not after anybody's code: FreeBSD keeps that word just above the NMI
# stack, which ends a page here; it stands in .data instead.
#
#@ title No faults allowed (as FreeBSD does it)
#@ source the idea of FreeBSD/amd64's NMI entry (IST, GS base of its own, interrupts off), written anew
#@ service do_nmi do_nmi_end
#@ may-fault do_nmi do_nmi_end

    .set MSR_GS_BASE, 0xc0000101
    .set THIS_CPU, 0xffff888000000000

    .data
gs_base_of_this_cpu:
    .quad THIS_CPU

    .text
    .globl nmi
nmi:
    cld
    pushq %rax
    pushq %rcx
    pushq %rdx
    pushq %r12
    pushq %r13
    movl $MSR_GS_BASE, %ecx
    rdmsr
    movl %eax, %r12d
    movl %edx, %r13d
    movl gs_base_of_this_cpu, %eax
    movl gs_base_of_this_cpu+4, %edx
    wrmsr

do_nmi:
    incq %gs:nmi_run_count
    nop
do_nmi_end:

    movl $MSR_GS_BASE, %ecx
    movl %r12d, %eax
    movl %r13d, %edx
    wrmsr
    popq %r13
    popq %r12
    popq %rdx
    popq %rcx
    popq %rax
    iretq
