// Alignment with GNU as's own filling, and .org.

import type { GoldenCase } from "../format.ts";
import { blocks } from "./lines.ts";

const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** Every gap up to 64 bytes, in code. */
const GAPS: readonly GoldenCase[] = range(64).map((gap) => ({
  title: `a gap of ${gap}`,
  source: `.skip ${64 - gap}, 0xcc\n.p2align 6\nret`,
}));
const LARGE: readonly GoldenCase[] = [65, 77, 78, 88, 89, 100, 120, 127, 128, 129, 130, 131, 140, 200, 255].map((gap) => ({
  title: `a large gap of ${gap}`,
  source: `.skip ${256 - gap}, 0xcc\n.p2align 8\nret`,
}));
const DIRECTIVES: readonly GoldenCase[] = [
  ".align 4", ".align 16", ".align 0", ".align 1", ".align", ".balign 8", ".balign 16,0xcc", ".balign 16,,3", ".balign 16,,15",
  ".balign 16,0xcc,3", ".p2align 4", ".p2align 4,0x90", ".p2align 4,,10", ".p2align 4,,15", ".p2align 4,0", ".p2align 4,0xcc,15",
  ".p2align 0", ".p2align", ".balignw 8,0x1234", ".balignl 8,0x12345678", ".p2alignw 3,0x1234", ".p2alignl 3,0x12345678",
  ".align 8,0", ".align 8,0x90", ".balign 4,-1", ".p2align 5,,31", ".p2align 3,,4", ".p2align 3,,5", ".p2align 3,,6", ".p2align 3,,7",
].flatMap((directive) =>
  [1, 2, 5].map((before) => ({ title: `${directive} after ${before}`, source: `.skip ${before}, 0xcc\n${directive}\nret` })),
); // prettier-ignore

export const ALIGNMENT: readonly GoldenCase[] = [
  ...GAPS,
  ...LARGE,
  ...DIRECTIVES,
  ...blocks(`
==== .org forward
nop
.org 8
nop
.org 16, 0xcc
ret
==== .org from a label
a: nop
.org a+5
ret
==== .org from here
nop
.org .+4
ret
.org .+4, 0x90
hlt
==== the place assigned
nop
. = 8
ret
. = . + 3
hlt
==== alignment and a branch over it
1: jmp 2f
.p2align 4
2: jne 1b
.p2align 4
jmp 1b
==== alignment that a longer branch moves
jmp 1f
.skip 100
.p2align 5
.skip 30
1: ret
.p2align 4
hlt
==== alignment in a section of data
.section .text.data, "a"
.byte 1
.p2align 3
.byte 2
.text
nop
.p2align 3
ret
==== alignment at the end
nop
.p2align 4
`),
];
