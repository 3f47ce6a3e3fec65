# For workloads that run with the user's GS base: what their vectors do otherwise,
# and what the user has put where the kernel's per-CPU page has its variables.
#
# #PF and #BP look at the CS they interrupted, as Linux's error_entry does, and
# swap if it is the user's. Between the delivery and SWAPGS, and again behind the
# second SWAPGS, the CPU is at CPL 0 with the user's GS base. Under FRED the CPU
# itself swaps, and the default vectors serve.

    .if FRED == 0
    .section .text.kernel, "ax"
vec_3:
    testb $3, 8(%rsp)
    jz 1f
    swapgs
1:
    testb $3, 8(%rsp)
    jz 1f
    swapgs
1:
    iretq

vec_14:
    testb $3, 16(%rsp)
    jz 1f
    swapgs
1:
    testb $1, (%rsp)
    jnz panic_14
    pushq %rax
    pushq %rcx
    movq %cr2, %rax
    # Bits 47..12 of the address number its PTE in the recursive window.
    shlq $16, %rax
    shrq $28, %rax
    movabsq $0xfffff80000000000, %rcx
    cmpq $0, (%rcx,%rax,8)
    je panic_14
    orb $1, (%rcx,%rax,8)
    movq %cr2, %rax
    invlpg (%rax)
    popq %rcx
    popq %rax
    testb $3, 16(%rsp)
    jz 1f
    swapgs
1:
    # Drop the error code.
    addq $8, %rsp
    iretq
    .endif

# The user's own page at the user's GS base. The user knows the kernel: a handler
# that reads nmi_stack_nesting through this base finds it set.
    .section .data.user, "aw"
user_thread_page:
    .byte 0xff, 0
    .skip 6
    .quad 0x7573657273
