// Expressions: operators and their precedence, numbers, characters, places.

import type { GoldenCase } from "../format.ts";
import { blocks, lines } from "./lines.ts";

const OPERATORS = ["+", "-", "*", "/", "%", "<<", ">>", "|", "&", "^", "!", "==", "!=", "<>", "<", "<=", ">", ">=", "&&", "||"]; // prettier-ignore
const PAIRS = [
  [12, 5],
  [-7, 2],
  [3, 3],
  [0, 9],
] as const;

const BINARY: readonly GoldenCase[] = OPERATORS.flatMap((operator) =>
  PAIRS.map(([a, b]) => ({ source: `.quad ${a} ${operator} ${b}` })),
);
const PRECEDENCE: readonly GoldenCase[] = OPERATORS.flatMap((first) =>
  OPERATORS.map((second) => ({ source: `.quad 6 ${first} 3 ${second} 2` })),
);

const NUMBERS = String.raw`
.quad 0, 1, 017, 0x1f, 0X1F, 0b101, 0B11, 0777, 00
.quad 0xffffffffffffffff, 18446744073709551615, 9223372036854775808
.quad -1, - 1, --1, -~1, ~-1, !1, !0, !!5, +1, + +1, -+1, ~0, ~~7
.quad (1), ((2)), (1+2)*3, 1+(2*3), [1+2]*3, -(1), ~(0)&0xff, !(1)
.quad 'a, 'b', ' , '\\n, '\\t, '\\\\, ''', '\\', '"
.quad 'a'+1, 'a+1, 1+'a'
.quad 1<<63, 1<<64, -1>>1, -1>>63, 1<<-1, -1<<4
.quad 7/2, -7/2, 7/-2, 7%3, -7%3, 7%-3
.quad 0x10+8*2-4, 2+3*4, 1<<2+1, 1|2+4, 6-2|1, 10-3-2, 100/10/5, 2*3%4
.quad 1==1, 1==2, -1<1, 0xffffffffffffffff<1, 2>1, 1&&2, 0&&1, 0||2, 0||0
.quad 5 & 3 | 8, 5 ^ 3 & 1, 7 ! 2, ~5 & 0xf, 1 + 1 == 2, 1 << 1 == 2
.quad 1 + + 2, 1 - - 2, 1 - ~2, 2 * -3, 2 * ~3
.quad 8*(3+1)/2, ((1<<12)-1), (1<<12)-1, ~((1<<12)-1), -(1<<12)
.quad 0x7fffffffffffffff + 1, 0x8000000000000000 - 1, -0x8000000000000000
.quad .-., .+0-., (.)-(.)
.byte 1 + 1 , 2 , 3
.long 1+1,2*2,3-3
`;

export const EXPRESSIONS: readonly GoldenCase[] = [
  ...BINARY,
  ...PRECEDENCE,
  ...lines(NUMBERS),
  ...blocks(`
==== division by zero | division by zero gives 1/1 with a warning there
.byte 1/0
==== differences of labels
a: nop
nop
b: .long b-a, a-b, (b-a)*8, (b-a)<<2, -(b-a), b-a+1, 1+b-a, b-a-1, (b-a)/2, (b-a)%2, b-a==2, b-a>1, b-a<1
==== differences of labels ahead
.long b-a, (b-a)*8, b-a+1, (b-a)==2, -(b-a), ~(b-a)
a: nop
nop
b:
==== this place
nop
.long .-4
.quad .
.long . - 8
.long 1f - .
1: leaq .(%rip), %rax
jmp .
jmp .+2
==== places in .quad
a: nop
.quad a, a+1, a-1, 1+a, b, b+8
b: nop
.long a, b-., extern-., extern
.word a, b-a
==== symbols in immediates
.set N, 5
movl $N, %eax
movl $-N, %eax
movl $N*8+1, %eax
movl $~N, %eax
movq N*8(%rsp), %rax
movq -N(%rsp), %rax
movb $N, N(%rax)
==== distances in immediates
a: nop
b: movl $b-a, %eax
addq $b-a, %rsp
cmpq $(d-c), %rcx
movb $d-c, %al
movq d-c(%rsp), %rax
c: nop
nop
d: nop
==== a value ahead keeps its long form
addq $N, %rsp
movl $N, %eax
movq N(%rsp), %rax
pushq $N
.set N, 5
==== a value known makes the form short
.set N, 5
addq $N, %rsp
movq N(%rsp), %rax
pushq $N
==== comparisons of places
a: nop
b: nop
.byte a<b, a>b, a==b, a!=b, b-a==1
`),
];
