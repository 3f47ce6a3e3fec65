# What the NMIs interrupt: user code that page-faults all the time, and a #PF
# handler that reads CR2 late. Of two lazy pages one is absent at any moment: when
# the handler makes one present it takes the other away, so every access faults.
#
# An NMI between the fault and read_cr2 that faults itself changes CR2: unless the
# NMI handler gives it back, this handler then serves the wrong address.

    .set LAZY, 0x510000
    .set PT_WINDOW, 0xfffff80000000000

    .text
workload:
    movzbl LAZY+8, %eax
    leaq 1(%rax), %rcx
    movzbl LAZY+0x1010, %edx
    jmp workload
workload_end:

# Kernel text: this workload's vec_14 takes the place of the default one.
    .section .text.kernel, "ax"
vec_14:
    pushq %rax
    pushq %rcx
    pushq %rdx
    movq 24(%rsp), %rdx
    testb $1, %dl
    jnz panic_14
read_cr2:
    .if FRED
    # the frame's event data: no later fault can change it
    movq 72(%rsp), %rdx
    .else
    movq %cr2, %rdx
    .endif
    movq %rdx, %rax
    # Bits 47..12 of the address number its PTE in the recursive window.
    shlq $16, %rax
    shrq $28, %rax
    movabsq $PT_WINDOW, %rcx
    leaq (%rcx,%rax,8), %rcx
    cmpq $0, (%rcx)
    je panic_14
    orb $1, (%rcx)
    invlpg (%rdx)
    # One of the two lazy pages? Take the other away: its PTE is the neighbour's.
    shrq $1, %rax
    cmpq $LAZY >> 13, %rax
    jne 1f
    xorq $8, %rcx
    andb $0xfe, (%rcx)
    xorq $0x1000, %rdx
    invlpg (%rdx)
1:
    popq %rdx
    popq %rcx
    popq %rax
    .if FRED
    testb $3, 16(%rsp)
    jnz 2f
    erets
2:
    eretu
    .else
    # Drop the error code.
    addq $8, %rsp
    iretq
    .endif
