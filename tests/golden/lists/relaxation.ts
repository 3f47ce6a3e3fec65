// Branches: how they grow, alone and by each other, in both directions.

import type { GoldenCase } from "../format.ts";
import { blocks } from "./lines.ts";

const BRANCHES = ["jmp", "je", "jnbe", "jg", "jo", "call"];
const DISTANCES = [0, 1, 2, 100, 120, 121, 122, 123, 124, 125, 126, 127, 128, 129, 130, 131, 132, 200];
const SHORT_ONLY = ["jrcxz", "jecxz", "loop", "loope", "loopne"];

const forward = (word: string, distance: number): GoldenCase => ({
  title: `${word} forward over ${distance}`,
  source: `${word} a\n.skip ${distance}, 0x90\na: ret`,
});
const backward = (word: string, distance: number): GoldenCase => ({
  title: `${word} back over ${distance}`,
  source: `a: nop\n.skip ${distance}, 0x90\n${word} a`,
});

/** Two branches that hold each other at the limit. */
const CROSSED: readonly GoldenCase[] = [120, 121, 122, 123, 124, 125, 126, 127, 128].flatMap((distance) => [
  { title: `crossed over ${distance}`, source: `a: jmp b\n.skip ${distance}, 0x90\njmp a\nb: ret` },
  {
    title: `a chain over ${distance}`,
    source: `jmp a\njmp b\njmp c\n.skip ${distance}, 0x90\na: nop\nb: nop\nc: ret`,
  },
  {
    title: `over an alignment and ${distance}`,
    source: `jmp a\n.skip ${distance - 10}, 0x90\n.p2align 3\nnop\na: je a\njmp a`,
  },
]);

export const RELAXATION: readonly GoldenCase[] = [
  ...BRANCHES.flatMap((word) => DISTANCES.flatMap((d) => [forward(word, d), backward(word, d)])),
  ...SHORT_ONLY.flatMap((word) => [0, 127, 128].flatMap((d) => [forward(word, d), backward(word, d)])),
  ...CROSSED,
  ...blocks(String.raw`
==== a distance that grows with a branch
jmp a
.skip b - c, 0x90
a: ret
c: jmp d
.skip 130
b: nop
d: ret
==== targets by number
jmp 0x1000
je 0x1000
call 0x1000
jmp 0x10000
==== targets with additions
a: nop
jmp a+1
je a-1
call a+100
jmp a+200
==== targets through values
a: nop
.set b, a
.set c, a + 1
jmp b
je c
.skip 130
jmp b
==== targets outside
jmp extern
je extern
call extern
jmp extern+4
loop . + 2
==== a branch from another section
a: nop
.section .other, "ax"
jmp a
.text
je b
b: ret
==== hints of the size
jmp.d32 1f
jmp.d8 1f
je.d32 1f
{disp32} jmp 1f
{disp8} jne 1f
1: ret
==== branches with prefixes
1: je,pt 1b
jne,pn 1b
bnd jmp 1b
data16 jmp 1b
cs je 1b
notrack jmp *%rax
==== many in a row
.rept 40
je 1f
jne 1f
.endr
1: ret
==== many over one label
1: nop
.rept 70
jmp 1b
.endr
`),
];
