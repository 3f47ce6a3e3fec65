// Prefixes as words before (and instead of) instructions, hints in braces, and
// suffixes of the mnemonic that are hints.

import type { GoldenCase } from "../format.ts";
import { lines } from "./lines.ts";

const WORDS = "lock rep repe repz repne repnz cs ds es ss fs gs data16 addr32 rex rex.w rex.r rex.x rex.b rex64 bnd notrack xacquire xrelease".split(" "); // prettier-ignore
const AFTER = [
  "nop", "ret", "movsb", "cmpsq", "addl %eax,(%rbx)", "xchgl %eax,(%rbx)", "incq 8(%rax)", "movl %eax,%ebx",
  "movb $1,(%rdi)", "jmp *%rax", "call *(%rax)", "pushq %rax", "movq %gs:8,%rax", "cmpxchg16b (%rdi)", "bsfl %eax,%ebx",
]; // prettier-ignore

const PAIRS: readonly GoldenCase[] = WORDS.flatMap((word) => AFTER.map((after) => ({ source: `${word} ${after}` })));

export const PREFIXES: readonly GoldenCase[] = [
  ...PAIRS,
  ...lines(`
lock
rep
cs
rex.w
data16
addr32
rex.wrxb
rex64
lock; incl (%rax)
rep; movsb
rep ; ; stosq
lock lock incl (%rax)
rep repne movsb
cs ds nop
data16 data16 nop
lock rep incl (%rax)
rep lock movsb
lock rex.w incl (%rax)
data16 rex.w nop
rex.w data16 nop
fs rep movsb
rep fs movsb
gs lock incl (%rax)
rex.r incl %eax
rex.x movl (%rax,%rcx),%edx
rex.b addl %eax,%ebx
rex.w addl %eax,%ebx
rex.w addq %rax,%rbx
rex movb %al,%bl
rex movb %sil,%bl
{rex} movb %al,%bl
{rex} movb %ah,%bl
{rex} addl %eax,%ebx
{rex} nop
{disp8} movq (%rax),%rbx
{disp8} movq 8(%rax),%rbx
{disp8} movq 0x1000(%rax),%rbx
{disp8} movq 8(%rip),%rbx
{disp8} movq 8(,%rax,4),%rbx
{disp8} movq extern(%rax),%rbx
{disp32} movq (%rax),%rbx
{disp32} movq 8(%rax),%rbx
{disp32} movq 8(%rbp,%rcx,4),%rbx
{disp32} movq (%rip),%rbx
{disp32} mov 0x10,%al
{disp32} mov 0x10,%rax
{disp32} mov %eax,0x10
{disp32} mov 0x10,%rbx
{disp32} mov extern,%al
{disp8} mov 0x10,%rax
{load} mov %rax,%rbx
{store} mov %rax,%rbx
{load} add %rax,%rbx
{store} add %rax,%rbx
{load} mov (%rax),%rbx
{store} mov (%rax),%rbx
{load} xchg %rax,%rbx
{store} xchg %rax,%rbx
{load} test %rax,%rbx
{load} cmp %al,%bl
{load} movaps %xmm0,%xmm1
{store} movaps %xmm0,%xmm1
{store} movdqu %xmm0,%xmm1
{load} mov %ds,%eax
{load} {store} mov %rax,%rbx
{store} {load} mov %rax,%rbx
{load}{store} mov %rax,%rbx
{load}mov %rax,%rbx
{disp32} {load} mov %rax,%rbx
{disp32} {rex} mov 8(%rax),%ebx
{ load } mov %rax,%rbx
{LOAD} mov %rax,%rbx
{vex} andn %rax,%rbx,%rcx
{vex2} vpxor %xmm0,%xmm1,%xmm2
{vex3} vpxor %xmm0,%xmm1,%xmm2
{vex} mov %rax,%rbx
{nooptimize} movq %rax,%rbx
{unknown} nop
mov.s %rax,%rbx
mov.s %rbx,%rax
movb.s %al,%bl
add.s %rax,%rbx
addl.s %eax,%ebx
cmp.s %eax,%ebx
xor.s %r8,%r9
mov.d8 (%rax),%rbx
mov.d32 (%rax),%rbx
mov.d32 8(%rax),%rbx
jmp,pt .+2
jmp,pn .+2
je,pt .+2
jne,pn .+2
jne , pn .+2
jmp.d8 .+2
jmp.d32 .+2
je.d32 .+2
call.d32 .+5
`),
];
