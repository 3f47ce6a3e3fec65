// Sections: entering, leaving, stacking, subsections; only .text is compared.

import type { GoldenCase } from "../format.ts";
import { blocks } from "./lines.ts";

export const SECTIONS: readonly GoldenCase[] = blocks(String.raw`
==== .text, .data, .bss
.text
nop
.data
.byte 1
.bss
.skip 4
.text
ret
==== .section and flags
.section .foo, "ax", @progbits
nop
.section .bar, "aw"
.byte 1
.section .baz, "a", @nobits
.skip 4
.section .note, "", @note
.byte 2
.section .m, "aMS", @progbits, 1
.asciz "x"
.text
ret
==== .section .text by name
.section .text
nop
.section .text, "ax"
ret
.section ".text", "ax", @progbits
hlt
==== .pushsection and .popsection
nop
.pushsection .data
.byte 1
.pushsection .foo, "a"
.byte 2
.popsection
.byte 3
.popsection
ret
==== .pushsection with a subsection
nop
.pushsection .text, 1
hlt
.popsection
ret
==== .previous
nop
.data
.byte 1
.previous
ret
.previous
.byte 2
.previous
hlt
==== .previous after .pushsection
.data
.text
nop
.pushsection .foo, "a"
.byte 1
.previous
ret
.popsection
hlt
==== .subsection
nop
.subsection 1
ret
.subsection 0
hlt
.subsection 2
cli
.subsection 1
sti
==== subsections of .text
.text 2
nop
.text 1
ret
.text 0
hlt
.text
cld
==== a branch between subsections
jmp a
.subsection 1
a: ret
jmp b
.subsection 0
b: nop
==== distances between subsections
.text 1
a: nop
nop
b:
.text 0
.long b-a
.skip b-a, 0x90
==== code in another section
.section .entry.text, "ax"
nop
.text
ret
==== debug and unwind directives
.file "x.c"
.cfi_startproc
pushq %rbp
.cfi_def_cfa_offset 16
.cfi_offset 6, -16
.cfi_adjust_cfa_offset 8
popq %rbp
.cfi_restore rbp
ret
.cfi_endproc
.ident "none"
.file 1 "x.c"
.loc 1 5
nop
.version "1"
==== a line number
.line 7
nop
==== machine words
.code64
nop
==== 32-bit code | only 64-bit code is assembled: the machine runs in long mode throughout
.code32
nop
==== 16-bit code | only 64-bit code is assembled: the machine runs in long mode throughout
.code16
nop
==== .incbin
.incbin "there-is-no-such-file"
==== .include
.include "there-is-no-such-file"
==== .end
nop
.end
ret
==== an unknown attribute of a section is accepted
.section .foo, "axG", @progbits, group, comdat
nop
.text
ret
`);
