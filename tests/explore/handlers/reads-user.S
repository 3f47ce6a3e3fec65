# Reads the user's stack, whose page may be absent, as a profiler does: the file's own #PF handler knows the
# instruction and goes on behind it, without IRET, so nothing nests.
# right: kernel user page-fault kernel-df user-swapgs syscall
# defect 1: progress over kernel by 1: the fixup begins the read again
# defect 2: no-crash over kernel by 1: the fixup takes a word too much from the stack
# defect 3: no-crash over kernel by 1: what is absent is jumped to
# defect 4: cr2-preserved over page-fault by 1: CR2 is not given back
# defect 5: progress over kernel by 2: the fixup goes on by an IRET
#@ service profile profile_end
    .set ABSENT, 0x7ffff0000000
nmi:
    pushq %rsi
    pushq %rax
    movq %cr2, %rax
    pushq %rax
profile:
    movabsq $ABSENT, %rsi
    .if DEFECT == 3
    jmp *%rsi
    .endif
read:
    movq (%rsi), %rax
read_over:
profile_end:
    popq %rax
    .if DEFECT != 4
    movq %rax, %cr2
    .endif
    popq %rax
    popq %rsi
    iretq
vec_14:
    cmpq $read, 8(%rsp)
    jne others
    movq 32(%rsp), %rsp
    .if DEFECT == 1
    jmp read
    .elseif DEFECT == 2
    popq %rax
    .elseif DEFECT == 5
    pushq $__KERNEL_DS
    pushq %rsp
    addq $8, (%rsp)
    pushfq
    pushq $__KERNEL_CS
    pushq $read_over
    iretq
    .endif
    jmp read_over
others:
    testb $1, (%rsp)
    jnz others
    pushq %rax
    pushq %rcx
    movq %cr2, %rax
    shlq $16, %rax
    shrq $28, %rax
    movabsq $0xfffff80000000000, %rcx
    orb $1, (%rcx, %rax, 8)
    movq %cr2, %rax
    invlpg (%rax)
    popq %rcx
    popq %rax
    addq $8, %rsp
    iretq
