// NMI latch, blocking and unblocking: the processor's rules (SDM 3A, 6.7 and 6.15).
import { describe, expect, test } from "vitest";
import { layout } from "../../src/machine/index.ts";
import { HANDLER, NMI, WORKLOAD, rip, start, step, steps, vectorAt, words } from "./support/program.ts";

const TOP = layout.NMI_STACK_TOP;
const LOOP = { kernel: "1: incq %rax; incq %rbx; jmp 1b" };

describe("delivery", () => {
  test("an NMI is taken at an instruction boundary and saves the next instruction's RIP", async () => {
    const machine = await start(LOOP);
    step(machine);
    const taken = step(machine, NMI);
    expect(taken).toMatchObject({ kind: "delivery", vector: 2, external: true, attempted: [] });
    expect(taken.events).toEqual([{ event: NMI, outcome: { kind: "delivered" } }]);
    expect(rip(machine)).toBe(HANDLER);
    expect(words(machine, TOP - 40n, 1)).toEqual([WORKLOAD + 3n]);
  });

  test("the frame: SS RSP RFLAGS CS RIP below IST1, at the same privilege too", async () => {
    const machine = await start(LOOP);
    const before = machine.registers();
    const taken = step(machine, NMI);
    expect(words(machine, TOP - 40n, 5)).toEqual([before.rip, before.cs, before.rflags, before.rsp, before.ss]);
    expect(taken.frame).toEqual({ address: TOP - 40n, ist: 1, gapBytes: 0 });
    expect(taken.writes.map(({ address }) => address)).toEqual([8n, 16n, 24n, 32n, 40n].map((at) => TOP - at));
    expect(machine.registers()).toMatchObject({ rsp: TOP - 40n, cs: 0x10n, ss: 0x18n, rflags: 0x2n });
  });

  test("RF is saved as it is, and 0 in the handler", async () => {
    const kernel =
      "movq %rsp, %rax; pushq $0x18; pushq %rax; pushq $0x10002; pushq $0x10; leaq 1f(%rip), %rcx; pushq %rcx; iretq; 1: nop";
    const machine = await start({ kernel });
    steps(machine, 8);
    expect(machine.registers().rflags).toBe(0x10002n);
    step(machine, NMI);
    expect(words(machine, TOP - 24n, 1)).toEqual([0x10002n]);
    expect(machine.registers().rflags).toBe(2n);
  });

  test("from user mode SS becomes null and the privilege 0", async () => {
    const machine = await start({ user: "1: incq %rax; jmp 1b" });
    step(machine, NMI);
    expect(machine.registers()).toMatchObject({ cs: 0x10n, ss: 0n, rsp: TOP - 40n });
    expect(words(machine, TOP - 40n, 5)).toEqual([layout.USER_TEXT, 0x33n, 0x202n, 0x7fffffffef00n, 0x2bn]);
  });

  test("option: SS becomes null on an IST at the same privilege", async () => {
    const machine = await start({ ...LOOP, options: { nullSsOnSameCplIst: true } });
    step(machine, NMI);
    expect(machine.registers().ss).toBe(0n);
    expect(words(machine, TOP - 8n, 1)).toEqual([0x18n]);
  });

  test("IF TF NT RF are cleared, DF AC ID IOPL and the arithmetic flags stay", async () => {
    // popfq with everything that it can set but TF
    const machine = await start({ kernel: "pushq $0x247ed7; popfq; nop; jmp ." });
    steps(machine, 2);
    expect(machine.registers().rflags).toBe(0x247ed7n & ~0x100n);
    step(machine, NMI);
    expect(machine.registers().rflags).toBe(0x243cd7n & ~0x100n);
    expect(words(machine, TOP - 24n, 1)).toEqual([0x247ed7n & ~0x100n]);
  });

  test("CR2 and the GS bases are left alone", async () => {
    const machine = await start(LOOP);
    const before = machine.registers();
    step(machine, NMI);
    const after = machine.registers();
    for (const name of ["cr2", "cr3", "gsBase", "kernelGsBase", "fsBase"] as const)
      expect(after[name]).toBe(before[name]);
  });
});

