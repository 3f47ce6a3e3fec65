// Intel syntax: operands, sizes, names that differ from AT&T's, operators in
// words, and what GNU as refuses in it.

import type { GoldenCase } from "../format.ts";
import { blocks, intel } from "./lines.ts";

const LINES = String.raw`
mov rax, rbx
mov rax, 5
mov eax, 10h
mov eax, 0ffh
mov rax, extern
mov rax, offset extern
mov rax, OFFSET FLAT:extern
mov rax, offset extern+8
mov rax, [extern]
mov rax, [extern+8]
mov rax, extern[rip]
mov rax, [rip+extern]
mov rax, [rip+extern+4]
mov rax, [rip+8]
lea rax, [rip+extern]
lea rax, extern[rip]
mov rax, qword ptr [rbx]
mov qword ptr [rbx], 5
mov [rbx], 5
mov dword ptr [rbx], 5
mov byte ptr [rbx+rcx*4+8], 5
mov byte ptr 8[rbx], 5
mov rax, [rbx][rcx]
mov rax, 8[rbx][rcx*2]
mov rax, [rbx+rcx]
mov rax, [rsp+rax]
mov rax, [rax+rsp]
mov rax, [rax*2]
mov rax, [rax*1]
mov rax, [rax*1+rbx]
mov rax, [rbx+rax*1]
mov rax, [4*rax+rbx]
mov rax, [rbx-8]
mov rax, [rbx-8+16]
mov rax, [rbx+8*2]
mov rax, [rbx+(8+1)*2]
mov rax, [0x10]
mov rax, ds:0x10
mov rax, ds:[0x10]
mov rax, gs:0x28
mov rax, gs:[0x28]
mov rax, qword ptr gs:[0x28]
mov rax, gs:[rbx+8]
mov rax, [gs:rbx]
mov rax, [gs:0x10]
mov rax, gs:extern[rip]
mov rax, qword ptr gs:[rip+extern]
mov rax, dword ptr [rbx]
movzx eax, byte ptr [rbx]
movzx eax, word ptr [rbx]
movzx eax, [rbx]
movzx rax, al
movsx rax, word ptr [rbx]
movsx rax, dword ptr [rbx]
movsxd rax, dword ptr [rbx]
movsxd rax, ecx
movsx eax, cx
push rax
push 5
push qword ptr [rax]
push [rax]
push offset extern
push extern
push gs
pushq 5
pop qword ptr [rsp+8]
pop [rax]
call extern
call rax
call [rax]
call qword ptr [rax]
call [extern]
call qword ptr [rip+extern]
call extern[rip]
jmp extern
jmp short extern
jmp rax
jmp [rax*8+extern]
jmp qword ptr extern[rax*8]
jmp far ptr [rax]
jmp fword ptr [rax]
call fword ptr [rax]
x: jne x
x: jrcxz x
ret
ret 8
retf
retf 8
lret
retfq
iret
iretd
iretq
syscall
sysret
sysretq
sysretd
sysexit
sysexitq
pushf
pushfq
popf
popfq
pushfd
cdqe
cqo
cdq
cwde
cbw
cwd
movsb
movsd
movsq
movsw
rep movsd
rep stosq
stosd
lodsd
scasd
cmpsd
repne scasb
movs byte ptr [rdi], byte ptr [rsi]
movs qword ptr es:[rdi], qword ptr [rsi]
stos byte ptr [rdi]
stos qword ptr es:[rdi], rax
lods al, byte ptr [rsi]
lods rax, qword ptr [rsi]
scas al, byte ptr es:[rdi]
cmps byte ptr [rsi], byte ptr es:[rdi]
ins byte ptr [rdi], dx
outs dx, byte ptr [rsi]
insd
outsd
insb
in al, dx
in al, 0x10
in eax, dx
out dx, al
out 0x80, al
int 3
int 0x80
int3
shl rax
shl rax, 1
shl rax, cl
shl qword ptr [rax], 3
shl [rax], 3
shld rax, rbx, cl
shld rax, rbx, 3
imul rax, rbx
imul rax, rbx, 10
imul rax, 10
imul qword ptr [rax]
mul rbx
div dword ptr [rax]
inc [rax]
inc dword ptr [rax]
neg byte ptr [rax]
test rax, rbx
test [rax], rbx
test rax, [rbx]
test al, 1
xchg rax, rbx
xchg rbx, rax
xchg [rax], rbx
xchg rbx, [rax]
cmpxchg [rax], rbx
lock cmpxchg qword ptr [rax], rbx
lock inc dword ptr [rax]
cmpxchg16b [rax]
cmpxchg16b xmmword ptr [rax]
cmpxchg8b qword ptr [rax]
xadd [rax], ebx
bt qword ptr [rax], 5
bt rax, rbx
bts [rax], rbx
bswap eax
cmove rax, rbx
cmovne eax, dword ptr [rax]
sete al
setne byte ptr [rax]
enter 8, 1
leave
mov cr3, rax
mov rax, cr2
mov dr7, rax
mov ds, ax
mov ds, eax
mov ax, ds
mov eax, ds
mov rax, ds
mov word ptr [rax], ds
mov ds, word ptr [rax]
lgdt [rax]
lidt tbyte ptr [rax]
sgdt [rip+extern]
ltr ax
lldt word ptr [rax]
lar rax, rbx
lar eax, word ptr [rbx]
lsl eax, ecx
str rax
sldt ax
smsw eax
lmsw ax
invlpg [rax]
invlpg byte ptr [rax]
invpcid rax, [rbx]
invpcid rax, oword ptr [rbx]
rdfsbase rax
wrgsbase rdi
swapgs
fxsave [rdi]
fxsave64 [rdi]
fxrstor64 [rdi]
xsave [rdi]
xsave64 [rdi]
ldmxcsr dword ptr [rax]
ldmxcsr [rax]
fnstcw word ptr [rax]
fnstcw [rax]
fldcw [rax]
fld qword ptr [rax]
fld dword ptr [rax]
fld tbyte ptr [rax]
fld st(1)
fstp qword ptr [rax]
fild word ptr [rax]
fild dword ptr [rax]
fild qword ptr [rax]
fistp qword ptr [rax]
fistp word ptr [rax]
movq xmm0, rax
movq rax, xmm0
movq xmm0, qword ptr [rax]
movd xmm0, eax
movd eax, xmm0
movd xmm0, dword ptr [rax]
movaps xmm0, [rax]
movaps xmm0, xmmword ptr [rax]
movdqu [rax], xmm0
movsd xmm0, qword ptr [rax]
movsd xmm0, xmm1
movss xmm0, dword ptr [rax]
pxor xmm0, xmm1
vpxor xmm0, xmm1, xmm2
vmovdqa ymm0, ymmword ptr [rax]
andn rax, rbx, rcx
bextr rax, rbx, rcx
rorx rax, rbx, 3
popcnt rax, rbx
popcnt eax, dword ptr [rax]
crc32 eax, byte ptr [rax]
crc32 eax, dword ptr [rax]
crc32 eax, bl
movnti [rax], rbx
movbe rax, [rbx]
movabs rax, 0x1122334455667788
mov rax, 0x1122334455667788
mov rax, 0xffffffff81000000
mov eax, 0xffffffff
mov al, [0x1122334455667788]
movabs al, [0x1122334455667788]
movabs al, ds:0x1122334455667788
mov eax, [ebx]
mov eax, [ebx+ecx*4]
addr32 mov eax, [ebx]
nop
nop dword ptr [rax]
nop word ptr [rax+rax*1]
nop qword ptr [rax]
nop [rax]
prefetcht0 [rax]
clflush [rax]
clflush byte ptr [rax]
monitor
monitor rax, ecx, edx
mwait eax, ecx
rdpid rax
xlatb
xlat
endbr64
pause
lfence
ud2
ud1 eax, [rax]
lea rax, [rbx+rcx*8+16]
lea eax, [rbx]
lea rax, qword ptr [rbx]
add rax, [rbx]
add [rbx], rax
add rax, -1
add qword ptr [rbx], 0x12345678
sub rsp, 5*8
sub rsp, 1 shl 4
and rsp, not 15
and rax, -16
mov eax, 1 or 2
mov eax, 5 mod 3
mov eax, 'A'
movq rax, rbx
movl eax, ebx
movb al, 5
addq rax, 5
mov %rax, %rbx
mov rax, %rbx
MOV RAX, RBX
mov RAX, QWORD PTR [RBX]
{disp32} mov rax, [rbx+8]
{load} mov rax, rbx
cs nop
rep ret
mov rax, [rbx+rcx*3]
mov rax, [rbx+rcx+rdx]
mov rax, [rbx
mov rax, rbx]
mov rax, [al]
mov rax, dword ptr rbx
mov eax, dword ptr 5
mov eax, dword ptr extern
.set N,5\nmov rax, N
.set N,5\nmov rax, [rsp+N*8]
.set N,5\nmov rax, N[rsp]
mov rax, N\n.set N,5
a: mov rax, offset b-a\nb:
a: nop\nb: mov rax, b-a
mov rax, $
jmp $
jmp .
jmp .+2
jmp $+2
cmp qword ptr [rsp], offset extern
cmp byte ptr gs:[extern], 0
cmp byte ptr gs:extern[rip], 0
mov rbp, rsp; nop # comment
and eax, ebx
or rax, 1
not rax
shr eax, 1
xor eax, eax
jmp 0x10
call 0x10
mov rax, [rbx]+8
mov rax, [rbx]-8
mov rax, 8+[rbx]
mov rax, [rbx].8
mov rax, (rbx)
mov rax, [(rbx+8)]
mov rax, [rbx+extern]
mov rax, extern[rbx+rcx*4+4]
mov rax, extern+4[rbx]
mov rax, dword ptr es:[rdi]
mov eax, dword ptr es:[rdi]
mov eax, es:[rdi]
mov eax, fs:[rbx]+4
bnd jmp rax
notrack jmp rax
notrack call rax
`;

