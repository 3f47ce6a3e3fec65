// Random programs as handler bodies: items of a few instructions each, that a seed
// chooses. Items do not depend on each other: any of them can be left out.
import { Random } from "./random-numbers.ts";
import { arithmetic, bits, flags, moves, multiplication, shifts } from "./random-operations.ts";
import { flow, stack, strings } from "./random-sequences.ts";

/** A line of assembly; `undefined`: RFLAGS bits that the manual leaves undefined after it. */
export interface Line {
  readonly text: string;
  readonly undefined: bigint;
}

export interface Item {
  readonly lines: readonly Line[];
}

export interface RandomProgram {
  readonly seed: number;
  readonly setup: Item;
  readonly items: readonly Item[];
}

const ITEMS = 40;
const BUFFER_WORDS = 128;

const GROUPS = [arithmetic, arithmetic, moves, moves, shifts, multiplication, bits, bits, flags, stack, strings, flow];

/** Registers that a program may spoil; %r15 points into the buffer, always. */
const SET_UP = "rax rbx rcx rdx rsi rdi rbp r8 r9 r10 r11 r12 r13 r14".split(" ");

export function randomProgram(seed: number): RandomProgram {
  const random = new Random(seed);
  const texts = SET_UP.map((name) => `movabsq $0x${random.quadword().toString(16)}, %${name}`);
  return {
    seed,
    setup: { lines: texts.map((text) => ({ text, undefined: 0n })) },
    items: Array.from({ length: ITEMS }, (_, index) => ({ lines: random.pick(GROUPS)(random, `i${index}`) })),
  };
}

function buffer(seed: number): string {
  const random = new Random(seed ^ 0x5bd1e995);
  return Array.from({ length: BUFFER_WORDS }, () => `    .quad 0x${random.quadword().toString(16)}`).join("\n");
}

export interface Source {
  readonly text: string;
  /** By line number, from 1. */
  readonly undefinedAfter: ReadonlyMap<number, bigint>;
}

/** The handler file of a program. */
export function sourceOf({ seed, setup, items }: RandomProgram): Source {
  const before = ["nmi:", "    movq %rsp, saved_stack", "    movq $buffer+512, %r15"];
  const lines = [setup, ...items].flatMap((item) => item.lines);
  const undefinedAfter = new Map(lines.map((line, index) => [before.length + 1 + index, line.undefined]));
  const after = `    movq saved_stack, %rsp
    iretq
# a divisor that does, and the division again
vec_0:
    movl $3, %ecx
    movl $0, %edx
    movzbl %al, %eax
    iretq
    .data
    .balign 64
buffer:
${buffer(seed)}
saved_stack:
    .quad 0
`;
  return { text: [...before, ...lines.map(({ text }) => `    ${text}`), after].join("\n"), undefinedAfter };
}
