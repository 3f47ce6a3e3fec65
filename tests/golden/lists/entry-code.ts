// Whole constructs of entry code, and how expressions, branches and comments are read in them.

import type { GoldenCase } from "../format.ts";
import { blocks } from "./lines.ts";

export const ENTRY_CODE: readonly GoldenCase[] = blocks(String.raw`
==== ifeq family
.ifeq 0
.byte 1
.endif
.ifne 0
.byte 2
.endif
.ifge 0
.byte 3
.endif
.ifgt 0
.byte 4
.endif
.ifle -1
.byte 5
.endif
.iflt -1
.byte 6
.endif
==== ifdef
.set d, 1
.ifdef d
.byte 1
.endif
.ifndef d
.byte 2
.endif
.ifnotdef e
.byte 3
.endif
l: .ifdef l
.byte 4
.endif
.ifdef fwd
.byte 5
.endif
fwd:
==== ifb
.ifb
.byte 1
.endif
.ifb x
.byte 2
.endif
.ifnb x
.byte 3
.endif
.ifb ""
.byte 4
.endif
==== ifc
.ifc a,a
.byte 1
.endif
.ifc a , a
.byte 2
.endif
.ifc "a b",a b
.byte 3
.endif
.ifnc a,b
.byte 4
.endif
.ifc ,
.byte 5
.endif
.ifc 'a,b','a,b'
.byte 6
.endif
==== ifeqs
.ifeqs "a", "a"
.byte 1
.endif
.ifnes "a", "b"
.byte 2
.endif
==== ifeqs no quotes
.ifeqs a, a
.byte 1
.endif
==== if nested dead
.if 0
.if 1
.byte 1
.else
.byte 2
.endif
garbage %$
.elseif 1
.byte 3
.endif
==== if undefined
.if undefinedsym
nop
.endif
==== if undefined eq
.if undefinedsym == 0
nop
.endif
==== if label diff
a: nop
b:
.if b - a == 1
ret
.endif
.if . - a > 3
hlt
.endif
==== if elseif dead expr
.if 1
nop
.elseif bogus bogus
.endif
==== else junk
.if 1
nop
.else foo
.endif
==== endif junk
.if 1
nop
.endif foo
==== if missing endif
.if 1
nop
==== macro if across
.macro m
.if 1
nop
.endm
m
ret
.endif
==== ifdef in macro arg
.macro m a
.ifdef \a
.byte 1
.else
.byte 0
.endif
.endm
m x
x=1
m x
==== ifc in macro empty
.macro m a
.ifc \a,
.byte 0
.else
.byte 1
.endif
.endm
m
m x
==== alternative call
.macro ALT_CALL old, new
661: call \old
662:
.skip -(((665f-664f)-(662b-661b)) > 0) * ((665f-664f)-(662b-661b)), 0x90
663:
.pushsection .altinstr_replacement, "ax"
664: call \new
lfence
665:
.popsection
.endm
f: ret
g: ret
ALT_CALL f, g
==== asm macro from asm.h
.macro STACK_FRAME_NON_STANDARD func:req
.pushsection .discard.func_stack_frame_non_standard, "aw"
.long \func - .
.popsection
.endm
f: ret
STACK_FRAME_NON_STANDARD f
==== unwind hints annotate
.macro UNWIND_HINT type:req sp_reg=0 sp_offset=0 signal=0
.Lhere_\@:
.pushsection .discard.unwind_hints
.long .Lhere_\@ - .
.short \sp_offset
.byte \sp_reg
.byte \type
.byte \signal
.balign 4
.popsection
.endm
UNWIND_HINT type=3 sp_reg=5 sp_offset=8*5 signal=1
iretq
==== annotate retpoline
.macro ANNOTATE_RETPOLINE_SAFE
.Lhere_\@:
.pushsection .discard.retpoline_safe
.long .Lhere_\@
.popsection
.endm
ANNOTATE_RETPOLINE_SAFE
jmp *%rax
==== fill return buffer
.macro FILL reg:req nr:req
mov $(\nr/2), \reg
771:
call 772f
773: pause
lfence
jmp 773b
772: call 774f
775: pause
lfence
jmp 775b
774: add $((8)*2), %rsp
dec \reg
jnz 771b
lfence
.endm
FILL %r12 32
==== bug table
1: .byte 0x0f, 0x0b
.pushsection __bug_table,"aw"
2: .long 1b - .
.long 9f - .
.word 120
.word 1
.org 2b+12
.popsection
.pushsection .rodata.str,"aMS",@progbits,1
9: .string "kernel/x.c"
.popsection
==== jump label
1: .byte 0x0f,0x1f,0x44,0x00,0
.pushsection __jump_table, "aw"
.balign 8
.long 1b - ., l_yes - .
.quad key + 1 - .
.popsection
ret
l_yes: nop
.data
key: .quad 0
.text
==== static call tramp
.globl __SCT__x
.p2align 3
__SCT__x:
jmp f
.byte 0x0f, 0xb9, 0xcc
.type __SCT__x, @function
.size __SCT__x, . - __SCT__x
f: ret
==== extable handle
.macro _ASM_EXTABLE_TYPE from to type
.pushsection "__ex_table","a"
.balign 4
.long (\from) - .
.long (\to) - .
.long \type
.popsection
.endm
1: wrmsr
2:
_ASM_EXTABLE_TYPE 1b, 2b, 8
3: rdmsr
_ASM_EXTABLE_TYPE 3b 2b 9
==== idtentry
.macro idtentry vector asmsym cfunc has_error_code:req
.globl \asmsym
.type \asmsym, @function
\asmsym:
.if \vector == 3
testb $3, 1*8(%rsp)
.endif
.ifeq \has_error_code
pushq $-1
.endif
movq %rsp, %rdi
.if \has_error_code == 1
movq 120(%rsp), %rsi
movq $-1, 120(%rsp)
.endif
call \cfunc
.size \asmsym, .-\asmsym
.endm
idtentry 3 asm_int3 extern has_error_code=0
idtentry 14 asm_pf extern has_error_code=1
==== irq entries
.align 8
vector=0x20
.rept (256 - 32)
.byte 0x6a, vector
jmp common
.fill 8 - (. - 1b) , 1, 0xcc
vector = vector+1
.endr
common: nop
==== irq entries start
.align 8
start:
vector=0x20
.rept 4
0:
.byte 0x6a, vector
jmp common
.fill 0b + 8 - ., 1, 0xcc
vector = vector+1
.endr
common: nop
==== early idt
.rept 3
.if ((0x27d00 >> i) & 1) != 1
pushq $0
.endif
pushq $i
jmp c
i = i + 1
.fill 0, 4, 0xcc
.endr
c: ret
==== early idt ok
i = 7
.rept 3
.if ((0x27d00 >> i) & 1) != 1
pushq $0
.endif
pushq $i
jmp c
i = i + 1
.endr
c: ret
==== paranoid
.macro SAVE_AND_SET_GSBASE scratch_reg:req save_reg:req
rdgsbase \save_reg
movq %gs:extern(%rip), \scratch_reg
wrgsbase \scratch_reg
.endm
SAVE_AND_SET_GSBASE scratch_reg=%rax save_reg=%rbx
SAVE_AND_SET_GSBASE %rcx, %rdx
==== cr3 switch
.macro SWITCH_TO_USER_CR3_NOSTACK scratch_reg:req scratch_reg2:req
mov %cr3, \scratch_reg
movq \scratch_reg, \scratch_reg2
andq $(0x7FF), \scratch_reg
bt \scratch_reg, %gs:extern
jnc .Lnoflush_\@
btr \scratch_reg, %gs:extern
movq \scratch_reg2, \scratch_reg
jmp .Lwrcr3_pcid_\@
.Lnoflush_\@:
movq \scratch_reg2, \scratch_reg
bts $63, \scratch_reg
.Lwrcr3_pcid_\@:
orq $((1 << 11)), \scratch_reg
orq $((1 << 12)), \scratch_reg
mov \scratch_reg, %cr3
.endm
SWITCH_TO_USER_CR3_NOSTACK %rax %rdi
==== espfix
movq %rdi, %rdx
movq (1*8)(%rsp), %rax
movq %rax, (1*8)(%rdi)
andl $0xffff0000, %eax
orq %gs:extern, %rax
movq %rax, %rsp
jmp native_irq_return_iret
native_irq_return_iret: iretq
==== setup_frame labels
.set RSP, 19*8
.set SIZEOF, 21*8
ORIG_RAX = 15*8
subq $(SIZEOF-ORIG_RAX-8), %rsp
movq RSP(%rsp), %rax
leaq SIZEOF(%rsp), %rbx
movq %rbx, RSP-8*2(%rsp)
pushq -SIZEOF(%rax)
cmpq $-ORIG_RAX, ORIG_RAX+8(%rsp)
`);
