// IRET, POPF and branches: checks in order, exact error codes, nothing changed by
// a fault (SDM 2, IRET POPF; SDM 3A, 6.14.3).
import { describe, expect, test } from "vitest";
import { type Machine, layout } from "../../src/machine/index.ts";
import { NMI, WORKLOAD, rip, start, step, steps, words } from "./support/program.ts";

const PANICS = { 11: "jmp .", 12: "jmp .", 13: "jmp .", 14: "jmp ." };

/** Pushes a frame of quadwords and executes IRETQ. */
function returning(frame: { rip?: string; cs?: number; flags?: string; rsp?: string; ss?: number }): string {
  const { rip: to = `$${WORKLOAD}+0x80`, cs = 0x10, flags = "$0x202", rsp = "$touch3", ss = 0x18 } = frame;
  return [
    `pushq $${ss}`,
    `movabsq ${rsp}, %rax; pushq %rax`,
    `pushq ${flags}`,
    `pushq $${cs}`,
    `movabsq ${to}, %rax; pushq %rax`,
    "iretq",
  ].join("; ");
}

async function ready(kernel: string): Promise<Machine> {
  const machine = await start({ kernel, vectors: PANICS });
  while (machine.instructionAt(rip(machine))?.mnemonic !== "iret") step(machine);
  return machine;
}

