# The default vectors: what the IDT's gates point to where the handler file has no
# vec_N of its own. Vector 2 is the handler's `nmi`. Guest code like any other: it
# takes steps, can be interrupted, and its IRETQ unblocks NMIs.
#
# With FRED set to 1 they are what fred.S dispatches to: the frame then has the
# error code always, and the return is ERETS or ERETU.
#
# A vector that nobody expects is a panic: a loop of one instruction that the
# machine knows by its label, panic_N.

    .text

# Returns through a frame with an error code, or without one.
    .macro RETURN code=0
    .if FRED
    testb $3, 16(%rsp)
    jnz 1f
    erets
1:
    eretu
    .else
    .if \code
    addq $8, %rsp
    .endif
    iretq
    .endif
    .endm

# #DB and #BP return.
vec_1:
    RETURN
vec_3:
    RETURN

# #PF makes the page of CR2 present. A fault that this cannot mend is a panic: a
# protection violation (error code bit 0), or an address that has no page at all.
vec_14:
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
    RETURN code=1

# #MC returns.
vec_18:
    RETURN

    .macro PANIC n
vec_\n:
panic_\n:
    jmp panic_\n
    .endm

    .irp n, 0, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    PANIC \n
    .endr

panic_14:
    jmp panic_14
