// Data directives, strings and their escapes.

import type { GoldenCase } from "../format.ts";
import { blocks, lines } from "./lines.ts";

const WIDTHS = ["byte", "short", "word", "value", "hword", "2byte", "long", "int", "4byte", "quad", "8byte", "octa", "dc.b", "dc.w", "dc.l", "dc"]; // prettier-ignore
const VALUES = ["0", "1,2,3", "-1", "0x7f", "255", "-128", "'A'", "0x12", "1+2*3"];

const NUMBERS: readonly GoldenCase[] = WIDTHS.flatMap((width) =>
  VALUES.map((value) => ({ source: `.${width} ${value}` })),
);

const TEXTS = String.raw`
.byte
.byte 1,,2
.byte 256
.byte -129
.byte 0x1ff
.word 0x12345
.long 0x123456789
.quad 0x123456789abcdef0
.octa 0x112233445566778899aabbccddeeff00
.octa 1,-1
.ascii
.ascii ""
.ascii "a"
.ascii "a","b"
.ascii "a" "b"
.asciz "a" "b", "c"
.string "x","y"
.string ""
.ascii "a\b\n\t\r\f\v\\\""
.ascii "\1\12\123\1234\400\8"
.ascii "\x4\x41\x4142\X43\xg"
.ascii "\a\e\q"
.ascii "semi;colon # hash /* no */ // comment"
.ascii "tab	inside"
.ascii "é€"
.string8 "q"
.string16 "ab"
.string32 "a"
.string64 "a"
.float 1.5
.float -0.5, 1e3, 0
.single 2.25
.double 2.5
.double 1e300, -1e-300
.double 0.1
.float 0f1.5
.uleb128 0
.uleb128 127
.uleb128 128, 300, 0x12345678
.sleb128 0, -1, 63, 64, -64, -65, -300
.zero 3
.skip 3
.skip 4, 0x90
.space 4
.space 4, 0xff
.space 0
.skip 0
.skip -1
.ds 4
.ds.b 4
.ds.l 2
.dcb 3, 1
.dcb.b 3, 1
.dcb.w 2, 0x1234
.fill 3
.fill 3, 1
.fill 3, 1, 5
.fill 2, 2, 0x1234
.fill 2, 3, 0x123456
.fill 2, 4, 0x12345678
.fill 2, 8, 0x1122334455667788
.fill 2, 16, 1
.fill 0, 1, 5
.fill -1, 1, 1
.fill 3, 0, 1
.fill 3, -1, 1
.fill 4, , 9
.fill 4, 2
.nops 1
.nops 9
.nops 11
.nops 12
.nops 15
.nops 30
.nops 100
.nops 130
.nops 200
.nops 9, 1
.nops 20, 4
.nop
.quad extern
.long extern
.long extern - .
.quad extern + 8
`;

export const DATA: readonly GoldenCase[] = [
  ...NUMBERS,
  ...lines(TEXTS),
  ...blocks(`
==== a string without end | GNU as closes it with a warning
.ascii "open
==== uleb of a distance
a: nop
.uleb128 b-a
.skip 200
b: .sleb128 a-b
==== .skip of a distance
a: nop
nop
b: .skip b-a, 0xcc
.skip (b-a)*3, 1
==== .skip of a distance ahead
.skip d-c, 0x90
c: lfence
d: ret
==== .fill of distances
b: nop
nop
a: .fill a-b, 1, 0x90
.fill d-c, 1, 0xcc
c: nop
d: ret
==== .comm and .lcomm
.comm x, 8, 8
.lcomm y, 4
nop
==== data between code
jmp 1f
.asciz "text"
.p2align 2
.long 0x12345678
1: ret
`),
];
