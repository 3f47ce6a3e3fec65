# The handler of 16 July 2010 with the first repair; the rest is as mailed,
# and so the next defect shows. Each repair is marked where it was made.
#
#   Repair 1  iret -> iretq: without a suffix it is the 32-bit return
#
#@ title The handler of 2010, one repair made
#@ source Mathieu Desnoyers, 16 July 2010, "Re: [patch 1/2] x86_64 page fault NMI-safe", linux-kernel; after Linus Torvalds
#@ service regular_nmi_code nmi_atomic
#@ region "stack copy" nmi_stack_copy-48 nmi_stack_copy

# The mail sets this to nmi_stack_copy-40, which was right before CR2 became the
# first of six words pushed there.
.set nmi_stack_copy_rip, nmi_stack_copy-40

nmi:
# Interrupted in nmi_atomic or above it?
cmpq $nmi_atomic,0(%rsp)
jae nmi_addr_is_ae
# Interrupted while an earlier NMI was being handled?
cmpb $0,%__percpu_seg:nmi_stack_nesting
jne nmi_nested_set_fake_and_return

is_unnested_nmi:
# The hardware frame will be overwritten by the next NMI: copy it away. rax goes
# under it and is the pointer to it meanwhile.
pushq %rax
movq %rsp, %rax
movq $nmi_stack_copy,%rsp

# CR2, then SS, RSP, RFLAGS, CS, RIP
pushq %cr2
pushq 8+32(%rax)
pushq 8+24(%rax)
pushq 8+16(%rax)
pushq 8+8(%rax)
pushq 8+0(%rax)
movq 0(%rax),%rax

set_nmi_nesting:
movb $0xff,%__percpu_seg:nmi_stack_nesting

regular_nmi_code:
...
# the regular NMI code: may fault, may call functions
...

nmi_atomic:
# From here to nmi_atomic_end an NMI starts over with the frame in the copy.
cmpb $0,%__percpu_seg:need_fake_nmi
jne fake_nmi
movb $0,%__percpu_seg:nmi_stack_nesting
movq %nmi_stack_copy_rip+40,%cr2
# Repair 1: the 64-bit return.
iretq

fake_nmi:
# An NMI came meanwhile: run the regular code once more, with the same frame.
movb $0x0,%__percpu_seg:need_fake_nmi
jmp regular_nmi_code
nmi_atomic_end:

nmi_addr_is_ae:
cmpq $nmi_atomic_end,0(%rsp)
jae is_unnested_nmi
# A user's RIP may be any number: only kernel code counts.
cmpw $__KERNEL_CS,8(%rsp)
jne is_unnested_nmi

# On the way out already: handle this NMI with the frame in the copy, which is
# still whole. The one just pushed points into this handler.
movq $nmi_stack_copy_rip,%rsp
movb $0x0,%__percpu_seg:need_fake_nmi
jmp set_nmi_nesting

nmi_nested_set_fake_and_return:
# Nested: leave word for the handler underneath and return to it, without IRET,
# so that NMIs stay blocked.
movb $0xff,%__percpu_seg:need_fake_nmi
popfq
jmp *(%rsp)
