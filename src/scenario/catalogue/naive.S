# An NMI handler as Linux had it up to 3.2, reduced to what matters: it runs on
# the IST stack, on the frame that the CPU pushed, and knows nothing of nesting.
# That is right as long as nothing in it executes an IRET. But do_nmi touches a
# page that may be absent, and the page fault's IRETQ unblocks NMIs.
#
#@ title Naive: no protection against nesting
#@ source the shape of Linux 2.6 to 3.2, arch/x86/kernel/entry_64.S
#@ service do_nmi do_nmi_end

    .text
    .globl nmi
nmi:
    pushq %rax
    pushq %rcx

do_nmi:
    incq %gs:nmi_run_count
touch_page:
    movb touch0, %al
page_touched:
    movzbl %al, %ecx
    movb %cl, touch0
do_nmi_end:

    popq %rcx
    popq %rax
    iretq
