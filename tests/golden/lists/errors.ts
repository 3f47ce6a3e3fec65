// What must be refused: mistakes of every kind, one a line.

import type { GoldenCase } from "../format.ts";
import { blocks, lines } from "./lines.ts";

const NOT_64_BIT = "aaa aas daa das pusha popa into aad aam pushl popl pushfl popfl".split(" ");
const WRONG_OPERANDS = [
  "mov", "movq", "movq %rax", "movq %rax,%rbx,%rcx", "movq (%rax),(%rbx)", "movq $1,$2", "movq %rax,$1", "addq $1",
  "pushq", "pushq %rax,%rbx", "popq $1", "pushl %eax", "popl %ecx", "push %al", "push %eax", "iretq %rax", "ret %rax",
  "leaq %rax,%rbx", "leaq $1,%rax", "lea (%rax)", "incq", "incq $1", "notq $1", "shlq %rax,%rbx", "shlq %dl,%rax",
  "imulq $1,%rax,(%rbx)", "xchgq $1,%rax", "cmpxchgq (%rax),%rbx", "xaddq (%rax),%rbx", "btq (%rax),%rbx", "sete %eax",
  "sete $1", "cmovel $1,%eax", "cmoveb %al,%bl", "bswapw %ax", "bswapl (%rax)", "movzbl %eax,%ebx", "movzwl %al,%ebx",
  "movslq %rax,%rbx", "movsbw %ax,%bx", "call", "jmp", "je %rax", "je *%rax", "je *(%rax)", "loop *%rax", "jmp $1",
  "call $1", "int %al", "int $1,$2", "in %al,%dx", "out %dx,%al", "invlpg %rax", "lgdt %rax", "sgdt %rax", "ltr %rax",
  "lldt %eax", "wrmsr %eax", "swapgs %gs", "rdfsbase (%rax)", "rdgsbase %ax", "movq %cr1000,%rax", "movl %cr0,%eax",
  "movq %cr0,(%rax)", "movq $1,%cr3", "movq %cr0,%cr3", "movq %ds,%es", "movq $1,%ds", "movq %rax,%foo", "movq %rax,%",
  "movq %eax,%rbx", "movl %rax,%ebx", "movw %al,%bx", "movb %ax,%bl", "movq %al,%rbx", "addl %rax,%rbx", "cmpb %ax,%bx",
  "testl %al,%bl", "fxsave %rax", "cmpxchg8b %rax", "cmpxchg16b %rax", "prefetcht0 %rax", "clflush %rax", "andn %rax,%rbx",
  "crc32b %ax,%eax", "popcntb %al,%bl", "movbe %rax,%rbx", "movnti %rax,%rbx", "enter $1", "leave $1", "lret %ax",
]; // prettier-ignore

const ADDRESSES = `
movq (%al),%rbx
movq (%ax),%rbx
movq (%rax,%eax),%rbx
movq (%eax,%rax),%rbx
movq (%rax,%rsp),%rbx
movq (%rsp,%rsp),%rbx
movq (%rax,%rip),%rbx
movq (%rip,%rax),%rbx
movq (%rax,%rcx,3),%rbx
movq (%rax,%rcx,16),%rbx
movq (%rax,%rcx,-1),%rbx
movq (%rax,%rcx,2,1),%rbx
movq (%rax,%rcx,2,%rbx
movq %rax,%rcx,2),%rbx
movq (%rax,%gs),%rbx
movq (%cr0),%rbx
movq (%xmm0),%rbx
movq 8(%rax)(%rcx),%rbx
movq (),%rbx
movq 0x100000000(%rax),%rbx
movq -0x80000001(%rax),%rbx
movq %gs:%rax,%rbx
movq %rax:8,%rbx
movq %gs,8(%rax),%rbx
movq $,%rax
movq ,%rax
movq %rax,
movq %rax %rbx
movq %rax,,%rbx
movq $1 2,%rax
movq [rax],%rbx
movq *(%rax),%rbx
movq *%rax,%rbx
jmp **%rax
`;

