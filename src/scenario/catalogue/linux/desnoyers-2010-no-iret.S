# Mathieu Desnoyers' first answer, sent on 14 July 2010 and older than that in LTTng: the
# NMI handler stays as it is. Instead, no exception handler executes IRET when it
# returns into an NMI handler, so that NMIs stay blocked until the handler's own IRET.
#
# Reconstructed from a description: the flag (the kernel asks the preempt count), the
# registers used, and the order of the stores.
#
#@ title Desnoyers, earlier: exceptions return without IRET
#@ source Mathieu Desnoyers, "[patch 2/2] x86 NMI-safe INT3 and Page Fault", linux-kernel, 14 July 2010
#@ service do_nmi do_nmi_end

    .section .data..percpu, "aw"
in_nmi:
    .byte 0

    .text
    .globl nmi
nmi:
    pushq %rax
    pushq %rcx
    movb $1, %gs:in_nmi

do_nmi:
    incq %gs:nmi_run_count
touch_page:
    movb touch0, %al
page_touched:
    movzbl %al, %ecx
    movb %cl, touch0
do_nmi_end:

    movb $0, %gs:in_nmi
    popq %rcx
    popq %rax
    iretq

# #PF makes the page of CR2 present. What cannot be mended that way stops at ud2.
vec_14:
    testb $1, (%rsp)
    jnz bad_fault
    pushq %rax
    pushq %rcx
read_fault_address:
    movq %cr2, %rax
    shlq $16, %rax
    shrq $28, %rax
    movabsq $0xfffff80000000000, %rcx
    cmpq $0, (%rcx,%rax,8)
    je bad_fault
    orb $1, (%rcx,%rax,8)
    movq %cr2, %rax
    invlpg (%rax)
    popq %rcx
    popq %rax
    addq $8, %rsp
    jmp return_from_exception

vec_1:
vec_3:
return_from_exception:
    cmpb $0, %gs:in_nmi
    jne return_to_nmi
    iretq

return_to_nmi:
    # RIP and RFLAGS go to the top of the interrupted stack, where popfq and ret
    # find them. RF is lost. The frame's SS and RSP may be overwritten: both were read.
    pushq %rax
    pushq %rcx
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
popf_and_ret:
    popfq
    ret

bad_fault:
    ud2
