// Macros and repetitions.

import type { GoldenCase } from "../format.ts";
import { blocks } from "./lines.ts";

/** One macro that prints its three arguments as strings, called in many ways. */
const CALLS = [
  "", "1", "1,2", "1,2,3", "1 2 3", "1, 2 3", "1 , 2 , 3", ",2", ",,3", "a=1", "b=2", "c=3,a=1", "1,c=5", "a=1 b=2 c=3",
  "\"x y\"", "\"x,y\",z", "(1,2)", "(1, 2), 3", "1 + 2, 3", "1+2 3", "1 +2, 3", "-1 -2", "x-1, y", "8(%rsp), %rax",
  "8(%rax,%rbx,4) %rcx", "$1 $2", "$1, %rax", "%rax %rbx", "\"a\" \"b\"", "[1 2], 3", "\"\", 2", "\"a\"\"b\"", "1,2,3,4",
  "x=1", "a = 1", "'a", "'a', 'b'", "a==1", "<1,2>", "*%rax, 1", "~1 !2", "\\x", "1;", "1 # comment",
]; // prettier-ignore

const PRINT = String.raw`.macro print a, b=B, c
.ascii "[\a|\b|\c]"
.endm
`;

export const MACROS: readonly GoldenCase[] = [
  ...CALLS.map((call) => ({ title: `print ${call}`, source: `${PRINT}print ${call}` })),
  ...blocks(String.raw`
==== no arguments
.macro two
nop
ret
.endm
two
two
TWO
==== arguments
.macro mv a, b
movq \a, \b
.endm
mv %rax, %rbx
mv $5, %rcx
mv 8(%rsp), %rdx
mv $(1+2), %rdx
==== parameters without commas
.macro m a b c
.byte \a, \b, \c
.endm
m 1 2 3
m 1, 2, 3
==== presets
.macro m a=5, b=6
.byte \a, \b
.endm
m
m 1
m , 2
m b=3
m b=4, a=3
==== presets in quotes
.macro m a="1, 2", b="nop"
.byte \a
\b
.endm
m
m 3, ret
m "4, 5", "ret; hlt"
==== required
.macro m a:req, b=7
.byte \a, \b
.endm
m 1
m 1, 2
m b=3, a=2
==== variable
.macro m a, rest:vararg
.byte \a
.ifnb \rest
m \rest
.endif
.endm
m 1
m 1, 2
m 1, 2, 3, 4
==== variable alone
.macro m all:vararg
.byte \all
.endm
m 1
m 1, 2, 3
==== instructions as arguments
.macro do op, args:vararg
\op \args
.endm
do nop
do movq %rax, %rbx
do movq, %rax, %rbx
do movq $1, 8(%rsp)
==== joined names
.macro reg n, suffix
movq %r\n, %rax
pushq %r\n\()
l\suffix\()_x: jmp l\suffix\()_x
mov\suffix $1, (%rax)
.endm
reg 8, b
reg 12, q
==== a name before a dot
.macro m a
.byte \a
\a.x = 1
.endm
.macro n a
mov.\a %rax, %rbx
.endm
n s
==== counters
.macro label
.Lx\@: jmp .Lx\@
.byte \@
.endm
label
label
label
==== counters inside macros
.macro inner
.byte \@
.endm
.macro outer
.byte \@
inner
.byte \@
.endm
outer
outer
inner
==== recursion
.macro down n
.byte \n
.if \n
down "(\n-1)"
.endif
.endm
down 3
==== .exitm
.macro m x
nop
.if \x
.exitm
.endif
ret
.endm
m 1
m 0
==== .exitm in a repetition
.rept 3
nop
.exitm
ret
.endr
hlt
==== .purgem
.macro m
nop
.endm
m
.purgem m
.macro m
ret
.endm
m
.purgem unknown
==== a macro in a macro
.macro define name, value
.macro \name
.byte \value
.endm
.endm
define one, 1
define two, 2
one
two
==== a macro named as an instruction
.macro nop2
nop
nop
.endm
.macro hlt
ret
.endm
nop2
hlt
==== capital letters
.macro Mixed A
.byte \A
.endm
mixed 1
MIXED 2
==== labels before a call
.macro m
nop
.endm
a: m
1: m; m
jmp a
jmp 1b
==== a comment in a macro
.macro m a # what a is
nop # \a
.byte \a /* \a */
.endm
m 1
==== strings in a macro
.macro m a
.ascii "\a"
.ascii "x\a\()y"
.asciz "\\"
.endm
m abc
m "d e"
==== .rept
.rept 3
nop
.endr
.rept 0
ret
.endr
.rep 2
hlt
.endr
==== .rept of a value
.set n, 0
.rept 4
.byte n
.set n, n + 1
.endr
==== nested .rept
.rept 2
.rept 2
nop
.endr
ret
.endr
==== labels in .rept
.rept 3
1: jmp 1b
jmp 1f
1:
.endr
==== .irp
.irp x, 1, 2, 3
.byte \x, \x * 2
.endr
.irp r, rax, rbx, r12
pushq %\r
.endr
.irp x
.byte 9\x
.endr
==== .irp by spaces and quotes
.irp x 1 2 3
.byte \x
.endr
.irp x, "1,2", (3)
.byte \x
.endr
.irp x, 1,, 2
.ascii "<\x>"
.endr
==== .irp with joined names
.irp reg, ax, cx, dx, bx, bp, si, di
movq %r\reg, 8(%rsp)
.endr
.irp n, 8, 9, 10
popq %r\n
.endr
==== .irpc
.irpc c, 123
.byte \c
.endr
.irpc c, "1 2"
.ascii "<\c>"
.endr
.irpc c, 4 5
.byte \c
.endr
==== nested .irp
.irp x, a, b
.irp y, 1, 2
.ascii "\x\y"
.endr
.endr
==== .irp in a macro
.macro pushes r:vararg
.irp x, \r
pushq %\x
.endr
.endm
pushes rax, rbx
pushes rcx
==== .irp in .rept
.rept 2
.irp x, 1, 2
.byte \x
.endr
.endr
==== counters in repetitions
.macro m
.irp x, 1, 2
.byte \x, \@
.endr
.endm
m
m
.irp x, 7
.byte \x, \@
.endr
==== conditions in macros
.macro m a, b
.ifb \a
.byte 0
.else
.byte \a
.endif
.ifc \b, x
nop
.endif
.ifnb \b
ret
.endif
.endm
m
m 1
m 1, x
m , y
==== .altmacro arguments
.altmacro
.macro m a, b
.byte a, b
.ascii "&a"
.endm
m 1, 2
m %1+2, %(3*4)
m <5>, <6>
.noaltmacro
==== .altmacro names
.altmacro
.macro m n, v
l&n: .byte v
x&n&y = v
.endm
m 1, 2
m z, 3
.byte lz-l1, x1y
==== .altmacro LOCAL
.altmacro
.macro m
LOCAL a, b
a: jmp b
b: nop
.endm
m
m
.noaltmacro
==== .altmacro in repetitions
.altmacro
.set i, 0
.rept 3
.irp x, %i
.byte x
.endr
.set i, i + 1
.endr
==== a deep chain
.macro a
b
.endm
.macro b
c
.endm
.macro c
nop
.endm
a
==== ending in the body
.macro m
.if 1
nop
.endm
m
.endif
==== arithmetic in arguments
.macro m a, b
.byte \a + \b, \a * \b
.endm
m 1+2, 3
m (1+2), 3
==== a vararg that is empty
.macro m a, r:vararg
.byte \a
.ifb \r
.byte 0xff
.endif
.endm
m 1
m 1,
m 1, 2
`),
];
