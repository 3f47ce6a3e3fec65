# What the NMIs interrupt: a loop at CPL 0 that uses every general register, the
# flags and the stack at three depths. `turn` undoes itself, so two calls bring
# every register back, and one round of the loop ends in the state it began in.

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
