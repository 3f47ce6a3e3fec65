// Constructs of kernel entry code: alternatives, exception tables, per-CPU data,
// entry macros, unwinding notes.

import type { GoldenCase } from "../format.ts";
import { blocks } from "./lines.ts";

export const KERNEL: readonly GoldenCase[] = blocks(String.raw`
==== an alternative, written out
661:
nop
662:
.skip -(((6651f-6641f)-(662b-661b)) > 0) * ((6651f-6641f)-(662b-661b)), 0x90
663:
.pushsection .altinstructions, "a"
.long 661b - .
.long 6641f - .
.4byte (3*32+20)
.byte 663b-661b
.byte 6651f-6641f
.popsection
.pushsection .altinstr_replacement, "ax"
6641: lfence; swapgs
6651:
.popsection
ret
==== ALTERNATIVE as a macro
.macro ALTERNATIVE oldinstr, newinstr, feature
140:
\oldinstr
141:
.skip -(((144f-143f)-(141b-140b)) > 0) * ((144f-143f)-(141b-140b)), 0x90
142:
.pushsection .altinstructions, "a"
.long 140b - .
.long 143f - .
.long \feature
.byte 142b-140b
.byte 144f-143f
.popsection
.pushsection .altinstr_replacement, "ax"
143:
\newinstr
144:
.popsection
.endm
ALTERNATIVE "", "lfence", (3*32+18)
ALTERNATIVE "swapgs", "", 5
ALTERNATIVE "nop; nop", "movq %rax, %cr3", 6
ALTERNATIVE "jmp 1f", "", 7
1: ret
==== ALTERNATIVE_2
.macro ALTERNATIVE_2 oldinstr, newinstr1, feature1, newinstr2, feature2
140:
\oldinstr
141:
.skip -((((145f-144f) ^ (((145f-144f) ^ (144f-143f)) & -(-((145f-144f) < (144f-143f))))) - (141b-140b)) > 0) * (((145f-144f) ^ (((145f-144f) ^ (144f-143f)) & -(-((145f-144f) < (144f-143f))))) - (141b-140b)), 0x90
142:
.pushsection .altinstr_replacement, "ax"
143:
\newinstr1
144:
\newinstr2
145:
.popsection
.endm
ALTERNATIVE_2 "nop", "lfence", 1, "mfence; nop; nop", 2
ALTERNATIVE_2 "", "lfence", 1, "nop", 2
ret
==== an exception table
1: rdmsr
2: nop
.pushsection "__ex_table", "a"
.balign 4
.long (1b) - .
.long (2b) - .
.long 3
.popsection
.section .fixup, "ax"
3: xorl %eax, %eax
jmp 2b
.previous
ret
==== unreachable
ud2
.pushsection .discard.unreachable
.long . - .
.popsection
==== an unwinding note
.macro UNWIND_HINT type=0, reg=0, offset=0
.Lhere_\@:
.pushsection .discard.unwind_hints
.long .Lhere_\@ - .
.short \offset
.byte \reg
.byte \type
.balign 4
.popsection
.endm
nop
UNWIND_HINT
UNWIND_HINT type=1 reg=2 offset=8
ret
==== saving registers
.macro PUSH_REGS rdx=%rdx rax=%rax save_ret=0
.if \save_ret
pushq %rsi
movq 8(%rsp), %rsi
movq %rdi, 8(%rsp)
.else
pushq %rdi
pushq %rsi
.endif
pushq \rdx
pushq %rcx
pushq \rax
.irp reg, r8, r9, r10, r11, rbx, rbp, r12, r13, r14, r15
pushq %\reg
.endr
.if \save_ret
pushq %rsi
.endif
.endm
.macro CLEAR_REGS
.irp reg, si, dx, cx, bx, bp
xorl %e\reg, %e\reg
.endr
.irp n, 8, 9, 10, 11, 12, 13, 14, 15
xorl %r\n\()d, %r\n\()d
.endr
.endm
PUSH_REGS
PUSH_REGS rax=$-38 save_ret=1
PUSH_REGS rdx=(%rdx)
CLEAR_REGS
==== the function macros
.macro SYM_START name, linkage=.globl, align=4
\linkage \name
.p2align \align, 0x90
\name:
.endm
.macro SYM_END name
.type \name, @function
.size \name, .-\name
.endm
SYM_START asm_exc_nmi
cld
pushq %rdx
movq %rsp, %rdx
call repeat_nmi
SYM_END asm_exc_nmi
SYM_START repeat_nmi, .local, 0
movb $1, 8(%rsp)
iretq
SYM_END repeat_nmi
==== nested NMI detection
nmi:
pushq %rdx
cmpl $0x10, 16(%rsp)
jne first_nmi
cmpl $1, -8(%rsp)
je nested_nmi
leaq 6*8(%rsp), %rdx
cmpq %rdx, 4*8(%rsp)
ja first_nmi
subq $4096, %rdx
cmpq %rdx, 4*8(%rsp)
jb first_nmi
testw $(1<<10), (3*8)(%rsp)
jz first_nmi
nested_nmi:
subq $8, %rsp
leaq -10*8(%rsp), %rdx
pushq $0x18
pushq %rdx
pushfq
pushq $0x10
pushq $repeat_nmi
addq $(6*8), %rsp
nested_nmi_out:
popq %rdx
iretq
first_nmi:
movq (%rsp), %rdx
pushq $0
subq $(5*8), %rsp
.rept 5
pushq 11*8(%rsp)
.endr
repeat_nmi:
movq $1, 10*8(%rsp)
addq $(10*8), %rsp
.rept 5
pushq -6*8(%rsp)
.endr
subq $(5*8), %rsp
end_repeat_nmi:
pushq $-1
movl $2, %ebx
rdgsbase %rax
swapgs
addq $(6*8)+8, %rsp
std
movq $0, 5*8(%rsp)
iretq
==== per-CPU data
movq %gs:extern(%rip), %rax
movq %gs:0x28, %rax
incl %gs:extern
cmpb $0, %gs:extern(%rip)
movq $1, %gs:extern+8(%rip)
addq %gs:(%rdx), %rax
==== switching page tables
movq %cr3, %rax
btsq $63, %rax
andq $(~((1<<12)|(1<<11))), %rax
movq %rax, %cr3
testl $(1 << 12), %eax
jz 1f
orq $(1 << 11), %rax
movq %rax, %cr3
1: movl $0x48, %ecx
movl $1, %eax
xorl %edx, %edx
wrmsr
lfence
==== SYSCALL
swapgs
movq %rsp, %gs:extern(%rip)
movq %gs:extern+8(%rip), %rsp
pushq $0x2b
pushq %gs:extern(%rip)
pushq %r11
pushq $0x33
pushq %rcx
pushq %rax
movslq %eax, %rsi
call extern
shlq $(64 - (47+1)), %rcx
sarq $(64 - (47+1)), %rcx
cmpq %rcx, %r11
jne 1f
testq $0x10100, %r11
jnz 1f
swapgs
sysretq
1: iretq
==== paranoid entry
movl $1, %ebx
movl $0xc0000101, %ecx
rdmsr
testl %edx, %edx
js 1f
xorl %ebx, %ebx
swapgs
1: ret
==== a table of entries
.align 8
.set vector, 0
.rept 4
.if vector == 2
pushq $0
.else
.byte 0x6a, vector
.endif
jmp common
.balign 8
.set vector, vector + 1
.endr
common: addq $8, %rsp
iretq
==== a return by RETF
pushq $0x10
leaq 1f(%rip), %rax
pushq %rax
lretq
1: movl $0x18, %eax
movl %eax, %ds
movw %ax, %es
movl %eax, %ss
==== loading tables
lgdt gdt(%rip)
lidt 8(%rax)
ltr %ax
sgdt (%rsp)
str %ax
.balign 8
gdt: .word 0x27
.quad table
table: .quad 0, 0x00af9b000000ffff, 0x00cf93000000ffff
==== XSAVE
movl $-1, %eax
movl $-1, %edx
xsave64 (%rdi)
xrstor64 (%rdi)
fxsave64 (%rsi)
fxrstor64 (%rsi)
xsaves (%rdi)
xgetbv
==== comments of every kind
nop # hash
nop /* block */ ; ret
/* several
 lines */ hlt
/ a line
# 12 "file.c"
cli # "quotes' in it
==== separators and space
nop;nop ;	nop
	 movq	%rax ,	%rbx
a:nop;b:ret;jmp a;jmp b
==== old names of prefixes
rep; nop
rex64; fxsave (%rdi)
repz; ret
.byte 0xf3; nop
`);
