// Directives in their less common forms: filling, strings, values, sections, attributes.

import type { GoldenCase } from "../format.ts";
import { blocks } from "./lines.ts";

export const DIRECTIVES: readonly GoldenCase[] = blocks(String.raw`
==== comm
.comm x, 8, 8
.lcomm y, 16
.local z
.comm z, 4, 4
movq $x-x, %rax
==== org expr
a: nop
.org a+8, 0xcc
ret
.org .+3
hlt
==== org label
.org foo
.set foo, 16
nop
==== org backward skip zero
nop
.org 1
ret
==== fill forms
.fill 3
.fill 2, 2
.fill 2, 4, 0x11223344
.fill 2, 8, 0x1122334455667788
.fill 1, 3, 0x01020304
.fill 0, 1, 1
.fill 2, 0, 1
==== fill expr
a: nop
nop
b: .fill b-a, 1, 0x90
.fill (b-a)*2, 1, 0xcc
==== skip expr fwd
.skip (2f-1f)*2, 0x90
1: nop
ret
2:
==== skip negative cmp
.skip -((2f-1f) > 1) * 4, 0x90
1: nop
ret
2:
==== skip ge
.skip 4 - (2f-1f), 0xcc
1: nop
2: ret
==== align max skip in code
nop
.p2align 4,,10
ret
.p2align 4,,15
hlt
.p2align 4,0x90,3
cli
.balign 8,,2
sti
==== align data fill
.data
.byte 1
.align 4
.byte 2
.text
.byte 1
.align 4, 0xcc
.byte 2
.balignw 8, 0x1234
.byte 3
.balignl 16, 0x11223344
nop
.p2alignw 3, 0x9090
==== align 1
nop
.align 1
nop
.p2align 0
nop
.balign 0
ret
==== align many nops
.irp n, 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
.balign 16
.fill \n, 1, 0xf4
.endr
.balign 16
==== align 64 code
nop
.balign 64
ret
.balign 128
nop
.balign 256
==== align in data section code
.section .data
nop
.p2align 3
.text
nop
.p2align 3
nop
==== nops directive
.nops 1
.nops 9
.nops 20
.nops 20, 5
.nops 4, 1
==== nops zero
.nops 0
nop
==== strings octal
.ascii "\1234\18\7z"
==== string forms
.string "abc", "def"
.string8 "a"
.string16 "ab"
.string32 "a"
.string64 "a"
.ascii ""
.asciz ""
.ascii "a" "b" , "c"
==== string empty list
.ascii
nop
==== string numbers
.ascii <1>,<2>
==== byte list
.byte 1, 2,3 , 4
.byte 'a, 'b', '\n, '\\, ' , '"'
.byte -1, 255, -128, ~0, !0, !1
.word 'ab
==== byte overflow
.byte 256
.byte -129
.word 65536
.long 0x1ffffffff
==== quad bignum
.quad 0x1ffffffffffffffff
==== octa
.octa 1, -1, 0xffffffffffffffffffffffffffffffff
.octa -5
==== numbers forms
.long 0b101, 0B11, 0x1f, 0X1F, 017, 10, 00, 0
.quad 18446744073709551615, 9223372036854775808, -9223372036854775808
==== hex suffix
.byte 10h
==== number with underscore
.long 1_000
==== precedence
.long 1+2*3-4/2%3, 1<<2+1, 1|2&3^1, 7&3+1, 2*3<<1, 10>>1+1, -1>>1&0xff
.long 1==1+0, 1<2==-1, 3>2&&1, 1||0&&0, 1!=2, 2<>3
.long !1+1, ~1+1, -2*3, -(2)*3, +5, - -5, ~~7
==== division
.long 7/-2, -7/2, -7%3, 7%-3, -7>>1
.quad -7>>1, 1<<63>>63, 0x8000000000000000/2, -1/2
==== shift big
.quad 1<<64, 1<<65, 1>>64, 5<<-1
==== div zero | a division by zero is a mistake
.long 1/0
==== mod zero | a division by zero is a mistake
.long 1%0
==== div sign
.quad 0xffffffffffffffff/2, 0xfffffffffffffffe%10
==== set redefine
.set x, 1
.byte x
.set x, x+1
.byte x
x = x*3
.byte x
==== set fwd label
.set n, b-a
a: nop
jmp c
b:
.byte n
c:
==== set dot diff
a:
nop
.set len, . - a
nop
.byte len
==== equ label plus
.equ p, q+4
q: nop
.skip 8
jmp p
==== equiv ok
.equiv k, 3
.byte k
==== eqv
.eqv e, f+1
.set f, 1
.byte e
.set f, 5
.byte e
==== assign eqeq
z == 4
.byte z
==== assign spaces
a=1;b = 2 ; c =3
.byte a,b,c
==== label assign dot
. = . + 4
nop
. = 16
ret
==== dot arith
jmp . + 2
jmp .-2
call . + 5
.long . , .-4
movq $., %rax
==== numeric labels nested
1: nop
1: nop
jmp 1b
jmp 1f
jmp 2f
1: nop
2: jmp 1b
==== numeric zero
0: jmp 0b
jmp 0f
0:
==== numeric big
12345: jmp 12345b
==== numeric with leading zero
01: nop
jmp 1b
==== dollar labels
1$: nop
jmp 1$
==== labels semicolon
a: b: c: nop; jmp a; d: jmp d
==== label keyword
mov: nop
jmp mov
rax: nop
jmp rax
==== label dollar
a$b: nop
jmp a$b
$foo: nop
==== label at
foo@bar: nop
==== label quoted escape
"a\"b": nop
jmp "a\"b"
==== label utf8
é: nop
jmp é
==== label question
a?: nop
==== reg as label in mem
.set rax, 5
movq rax, %rbx
movq rax(%rbx), %rcx
==== globl list
.globl a, b ; .weak c
a: nop
b: nop
c: nop
jmp a
jmp b
jmp c
==== hidden call
.globl h
.hidden h
h: nop
call h
jmp h
==== weak jumps
.weak w
w: nop
je w
jmp w
call w
leaq w(%rip), %rax
==== local label diff
a: nop
jmp b
.skip 130
b: nop
.long b-a
.byte (b-a)/2
==== type size
.type f, @function
.globl f
f: ret
.size f, . - f
.type g, STT_OBJECT
.type h, "notype"
.type i, %function
==== type bad
.type f, @nothing
==== type missing
.type f
==== size missing
.size f
==== section quoted
.section ".text.foo", "ax"
nop
.text
ret
==== section odd flags
.section .a, "awx", @progbits
.section .b, "axR"
.text
nop
==== section bad flag
.section .b, "azq?"
nop
==== section type progbits percent
.section .b, "a", %progbits
.byte 1
.text
nop
==== section number flags
.section .b, 6, @progbits
nop
.text
ret
==== section o
.section .b, "ao", @progbits, .text
nop
.text
ret
==== section group
.section .b, "axG", @progbits, g, comdat
nop
.text
ret
==== section merge
.section .r, "aMS", @progbits, 1
.asciz "x"
.text
nop
==== section merge missing
.section .r, "aM", @progbits
nop
==== section name missing
.section
`);
