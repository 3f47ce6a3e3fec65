# FRED's entry page: what IA32_FRED_CONFIG points to where the handler file has no
# fred_entry_user and fred_entry_kernel of its own. Every event comes here; its
# vector and type are in the SS word of the frame. The code goes on to `nmi`, to
# `vec_N`, or to `entry_syscall`, with every register and RSP as it found them.
#
#   RSP+0 error code   +8 RIP   +16 CS   +24 RFLAGS   +32 RSP
#   +40 SS, vector in bits 39..32, type in 51..48, bit 18: NMI   +48 event data

    .text
fred_entry_user:
    jmp fred_dispatch

    .org 256
fred_entry_kernel:
    jmp fred_dispatch

fred_dispatch:
    pushq %rax
    movq 48(%rsp), %rax
    shrq $32, %rax
    # Type 0, an interrupt of a device: there is none here.
    testl $0xf0000, %eax
    jz panic_13
    # Type 7, SYSCALL: the table's last entry.
    btl $16, %eax
    jnc 1f
    btl $17, %eax
    jnc 1f
    btl $18, %eax
    jnc 1f
    movl $32, %eax
1:
    movzbl %al, %eax
    cmpl $32, %eax
    ja panic_13
    movq fred_table(,%rax,8), %rax
    xchgq %rax, (%rsp)
    ret

# Filled in by the loader, as the gates of an IDT are: vectors 0 to 31, SYSCALL.
    .org 2048
fred_table:
