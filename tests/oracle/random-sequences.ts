// Random sequences that belong together: stack, strings, jumps.
import type { Random } from "./random-numbers.ts";
import { lazyMemory, memory, register, SUFFIX, WIDTHS } from "./random-operands.ts";
import { condition, line } from "./random-operations.ts";
import type { Line } from "./random-source.ts";

const lines = (text: string): readonly Line[] => text.split("; ").map((each) => line(each));

export function stack(random: Random): readonly Line[] {
  const wide = random.chance(4) ? 2 : 8;
  const suffix = SUFFIX[wide];
  const push = random.pick([register(random, wide), lazyMemory(random), random.immediate(wide === 2 ? 2 : 4)]);
  const pop = random.pick([register(random, wide), memory(random)]);
  const forms = [
    `push${suffix} ${push}; pop${suffix} ${pop}`,
    `push${suffix} ${push}; push${suffix} ${register(random, wide)}; pop${suffix} ${pop}; pop${suffix} ${pop}`,
    `enter $${random.below(64)}, $0; leave`,
    `enter $${random.below(64)}, $${random.below(3)}; leave`,
    `pushfq; popq ${register(random, 8)}`,
    `subq $24, %rsp; movq ${register(random, 8)}, 8(%rsp); popq ${register(random, 8)}; leaq 16(%rsp), %rsp`,
    `pushq %rsp; popq ${register(random, 8)}`,
  ];
  const text = random.pick(forms);
  // ENTER with a level copies frame pointers from where RBP points
  return lines(text.startsWith("enter") ? `movq %rsp, %rbp; subq $64, %rbp; ${text}` : text);
}

export function strings(random: Random): readonly Line[] {
  const width = random.pick(WIDTHS);
  const name = random.pick(["movs", "stos", "lods", "cmps", "scas"]);
  const compares = name === "cmps" || name === "scas";
  const prefix = random.pick(compares ? ["", "repe ", "repne "] : ["", "rep "]);
  const place = (lazy: boolean): string =>
    lazy ? `${random.pick(["touch0", "touch1"])}+${0x7f0 + random.below(64)}` : `buffer+${256 + random.below(256)}`;
  const lazy = random.chance(4);
  const forms = [
    random.pick(["cld", "std"]),
    `movl $${random.below(5)}, %ecx`,
    `movq $${place(lazy)}, %rsi`,
    `movq $${place(random.chance(4))}, %rdi`,
    `${prefix}${name}${SUFFIX[width]}`,
  ];
  return lines(forms.join("; "));
}

export function flow(random: Random, label: string): readonly Line[] {
  const inner = `incq ${register(random, 8)}`;
  const count = random.below(4) + 1;
  const forms = [
    `j${condition(random)} ${label}; ${inner}; ${label}: nop`,
    `movl $${count}, %ecx; ${label}: ${inner.replace("%rcx", "%rdx")}; ${random.pick(["loop", "loope", "loopne"])} ${label}`,
    `movl $${random.below(2)}, %ecx; ${random.pick(["jrcxz", "jecxz"])} ${label}; ${inner}; ${label}: nop`,
    `call ${label}; jmp ${label}_end; ${label}: ${inner}; ret; ${label}_end: nop`,
    `leaq ${label}(%rip), %rdx; jmp *%rdx; ${inner}; ${label}: nop`,
    `movq $${label}, buffer+8; call *buffer+8; jmp ${label}_end; ${label}: ${inner}; ret; ${label}_end: nop`,
    `pushq $${random.below(99)}; pushq $7; call ${label}; jmp ${label}_end; ${label}: ret $16; ${label}_end: nop`,
  ];
  return lines(random.pick(forms));
}
