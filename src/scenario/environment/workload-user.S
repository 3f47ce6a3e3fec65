# What the NMIs interrupt: the kernel workload's loop, at CPL 3.

    .text
workload:
    call turn
    call turn
    jmp workload

turn:
    pushfq
    notq %rax
    xchgq %rbx, %rcx
    negq %rdx
    bswapq %rsi
    xchgq %rdi, %rbp
    xchgq %r8, %r9
    xchgq %r10, %r11
    xorq %r12, %r13
    xchgq %r14, %r15
    popfq
    cmc
    ret
workload_end:
