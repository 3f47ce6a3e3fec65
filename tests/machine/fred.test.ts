// FRED, rule by rule: the frame, the levels, what ERETS and ERETU check and what
// they unblock (Intel's FRED specification, chapters 4 to 6).
import { describe, expect, test } from "vitest";
import { layout } from "../../src/machine/index.ts";
import { Bench, NMI } from "./published/support.ts";

const SIXTEEN = 0xffffn;
const SELECTORS = { cs: BigInt(layout.KERNEL_CS), ss: BigInt(layout.KERNEL_DS) };

/** Code at CPL 0, and an entry that stops at `stop` at once, or returns by ERETS. */
const program = (text: string, entry = "jmp stop", data = ""): string => `
main:
${text}
done:
    jmp done
    .section .text.fred, "ax"
fred_entry_user:
    jmp user_stop
    .org 256
fred_entry_kernel:
${entry}
stop:
    jmp stop
user_stop:
    jmp user_stop
    .data
${data}
`;

interface Frame {
  readonly code: bigint;
  readonly rip: bigint;
  readonly cs: bigint;
  readonly flags: bigint;
  readonly rsp: bigint;
  readonly ss: bigint;
  readonly data: bigint;
}

/** The frame that RSP points to. */
function frame(bench: Bench): Frame {
  const at = bench.machine.registers().rsp;
  const word = (index: bigint): bigint => bench.machine.readValue(at + index * 8n, 8) ?? 0n;
  expect(word(7n)).toBe(0n);
  return { code: word(0n), rip: word(1n), cs: word(2n), flags: word(3n), rsp: word(4n), ss: word(5n), data: word(6n) };
}

const info = (ss: bigint) => ({
  vector: Number((ss >> 32n) & 0xffn),
  type: Number((ss >> 48n) & 15n),
  length: Number(ss >> 60n),
  software: ((ss >> 17n) & 1n) !== 0n,
  nmi: ((ss >> 18n) & 1n) !== 0n,
  nested: ((ss >> 58n) & 1n) !== 0n,
});

const EXCEPTION = { length: 0, software: false, nmi: false, nested: false, type: 3 };

const load = (text: string): Promise<Bench> => Bench.load(text, { fred: true });