const REST = `
foo
foo %rax
movv %rax,%rbx
moveq %rax,%rbx
movlq %eax,%rbx
iretx
push.q %rax
movb %ah,%sil
movb %sil,%ah
movb %ah,%r8b
addb %dh,(%r8)
lock nop
lock movq %rax,(%rbx)
lock incl %eax
lock xorl %eax,%ebx
lock cmpl %eax,(%rbx)
rep nopl (%rax)
rep addl %eax,%ebx
repne movq %rax,%rbx
bnd movq %rax,%rbx
notrack nop
data32 nop
addr16 movl (%eax),%ebx
ljmp $0x10,$0
lcall $0x10,$0
ljmpq *(%rax)
lcallq *(%rax)
les (%rax),%eax
lds (%rax),%eax
bound %eax,(%rax)
arpl %ax,%bx
jcxz .
callw extern | refused here: a 16-bit call cannot return to 64-bit code
jmpl *%eax
pushw %cs
pushq %cs
popq %ds
push %es
movq %rax,%cs
mov %eax,%cs
mov $0x123456789abcdef01,%rax
movl $0x123456789,(%rax)
movq $0x123456789,(%rax)
pushq $0x123456789
addq $0x80000000,%rax
cmpq $0xffffffff,(%rsp)
testq $0x100000000,%rax
imulq $0x80000000,%rax,%rbx
shll $256,%eax
int $256
int $-129
ret $65536
enter $65536,$1
1x: nop
.unknown
.macro
.quad %rax | refused here: a register is no number
.byte a,
.long 08
.long 0x | refused here: a number without digits
.long 1 2
.long (1
.long 1)
.long 1+ | refused here: an operand is missing
.long *2
.long 1 +* 2
.set
.set x
.set 5,1
x = 
.globl
.ascii x
.ascii "a" x
.section
.balign 3
.rept x
.endr
.endif
.else
.elseif 1
.if
.if x
.ifdef
.popsection
.error "stop"
.err
.org -1
.skip x
`;

export const ERRORS: readonly GoldenCase[] = [
  ...NOT_64_BIT.map((source) => ({ source })),
  ...WRONG_OPERANDS.map((source) => ({ source })),
  ...lines(ADDRESSES),
  ...lines(REST),
  ...blocks(String.raw`
==== a label twice
a: nop
a: ret
==== a label and then a value
a: nop
.set a, 5
==== a value and then a label | one name for two things is a mistake more likely than a wish
.set a, 5
a: nop
==== .equiv twice
.equiv a, 1
.equiv a, 2
==== == twice
a == 1
a == 2
==== a numeric label that is not there
jmp 1b
==== a difference of what lies elsewhere
.data
d: .quad 0
.text
t: .quad 0
.skip d - t
==== a product of labels
a: nop
.quad a * 2
==== a sum of labels
a: nop
b: nop
.quad a + b
==== .org backwards
nop
nop
.org 1
==== a condition without end
.if 1
nop
==== two .else
.if 1
nop
.else
ret
.else
hlt
.endif
==== .elseif after .else
.if 1
.else
.elseif 1
.endif
==== a macro without end
.macro m
nop
==== a repetition without end
.rept 2
nop
==== .rept closed by .endm
.rept 2
nop
.endm
==== a macro twice
.macro m
nop
.endm
.macro m
ret
.endm
==== a required argument is missing
.macro m a:req
.byte \a
.endm
m
==== too many arguments
.macro m a
.byte \a
.endm
m 1, 2
==== an unknown qualifier
.macro m a:opt
.endm
==== a parameter twice
.macro m a, a
.endm
==== parentheses around parameters
.macro m (a, b)
.byte \a,\b
.endm
==== a purged macro
.macro m
nop
.endm
.purgem m
m
==== an undefined symbol in a size
.skip a - b
a: nop
==== a condition on what is not known yet
.if a - b
.endif
a: jmp c
b: nop
c:
==== a short jump too far
jrcxz a
.skip 200
a: nop
==== a forced short jump too far
jmp.d8 a
.skip 200
a: nop
`),
];