const BLOCKS = String.raw`
==== there and back
.intel_syntax noprefix
mov rax, rbx
.att_syntax prefix
movq %rax, %rbx
==== registers with their sign
.intel_syntax
mov %rax, qword ptr [%rbx+8]
==== a bare register without leave
.intel_syntax
mov rax, rbx
==== AT&T without signs
.att_syntax noprefix
movq rax, rbx
movq 8(rsp,rcx,4), rdx
movq %rax, %rbx
movl $1, eax
jmp *rax
incl (rax)
==== macros in Intel syntax
.intel_syntax noprefix
.macro save r:vararg
.irp x, \r
push \x
.endr
.endm
save rax, rbx, r12
.att_syntax
popq %rax
==== labels and data in Intel syntax
.intel_syntax noprefix
start: mov rcx, 10
1: dec rcx
jnz 1b
jmp start
.quad start
lea rax, [rip+start]
mov rax, offset start
call start
==== a handler's beginning
.intel_syntax noprefix
cld
push rax
push rcx
mov rax, cr2
push rax
lea rdi, [rsp+8*2]
test byte ptr [rsp+8*4], 3
jz 1f
swapgs
1: mov rax, qword ptr gs:[0x28]
cmp dword ptr [rax+16], 1
sete byte ptr [rsp]
pop rax
mov cr2, rax
pop rcx
pop rax
iretq
==== a word that cannot follow
.intel_syntax sometimes
`;

export const INTEL: readonly GoldenCase[] = [...intel(LINES), ...blocks(BLOCKS)];