describe("delivery", () => {
  test("a page fault: error code, address as event data, the stack's next aligned 64 bytes below the red zone", async () => {
    const bench = await load(program("    subq $8, %rsp\nhere:\n    movb touch0+5, %al\n"));
    const before = (await load(program("    subq $8, %rsp\nhere:\n    movb touch0+5, %al\n"))).to("here");
    const old = before.machine.registers();
    bench.to("stop");
    const pushed = frame(bench);
    expect(pushed).toMatchObject({ code: 0n, rip: bench.address("here"), cs: SELECTORS.cs, rsp: old.rsp });
    expect(pushed.data).toBe(layout.TOUCH + 5n);
    expect(pushed.flags).toBe(old.rflags | 0x10000n);
    expect(info(pushed.ss)).toEqual({ ...EXCEPTION, vector: 14 });
    expect(pushed.ss & SIXTEEN).toBe(SELECTORS.ss);
    const now = bench.machine.registers();
    expect(now.rsp).toBe(((old.rsp - 64n) & ~63n) - 64n);
    expect(now.rflags).toBe(2n);
    expect(now.cr2).toBe(layout.TOUCH + 5n);
  });

  test("an NMI: bit 18, level 2's stack, NMIs blocked", async () => {
    const bench = await load(program("    nop\nhere:\n    nop\n"));
    bench.to("stop", { at: { here: [NMI] } });
    const pushed = frame(bench);
    expect(info(pushed.ss)).toMatchObject({ vector: 2, type: 2, nmi: true });
    expect(bench.machine.registers().rsp).toBe(layout.NMI_STACK_TOP - 64n);
    expect(bench.machine.nmi().blocked).toBe(true);
    expect(pushed.cs).toBe(SELECTORS.cs);
  });

  test.each([
    ["int3", 3, 6, 1, false],
    ["int $7", 7, 4, 2, true],
    ["int1", 1, 5, 1, false],
  ] as const)("%s: vector %d, type %d, length %d", async (text, vector, type, length, software) => {
    const bench = await load(program(`    ${text}\nbehind:\n    nop\n`));
    bench.to("stop");
    const pushed = frame(bench);
    expect(info(pushed.ss)).toMatchObject({ vector, type, length, software });
    expect(pushed.rip).toBe(bench.address("behind"));
  });

  test("a single step: DR6's bits, positive, as event data; level 1", async () => {
    const bench = await load(program("    pushfq\n    orl $0x100, (%rsp)\n    popfq\n    nop\n"));
    bench.to("stop");
    expect(frame(bench).data).toBe(1n << 14n);
    expect(bench.machine.registers().rsp).toBe(layout.MACHINE_CHECK_STACK_TOP - 64n);
  });

  test("at the same level again: below what is in use, the level kept", async () => {
    const bench = await load(program("    nop\nhere:\n    nop\n", "    movb touch0, %al\n"));
    bench.to("fred_entry_kernel", { at: { here: [NMI] } });
    bench.step();
    expect(bench.machine.registers().rsp).toBe(layout.NMI_STACK_TOP - 3n * 64n);
    const pushed = frame(bench);
    expect(pushed.cs >> 16n).toBe(2n);
    expect(info(pushed.ss)).toMatchObject({ vector: 14, nmi: false });
  });

  test("from CPL 3: level 0 whatever the event, STAR's segments, the bases exchanged", async () => {
    const text = `    pushq $0x2b\n    movabsq $user_stack_top, %rax\n    pushq %rax\n    pushq $0x202\n    pushq $0x33\n    pushq $0x400000\n    pushq $0\n    eretu\n`;
    const bench = await load(program(text));
    const first = bench.machine.registers();
    bench.until(() => bench.rip === 0x400000n);
    const user = bench.machine.registers();
    expect([user.cs, user.ss, user.gsBase]).toEqual([0x33n, 0x2bn, first.kernelGsBase]);
    bench.step([NMI]);
    const now = bench.machine.registers();
    expect(now).toMatchObject({ rip: layout.FRED_TEXT, rsp: layout.KERNEL_STACK_TOP - 64n, ...SELECTORS });
    expect(now.gsBase).toBe(first.gsBase);
    expect(frame(bench)).toMatchObject({ rip: 0x400000n, cs: 0x33n, rsp: layout.USER_STACK_TOP });
  });

  test("a fault of the delivery is a nested event; two end in #DF on level 3", async () => {
    // level 2's stack lies nowhere: the NMI ends in #PF, whose level is the current one
    const text = "    movl $0x1ce, %ecx\n    xorl %eax, %eax\n    movl $0xffff9000, %edx\n    wrmsr\nhere:\n    nop\n";
    const bench = await load(program(text));
    bench.to("stop", { at: { here: [NMI] } });
    expect(bench.deliveries[0]).toMatchObject({ vector: 14, attempted: [2] });
    expect(info(frame(bench).ss)).toMatchObject({ vector: 14, nested: true, nmi: false });
    const lost = await load(program("    movq $8, %rsp\n    int3\n"));
    lost.to("stop");
    expect(lost.deliveries[0]).toMatchObject({ vector: 8, attempted: [3, 14] });
    expect(info(frame(lost).ss)).toMatchObject({ vector: 8, nested: false });
    expect(lost.machine.registers().rsp).toBe(layout.DOUBLE_FAULT_STACK_TOP - 64n);
  });
});

