// Bytes recorded from GNU as 2.40: forms of MOV, ports, string operations,
// prefixes, constants at their limits, apostrophes in macros, wide fillings.

import { describe, expect, test } from "vitest";
import { assemble } from "../../../src/asm/assemble.ts";
import { bytesToHex } from "../../../src/base/hex.ts";

/** One instruction a line: text => bytes. */
const INSTRUCTIONS = `
int $3 => cc
int3 => cc
int $1+2 => cc
int $4 => cd04
int $0x80 => cd80
in $5,%eax => e505
in $5,%rax => refused
in $0xffff,%ax => 66e5ff
in $256,%al => e400
in %dx => ed
in %dx,%al => ec
in %dx,%rax => refused
in %cx,%al => refused
in %dl,%al => refused
in (%dx),%al => ec
in %es:(%dx),%al => refused
in %dx,%cl => refused
inq $5,%rax => refused
out %al,$5 => e605
out %rax,%dx => refused
out %eax,%dx => ef
out %eax,%cx => refused
movsb (%rsi),(%edi) => refused
movsl (%esi),%es:(%edi) => 67a5
movsb %gs:(%rsi),%es:(%rdi) => 65a4
movsb (%rsi),%gs:(%rdi) => refused
stosq %rax,%fs:(%rdi) => refused
scasb %ds:(%rdi),%al => refused
insb (%dx),%gs:(%rdi) => refused
movsd => a5
movsd (%rsi),(%rdi) => refused
rep cmpsd => f3a7
shl $255,%eax => c1e0ff
shl $256,%eax => refused
shl $-129,%eax => refused
sar $-1,%rax => 48c1f8ff
rol $64,%rax => 48c1c040
shrd $256,%eax,%ebx => refused
add $0xffff,%ax => 6683c0ff
add $0x10000,%ax => 66050000
add $0xffffffff,%ax => 6683c0ff
add $0xffffffff,%eax => 83c0ff
add $0x100000000,%eax => 0500000000
add $0xffffffff,(%rax) => 8100ffffffff
addl $0xffffffff,(%rax) => 8300ff
add $0xffffffffffffffff,(%rax) => 8300ff
add $0xffffffff80000000,(%rax) => 810000000080
mov $0xffffffffffffffff,(%rax) => c700ffffffff
test $0xffffffff80000000,(%rax) => f70000000080
imul $0x10000,%ax => 6669c00000
pushw $0x10000 => 66680000
bt $0xffffffffffffffff,%rax => 480fbae0ff
ret $0xffffffffffffffff => c2ffff
movsx %eax,%ecx => 63c8
movsxb (%rax),%ecx => 0fbe08
movzxw (%rax),%r9 => 4c0fb708
movsxl (%rax),%rax => 486300
movsxl (%rax),%ax => refused
mov %ax,%es => 8ec0
mov %rax,%es => 8ec0
movq %es,%rax => 8cc0
movw %es,(%rax) => 8c00
movl %es,(%rax) => refused
mov %cs,%eax => 8cc8
mov %eax,%cs => 8ec8
movw (%rax),%gs => 8e28
movl (%rax),%gs => refused
movq (%rax),%gs => refused
mov $1,%es => refused
mov %fs,%gs => refused
mov %al,0x1234 => 88042534120000
mov 0x80000000,%eax => a10000008000000000
mov -0x80000000,%eax => 8b042500000080
mov 0xffffffff80000000,%rax => 488b042500000080
mov 0x123456789abc,%al => a0bc9a785634120000
mov %rax,0xffff888000000000 => 48a3000000008088ffff
mov 0x123456789abc,%ecx => refused
movabs 0x1234,%ax => 66a13412000000000000
movabs %ecx,0x1234 => refused
movabs $5,%rax => 48b80500000000000000
movabs $5,%eax => refused
movabsl 0x10,%eax => a11000000000000000
movq %gs:0x123456789abc,%rax => 6548a1bc9a785634120000
mov $0x80000000,%rax => 48b80000008000000000
mov $-0x80000000,%rax => 48c7c000000080
movq $0x7fffffffffffffff,%r9 => 49b9ffffffffffffff7f
movq $0x123456789,(%rax) => refused
movl $0x123456789,%eax => b889674523
mov %cr8,%rax => 440f20c0
mov %rax,%cr8 => 440f22c0
mov %r9,%cr3 => 410f22d9
mov %eax,%cr0 => refused
movl %cr0,%rax => refused
mov %db7,%rax => 0f21f8
mov %rax,%dr7 => 0f23f8
{load} mov %eax,%ebx => 8bd8
{store} mov %eax,%ebx => 89c3
{load} mov $1,%rax => 48c7c001000000
{load} xchg %eax,%ebx => 93
{vex3} mov %eax,%ebx => refused
{vex} nop => refused
rex.w movq %rax,%rbx => refused
rex.r movq %rax,%r9 => 4d89c1
rex.b movq %rax,%r9 => refused
rex.w mov %eax,%ebx => 4889c3
data16 movw %ax,%bx => refused
data16 mov $5,(%rax) => 66c7000500
data16 movsw => refused
data16 movs => 66a5
data16 data16 nop => refused
gs fs nop => refused
gs mov %fs:(%rax),%eax => refused
gs mov %gs:(%rax),%eax => 658b00
repne rep nop => refused
addr32 mov (%rax),%ebx => refused
addr32 lea (%eax),%rax => 67488d00
mov (%rsi,%riz),%rax => refused
`;

