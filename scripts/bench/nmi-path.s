# What both emulators run: a copy loop, then the way of an NMI from the kernel
# through a nested-NMI entry of Linux's kind (the frame copied twice, registers
# saved and cleared, a small body in compiled code), and IRETQ; %r15 times.
# Addresses and selectors come as symbols from scripts/bench/peer.mjs.

        .text
        .globl  start
start:  movl    $iterations, %r15d
next:   movq    $data, %rsi
        leaq    512(%rsi), %rdi
        movl    $12, %ecx
copy:   movq    (%rsi,%rcx,8), %rax
        xorq    %r15, %rax
        movq    %rax, (%rdi,%rcx,8)
        addq    %rax, %r8
        decl    %ecx
        jnz     copy

        # as the processor does it
        movq    %rsp, %rax
        pushq   $kernel_ds
        pushq   %rax
        pushfq
        pushq   $kernel_cs
        leaq    resumed(%rip), %rax
        pushq   %rax

entry:  cld
        pushq   %rdx
        testb   $3, 16(%rsp)
        jnz     done
        leaq    repeat(%rip), %rdx
        cmpq    8(%rsp), %rdx
        ja      1f
        leaq    end_repeat(%rip), %rdx
        cmpq    8(%rsp), %rdx
        ja      done
1:      cmpl    $1, -8(%rsp)
        je      done
        leaq    48(%rsp), %rdx
        cmpq    %rdx, 32(%rsp)
        ja      first
        subq    $4096, %rdx
        cmpq    %rdx, 32(%rsp)
        jb      first
        testb   $4, 25(%rsp)
        jz      first
        jmp     done

first:  movq    (%rsp), %rdx
        pushq   $0
        subq    $40, %rsp
        .rept   5
        pushq   88(%rsp)
        .endr
        addq    $0, %rsp
repeat: movq    $1, 80(%rsp)
        addq    $80, %rsp
        .rept   5
        pushq   -48(%rsp)
        .endr
        subq    $40, %rsp
end_repeat:
        pushq   $-1
        call    save
        movq    %rsp, %rdi
        movq    $-1, %rsi
        call    body
        # registers back, the nesting variable cleared, out
        popq    %r15
        popq    %r14
        popq    %r13
        popq    %r12
        popq    %rbp
        popq    %rbx
        popq    %r11
        popq    %r10
        popq    %r9
        popq    %r8
        popq    %rax
        popq    %rcx
        popq    %rdx
        popq    %rsi
        popq    %rdi
        addq    $48, %rsp
        std
        movq    $0, 40(%rsp)
        iretq

save:   cld
        pushq   %rsi
        movq    8(%rsp), %rsi
        movq    %rdi, 8(%rsp)
        pushq   %rdx
        pushq   %rcx
        pushq   %rax
        pushq   %r8
        pushq   %r9
        pushq   %r10
        pushq   %r11
        pushq   %rbx
        pushq   %rbp
        pushq   %r12
        pushq   %r13
        pushq   %r14
        pushq   %r15
        pushq   %rsi
        xorl    %esi, %esi
        xorl    %edx, %edx
        xorl    %ecx, %ecx
        xorl    %r8d, %r8d
        xorl    %r9d, %r9d
        xorl    %r10d, %r10d
        xorl    %r11d, %r11d
        xorl    %ebx, %ebx
        xorl    %ebp, %ebp
        xorl    %r12d, %r12d
        ret

body:   pushq   %rbp
        movq    %rsp, %rbp
        pushq   %rbx
        movq    %rdi, %rbx
        incq    %gs:8
        movzbl  %gs:0, %eax
        testl   %eax, %eax
        jne     2f
        movq    128(%rbx), %rdx
        movl    %edx, %ecx
        shrq    $4, %rdx
        andl    $15, %edx
        movl    data+1024(,%rdx,4), %eax
        leal    1(%rax,%rdx), %eax
        movl    %eax, data+1024(,%rdx,4)
        cmpl    %ecx, %eax
        cmovb   %ecx, %eax
        sete    %cl
        movzbl  %cl, %ecx
        movslq  %eax, %rdx
        orq     %rcx, %rdx
        notq    %rdx
        call    leaf
        addq    %rax, data+2048(%rip)
2:      popq    %rbx
        popq    %rbp
        ret

leaf:   movq    %rdx, %rax
        sarq    $3, %rax
        negq    %rax
        ret

resumed:
        pushfq
        popfq
        decq    %r15
        jnz     next
done:   jmp     done