describe("returns", () => {
  const RETURNING = (change: string): string => program(`    int3\nbehind:\n    nop\n`, `${change}\n    erets\n`);

  test("ERETS brings all of it back, RF too, and the level", async () => {
    const bench = await load(RETURNING("    orq $0x10000, 24(%rsp)"));
    bench.to("behind");
    expect(bench.machine.registers().rflags & 0x10000n).toBe(0x10000n);
    bench.to("done");
    expect(bench.vectors).toEqual([3]);
  });

  test.each([
    ["a CS word with other bits", "    orq $0x100000, 16(%rsp)"],
    ["another CS", "    movw $0x33, 16(%rsp)"],
    ["another SS", "    movw $0x2b, 40(%rsp)"],
    ["a RIP that is not canonical", "    btcq $60, 8(%rsp)"],
    ["RFLAGS with VM", "    orq $0x20000, 24(%rsp)"],
  ])("ERETS refuses %s with #GP(0), nothing changed", async (_, change) => {
    const bench = await load(RETURNING(`    cmpb $13, 44(%rsp)\n    je stop\n${change}`));
    bench.to("stop");
    expect(bench.vectors).toEqual([3, 13]);
    expect(frame(bench)).toMatchObject({ code: 0n });
  });

  test("NMIs are unblocked by the return whose frame has bit 18, and by no other", async () => {
    const nested = program(
      "    nop\nhere:\n    nop\n",
      "    testb $4, 42(%rsp)\n    jz 1f\n    int3\nback:\n    nop\n1:\n    erets\n",
    );
    const bench = await load(nested);
    bench.to("back", { at: { here: [NMI] } });
    expect(bench.vectors).toEqual([2, 3]);
    expect(bench.machine.nmi().blocked).toBe(true);
    bench.to("done");
    expect(bench.machine.nmi().blocked).toBe(false);
  });

  test.each([
    ["swapgs", 6],
    ["sysretq", 6],
  ])("%s is #UD under FRED", async (text, vector) => {
    const bench = await load(program(`    ${text}\n`));
    expect(bench.to("stop").vectors).toEqual([vector]);
  });

  test("IRETQ keeps its privilege: to CPL 3 is #GP of the selector; at CPL 0 it works", async () => {
    const to = (cs: string, ss: string): string =>
      `    movq %rsp, %rbx\n    pushq $${ss}\n    pushq %rbx\n    pushfq\n    pushq $${cs}\n    pushq $done\n    iretq\n`;
    const user = await load(program(to("0x33", "0x2b")));
    user.to("stop");
    expect([user.vectors, frame(user).code]).toEqual([[13], 0x30n]);
    expect((await load(program(to("0x10", "0x18")))).to("done").vectors).toEqual([]);
  });

  test("ERETU needs level 0", async () => {
    const bench = await load(program("    nop\nhere:\n    nop\n", "    cmpb $13, 44(%rsp)\n    je stop\n    eretu\n"));
    bench.to("stop", { at: { here: [NMI] } });
    expect(bench.vectors).toEqual([2, 13]);
  });
});

describe("the processor", () => {
  test("without the option it has no FRED", async () => {
    for (const text of ["    erets\n", "    eretu\n", "    xorl %eax, %eax\n    lkgs %ax\n"]) {
      const bench = await Bench.load(`main:\n${text}done:\n    jmp done\nvec_6:\n    jmp done\n`);
      expect(bench.to("done").vectors).toEqual([6]);
    }
    const msr = "main:\n    movl $0x1d4, %ecx\n    rdmsr\ndone:\n    jmp done\nvec_13:\n    jmp done\n";
    expect((await Bench.load(msr)).to("done").vectors).toEqual([13]);
  });

  test("tells so in CPUID, and keeps RSPn aligned", async () => {
    const bench = await load(
      program(
        "    movl $7, %eax\n    movl $1, %ecx\n    cpuid\n    movl %eax, %edi\n    movl $0x1cd, %ecx\n    movl $0x81000020, %eax\n    movl $0xffffffff, %edx\n    wrmsr\n",
      ),
    );
    bench.to("stop");
    expect(bench.machine.registers().rdi).toBe(0x60000n);
    expect(bench.vectors).toEqual([13]);
  });

  test("LKGS loads the base that the user will have", async () => {
    const bench = await load(program("    movl $0x2b, %eax\n    lkgs %ax\n"));
    const before = bench.machine.registers();
    bench.to("done");
    const now = bench.machine.registers();
    expect([now.gs, now.gsBase, now.kernelGsBase]).toEqual([0x2bn, before.gsBase, 0n]);
  });
});
