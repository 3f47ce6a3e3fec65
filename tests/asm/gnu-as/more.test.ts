// Directives, macros and odd operands against the GNU as of this computer.

import { describe, expect, test } from "vitest";
import { assemble } from "../../../src/asm/assemble.ts";
import { bytesToHex } from "../../../src/base/hex.ts";
import { gnuAs, isInstalled } from "./live.ts";

const SOURCES: readonly string[] = [
  ".octa 0x112233445566778899aabbccddeeff00",
  "a: nop\n.uleb128 b-a\n.skip 200\nb:\n.sleb128 -300",
  ".org .+4\nnop\n.org 16, 0x90\nret",
  ".fill 3,2,0x1234\n.fill 2,8,0x1122334455667788",
  '.string "a\\n\\101\\x41\\0"\n.asciz "x" "y"\n.ascii "semi;colon # no comment /* nor */"',
  ".long 1-2-3, 2*3%4, -7/2, -7%3, 1<<4>>2, ~5, !0, -(-3)",
  ".long 1==1, 2<3, 4>5, 1&&0, 1||0, 5!3, 6^3, 1|2&3\n.quad -1>>60",
  "1: nop\n1: jmp 1b\njmp 1f\n1: nop\n0: jmp 0b",
  ".irp x,1,2,3\n.byte \\x,\\x*2\n.endr\n.irpc c,123\n.byte \\c\n.endr",
  ".rept 2\n.rept 2\nnop\n.endr\nret\n.endr",
  ".macro P a=1,b=2\n.byte \\a,\\b\n.endm\nP\nP 3\nP ,4\nP b=5\nP a=6,b=7\nP 1 2\nP 1 + 2, 3",
  ".macro V a,r:vararg\n.byte \\a\n.byte \\r\n.endm\nV 1,2,3,4",
  ".macro C n\nl\\n\\()_x: jmp l\\n\\()_x\n.endm\nC 1\nC 2",
  '.macro N x\n.if \\x > 0\n.byte \\x\nN "(\\x-1)"\n.endif\n.endm\nN 3',
  ".altmacro\n.macro X n\n.byte n\n.endm\nX %(1+2)",
  ".macro Q a,b\nmovq \\a,\\b\n.endm\nQ 8(%rsp), %rax\nQ 8(%rax,%rbx,4) %rcx\nQ $(1+2), %rdx",
  ".if 0\n.if 1\nnop\n.else\nhlt\n.endif\n.elseif 1\nret\n.endif",
  '.ifc a b,a b\nnop\n.endif\n.ifnc "x","y"\nret\n.endif\n.ifeqs "a","a"\nnop\n.endif',
  ".set n,0\n.rept 3\n.byte n\n.set n,n+1\n.endr",
  "nop\n.p2align 4,,14\nret\n.p2align 5\n.balign 128\nret\n.nops 100\n.nops 15",
  ".text 1\nret\n.text 0\nnop\n.subsection 2\nhlt",
  "jmp .\njmp .+2\njmp .-1\ncall .+5",
  "lea (,%rax,8),%rbx\nlea 0(,%rax,1),%rbx\nmov (%r13),%rax\nmov (%r12),%rax\nmov (%r13,%r12),%rax",
  "movq %ss:(%rax),%rbx\nmovq %ds:(%rbp),%rbx\nmovq %es:(%rdi),%rbx\nmovq %ds:(%rax),%rax\nmovq %ss:(%rsp),%rax",
  "jmp.d32 1f\njmp.d8 1f\n1: {disp8} mov (%rax),%rbx\n{store} mov %rax,%rbx",
  "rex.w push %rax\nrex push %rax\nlock; incl (%rax)\nrep; ret\ncs je 1f\n1: ds jne 1b\nfs nop",
  "addr32 call 1f\n1: data16 nop\nbnd jmp 1b\nnotrack jmp *%rax\nxacquire lock incl (%rax)",
  "andq $~15,%rsp\nandl $0xfffffff0,%eax\ncmpw $0xffff,%ax\ncmpb $-1,%al\nadd $-129,%rax",
  "mov $0x80000000,%rax\nmov $-0x80000000,%rax\npush $-0x80000000\npush $0xffffffff80000000\npushw $1000",
  "lret\nlretq\nretw\nretq $16\niretw\niretl\nsysretl\nljmpl *(%rax)\nlcallw *(%rax)",
  "mov %ax,%es\nmov (%rax),%gs\nmov %cs,%ax\nsldt %rax\nstr %rax\nsmsw %rax\nlar %ax,%ecx\nlsl (%rax),%rcx",
  "monitor %rax,%ecx,%edx\nmwait %eax,%ecx\nfinit\nfstcw (%rax)\nfstsw %ax\nfxrstor64 (%rax)\nxsaveopt64 (%rax)",
  "in $0x10,%al\nin (%dx),%al\nout %ax,%dx\noutl %eax,$7\nrep insb\nmovsb (%rsi),(%rdi)\nmovsl %gs:(%rsi),%es:(%rdi)",
  "mov (%rax),(%rbx)",
  "mov 0x80000000(%rax),%rbx",
  "push $0x80000000",
  "lock mov %eax,(%rbx)",
  "mov (%rax,%rsp),%rbx",
  ".long a*2\na:",
  ".macro f a:req\n.byte \\a\n.endm\nf",
  "movb %sil,%ah",
];

describe.skipIf(!isInstalled())("texts assemble, or are refused, as the installed GNU as has it", () => {
  for (const source of SOURCES)
    test(source.split("\n").slice(0, 2).join("; "), () => {
      const result = assemble(`${source}\n`, { strict: true, bases: new Map([[".text", 0x1000n]]) });
      const text = result.sections.find((section) => section.name === ".text");
      const got = result.ok && text !== undefined ? bytesToHex(text.bytes) : undefined;
      expect(got, JSON.stringify(result.diagnostics.map((each) => each.message))).toBe(
        gnuAs(`${source}\n`, 0x1000n, new Map()),
      );
    });
});
