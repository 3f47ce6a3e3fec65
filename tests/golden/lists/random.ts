// Random lines: any mnemonic with any suffix, prefix and operands, most of them wrong.
// The seed is fixed, so the list is always the same.

import { Random } from "../../oracle/random-numbers.ts";
import type { GoldenCase } from "../format.ts";

const COUNT = 3000;
const SEED = 20100716;

const WIDE = "rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r12 r13 r15".split(" ");
const HALF = "eax ebx ecx edx esi edi ebp esp r8d r13d r15d".split(" ");
const WORD = "ax bx cx dx si di bp sp r8w r15w".split(" ");
const BYTE = "al bl cl dl ah bh ch dh sil dil bpl spl r8b r15b".split(" ");
const SEGMENT = "cs ds es fs gs ss".split(" ");
const OTHER = "cr0 cr2 cr3 cr4 cr8 dr0 dr6 dr7 rip eip st xmm0 xmm9 ymm1 mm0 tr6".split(" ");
const REGISTERS = [WIDE, WIDE, WIDE, HALF, HALF, WORD, BYTE, BYTE, SEGMENT, OTHER];

const IMMEDIATES = (
  "0 1 -1 5 127 128 -128 -129 255 256 0x7fff 0xffff 0x8000 0x10000 0x7fffffff 0x80000000 0xffffffff -0x80000000 " +
  "0x100000000 0x7fffffffffffffff 0xffffffffffffffff extern extern+4 'a ~0 (1<<9) 3*8"
).split(" ");
const DISPLACEMENTS = (
  "8 8 8 -8 -8 0x7f 0x80 0x12345678 -0x80000000 0x80000000 extern extern+8 5*8 (3*8) 0xffffffffffffff80"
).split(" ");
const SEGMENTS = ["%gs:", "%gs:", "%fs:", "%ds:", "%ss:", "%es:", "%cs:"];

const MNEMONICS = (
  "mov add or adc sbb and sub xor cmp test lea xchg xadd cmpxchg push pop inc dec neg not mul imul div idiv shl shr sar sal " +
  "shld shrd bt bts btr btc bsf bsr bswap popcnt lzcnt tzcnt movzx movsx movzb movzw movsxd movzbl movzbq " +
  "movswq movslq cmove cmovnz cmovb sete setnb seto jmp call ret lret iret enter leave int in out lgdt lidt sgdt sidt ltr str " +
  "lldt sldt lar lsl verr verw smsw lmsw invlpg invpcid rdfsbase wrgsbase rdpid movabs nop ljmp lcall loop jrcxz jne ud1 ud0 " +
  "cmpxchg8b cmpxchg16b crc32 movbe andn bextr blsi bzhi mulx pdep rorx sarx adcx movnti pushf popf prefetchw clflush fxsave " +
  "xsave rdrand rdmsr swapgs sysret movd movq prefetch"
).split(" ");
const SUFFIXES = ["", "", "", "q", "l", "w", "b"];
const PREFIXES = "lock,rep,repne,{disp32},{load},{store},{rex},rex.w,data16,addr32,gs".split(",");
const INDIRECT = /^(?:jmp|call|ljmp|lcall)/;

function register(random: Random): string {
  return `%${random.pick(random.pick(REGISTERS))}`;
}

function memory(random: Random): string {
  const segment = random.chance(4) ? random.pick(SEGMENTS) : "";
  const displacement = random.chance(4) ? "" : random.pick(DISPLACEMENTS);
  const base = random.pick(["", `%${random.pick(WIDE)}`, `%${random.pick(WIDE)}`, `%${random.pick(HALF)}`, "%rip"]);
  const scale = random.pick(["", ",1", ",2", ",4", ",8"]);
  const index = random.chance(2) ? `,%${random.pick(random.chance(5) ? HALF : WIDE)}${scale}` : "";
  if (base === "" && index === "") return `${segment}${displacement === "" ? "0x10" : displacement}`;
  return `${segment}${displacement}(${base}${index})`;
}

function operand(random: Random): string {
  const kind = random.below(12);
  if (kind < 5) return register(random);
  return kind < 8 ? `$${random.pick(IMMEDIATES)}` : memory(random);
}

function line(random: Random): string {
  const mnemonic = random.pick(MNEMONICS);
  const star = INDIRECT.test(mnemonic) && random.chance(2) ? "*" : "";
  const count = random.pick([0, 1, 1, 1, 2, 2, 2, 2, 2, 3]);
  const operands = Array.from({ length: count }, () => operand(random)).join(", ");
  const prefix = random.chance(5) ? `${random.pick(PREFIXES)} ` : "";
  return `${prefix}${mnemonic}${random.pick(SUFFIXES)} ${star}${operands}`.trim();
}

const random = new Random(SEED);

export const RANDOM: readonly GoldenCase[] = Array.from({ length: COUNT }, () => ({ source: line(random) }));
