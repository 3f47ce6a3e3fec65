// Addresses: every base, every index, every scale, displacements at their
// limits, 32-bit addresses, segments, and places without a base.

import type { GoldenCase } from "../format.ts";
import { lines } from "./lines.ts";

const NAMES = "rax rcx rdx rbx rsp rbp rsi rdi r8 r9 r10 r11 r12 r13 r14 r15".split(" ");
const NARROW = "eax ecx edx ebx esp ebp esi edi r8d r9d r12d r13d".split(" ");
const DISPLACEMENTS = ["", "0", "1", "-1", "127", "128", "-128", "-129", "0x7fffffff", "-0x80000000"];
const SEGMENTS = ["es", "cs", "ss", "ds", "fs", "gs"];

const each = (texts: readonly string[]): GoldenCase[] => texts.map((source) => ({ source }));

const BASES = NAMES.flatMap((base) => DISPLACEMENTS.map((d) => `movq ${d}(%${base}),%rdx`));
const INDEXES = NAMES.flatMap((index, n) =>
  [1, 2, 4, 8].map((scale) => `leaq 0x10(%${NAMES[(n + scale) % 16]},%${index},${scale}),%r9`),
);
const INDEX_ALONE = NAMES.flatMap((index) => [`movl (,%${index},4),%eax`, `movl -8(,%${index},1),%eax`]);
const PAIRS = NAMES.flatMap((base) => ["rbp", "r12", "r13"].map((index) => `cmpb $1,(%${base},%${index})`));
const NARROWS = NARROW.flatMap((base) => [
  `movq (%${base}),%rdx`,
  `incl 8(%${base},%eax,2)`,
  `movb $1,0x80000000(%${base})`,
]);
const OVERRIDES = SEGMENTS.flatMap((segment) =>
  ["(%rax)", "(%rbp)", "8(%rsp)", "0x28", "(,%rcx,8)", "16(%rip)", "(%rbp,%rax)", "(%rax,%rbp)"].map(
    (place) => `movq %${segment}:${place},%rbx`,
  ),
);

const PLACES = `
movq 0x10,%rbx
movq -8,%rbx
movq 0x7fffffff,%rbx
movq 0x80000000,%rbx
movq 0xffffffff80000000,%rbx
movq 0x80000000,%rax
movb 0x123456789abc,%al
movw 0x123456789abc,%ax
movl %eax,0x123456789abc
movq %rbx,0x123456789abc
movq %gs:0x123456789abc,%rax
movabsq 0x10,%rax
movabsq %rax,%gs:0x10
movabs 0x1122334455667788,%al
movabsl %eax,0x1122334455667788
addr32 movb 0x123456789abc,%al
addr32 mov 0x12345678,%al
addr32 mov 0x12345678,%eax
addr32 movabs 0x12345678,%eax
addr32 mov %al,0x12345678
addr32 mov %rax,0x80000000
addr32 mov 0xffffffff,%rbx
addr32 mov 0x80000000,%rbx
mov 0x80000000(%eax),%rbx
mov 0xffffffff(%eax),%rbx
mov 0x100000000(%eax),%rbx | refused here: the displacement would be cut to 32 bits
mov 0x80000000(%rax),%rbx
mov 0xffffffffffffffff(%rax),%rbx
addr32 movq extern,%rax
addr32 movq extern,%rbx
movq extern,%rax
movq extern,%rbx
movq extern(%rax),%rbx
movq extern(%eax),%rbx
movq extern+8(,%rax,8),%rbx
movq extern(%rip),%rbx
movq extern-4(%rip),%rbx
movb $1,extern(%rip)
movw $1,extern(%rip)
movl $1,extern(%rip)
movq $1,extern(%rip)
cmpl $0x12345678,extern(%rip)
imulq $5,extern(%rip),%rax
shldq $5,%rax,extern(%rip)
movq extern(%eip),%rbx
movq 8(%eip),%rbx
movq (%rip),%rbx
movq %gs:extern(%rip),%rbx
movq %gs:extern,%rax
movabsq extern,%rax
movabsq $extern,%rax
movq $extern,%rax
movl $extern,%eax
pushq $extern
pushq extern
pushq extern(%rip)
lea extern,%rax
lea extern(%rip),%rax
lea (%rax),%eax
leal (%eax),%ecx
leaw 4(%rax),%cx
leaq (%eax),%rcx
movq (%rax,%rcx,),%rdx
movq (%rax,%rcx,1),%rdx
movq 8(%rax,1),%rdx
movq (%rax,4),%rdx
movq 8 (%rax),%rdx
movq 8( %rax , %rcx , 2 ),%rdx
movq (8)(%rax),%rdx
movq (8+8)(%rax),%rdx
movq -(8)(%rax),%rdx
movq 8*(2+1)(%rax),%rdx
movq ~7(%rax),%rdx
movq +8(%rax),%rdx
movq 8+(8)(%rax),%rdx
movq %es:(%rdi),%rax
movq %es : 8(%rdi),%rax
call *%gs:8
call *8(%rax,%rcx,8)
jmp *extern(,%rax,8)
jmp *extern(%rip)
call *extern
jmp *%r11
jmp *(%r11)
call extern
call extern+4
jmp extern
jne extern
`;

export const ADDRESSES: readonly GoldenCase[] = [
  ...each([...BASES, ...INDEXES, ...INDEX_ALONE, ...PAIRS, ...NARROWS, ...OVERRIDES]),
  ...lines(PLACES),
];
