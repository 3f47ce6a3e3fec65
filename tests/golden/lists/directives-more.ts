// Sections, counting, conditions on unknown names, and what must follow a directive.

import type { GoldenCase } from "../format.ts";
import { blocks } from "./lines.ts";

export const MORE_DIRECTIVES: readonly GoldenCase[] = blocks(String.raw`
==== pushsection nested
nop
.pushsection .a, "ax"
hlt
.pushsection .b, "ax"
cli
.popsection
sti
.popsection
ret
==== pushsection sub
.pushsection .text, 2
nop
.popsection
ret
.pushsection .text, 1, "ax"
hlt
.popsection
==== popsection too often
.popsection
nop
==== previous twice
.data
.text
nop
.previous
.byte 1
.previous
ret
==== subsection order
.text 3
.byte 3
.text 1
.byte 1
.text
.byte 0
.subsection 2
.byte 2
==== bss bytes
.bss
.byte 1
==== bss zero
.bss
.byte 0
.quad 0
.text
nop
==== data in text
.text
.quad 1
.long a-.
a: .asciz "x"
.align 8
.quad a
==== struct
.struct 0
fa: .struct fa+8
fb: .struct fb+4
.text
movq $fb, %rax
==== offset directive
.offset 8
o1: .skip 8
o2:
.text
movq o1(%rax), %rbx
movl $o2, %eax
==== struct absolute section
.section .abs, ""
.text
nop
==== include missing
.include "nosuch"
==== incbin missing
.incbin "nosuch"
==== end
nop
.end
garbage here
==== print
.print "hello"
nop
==== warning
.warning "careful"
nop
==== warning empty
.warning
nop
==== error empty
.error
==== err
.err
==== abort
.abort
==== fail low
.fail 1
==== fail high
.fail 600
nop
==== ident
.ident "x"
.version "y"
nop
==== loc forms
.file 1 "a.c"
.loc 1 5 0 prologue_end is_stmt 1 discriminator 3
nop
.loc 1 6 basic_block epilogue_begin
ret
==== loc view
.file 1 "a.c"
.loc 1 5 0 view .LV0
nop
.loc 1 5 0 view .LV1
.loc 1 6 0 view -0
ret
==== loc bad
.loc x
==== line
.line 5
nop
.ln 3
ret
==== symver
.symver a, a@@V1
a: nop
==== weakref
.weakref w, a
a: nop
call w
jmp w
==== protected internal
.protected a
.internal b
a: nop
b: nop
call a
jmp b
==== arch generic
.arch generic64
nop
.arch .nosse
==== code16gcc | only 64-bit code is assembled: the machine runs in long mode throughout
.code16gcc
nop
==== att noprefix
.att_syntax noprefix
movq rax, rbx
.att_syntax prefix
movq %rax, %rbx
==== intel offset
.intel_syntax noprefix
mov rax, offset a
mov eax, dword ptr [rax+4*rcx-8]
a: lea rax, [rip+a]
jmp a
push offset a
.att_syntax
nop
==== intel prefix
.intel_syntax prefix
mov %rax, %rbx
.att_syntax prefix
==== if of an unknown name, unequal
.if u != 0
.byte 1
.else
.byte 2
.endif
==== if below, of an unknown name
.if u < 0
.byte 1
.else
.byte 2
.endif
==== if of a place and a number
l: .if l == 5
.byte 1
.else
.byte 2
.endif
==== if of two unknown names
.if u == v
.byte 1
.else
.byte 2
.endif
==== if of one unknown name twice
.if u == u
.byte 1
.else
.byte 2
.endif
==== if of an unknown name alone
.if u
.byte 1
.else
.byte 2
.endif
==== if of a place
l: .if l
.byte 1
.else
.byte 2
.endif
==== if of sums of unknown names
.if u + 1 == 2
.byte 1
.endif
.if u >= v
.byte 3
.endif
==== if of a distance over a branch
a: jmp b
.skip 3
b:
.if b - a > 3
.byte 1
.endif
==== an unknown name compared in data
.long u == 0
==== a place compared in data
l: .long l == 0, l != 0, l < 5
==== ifne and ifeq of unknown names
.ifne u != v
.byte 1
.endif
.ifeq u != v
.byte 2
.endif
==== section flag ?
.section .x,"aw?"
.text
==== section flag d
.section .x,"awd"
.text
==== section flag e
.section .x,"ae"
.text
==== section flag l
.section .x,"al"
.text
==== section flag T
.section .x,"aT"
.text
==== section type init_array
.section .x,"a",@init_array
.text
==== section type unknown
.section .x,"a",@unknown
.text
==== section type without comma
.section .x,"a" @progbits
.text
==== section type without @
.section .x,"a",progbits
.text
==== section type as a number
.section .x,"a",@0x7
.text
==== section merge with a group
.section .x,"aM",@progbits,8,foo
.text
==== exitm outside, again
.exitm
nop
==== lcomm with three operands
.lcomm a,1
.lcomm b,8
.lcomm c,2,16
.comm d,4
.byte 1
==== a name set and then a label | one name for two things is a mistake more likely than a wish
.set a, 5
a: nop
==== type gnu_indirect_function
.type f, @gnu_indirect_function
f: ret
==== types in odd spellings
.type f, @tls_object
.type f, common
.type f, #function
.type f, "object"
==== eqv follows its name
.eqv e, f+1
.set f, 1
.byte e
.set f, 5
.byte e
.set f, 9
==== == follows its name
e == f+1
.set f, 1
.byte e
.set f, 5
.byte e
`);
