# What the NMIs interrupt: a loop at CPL 0 that copies and fills downwards half of
# the time, as memmove does: DF is then set. What a delivery finds so, a handler that
# uses string instructions must clear for itself. One round ends in the state it began in.

    .text
workload:
    call turn
    std
    call turn
    cld
    jmp workload

turn:
    pushfq
    notq %rax
    xchgq %rbx, %rcx
    negq %rdx
    bswapq %rsi
    xchgq %rdi, %rbp
    popfq
    cmc
    ret
workload_end:
