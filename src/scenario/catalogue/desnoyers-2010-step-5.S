# The handler of 16 July 2010 with the first five repairs; the rest is as mailed,
# and so the next defect shows. Each repair is marked where it was made.
#
#   Repair 1  iret -> iretq: without a suffix it is the 32-bit return
#   Repair 2  nmi_stack_copy_rip is nmi_stack_copy-48, not -40
#   Repair 3  the nested return gives back RIP, RFLAGS and RSP
#   Repair 4  an RIP above nmi_atomic_end goes on to the nesting test
#   Repair 5  CR2 goes through a general register, as it must
#
#@ title The handler of 2010, five repairs made
#@ source Mathieu Desnoyers, 16 July 2010, "Re: [patch 1/2] x86_64 page fault NMI-safe", linux-kernel; after Linus Torvalds
#@ service regular_nmi_code nmi_atomic
#@ region "stack copy" nmi_stack_copy-48 nmi_stack_copy

# Repair 2: six words are pushed below nmi_stack_copy (CR2 first), so the copy's
# RIP is at -48 and its CR2 at nmi_stack_copy_rip+40.
.set nmi_stack_copy_rip, nmi_stack_copy-48

nmi:
# Interrupted in nmi_atomic or above it?
cmpq $nmi_atomic,0(%rsp)
jae nmi_addr_is_ae
test_nesting:
# Interrupted while an earlier NMI was being handled?
cmpb $0,%__percpu_seg:nmi_stack_nesting
jne nmi_nested_set_fake_and_return

is_unnested_nmi:
# The hardware frame will be overwritten by the next NMI: copy it away. rax goes
# under it and is the pointer to it meanwhile.
pushq %rax
movq %rsp, %rax
movq $nmi_stack_copy,%rsp

# Repair 5: CR2 moves to and from general registers only. Its word is reserved
# here and filled at the end, through rax, while rax is free.
pushq %rax
pushq 8+32(%rax)
pushq 8+24(%rax)
pushq 8+16(%rax)
pushq 8+8(%rax)
pushq 8+0(%rax)
pushq 0(%rax)
movq %cr2,%rax
movq %rax,nmi_stack_copy_rip+40
popq %rax

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
# Repair 5: the nearest thing that exists to a load of CR2 from memory.
pushq %rax
movq nmi_stack_copy_rip+40,%rax
movq %rax,%cr2
popq %rax
# Repair 1: the 64-bit return.
iretq

fake_nmi:
# An NMI came meanwhile: run the regular code once more, with the same frame.
movb $0x0,%__percpu_seg:need_fake_nmi
jmp regular_nmi_code
nmi_atomic_end:

nmi_addr_is_ae:
cmpq $nmi_atomic_end,0(%rsp)
# Repair 4: above the handler's exit lie functions that it calls. The flag
# decides, not the address.
jae test_nesting
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
# Repair 3: RIP and RFLAGS go to the interrupted stack (the kernel has no red
# zone), where popfq and ret find them and leave RSP as it was.
pushq %rax
pushq %rcx
movq 16+24(%rsp),%rax
movq 16+0(%rsp),%rcx
movq %rcx,-8(%rax)
movq 16+16(%rsp),%rcx
movq %rcx,-16(%rax)
movq 8(%rsp),%rcx
movq %rcx,-24(%rax)
popq %rcx
leaq -24(%rax),%rsp
popq %rax
popfq
ret
