// Random loops in which each maker of flags is followed at once by something that reads
// them, or by an instruction that no region takes in.
import { Random } from "../oracle/random-numbers.ts";

const CONDITIONS = "o no b ae e ne be a s ns p np l ge le g".split(" ");
const SIZES = [
  ["q", "%rax", "%rcx"],
  ["l", "%eax", "%ecx"],
  ["b", "%al", "%cl"],
] as const;
const TWO = ["add", "or", "and", "sub", "xor", "cmp", "cmp", "test"];

/** RAX and RCX from the state in R8: anything, small, or the same. */
function operands(random: Random): string {
  const shift = `shrq $${1 + random.below(40)}, %rcx`;
  const more = random.pick(["", "andl $3, %eax", "andl $7, %ecx", "movq %rax, %rcx", "negq %rax", "movl %eax, %eax"]);
  return `movq %r8, %rax\nmovq %r8, %rcx\n${shift}\n${more}`;
}

function maker(random: Random): string {
  const [suffix, a, b] = random.pick(SIZES);
  const kind = random.below(8);
  if (kind < 5) return `${random.pick(TWO)}${suffix} ${random.pick([b, `$${random.below(256) - 128}`])}, ${a}`;
  const wide = suffix === "b" ? SIZES[1] : ([suffix, a, b] as const);
  if (kind < 7) return `${random.pick(["inc", "dec"])}${wide[0]} ${wide[1]}`;
  if (random.chance(3)) return "negq %rax";
  return `${random.pick(["shl", "shr", "sar"])}q $${1 + random.below(63)}, %rax`;
}

function reader(random: Random, label: string): string {
  const condition = random.pick(CONDITIONS);
  const between = random.pick(["", "", "movq %r9, %rdx", "leaq 8(%r9), %rdx", "notq %r9"]);
  const reads = random.pick([
    `set${condition} %dl\nmovzbl %dl, %edx\naddq %rdx, %r10`,
    `cmov${condition}q %r8, %r9`,
    `cmov${condition}l %ecx, %r11d`,
    `j${condition} ${label}\nleaq 1(%r10), %r10\n${label}:`,
    "pushfq\npopq %rdx\naddq %rdx, %r10",
    "incl %r10d\nsetc %dl",
    // not planned: the region is left with what is pending
    `bswapq %r9\nset${condition} %dl\nmovzbl %dl, %edx\naddq %rdx, %r10`,
    "xchgq %r9, %r11\npushfq\npopq %rdx\naddq %rdx, %r10",
  ]);
  return `${between}\n${reads}`;
}

/** Text of a program without end; R8 changes all the time. */
export function flagProgram(seed: number): string {
  const random = new Random(seed);
  const items = Array.from({ length: 14 }, (_, number) =>
    [operands(random), maker(random), reader(random, `f${number}`)].join("\n"),
  );
  return [
    `movabsq $0x${random.quadword().toString(16)}, %r8`,
    "orq $1, %r8",
    "again:",
    "movq %r8, %rax",
    "shlq $13, %rax",
    "xorq %rax, %r8",
    "movq %r8, %rax",
    "shrq $7, %rax",
    "xorq %rax, %r8",
    ...items,
    "jmp again",
  ].join("\n");
}