const TEXTS: readonly (readonly [source: string, bytes: string])[] = [
  [".irpc c,\"ab'\"\n.byte '\\c\n.endr", "636363"],
  [".irpc c,ab\n.byte '\\c'\n.endr", "6363"],
  [".irpc c,12\n.byte \\'c\n.endr", "refused"],
  ['.irpc c,ab\n.ascii "\\c"\n.endr', "6162"],
  [".irpc c,ab\n.byte '\\c, 1\n.endr", "63016301"],
  [".irpc c,a b\n.byte '\\c\n.endr", "6363"],
  [".irpc c\n.byte 1\\c\n.endr", "01"],
  [".irpc c,1,2\n.byte \\c\n.endr", "01000002"],
  [".irp c,a,b\n.byte '\\c\n.endr", "6363"],
  ["nop\n.balignw 4,0x1234\nnop", "refused"],
  [".byte 1,2\n.balignw 8,0x1234\nnop", "010234123412341290"],
  [".byte 1\n.balignw 8,0x1234\nnop", "refused"],
  [".byte 1\n.balignl 8,0x12345678\nnop", "refused"],
  [".data\n.byte 1\n.balignw 4,0x1122\n.text\nnop", "refused"],
  [".byte 1\n.p2alignw 3,0x1234\nnop", "refused"],
  [".byte 1\n.balignw 2\nnop", "019090"],
  [".byte 1\n.balignw 2,0x1234\nnop", "refused"],
  [".byte 1,2,3\n.balignl 4,1\nnop", "refused"],
  [".byte 1,2\n.balignl 4,0x01020304", "refused"],
  [".byte 1,2,3\n.balignl 8,0x01020304", "refused"],
  [".byte 1\n.balignl 4", "010f1f00"],
  [".balign 3\nnop", "refused"],
  ["nop\n.balign 6\n", "refused"],
  [".align 5", "refused"],
  ["nop\n.align 16,0xcc\nret", "90ccccccccccccccccccccccccccccccc3"],
  [".byte 1\n.balignw 4,,1\nnop", "0190"],
  [".macro M x\n.ascii \"'\\x'\"\n.endm\nM ab", "276162"],
  [".macro M x\n.byte '\\x, '\\n, '\\x\n.endm\nM ab", "780a78"],
  ['.macro M x\n.ascii "it\'s \\x"\n.byte \'", \\x\n.ascii "\\x"\n.endm\nM 5', "697427732035220535"],
  [".irpc c,ab\n.byte 'a, '\\\\, '\\c\n.endr", "615c63615c63"],
  [".altmacro\n.macro M x\n.byte 'x', x\n.endm\nM 5", "7805"],
  [".macro M x\n.byte ' , \\x\n.endm\nM 5", "2005"],
  [".macro M x\n.byte '\\\\x,\\x\n.endm\nM 5", "refused"],
  [".irpc c,ab\nl\\c: .byte 1\n.endr\n.byte lb-la", "010101"],
  [".irpc c,abc\nmov %\\c\\()l, %al\n.endr", "88c088d888c8"],
  ['.irpc c,"a b"\n.ascii "\\c"\n.endr', "612062"],
  ['.irpc c,""\n.byte 1\n.endr', ""],
  ['.irpc c,a b\n.ascii "\\c"\n.endr', "6162"],
  [".macro M x\n.ascii \"\\x''\"\n.endm\nM ab", "616227"],
  [".irpc c,1 \n.byte \\c\n.endr", "01"],
  ['.irpc c,ab\n.ascii "\\c\'x"\n.endr', "61786278"],
];

function assembled(source: string): string {
  const result = assemble(`${source}\n`, { strict: true });
  const text = result.sections.find((section) => section.name === ".text");
  return result.ok && text !== undefined ? bytesToHex(text.bytes) : "refused";
}

describe("one instruction gives the bytes that GNU as gives", () => {
  for (const line of INSTRUCTIONS.trim().split("\n")) {
    const [source = "", bytes = ""] = line.split(" => ");
    test(source, () => expect(assembled(source)).toBe(bytes));
  }
});

describe("texts of several lines give the bytes that GNU as gives", () => {
  for (const [source, bytes] of TEXTS) test(source.replaceAll("\n", "; "), () => expect(assembled(source)).toBe(bytes));
});
