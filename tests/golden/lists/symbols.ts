// Symbols: labels of every kind, numeric labels, values, attributes.

import type { GoldenCase } from "../format.ts";
import { blocks } from "./lines.ts";

export const SYMBOLS: readonly GoldenCase[] = blocks(String.raw`
==== labels
a: nop
b : ret
c:d: hlt
jmp a
jmp b
jmp c
jmp d
==== names
.La: nop
foo.bar: nop
$x: nop
_y1: nop
a$b: nop
jmp .La
jmp foo.bar
jmp _y1
jmp a$b
==== quoted names
"foo": nop
jmp foo
"a b": nop
jmp "a b"
call "foo"
.globl "foo"
movq "foo"(%rip), %rax
==== names of registers and instructions
rax: nop
mov: jmp rax
jmp mov
movq rax, %rbx
==== numeric labels
1: nop
2: jmp 1b
1: jmp 1b
jmp 1f
jmp 2b
1: ret
==== large numbers
99: nop
jne 99b
100: jmp 100f
100: ret
0: jmp 0b
==== numeric labels in expressions
1: nop
nop
2: .byte 2b-1b, 1f-2b
1: .long 1b - 2b
movl $(1b - 2b), %eax
==== a numeric label and a statement
1: 2: nop; 3: jmp 1b; jmp 2b; jmp 3b
==== .set and its kin
.set a, 1
.equ b, a+1
c = b+1
.equiv d, 4
e == 5
.byte a, b, c, d, e
==== redefinition
.set a, 1
.byte a
.set a, 2
.byte a
a = a + 1
.byte a
.equ a, a * 2
.byte a
==== a use before the first definition
.long a
.set a, 5
.byte a
.set a, 6
.byte a
==== a use ahead
.byte n
n = 5
movl $m, %eax
.set m, 7
==== values that are places
a: nop
.set b, a
.set c, a + 1
jmp b
.quad b, c
d = .
ret
.long . - d
==== values of values ahead
.set a, b
.set b, c
.set c, 9
.byte a, b, c
==== the place as a value that changes
.set here, .
nop
.byte . - here
.set here, .
.byte . - here
==== attributes
.globl a, b
.global c
.local d
.weak e
.hidden a
.internal b
.protected c
a: nop
b: nop
c: nop
d: nop
e: nop
jmp a
jmp d
==== weak branches stay long
.weak f
f: nop
jmp f
call f
jne f
==== global branches
.globl f
f: nop
jmp f
jne f
call f
==== types and sizes
.type f, @function
.type g, %object
.type h, "function"
.type i STT_FUNC
.type j, @notype
f: nop
.size f, .-f
g: .quad 1
.size g, 8
h: i: j: ret
==== aliases
a: nop
.globl alias
.set alias, a
call alias
.weakref w, a
==== external names
call extern
jmp extern
jne extern
movq extern, %rax
movq extern(%rip), %rax
movq $extern, %rax
pushq $extern
.quad extern, extern+8, extern-8
leaq extern+4(%rip), %rax
movb $1, extern(%rip)
==== relocation words
call extern@PLT
jmp extern@PLT
==== addresses in the highest 2 GiB, set later
movq high(%rax), %rbx
movq %rax, high
movl %eax, high(,%rcx,4)
cmpq $high, (%rsp)
movq $high, %rsp
pushq $high
movabsq $high, %rax
.set high, 0xffffffff81300000
==== spaces around signs
x=1
y =2
z= 3
.byte x,y,z
`);
