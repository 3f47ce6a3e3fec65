// Random programs that loop: what the quick loop plans in all its forms, in between
// what it declines; with calls, branches, stacks moved about, accesses over a page's end.
import { layout } from "../../src/machine/index.ts";
import { Random } from "../oracle/random-numbers.ts";

const WIDE = ["rax", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12"];
const HALF = ["eax", "ecx", "edx", "esi", "edi", "r8d", "r9d", "r10d", "r11d", "r12d"];
const WORD = ["ax", "cx", "dx", "si", "di", "r8w", "r9w"];
const LOW = ["al", "cl", "dl", "sil", "dil", "r8b", "r9b"];
const CONDITIONS = "o no b ae e ne be a s ns p np l ge le g".split(" ");

const hex = (value: bigint | number): string => `0x${value.toString(16)}`;

class Writer {
  readonly lines: string[] = [];
  readonly #random: Random;
  #labels = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  #memory(): string {
    const random = this.#random;
    const displacement = random.below(0x60) - 0x30;
    return random.pick([
      `${displacement}(%rbx)`,
      `${displacement}(%rbx,%r13,8)`,
      `${displacement & ~7}(%rbx)`,
      `${random.below(12) * 8}(%rsp)`,
      `-${(random.below(4) + 1) * 8}(%rsp)`,
      `${hex(layout.HANDLER_DATA + 0x100n + BigInt(random.below(64) * 8))}(,%r13,4)`,
      `%gs:${hex(0x40 + random.below(8) * 8)}`,
      `%gs:${hex(0x40)}(%r13)`,
    ]);
  }

  #immediate(): string {
    const random = this.#random;
    return `$${random.pick([0, 1, -1, 2, 127, -128, 0x7fff, random.below(1 << 30), -random.below(1 << 30)])}`;
  }

  #twoOperands(): string {
    const random = this.#random;
    const name = random.pick(["add", "or", "and", "sub", "xor", "cmp", "test", "mov", "cmp", "add"]);
    const [suffix, registers] = random.pick([
      ["q", WIDE],
      ["q", WIDE],
      ["l", HALF],
      ["b", LOW],
      ["w", WORD],
    ] as const);
    const register = `%${random.pick(registers)}`;
    const small = `$${random.below(256) - 128}`;
    const value = suffix === "b" || suffix === "w" ? small : this.#immediate();
    const forms = [
      [register, `%${random.pick(registers)}`],
      [value, register],
      [register, this.#memory()],
      [value, this.#memory()],
    ];
    if (name !== "test") forms.push([this.#memory(), register]);
    return `${name}${suffix} ${random.pick(forms).join(", ")}`;
  }

  #plain(): readonly string[] {
    const random = this.#random;
    const [wide, other] = [`%${random.pick(WIDE)}`, `%${random.pick(WIDE)}`];
    const half = `%${random.pick(HALF)}`;
    const condition = random.pick(CONDITIONS);
    const place = this.#memory();
    return random.pick<() => readonly string[]>([
      () => [`movz${random.pick(["b", "w"])}l ${place}, ${half}`],
      () => [`movzbq %${random.pick(LOW)}, ${wide}`],
      () => [`movslq ${random.pick([place, half])}, ${wide}`],
      () => [`leaq ${random.below(99)}(${wide},${other},${random.pick([1, 2, 4, 8])}), ${wide}`],
      () => [`leal (${wide},${other}), ${half}`],
      () => [`set${condition} ${random.pick([`%${random.pick(LOW)}`, place])}`],
      () => [`cmov${condition}q ${random.pick([place, other])}, ${wide}`],
      () => [`cmov${condition}l ${random.pick([place, `%${random.pick(HALF)}`])}, ${half}`],
      () => [`${random.pick(["inc", "dec"])}q ${random.pick([wide, place])}`],
      () => [`${random.pick(["inc", "dec"])}l ${random.pick([half, place])}`],
      () => [`${random.pick(["neg", "not"])}q ${random.pick([wide, place])}`],
      () => [`${random.pick(["shl", "shr", "sar"])}q $${1 + random.below(63)}, ${wide}`],
      () => [`${random.pick(["shl", "shr"])}l $${1 + random.below(31)}, ${half}`],
      () => [random.pick(["cld", "nop", "pause", "nopw 8(%rax)", "clc"])],
      () => ["std", `movq ${wide}, ${other}`, "cld"],
      () => [`imulq ${wide}, ${other}`],
      () => [random.pick([`bswapq ${wide}`, `bswapl ${half}`, "cmc"])],
      () => [`xchgq ${wide}, ${other}`, `adcq $1, ${wide}`],
      () => [`movzbl %ah, %ecx`, `addb %ah, %cl`],
    ])();
  }

  #stack(): readonly string[] {
    const random = this.#random;
    const [wide, other] = [`%${random.pick(WIDE)}`, `%${random.pick(WIDE)}`];
    const aside = 8 * (1 + random.below(200));
    return random.pick<() => readonly string[]>([
      () => [`pushq ${wide}`, `pushq ${this.#immediate()}`, `popq ${other}`, `popq ${wide}`],
      () => [`pushq ${random.below(6) * 8}(%rsp)`, `pushq ${8 + random.below(6) * 8}(%rsp)`, "addq $16, %rsp"],
      () => ["pushfq", `popq ${wide}`],
      () => ["pushq %rsp", `popq ${wide}`],
      () => ["pushq %rbx", "incl (%rsp)", "popq %rbx", "decq %rbx"],
      () => [`pushq $${random.pick([2, 0xd7, 0x4d7, 0x206, 0x893])}`, "popfq"],
      () => [`leaq -${aside}(%rsp), %rsp`, `movq ${wide}, (%rsp)`, `pushq ${other}`, `leaq ${aside + 8}(%rsp), %rsp`],
      () => [`subq $${aside}, %rsp`, `movq ${wide}, 8(%rsp)`, `cmpq ${wide}, ${other}`, `addq $${aside}, %rsp`],
      () => ["movq %rsp, %rbp", "andq $-16, %rsp", `pushq ${wide}`, "pushq %rsp", `popq ${other}`, "movq %rbp, %rsp"],
      () => ["movq %rsp, %rbp", `leaq 0x800(%rbx), %rsp`, `pushq ${wide}`, "pushfq", "movq %rbp, %rsp"],
      () => ["pushq %rsp", "popq %rsp"],
      () => this.#returnByFrame(),
    ])();
  }

  #returnByFrame(): readonly string[] {
    const label = `i${this.#labels++}`;
    return [
      "movq %rsp, %rax",
      `pushq $${layout.KERNEL_DS}`,
      "pushq %rax",
      "pushfq",
      `pushq $${layout.KERNEL_CS}`,
      `leaq ${label}(%rip), %rax`,
      "pushq %rax",
      "iretq",
      `${label}:`,
    ];
  }

  #flow(): readonly string[] {
    const random = this.#random;
    const label = `f${this.#labels++}`;
    const condition = random.pick(CONDITIONS);
    return random.pick<() => readonly string[]>([
      () => [`j${condition} ${label}`, this.#twoOperands(), this.#twoOperands(), `${label}:`],
      () => [`jmp ${label}`, "ud2", `${label}:`],
      () => [`call g${random.below(3)}`],
      () => [`movl $${2 + random.below(5)}, %r14d`, `${label}:`, this.#twoOperands(), "decl %r14d", `jnz ${label}`],
      () => [
        `movl $3, %r14d`,
        `${label}:`,
        `j${condition} 1f`,
        this.#twoOperands(),
        "1:",
        "subq $1, %r14",
        `ja ${label}`,
      ],
    ])();
  }

  item(): void {
    const random = this.#random;
    const kind = random.below(10);
    if (kind < 5) this.lines.push(this.#twoOperands());
    else if (kind < 7) this.lines.push(...this.#plain());
    else if (kind < 9) this.lines.push(...this.#stack());
    else this.lines.push(...this.#flow());
  }
}

/** Text of a program without end. */
export function loopProgram(seed: number): string {
  const random = new Random(seed);
  const writer = new Writer(random);
  const setUp = [...WIDE, "rbp"].map((name) => `movabsq $${hex(random.quadword())}, %${name}`);
  const items = 14 + random.below(20);
  for (let count = 0; count < items; count++) writer.item();
  const edge = random.pick([0x200n, 0xff0n, 0x1008n, 0x7f3n]);
  return [
    `movq $${hex(layout.HANDLER_DATA + 0x1000n + edge)}, %rbx`,
    "xorl %r13d, %r13d",
    `subq $${random.pick([0x400, 0x7f0, 0x300])}, %rsp`,
    ...setUp,
    "again:",
    ...writer.lines,
    "leal 1(%r13), %r13d",
    "andl $7, %r13d",
    "jmp again",
    "g0: notq %rdx",
    "ret",
    "g1: pushq %rcx",
    "addq $3, (%rsp)",
    "call g0",
    "popq %rcx",
    "ret",
    "g2: testl %eax, %eax",
    "js 1f",
    "call g1",
    "1: ret",
  ].join("\n");
}
