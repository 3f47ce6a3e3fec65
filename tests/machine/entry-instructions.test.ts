// SYSENTER, SYSEXIT, and the loads of a segment register with an offset.
import { describe, expect, test } from "vitest";
import { layout } from "../../src/machine/index.ts";
import { Bench } from "./published/support.ts";

const program = (text: string, more = ""): string => `
    .data
    .balign 16
far:
    .quad 0x1122334455667788
    .word 0x2b, 0x18
    .text
main:
${text}
done:
    jmp done
${more}
`;

const wrmsr = (number: number, low: string, high = "$0"): string =>
  `    movl $${number}, %ecx\n    movl ${low}, %eax\n    movl ${high}, %edx\n    wrmsr\n`;

describe("SYSENTER and SYSEXIT", () => {
  const SET = `${wrmsr(0x174, "$0x10")}${wrmsr(0x175, "$nmi_stack_top", "$-1")}${wrmsr(0x176, "$entry", "$-1")}`;

  test("SYSENTER: segments, stack and address from the MSRs, IF off, nothing saved", async () => {
    const bench = await Bench.load(program(`${SET}    sti\n    sysenter\n`, "entry:\n    jmp done\n"));
    bench.to("entry");
    expect(bench.machine.registers()).toMatchObject({ rsp: layout.NMI_STACK_TOP, cs: 0x10n, ss: 0x18n });
    expect(bench.machine.registers().rflags & 0x200n).toBe(0n);
  });

  test("SYSEXIT with REX.W: to CPL 3 at RDX with RCX for RSP", async () => {
    const text = `${SET}    movl $0x400000, %edx\n    movl $0x500100, %ecx\n    sysexitq\n`;
    const bench = await Bench.load(program(text, "entry:\n    nop\n"));
    bench.until(() => bench.rip === 0x400000n);
    expect(bench.machine.registers()).toMatchObject({ rsp: 0x500100n, cs: 0x33n, ss: 0x3bn });
  });

  test.each(["sysenter", "sysexitq"])("%s without IA32_SYSENTER_CS is #GP(0)", async (text) => {
    const bench = await Bench.load(program(`    ${text}\n`, "vec_13:\n    jmp done\n"));
    expect(bench.to("done").vectors).toEqual([13]);
  });
});

describe("LSS, LFS, LGS", () => {
  test("take a selector behind an offset, and clear the upper half as any 32-bit result", async () => {
    const bench = await Bench.load(program("    lfs far+4, %ebx\n    lgs far+6, %cx\n"));
    bench.to("done");
    const { rbx, rcx, fs, gs, fsBase } = bench.machine.registers();
    expect([rbx, rcx & 0xffffn, fs, gs, fsBase]).toEqual([0x11223344n, 0x1122n, 0x2bn, 0x2bn, 0n]);
  });

  test("LSS: the segment first, and no shadow behind it", async () => {
    const bench = await Bench.load(program("    lss far+6, %esp\nbehind:\n    nop\n"));
    bench.to("behind");
    expect(bench.machine.registers()).toMatchObject({ ss: 0x18n, rsp: 0x002b1122n });
    expect(bench.machine.shadow()).toBeUndefined();
  });

  test("a selector that does not fit leaves the register alone", async () => {
    const bench = await Bench.load(program("    movl $7, %ebx\n    lss far+4, %ebx\n", "vec_13:\n    jmp done\n"));
    expect(bench.to("done").vectors).toEqual([13]);
    expect(bench.machine.registers()).toMatchObject({ rbx: 7n, ss: 0x18n });
  });
});
