// Moves and arithmetic in every spelling, right and wrong.

import type { GoldenCase } from "../format.ts";
import { lines } from "./lines.ts";

export const GENERAL_LINES: readonly GoldenCase[] = lines(String.raw`
cmpb $0, 7(%rsp)
cmpw $0x10, 8(%rsp)
cmpq $-1, (%rsp)
cmp $0, (%rsp)
cmp %rax, (%rsp)
cmp (%rsp), %rax
test $1, %al
test $3, 8(%rsp)
testw $0x200, 16(%rsp)
testq $0x80000000, %rax
testq $-0x80000000, %rax
test (%rax), %rbx
test %rbx, (%rax)
test $1, (%rbx)
testb %ah, %bl
testb $0xff, %spl
cmpl $0x80000000, %eax
cmpl $0xffffffff, %eax
cmpl $-1, %eax
cmpw $0xff80, %ax
cmpw $-128, %ax
cmpw $128, %bx
cmpb $0x80, %al
cmpb $255, %bl
cmpb $-128, %cl
addq $127, %rax
addq $128, %rax
addq $-128, %rsp
subq $-128, %rsp
addl $127, %eax
addl $128, %eax
addl $128, %ebx
add $0x80, %al
andl $0xf, %esp
andq $-16, %rsp
andq $0xfffffffffffffff0, %rsp
andb $~3, %al
orq $1<<9, %rax
orl $0x200, 24(%rsp)
xorl %eax,%eax
xor %ax, %ax
xorb %r15b, %dil
sbbq %rax, %rax
adcl $0, %edx
negq 8(%rax)
notl (%rbx)
incw %ax
decb (%rip)
incl 4(%rip)
mulq %rcx
mull (%rax)
imulq $8, %rax, %rcx
imul $8, %rax
imul %rbx
imul %rbx, %rax
imul (%rbx), %eax
imull $0x12345, (%rax), %ebx
imulw $3, %ax
divq %rcx
div %cl
idivw %ax
div %ecx, %eax
mul %ebx, %eax
imulb %cl, %al
idivq %rcx, %rax
shlq $1, %rax
shlq %rax
shl %rax
shlq %cl, %rax
shl %cl, (%rax)
sarl $31, %eax
shrb $7, 3(%rax)
rolw $8, %ax
rcll $1, %eax
rcrq (%rax)
rorq %cl, (%r8,%r9,2)
sal $4, %rax
salq (%rax)
shldq $3, %rax, %rbx
shldl %cl, %eax, (%rbx)
shld %eax, (%rbx)
shrdw $15, %ax, %bx
shrd %cl, %rax, %rdx
btq $63, %rax
bt $3, (%rax)
btsl $31, (%rax)
btr %rax, (%rbx)
btcw $7, %ax
bsf (%rax), %rbx
bsrq %rax, %rbx
popcnt %eax, %ebx
lzcntq (%rax), %rbx
tzcntw %ax, %bx
bswap %eax
bswap %r15
cltq
cqto
cltd
cwtl
cbtw
cwtd
cqo
cdqe
cdq
cwde
cbw
cwd
setz %al
setnae 3(%rsp)
setnle %r8b
cmovzq %rax, %rbx
cmovnge (%rax), %ecx
cmovaw %ax, %bx
cmovpe %eax, %ebx
cmovpo %rax, %rbx
xchg %rax, %rbx
xchg %eax, %eax
xchg %rax, %rax
xchg %ax, %ax
xchg %r8, %rax
xchg %r8d, %eax
xchgb %al, (%rbx)
xchgq (%rbx), %rax
xaddq %rax, (%rbx)
xaddb %al, %bl
cmpxchgq %rbx, (%rcx)
cmpxchgb %bl, %cl
cmpxchg8b (%rdi)
cmpxchg16b (%rdi)
lock cmpxchg8b 8(%rdi)
lock; cmpxchg16b (%rdi)
lock xaddl %eax, (%rdi)
lock btsq $0, (%rax)
lock/incl (%rax)
lock andb $0, (%rax)
lock orl $0, (%rsp)
lock addl $0, -4(%rsp)
movq $extern, %rax
movl $extern, %eax
movq $extern+8, %rsp
movabsq $extern, %rax
movabs $extern, %rax
movabs $1, %r8
movabsq $-1, %rax
movabs extern, %al
movabs %eax, extern
movabsq 0x1122334455667788, %rax
movabs %rax, 0x1122334455667788
movabsw %ax, 0x8877665544332211
mov 0x1122334455667788, %rax
mov 0xffffffff80000000, %eax
mov 0x80000000, %eax
mov 0x7fffffff, %eax
mov $0x7fffffff, %rax
mov $0x80000000, %rax
mov $-0x80000000, %rax
mov $-0x80000001, %rax
movq $0xffffffff, %rax
movq $0x80000000, %r8
movl $-1, %eax
movl $0xffffffff, (%rax)
movl $0x100000000, %eax
movq $0x80000000, (%rax)
movw $0xffff, (%rax)
movb $0xff, %ah
movb $-129, %al
movb $256, %al
movw $65536, %ax
movzbl %al, %eax
movzbq (%rax), %rbx
movzwq %ax, %rbx
movzx %al, %rbx
movzx (%rax), %ebx
movzxb (%rax), %ebx
movzxw (%rax), %ebx
movzb %al, %ecx
movzb (%rax), %cx
movzw %ax, %rcx
movsb %al, %ecx
movsbl %ah, %ecx
movsbq %sil, %rcx
movswl (%rax), %ecx
movswq %ax, %rcx
movslq %eax, %rcx
movslq (%rax), %rcx
movsxd %eax, %rcx
movsx %al, %ecx
movsx %ax, %rcx
movsxd (%rax), %rcx
movsl (%rax), %rcx
movzl %eax, %rcx
movzlq %eax, %rcx
mov %cr0, %rax
mov %rax, %cr0
movq %cr4, %rbx
mov %r9, %cr4
mov %cr8, %r15
mov %dr0, %rax
mov %rax, %dr6
mov %db7, %rax
mov %dr8, %rax
mov %cr9, %rax
mov %cr15, %rax
mov %ds, %ax
mov %ds, %eax
mov %ds, %rax
mov %ax, %ds
mov %eax, %ss
mov %rax, %es
movw %ds, (%rax)
movw (%rax), %fs
movl %ds, %eax
movl %ds, (%rax)
movq %ds, (%rax)
mov %gs, (%rax)
mov (%rax), %gs
movb %ds, %al
mov %tr3, %rax
movq %mm0, %rax
movd %xmm0, %eax
movq %xmm0, (%rax)
lea 8(%rax,%rbx,2), %rcx
leaq extern(%rip), %rax
lea extern, %rax
lea extern(,%rax,8), %rax
leal (%rax), %ebx
leaw (%rax), %bx
lea %gs:8(%rax), %rcx
lea (%eax), %ebx
lea (%eax), %rbx
`);
