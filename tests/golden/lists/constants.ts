// Immediates at the limits of every width.

import type { GoldenCase } from "../format.ts";
import { lines } from "./lines.ts";

const VALUES = [
  "0", "1", "-1", "127", "128", "-128", "-129", "255", "256", "32767", "32768", "-32768", "65535", "65536", "0x7fffffff",
  "0x80000000", "-0x80000000", "-0x80000001", "0xffffffff", "0x100000000", "0xffffffff80000000", "0xffffffffffffff80",
  "0xffffffffffffffff", "0x8000000000000000", "'a'",
]; // prettier-ignore
const TARGETS = [
  "addb $,%al", "addb $,%cl", "addw $,%ax", "addw $,%cx", "addl $,%eax", "addl $,%ecx", "addq $,%rax", "addq $,%rcx",
  "cmpw $,8(%rsp)", "cmpl $,8(%rsp)", "cmpq $,8(%rsp)", "testb $,%al", "testl $,%eax", "testq $,%rax", "testl $,(%rdi)",
  "movb $,%al", "movw $,%ax", "movl $,%eax", "mov $,%rax", "movq $,%rax", "movabsq $,%rax", "movw $,(%rax)",
  "movl $,(%rax)", "movq $,(%rax)", "push $", "pushq $", "pushw $", "imull $,%eax,%ecx", "imulq $,%rax", "and $,%rsp",
  "shlq $,%rax", "btq $,%rax", "int $", "ret $", "enter $,$1",
]; // prettier-ignore

const ALL: readonly GoldenCase[] = TARGETS.flatMap((target) =>
  VALUES.map((value) => ({ source: target.replace("$", `$${value}`) })),
);

export const CONSTANTS: readonly GoldenCase[] = [
  ...ALL,
  ...lines(`
enter $8,$255
enter $8,$256
enter $8,$-1
retw $0x10000
lretw $0x10000
enterw $0x12345,$1
inb $0xff,%al
inb $256,%al
outb %al,$-1
shldl $31,%eax,%ebx
shldl $256,%eax,%ebx
rorxq $63,%rax,%rbx
rorxq $256,%rax,%rbx
`),
];
