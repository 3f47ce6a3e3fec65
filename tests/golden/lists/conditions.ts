// .if and its family.

import type { GoldenCase } from "../format.ts";
import { blocks } from "./lines.ts";

/** A condition alone: what it lets through shows in the bytes. */
const condition = (test: string): GoldenCase => ({
  title: test,
  source: `known = 1\n${test}\n.byte 1\n.else\n.byte 2\n.endif`,
});

const TESTS = [
  ".if 0", ".if 1", ".if -1", ".if 1 == 1", ".if 1 == 2", ".if (1 != 1) || 0", ".if 1 && 2 > 1", ".if !0", ".if ~0",
  ".ifeq 0", ".ifeq 1", ".ifne 0", ".ifne 1", ".ifge 0", ".ifge -1", ".ifgt 0", ".ifgt 1", ".ifle 0", ".ifle 1", ".iflt 0",
  ".iflt -1", ".ifdef known", ".ifdef unknown", ".ifndef known", ".ifndef unknown", ".ifnotdef unknown", ".ifb", ".ifb x",
  ".ifb \"\"", ".ifnb", ".ifnb x", ".ifc a,a", ".ifc a,b", ".ifc a, a", ".ifc a ,a", ".ifc a b,a b", ".ifc a  b,a b",
  ".ifc \"a\",\"a\"", ".ifc \"a\",a", ".ifc ,", ".ifc a,", ".ifc 'a','a'", ".ifnc a,a", ".ifnc a,b", ".ifnc \"x\",\"y\"",
  ".ifeqs \"a\",\"a\"", ".ifeqs \"a\",\"b\"", ".ifnes \"a\",\"a\"", ".ifnes \"a\",\"b\"", ".ifeqs a,a", ".ifc (a,b),(a,b)",
  ".IF 1", ".ifdef", ".if known", ".if known - 1", ".if unknown", ".ifc a", ".if 1 2",
]; // prettier-ignore

export const CONDITIONS: readonly GoldenCase[] = [
  ...TESTS.map(condition),
  ...blocks(String.raw`
==== .elseif
.if 0
nop
.elseif 0
ret
.elseif 1
hlt
.elseif 1
cli
.else
sti
.endif
==== nested
.if 1
.if 0
nop
.else
.if 1
ret
.endif
hlt
.endif
.else
.if 1
cli
.endif
.endif
==== dead branches are not read
.if 0
garbage ((( %%%
.unknown 1 2 3
.if undefined_here
.else
.endif
.error "not reached"
.macro dead
nop
.endm
.endif
nop
==== dead .elseif is not computed
.if 1
nop
.elseif undefined_here
ret
.endif
==== .ifdef of a label
a: nop
.ifdef a
ret
.endif
.ifdef b
hlt
.endif
b:
==== .ifdef of a name only used
jmp x
.ifdef x
nop
.else
ret
.endif
x:
==== .ifdef of a global name
.globl x
.ifdef x
nop
.else
ret
.endif
==== distances
a: nop
nop
b:
.if b-a == 2
ret
.endif
.if . - a > 1
hlt
.endif
==== messages in dead branches
.if 0
.error "x"
.warning "y"
.print "z"
.err
.endif
nop
==== messages
.print "hello"
.warning "careful"
nop
==== a condition in one line
.if 1; nop; .else; ret; .endif
`),
];
