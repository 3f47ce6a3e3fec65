// Expressions, branches, prefixes and comments as entry code writes them.

import type { GoldenCase } from "../format.ts";
import { blocks } from "./lines.ts";

export const ENTRY_EXPRESSIONS: readonly GoldenCase[] = blocks(String.raw`
==== percpu arith
.set off, 0x1000
movq %gs:off+8, %rax
movq %gs:off+8(%rip), %rax
cmpl $0, %gs:(off-16)
addl $1, %gs:off(,%rax,8)
movq %gs:(%rdx,%rcx), %rax
==== immediates with symbols
.set K, 0x10
pushq $K
pushq $K|3
movl $(K<<4)|1, %eax
cmpw $K, 8(%rsp)
testb $(K>>2), %al
movb $K+'a', %al
addq $-K, %rsp
addq $K*16, %rsp
movabs $K, %rax
movq $~K, %rax
movq $-K, (%rax)
==== immediates fwd
pushq $K
addq $K, %rsp
movb $K, %al
movq $K, %rax
movl $K, %eax
cmpq $K, (%rax)
movq K(%rsp), %rax
movq $K-4, %rax
imulq $K, %rax, %rbx
shlq $K, %rax
int $K
enter $K, $0
ret $K
K = 4
==== disp fwd
movq K(%rax), %rbx
movq -K(%rax), %rbx
movq K, %rax
movq K(,%rax,8), %rbx
lea K(%rip), %rax
K = 16
==== imm label diff
a: nop
nop
b: movq $b-a, %rax
addq $b-a, %rsp
movb $b-a, %al
pushq $b-a
movq b-a(%rax), %rbx
cmpb $b-a, (%rax)
==== imm label diff fwd
movq $b-a, %rax
addq $b-a, %rsp
movb $b-a, %al
pushq $b-a
movq b-a(%rax), %rbx
leaq b-a(%rsp), %rsp
a: nop
nop
b: ret
==== jump to number
jmp 0x1000
jne 0x1010
call 0x1000
jmp 5
==== jump star
jmp *extern
jmp *extern(%rip)
jmp *8(%rax)
jmp *(%rsp)
jmp *extern(,%rax,8)
call *%gs:8
jmp *%gs:(%rax)
jmpq *%rax
callq *(%rax)
ljmp *(%rax)
lcall *8(%rsp)
ljmpl *extern(%rip)
ljmpw *(%rax)
==== relaxation chain
a: jmp d
.skip 120
b: jmp e
.skip 120
c: jmp a
.skip 5
d: jmp b
.skip 121
e: jmp c
je a
.skip 3
jne e
==== relaxation align
a: jmp b
.p2align 5
.skip 90
jne a
b: .p2align 4
je a
jmp c
.skip 124
c: ret
==== relaxation org
jmp b
.org 0x80
b: jmp a
.org 0x100
a: nop
==== relaxation leb
jmp b
.uleb128 b-a
.skip 124
a: nop
b: ret
.sleb128 a-b, b-a
==== loop jcxz
1: loop 1b
loopne 1b
loope 1b
loopz 1b
loopnz 1b
jrcxz 1b
jecxz 1b
loopl 1b
loopq 1b
loopel 1b
==== jump hints
jmp 1f
{disp32} jmp 1f
{disp8} jmp 1f
{disp32} je 1f
jmp.d32 1f
1:
==== bundle of prefixes
lock; rep; nop
rep; ret
repz ret
repe; cmpsb
repne scasb
repnz; scasq
data16 rex.w call extern
data16; rex.W; call extern
data32 nop
addr32 lock incl (%eax)
cs; nop
.byte 0x2e; nop
ds; jmp 1f
1: gs movsb
fs; lodsb
es; movsb
==== prefix case
LOCK INCL (%rax)
REP MOVSB
MOVQ %RAX, %RBX
Movq %rax, %Rbx
==== spaces in operands
movq 8 ( %rsp ) , %rax
movq ( %rax , %rbx , 4 ), %rcx
movq $ 5, %rax
movq % rax, %rbx
pushq $ - 1
movq %gs : 8, %rax
jmp * %rax
==== comment forms
nop // c++?
==== comment slash start
/ whole line
nop
==== comment hash mid
movq $1, %rax # comment
# whole
  # indented
nop /* x */ ; /* y */ ret
nop /* "quote */
==== cpp line marker
# 1 "a.S"
# 5 "b.h" 1 3
nop
#line 3
==== cont line
movq %rax, \
%rbx
==== unterminated comment
nop
/* never
`);