describe("IRETQ", () => {
  test("pops five quadwords, to the same privilege too", async () => {
    const machine = await ready(returning({ flags: "$0x203" }));
    expect(step(machine)).toMatchObject({ kind: "instruction", writes: [] });
    expect(machine.registers()).toMatchObject({
      rip: WORKLOAD + 0x80n,
      cs: 0x10n,
      rflags: 0x203n,
      rsp: layout.TOUCH + 0x3000n,
      ss: 0x18n,
    });
  });

  test("to user mode", async () => {
    const machine = await ready(returning({ rip: "$0x400000", cs: 0x33, ss: 0x2b, rsp: "$0x7ffffffff000" }));
    step(machine);
    expect(machine.registers()).toMatchObject({ rip: 0x400000n, cs: 0x33n, ss: 0x2bn, rsp: 0x7ffffffff000n });
    // CPL 3 now: the kernel's memory is out of reach
    expect(machine.instructionAt(0x400000n)).toBeDefined();
  });

  test("null SS is fine at privilege 0", async () => {
    const machine = await ready(returning({ ss: 0 }));
    expect(step(machine).kind).toBe("instruction");
    expect(machine.registers().ss).toBe(0n);
  });

  test.each([
    ["CS null", { cs: 0 }, 13, 0n],
    ["CS null with RPL", { cs: 3 }, 13, 0n],
    ["CS beyond the limit", { cs: 0xfff8 }, 13, 0xfff8n],
    ["CS in an LDT that is not there", { cs: 0x14 }, 13, 0x14n],
    ["CS a data segment", { cs: 0x18 }, 13, 0x18n],
    ["CS of the user with RPL 0", { cs: 0x30 }, 13, 0x30n],
    ["CS of the kernel with RPL 3", { cs: 0x13 }, 13, 0x10n],
    ["CS before SS", { cs: 0x60, ss: 0x68 }, 13, 0x60n],
    ["SS null to user mode", { rip: "$0x400000", cs: 0x33, ss: 0 }, 13, 0n],
    ["SS beyond the limit", { ss: 0x68 }, 13, 0x68n],
    ["SS RPL", { ss: 0x1b }, 13, 0x18n],
    ["SS a code segment", { ss: 0x10 }, 13, 0x10n],
    ["SS of the user with RPL 0", { ss: 0x28 }, 13, 0x28n],
    ["SS before RIP", { rip: "$0x800000000000", ss: 0x68 }, 13, 0x68n],
    ["RIP not canonical", { rip: "$0x800000000000" }, 13, 0n],
    ["NT", {}, 13, 0n],
  ] as const)("%s", async (name, frame, vector, code) => {
    const text = returning(frame);
    const setNt = "pushfq; orq $0x4000, (%rsp); popfq; ";
    const machine = await ready(name === "NT" ? setNt + text : text);
    const before = machine.registers();
    expect(step(machine)).toMatchObject({ kind: "delivery", vector, errorCode: code, attempted: [] });
    const { rsp } = machine.registers();
    // saved: the IRET's own RIP, the RSP before it, RF
    const saved = words(machine, rsp + 8n, 5);
    expect(saved).toEqual([before.rip, 0x10n, before.rflags | 0x10000n, before.rsp, before.ss]);
  });

  test("a segment that is not present: #NP for CS, #SS for SS", async () => {
    const clear = (selector: number): string =>
      `andb $0x7f, ${layout.GDT - 0x10000000000000000n + BigInt(selector + 5)}; `;
    const code = await ready(clear(0x30) + returning({ rip: "$0x400000", cs: 0x33, ss: 0x2b }));
    expect(step(code)).toMatchObject({ vector: 11, errorCode: 0x30n });
    const stack = await ready(clear(0x28) + returning({ rip: "$0x400000", cs: 0x33, ss: 0x2b }));
    expect(step(stack)).toMatchObject({ vector: 12, errorCode: 0x28n });
  });

  test("a frame half on an absent page: #PF, RSP unchanged", async () => {
    const machine = await start({ kernel: "movq $touch2-16, %rsp; iretq", vectors: PANICS });
    step(machine);
    const taken = machine.step();
    // the handler's stack is there: RSP lies in touch1, which is absent, so the push faults as well
    expect(taken).toMatchObject({ kind: "step", step: { vector: 8, attempted: [14] } });
    expect(machine.registers().cr2).toBe(layout.TOUCH + 0x2000n - 24n);
    expect(words(machine, layout.DOUBLE_FAULT_STACK_TOP - 16n, 1)).toEqual([layout.TOUCH + 0x2000n - 16n]);
  });

  test("RSP need not be canonical", async () => {
    const machine = await ready(returning({ rsp: "$0x1234567890abcdef" }));
    expect(step(machine).kind).toBe("instruction");
    expect(machine.registers().rsp).toBe(0x1234567890abcdefn);
  });

  test("flags: all of the image but VM and the reserved ones", async () => {
    const machine = await ready(returning({ flags: "$0x3f7ed7" }));
    step(machine);
    expect(machine.registers().rflags).toBe(0x3d7ed7n);
  });

  test("TF in the image traps after the next instruction", async () => {
    const machine = await start({
      kernel: `${returning({ flags: "$0x302" })}; .org 0x80; nop; nop`,
      vectors: { ...PANICS, 1: "jmp ." },
    });
    while (rip(machine) !== WORKLOAD + 0x80n) expect(step(machine).vector).toBeUndefined();
    expect(step(machine)).toMatchObject({ kind: "instruction", vector: 1 });
    expect(words(machine, machine.registers().rsp, 1)).toEqual([WORKLOAD + 0x81n]);
  });

  test("at CPL 3 IOPL and IF do not change", async () => {
    const user = "pushq $0x2b; pushq $0x7fffffffef00; pushq $0x3202; pushq $0x33; pushq $0x400040; iretq";
    const text = user.replace("pushq $0x7fffffffef00", "movabsq $0x7fffffffef00, %rax; pushq %rax");
    const machine = await start({ user: text, vectors: PANICS });
    while (rip(machine) !== 0x400040n) step(machine);
    expect(machine.registers().rflags).toBe(0x202n);
  });

  test("going out, data segments of the kernel become null", async () => {
    const kernel = `movl $0x18, %eax; movl %eax, %ds; movl $0x2b, %eax; movl %eax, %es; ${returning({ rip: "$0x400000", cs: 0x33, ss: 0x2b })}`;
    const machine = await ready(kernel);
    expect(machine.registers()).toMatchObject({ ds: 0x18n, es: 0x2bn });
    step(machine);
    expect(machine.registers()).toMatchObject({ ds: 0n, es: 0x2bn });
  });
});