describe("blocking", () => {
  test("H1: at most one is pending; further edges are lost in it", async () => {
    const machine = await start({ ...LOOP, nmi: "nop; nop; iretq" });
    step(machine, NMI);
    expect(machine.nmi()).toEqual({ blocked: true, pending: false, merged: 0 });
    expect(step(machine, NMI).events[0]?.outcome).toEqual({ kind: "pending" });
    expect(step(machine, NMI, NMI).events.map(({ outcome }) => outcome.kind)).toEqual(["merged", "merged"]);
    expect(machine.nmi()).toEqual({ blocked: true, pending: true, merged: 2 });
    // iretq, then exactly one more run
    expect(step(machine)).toMatchObject({ kind: "instruction", unblockedNmi: true });
    expect(step(machine)).toMatchObject({ kind: "delivery", vector: 2 });
    expect(machine.nmi(), "lost edges stay counted").toEqual({ blocked: true, pending: false, merged: 2 });
    steps(machine, 3);
    expect(step(machine).kind).toBe("instruction");
    expect(rip(machine)).toBe(WORKLOAD + 3n);
  });

  test("two edges at one boundary: one delivered, one merged", async () => {
    const machine = await start(LOOP);
    expect(step(machine, NMI, NMI).events.map(({ outcome }) => outcome.kind)).toEqual(["delivered", "merged"]);
  });

  test("H3: blocking begins with the delivery, before the first instruction", async () => {
    const machine = await start(LOOP);
    step(machine, NMI);
    expect(machine.nmi()).toEqual({ blocked: true, pending: false, merged: 0 });
    expect(step(machine, NMI).kind).toBe("instruction");
  });

  test("H4: the IRET of any handler unblocks", async () => {
    const machine = await start({ ...LOOP, nmi: "int3; nop; iretq", vectors: { 3: "iretq" } });
    step(machine, NMI);
    expect(step(machine)).toMatchObject({ kind: "instruction", vector: 3 });
    expect(machine.nmi().blocked).toBe(true);
    expect(step(machine).unblockedNmi).toBe(true);
    expect(machine.nmi().blocked).toBe(false);
    // so a second NMI overwrites the first one's frame
    step(machine, NMI);
    expect(words(machine, TOP - 40n, 1)).toEqual([HANDLER + 1n]);
  });

  test("H4: the IRETQ to user mode unblocks", async () => {
    const machine = await start({ user: "1: incq %rax; jmp 1b" });
    step(machine, NMI);
    expect(step(machine).unblockedNmi).toBe(true);
    expect(machine.nmi().blocked).toBe(false);
    expect(machine.registers()).toMatchObject({ cs: 0x33n, rip: layout.USER_TEXT });
  });

  test("H4: an IRET of 32 bits unblocks", async () => {
    const nmi =
      "subq $20, %rsp; movl $0x400000, (%rsp); movl $0x33, 4(%rsp); movl $2, 8(%rsp); movl $8, 12(%rsp); movl $0x2b, 16(%rsp); iretl";
    const machine = await start({ ...LOOP, nmi, data: [{ address: layout.USER_TEXT, bytes: new Uint8Array([0x90]) }] });
    step(machine, NMI);
    steps(machine, 6);
    expect(machine.nmi().blocked).toBe(true);
    expect(step(machine).unblockedNmi).toBe(true);
    expect(machine.nmi().blocked).toBe(false);
    expect(machine.registers()).toMatchObject({ cs: 0x33n, rip: layout.USER_TEXT, rsp: 8n });
  });

  test("H4: popf and ret do not unblock", async () => {
    const nmi =
      "movq 24(%rsp), %rax; subq $16, %rax; movq (%rsp), %rbx; movq %rbx, 8(%rax); movq 16(%rsp), %rbx; movq %rbx, (%rax); movq %rax, %rsp; popfq; ret";
    const machine = await start({ ...LOOP, nmi });
    step(machine, NMI);
    steps(machine, 9);
    expect(rip(machine)).toBe(WORKLOAD);
    expect(machine.nmi().blocked).toBe(true);
    expect(step(machine, NMI).events[0]?.outcome).toEqual({ kind: "pending" });
  });

  test("H5: an IRET that faults unblocks before the fault's handler runs", async () => {
    const machine = await start({ ...LOOP, nmi: "movq $0xfff8, 8(%rsp); iretq", vectors: { 13: "jmp ." } });
    step(machine, NMI);
    step(machine);
    const fault = step(machine);
    expect(fault).toMatchObject({ kind: "delivery", vector: 13, errorCode: 0xfff8n, unblockedNmi: true });
    expect(machine.nmi().blocked).toBe(false);
  });

  test("H5': option, a faulting IRET leaves NMIs blocked", async () => {
    const machine = await start({
      ...LOOP,
      nmi: "movq $0xfff8, 8(%rsp); iretq",
      vectors: { 13: "jmp ." },
      options: { faultingIretUnblocks: false },
    });
    step(machine, NMI);
    step(machine);
    expect(step(machine)).toMatchObject({ vector: 13, unblockedNmi: false });
    expect(machine.nmi().blocked).toBe(true);
  });

  test("H7: a pending NMI comes right after the IRET, at its target", async () => {
    const machine = await start(LOOP);
    step(machine, NMI);
    step(machine, NMI);
    expect(rip(machine)).toBe(WORKLOAD);
    expect(step(machine)).toMatchObject({ kind: "delivery", vector: 2 });
    expect(words(machine, TOP - 40n, 1)).toEqual([WORKLOAD]);
  });

  test("H8: if the IRET faults, the fault comes first, then the NMI at its handler's first instruction", async () => {
    const machine = await start({ ...LOOP, nmi: "movq $0xfff8, 8(%rsp); iretq", vectors: { 13: "jmp ." } });
    step(machine, NMI);
    step(machine, NMI);
    expect(step(machine)).toMatchObject({ kind: "delivery", vector: 13 });
    expect(step(machine)).toMatchObject({ kind: "delivery", vector: 2 });
    expect(words(machine, TOP - 40n, 2)).toEqual([vectorAt(13), 0x10n]);
  });

  test("H9: an NMI can hit the first instruction of a #PF handler", async () => {
    const machine = await start({ kernel: "movq touch0, %rax; jmp .", vectors: { 14: "movq %cr2, %rax; jmp ." } });
    expect(step(machine)).toMatchObject({ kind: "delivery", vector: 14 });
    expect(step(machine, NMI)).toMatchObject({ kind: "delivery", vector: 2 });
    expect(words(machine, TOP - 40n, 1)).toEqual([vectorAt(14)]);
  });

  test("H10: INT 2 does not block, but its IRET unblocks", async () => {
    const machine = await start({ kernel: "int $2; jmp ." });
    expect(step(machine)).toMatchObject({ kind: "instruction", vector: 2, external: false });
    expect(words(machine, TOP - 40n, 1)).toEqual([WORKLOAD + 2n]);
    expect(machine.nmi().blocked).toBe(false);
    expect(step(machine, NMI)).toMatchObject({ kind: "delivery", vector: 2 });
  });

  test("H11: MOV SS and POP SS hold an NMI back for one instruction", async () => {
    const machine = await start({ kernel: "movw %ss, %ax; movw %ax, %ss; nop; jmp ." });
    steps(machine, 2);
    expect(machine.shadow()).toBe("mov-ss");
    expect(step(machine, NMI)).toMatchObject({ kind: "instruction", events: [{ outcome: { kind: "pending" } }] });
    expect(machine.shadow()).toBeUndefined();
    expect(step(machine)).toMatchObject({ kind: "delivery", vector: 2 });
    expect(words(machine, TOP - 40n, 1)).toEqual([WORKLOAD + 6n]);
  });

  test("H11: of two MOV SS in a row only the first casts a shadow", async () => {
    const machine = await start({ kernel: "movw %ss, %ax; movw %ax, %ss; movw %ax, %ss; nop; jmp ." });
    steps(machine, 3);
    expect(machine.shadow()).toBeUndefined();
  });

  test("H11: a fault's delivery ends the shadow", async () => {
    const machine = await start({ kernel: "movw %ss, %ax; movw %ax, %ss; ud2", vectors: { 6: "jmp ." } });
    steps(machine, 2);
    expect(step(machine, NMI)).toMatchObject({ kind: "delivery", vector: 6 });
    expect(machine.shadow()).toBeUndefined();
    expect(step(machine)).toMatchObject({ kind: "delivery", vector: 2 });
  });

  test("H12: STI holds an NMI back, unless the option says otherwise", async () => {
    const program = { kernel: "cli; sti; nop; jmp ." };
    const holds = await start(program);
    steps(holds, 2);
    expect(holds.shadow()).toBe("sti");
    expect(step(holds, NMI).events[0]?.outcome).toEqual({ kind: "pending" });
    const lets = await start({ ...program, options: { stiBlocksNmi: false } });
    steps(lets, 2);
    expect(step(lets, NMI).events[0]?.outcome).toEqual({ kind: "delivered" });
  });

  test("H12: STI with IF already set casts no shadow", async () => {
    const machine = await start({ kernel: "sti; nop; jmp ." });
    step(machine);
    expect(machine.shadow()).toBeUndefined();
  });

  test("H14: an NMI whose stack is not there becomes the page fault; it is used up and NMIs stay blocked", async () => {
    // IST1 -> an unmapped page
    const machine = await start({
      kernel: "movabsq $0xffffffff82001124, %rdx; movq $touch1, (%rdx); nop; jmp .",
      vectors: { 14: "jmp ." },
    });
    steps(machine, 2);
    const fault = step(machine, NMI);
    expect(fault).toMatchObject({ kind: "delivery", vector: 14, errorCode: 2n, attempted: [2] });
    expect(machine.registers().cr2).toBe(layout.TOUCH + 0x1000n - 8n);
    expect(machine.nmi()).toEqual({ blocked: true, pending: false, merged: 0 });
  });

  test("H15: HLT is ended by an NMI; the saved RIP is behind it", async () => {
    const machine = await start({ kernel: "hlt; jmp ." });
    step(machine);
    expect(machine.halted()).toBe(true);
    const waiting = machine.stateHash();
    expect(step(machine)).toMatchObject({ kind: "instruction", changes: [], writes: [] });
    expect(machine.stateHash()).toBe(waiting);
    expect(step(machine, NMI)).toMatchObject({ kind: "delivery", vector: 2 });
    expect(words(machine, TOP - 40n, 1)).toEqual([WORKLOAD + 1n]);
    expect(machine.halted()).toBe(false);
  });
});
