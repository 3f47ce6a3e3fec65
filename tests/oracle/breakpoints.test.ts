// Debug registers on our machine and on QEMU, which loses hits when its stub steps:
// so both run to the end, and what the #DB handler wrote down is compared, saved
// RIP and DR6 of each, and all that was stored.
import { describe, expect, it } from "vitest";
import { findQemu } from "../../scripts/lib/tools.mjs";
import * as layout from "../../src/machine/layout.ts";
import { GENERAL_REGISTERS } from "../../src/machine/types.ts";
import { bootBoth } from "./compare-scenario.ts";

/** SS as QEMU has it in a handler on an IST stack. */
const QEMUS = { nullSsOnSameCplIst: true };
const MAX_STEPS = 200;

/** An NMI handler that sets DR0 and DR7, does `body` and stays at `stop`. */
const handler = (address: string, dr7: string, body: string, resume: string): string => `
nmi:
    movq $noted, %r15
    movq $${address}, %rax
    movq %rax, %db0
    movl $${dr7}, %eax
    movq %rax, %db7
    leaq value(%rip), %rsi
${body}
stop:
    jmp stop
vec_1:
    pushq %rax
    movq 8(%rsp), %rax
    movq %rax, (%r15)
    movq %db6, %rax
    movq %rax, 8(%r15)
    addq $16, %r15
    xorl %eax, %eax
    movq %rax, %db6
    popq %rax
${resume}
    iretq
    .data
    .balign 16
    .skip 256
value:
    .quad 0x18, 0, 0, 0
noted:
    .skip 256
`;

interface Case {
  readonly rule: string;
  readonly address?: string;
  readonly dr7: string;
  readonly body: string;
  readonly resume?: string;
  /** How many #DB the manual has. */
  readonly count: number;
}

const CASES: readonly Case[] = [
  {
    rule: "write, 4 bytes: behind the instruction; reads do not hit",
    dr7: "0xd0002",
    body: "    movl (%rsi), %ecx\n    movl $5, (%rsi)\n    movq $6, -4(%rsi)\n    movb $1, 4(%rsi)",
    count: 2,
  },
  {
    rule: "read or write, 8 bytes",
    dr7: "0xb0001",
    body: "    movb 7(%rsi), %cl\n    incb 8(%rsi)\n    movw %cx, 6(%rsi)\n    cmpb $0, (%rsi)\n    decl 4(%rsi)",
    count: 4,
  },
  {
    rule: "an instruction breakpoint, stepped over with RF",
    address: "here",
    dr7: "1",
    body: "    movl $3, %ecx\nhere:\n    incl %edx\n    loop here",
    resume: "    btsq $16, 16(%rsp)",
    count: 3,
  },
  {
    rule: "a stack push, and an exchange",
    dr7: "0xd0002",
    body: "    movq %rsp, %rbx\n    leaq 8(%rsi), %rsp\n    pushq $7\n    popq %rcx\n    movq %rbx, %rsp\n    xchgq %rcx, (%rsi)",
    count: 2,
  },
];

const words = (bytes: Buffer): readonly string[] =>
  Array.from({ length: bytes.length / 8 }, (_, index) => {
    const value = bytes.readBigUInt64LE(index * 8);
    return `+0x${(index * 8).toString(16)}: 0x${value.toString(16)}`;
  }).filter((text) => !text.endsWith(" 0x0"));

describe.skipIf(findQemu() === undefined)("breakpoints on QEMU", () => {
  it.each(CASES)("$rule", async ({ address = "value", dr7, body, resume = "", count }) => {
    const text = handler(address, dr7, body, resume);
    const { program, machine, qemu } = await bootBoth({ text, workload: "kernel", schedule: "nmi@0", options: QEMUS });
    try {
      const stop = program.naming.symbol("stop");
      const noted = program.naming.symbol("noted");
      await qemu.sendNmi();
      await qemu.goOn(stop ?? 0n);
      const theirs = await qemu.registers();
      machine.step([{ kind: "nmi" }]);
      for (let steps = 0; machine.registers().rip !== stop && steps < MAX_STEPS; steps++) machine.step();
      const ours = machine.registers();
      expect(ours.rip).toBe(stop);
      expect(theirs["rip"]).toBe(stop);
      for (const name of GENERAL_REGISTERS) expect([name, theirs[name]]).toEqual([name, ours[name]]);
      expect((ours.r15 - (noted ?? 0n)) / 16n).toBe(BigInt(count));
      const data = layout.areaAt(layout.HANDLER_DATA);
      const mine = Buffer.from(machine.read(layout.HANDLER_DATA, layout.PAGE_BYTES) ?? []);
      expect(words(mine)).toEqual(words(qemu.readPhysical(data?.physical ?? 0, layout.PAGE_BYTES)));
    } finally {
      await qemu.close();
    }
  });
});
