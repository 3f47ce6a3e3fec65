// Macros, repetitions and conditions as entry code writes them, mistakes included.

import type { GoldenCase } from "../format.ts";
import { blocks } from "./lines.ts";

export const ENTRY_MACROS: readonly GoldenCase[] = blocks(String.raw`
==== macro default req vararg
.macro m a:req, b=2, c:vararg
.byte \a, \b
.ifnb \c
.byte \c
.endif
.endm
m 1
m 1, 3
m 1, 3, 4, 5
m a=7, b=8
==== macro req missing
.macro m a:req
.endm
m
==== macro commas spaces
.macro m a b=3, c
.byte \a, \b, \c
.endm
m 1 2 3
m 1,,3
m 1 , 2 , 3
==== macro param in string
.macro m a
.ascii "\a"
.asciz "<\a\()x>"
.endm
m foo
m "a b"
==== macro dollar
.macro m a
movq $\a, %rax
movq \a(%rsp), %rbx
movq \a\()0(%rsp), %rbx
.endm
m 8
==== macro reg names
.macro m r
pushq %\r
movq %r\r, %rax
.endm
.macro n r
pushq %\r
.endm
n rax
n r8
==== macro \@ label
.macro spin
.Lspin\@: pause
jmp .Lspin\@
1\@: nop
.endm
==== macro \@ number
.macro c
.long \@
.endm
c
c
==== macro \+
.macro c
.byte \+
.endm
c
==== macro purgem
.macro m
nop
.endm
m
.purgem m
.macro m
ret
.endm
m
==== purgem unknown
.purgem nothere
==== macro redefine
.macro m
nop
.endm
.macro m
ret
.endm
==== macro named like insn
.macro mov a, b
movq \a, \b
.endm
mov %rax, %rbx
==== macro named like directive
.macro .foo
nop
.endm
.foo
==== macro uppercase call
.macro Foo
nop
.endm
foo
FOO
Foo
==== macro param case
.macro m A
.byte \A
.endm
m 1
==== macro unknown backslash
.macro m a
.byte \a, \b
.endm
m 1
==== macro nested define
.macro outer n
.macro inner\n
.byte \n
.endm
.endm
outer 1
outer 2
inner1
inner2
==== macro nested define args
.macro outer
.macro inner x
.byte \x
.endm
.endm
outer
inner 3
==== macro recursion count
.macro r n
.if \n
.byte \n
r (\n-1)
.endif
.endm
r 3
==== macro endm trailing
.macro m
nop
.endm m
m
==== macro with label call
.macro m
nop
.endm
x: m
jmp x
==== macro semicolon call
.macro m a
.byte \a
.endm
m 1; m 2; nop
==== macro in comments
.macro m a # comment
.byte \a # \a
/* \a */
.endm # end
m 1 # x
==== macro args parens
.macro m a, b
movq \a, \b
.endm
m 8(%rsp), %rax
m (%rax,%rbx,4), %rcx
m $(1+2), %rax
m $1 + 2, %rax
==== macro args string quote
.macro m a
\a
.endm
m "movq %rax, %rbx"
m "nop; ret"
m nop
==== macro quotes doubled
.macro m a
.ascii "[\a]"
.endm
m "a""b"
m 'x'
m a'b
==== macro altmacro string
.altmacro
.macro m a
.ascii "\a"
.byte 0
.endm
m <a, b>
m "c d"
m %1+2
m !<
m <a!>b>
.noaltmacro
==== altmacro local
.altmacro
.macro m x
LOCAL l1, l2
l1: .byte x
l2: jmp l1
jmp l2
.endm
m 1
m 2
==== altmacro arg sub without backslash
.altmacro
.macro m reg, n
movq n(%reg), %rax
mov&n x
.endm
==== altmacro amp
.altmacro
.macro m n
l&n: .byte n
l&n&x: nop
.endm
m 1
==== altmacro exprs
.altmacro
.set i, 3
.macro m n
.byte n
.ascii "n"
.endm
m %i
m %i*2
m %(i+1)
==== local outside altmacro
.macro m
LOCAL x
x: nop
.endm
m
==== rept
.rept 3
nop
.endr
.rept 0
hlt
.endr
.rept 1+1; ret; .endr
==== rept negative
.rept -1
nop
.endr
==== rept nested
.rept 2
.rept 2
.byte 1
.endr
.byte 2
.endr
==== rept counter
.set i, 0
.rept 4
.byte i
.set i, i+1
.endr
==== rept \+
.rept 3
.byte \+
.endr
==== rept labels
.rept 2
1: jmp 1b
.endr
==== irp
.irp r, rax, rbx, r8
pushq %\r
.endr
.irp x
.byte 1\x
.endr
.irp x,
.byte 2\x
.endr
==== irp strings
.irp i, "nop", "movq %rax, %rbx", ret
\i
.endr
==== irp spaces
.irp x 1 2 3
.byte \x
.endr
.irp x, 1 2, 3
.byte \x
.endr
==== irp nested
.irp a, 1, 2
.irp b, 3, 4
.byte \a\b
.endr
.endr
==== irpc
.irpc c, abc
.ascii "\c"
.endr
.irpc c,123
.byte \c
.endr
.irpc c
.byte 1
.endr
==== irpc spaces
.irpc c, 1 2
.ascii "<\c>"
.endr
==== irpc quoted
.irpc c, "ab"
.ascii "<\c>"
.endr
==== irp in macro
.macro m args:vararg
.irp a, \args
.byte \a
.endr
.endm
m 1, 2, 3
m
==== rept in macro with arg
.macro m n, what
.rept \n
\what
.endr
.endm
m 2, nop
m 3, "xorl %eax, %eax"
==== exitm in irp
.macro m
.irp x, 1, 2, 3
.byte \x
.if \x == 2
.exitm
.endif
.endr
.byte 9
.endm
m
==== exitm outside
.exitm
nop
==== endm alone
.endm
==== endr alone
.endr
==== endif alone
.endif
==== if forms
.if 1 == 1
nop
.elseif 1
hlt
.else
ret
.endif
.if 2 > 3
hlt
.elseif 0
hlt
.elseif 5
cli
.else
sti
.endif
`);