describe("IRETD", () => {
  test("on a 64-bit frame of kernel text: CS is the upper half of RIP, #GP(0xfffc) at the IRET", async () => {
    const machine = await start({ kernel: "nop; jmp .", nmi: "iretl", vectors: PANICS });
    step(machine, NMI);
    const before = machine.registers();
    const fault = step(machine);
    expect(fault).toMatchObject({ vector: 13, errorCode: 0xfffcn, unblockedNmi: true });
    expect(fault.reason).toBe("CS selector 0xffff lies beyond the table's limit 0x4f");
    expect(words(machine, machine.registers().rsp + 8n, 4)).toEqual([
      before.rip,
      0x10n,
      before.rflags | 0x10000n,
      before.rsp,
    ]);
  });

  test("on a frame of user text below 4 GiB: CS is 0, #GP(0)", async () => {
    const machine = await start({ user: "nop; jmp .", nmi: "iretl", vectors: PANICS });
    step(machine, NMI);
    expect(step(machine)).toMatchObject({ vector: 13, errorCode: 0n });
  });

  test("pops five doublewords at the full RSP, zero-extended", async () => {
    const kernel =
      "subq $20, %rsp; movl $0x00100000, (%rsp); movl $0x10, 4(%rsp); movl $0x203, 8(%rsp); movl $0x12345678, 12(%rsp); movl $0x18, 16(%rsp); iretl";
    const machine = await ready(kernel);
    expect(step(machine).kind).toBe("instruction");
    expect(machine.registers()).toMatchObject({
      rip: 0x100000n,
      cs: 0x10n,
      rflags: 0x203n,
      rsp: 0x12345678n,
      ss: 0x18n,
    });
  });
});

describe("POPF", () => {
  test.each([
    ["popfq", "kernel", 0x3f7ed7, 0x247ed7n],
    ["popfq", "kernel", 0x2, 0x2n],
    ["popfq", "user", 0x3f7ed7, 0x244ed7n | 0x200n],
    ["popfq", "user", 0, 0x202n],
  ] as const)("%s at %s privilege: 0x%x", async (instruction, mode, value, flags) => {
    const text = `pushq $${value & ~0x100}; ${instruction}; nop`;
    const machine = await start({ [mode]: text });
    steps(machine, 2);
    expect(machine.registers().rflags).toBe(flags & ~0x100n);
  });

  test("casts no shadow: with IF set an interrupt comes at the next boundary", async () => {
    const machine = await start({ kernel: "cli; pushq $0x202; popfq; nop", vectors: { 20: "jmp ." } });
    steps(machine, 3);
    expect(step(machine, { kind: "irq", vector: 20 })).toMatchObject({ kind: "delivery", vector: 20 });
  });
});

describe("branches to addresses that are not canonical", () => {
  test.each([
    ["jmp", "movabsq $0x800000000000, %rax; jmp *%rax"],
    ["call", "movabsq $0x800000000000, %rax; call *%rax"],
    ["ret", "movabsq $0x800000000000, %rax; pushq %rax; ret"],
  ])("%s: #GP(0) at the branch, nothing pushed or popped", async (name, kernel) => {
    const machine = await start({ kernel, vectors: PANICS });
    steps(machine, name === "ret" ? 2 : 1);
    const before = machine.registers();
    expect(step(machine)).toMatchObject({ vector: 13, errorCode: 0n });
    const saved = words(machine, machine.registers().rsp + 8n, 4);
    expect([saved[0], saved[3]]).toEqual([before.rip, before.rsp]);
  });
});

describe("the mail's idealised operations", () => {
  test("pushq %cr2 and movq MEM,%cr2 are one step each, where they are declared", async () => {
    // 0f 39 /r and 0f 3b /r: the encodings that stand for the notation
    const code = new Uint8Array([0x0f, 0x39, 0xd0, 0x0f, 0x3b, 0x14, 0x24]);
    const at = [WORKLOAD, WORKLOAD + 3n];
    const machine = await start({ code, idealised: at });
    const pushed = machine.instructionAt(WORKLOAD);
    expect(pushed?.mnemonic).toBe("push");
    const first = step(machine);
    expect(first.writes).toHaveLength(1);
    expect(first.writes[0]).toMatchObject({ sizeBytes: 8, value: 0n });
    const refused = await start({ code, vectors: { 6: "jmp ." } });
    expect(step(refused)).toMatchObject({ kind: "delivery", vector: 6 });
  });
});
