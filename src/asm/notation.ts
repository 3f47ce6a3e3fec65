// The 2010 mail's own notation: what it says, why no assembler takes it, and
// the repair. Only the words are here; the parsers decide where it is met.

import type { Program } from "./program.ts";
import type { Statement } from "./statement.ts";

export function reportMailSegment(program: Program, statement: Statement, from: number, to: number): void {
  program.report("note", statement, from, to, {
    code: "mail-percpu-segment",
    message: '"%__percpu_seg:" is read as "%gs:"',
    explanation:
      "In kernel sources of 2010 %__percpu_seg was a macro of the C preprocessor that stood for %gs on x86-64. " +
      "An assembler alone does not know it.",
    fix: { title: 'Write "%gs:"', text: "%gs:" },
  });
}

export function reportStrayPercent(
  program: Program,
  statement: Statement,
  from: number,
  nameFrom: number,
  name: string,
): void {
  program.report("warning", statement, from, nameFrom + name.length, {
    code: "mail-stray-percent",
    message: `"%" stands before the symbol "${name}", as if it were a register`,
    explanation: "A name in memory is written without %; the sign is read as absent.",
    fix: { title: 'Remove the "%"', text: "", from, to: nameFrom },
  });
}

export function reportIdealisedPush(
  program: Program,
  statement: Statement,
  from: number,
  to: number,
  register: string,
): void {
  program.report("warning", statement, from, to, {
    code: "idealised-push-control",
    message: `no x86-64 can push %${register}: run as one idealised instruction`,
    explanation:
      `Control registers move only to and from general registers. The mail writes the intent: store %${register} in the ` +
      `next word of the stack. The repair goes through %rax, which the mail's code has saved but still uses as its pointer ` +
      `to the frame, so it makes room first and puts %rax back.`,
    fix: {
      title: `Go through %rax: pushq %rax; pushq %rax; movq %${register},%rax; movq %rax,8(%rsp); popq %rax`,
      text: `pushq %rax\npushq %rax\nmovq %${register},%rax\nmovq %rax,8(%rsp)\npopq %rax`,
    },
  });
}

export function reportIdealisedLoad(
  program: Program,
  statement: Statement,
  from: number,
  to: number,
  register: string,
  memory: string,
): void {
  program.report("warning", statement, from, to, {
    code: "idealised-load-control",
    message: `no x86-64 can load %${register} from memory: run as one idealised instruction`,
    explanation:
      `Control registers move only to and from general registers. The repair goes through %rax and gives it back; where ` +
      `an NMI may restart the code in between, as in the mail's nmi_atomic region, that needs more thought: a register ` +
      `must not be in use there.`,
    fix: {
      title: "Go through %rax, saved on the stack",
      text: `pushq %rax\nmovq ${memory},%rax\nmovq %rax,%${register}\npopq %rax`,
    },
  });
}

export function reportEllipsis(
  program: Program,
  statement: Statement,
  from: number,
  first: boolean,
  body: string | undefined,
): void {
  const filled = body === undefined ? "nothing (no body is selected)" : `the body "${body}"`;
  program.report("note", statement, from, statement.text.trimEnd().length, {
    code: "mail-ellipsis",
    message: first
      ? `"..." stands for the regular NMI code: filled with ${filled}`
      : '"..." goes on the regular NMI code: nothing is added here',
    explanation:
      "The mail leaves the regular NMI code out. What it does is part of the scenario, and can be chosen there.",
  });
}

export function reportIret(program: Program, statement: Statement, from: number, to: number): void {
  program.report("warning", statement, from, to, {
    code: "iret-is-iretd",
    message: '"iret" without a suffix is the 32-bit return (opcode CF), in 64-bit code too',
    explanation:
      "It pops five 4-byte words. On the 64-bit frame of an NMI the second of them, bits 63:32 of RIP, becomes CS: " +
      "bits 47:32 of a kernel address are 0xffff, a selector beyond the GDT, and the return ends in #GP. A kernel writes iretq.",
    fix: { title: 'Write "iretq"', text: "iretq" },
  });
}
