// Delivery through the IDT and what becomes of faults in it (SDM 3A, 6.12-6.15).
import { describe, expect, test } from "vitest";
import { type Event, layout } from "../../src/machine/index.ts";
import { HANDLER, NMI, USER, WORKLOAD, rip, start, step, steps, vectorAt, words } from "./support/program.ts";

const RF = 0x10000n;

describe("stacks and frames", () => {
  test.each([0, 1, 7, 8, 15])("RSP %d bytes off is saved as it is, the frame lies 16-byte aligned", async (off) => {
    const machine = await start({ kernel: `subq $${off}, %rsp; int3`, vectors: { 3: "jmp ." } });
    step(machine);
    const { rsp } = machine.registers();
    const taken = step(machine);
    const aligned = rsp & ~15n;
    expect(taken.frame).toEqual({ address: aligned - 40n, ist: 0, gapBytes: Number(rsp - aligned) });
    expect(words(machine, aligned - 16n, 2)).toEqual([rsp, 0x18n]);
    expect(machine.registers().rsp).toBe(aligned - 40n);
  });

  test("from user mode the frame goes to RSP0", async () => {
    const machine = await start({ user: "int3; jmp .", vectors: { 3: "jmp ." } });
    const taken = step(machine);
    expect(taken.frame).toEqual({ address: layout.KERNEL_STACK_TOP - 40n, ist: 0, gapBytes: 0 });
    expect(words(machine, layout.KERNEL_STACK_TOP - 40n, 5)).toEqual([
      USER + 1n,
      0x33n,
      0x202n,
      layout.USER_STACK_TOP - 0x100n,
      0x2bn,
    ]);
    expect(machine.registers()).toMatchObject({ ss: 0n, cs: 0x10n });
  });

  test("an error code lies below RIP and keeps RSP aligned", async () => {
    const machine = await start({ kernel: "movq touch0, %rax", vectors: { 14: "jmp ." } });
    const before = machine.registers();
    const taken = step(machine);
    expect(taken).toMatchObject({ vector: 14, errorCode: 0n, external: false });
    const { rsp } = machine.registers();
    expect(rsp & 15n).toBe(0n);
    expect(words(machine, rsp, 4)).toEqual([0n, before.rip, 0x10n, before.rflags | RF]);
    expect(machine.registers().cr2).toBe(layout.TOUCH);
  });

  test("a trap gate leaves IF alone", async () => {
    const machine = await start({ kernel: "movb $0x8f, 0xffffffff82000035; int3", vectors: { 3: "jmp ." } });
    steps(machine, 2);
    expect(machine.registers().rflags & 0x200n).toBe(0x200n);
  });

  test("RF: 1 in a fault's image, as it is in an interrupt's", async () => {
    const machine = await start({ kernel: "nop; ud2", vectors: { 6: "jmp ." } });
    step(machine, NMI);
    expect(words(machine, layout.NMI_STACK_TOP - 24n, 1)).toEqual([0x202n]);
    steps(machine, 2);
    step(machine);
    expect(words(machine, machine.registers().rsp + 16n, 1)).toEqual([0x202n | RF]);
  });

  test("RF set by IRET is saved by an NMI and cleared by the next instruction", async () => {
    const machine = await start({ kernel: "nop; nop; jmp .", nmi: "orq $0x10000, 16(%rsp); iretq" });
    step(machine, NMI);
    steps(machine, 2);
    expect(machine.registers().rflags & RF).toBe(RF);
    step(machine, NMI);
    expect(words(machine, layout.NMI_STACK_TOP - 24n, 1)).toEqual([0x202n | RF]);
    steps(machine, 2);
    step(machine);
    expect(machine.registers().rflags & RF).toBe(0n);
  });

  test("RF is 1 in the image between two iterations of REP", async () => {
    const kernel = "movl $3, %ecx; movl $touch2, %edi; movslq %edi, %rdi; rep stosb; jmp .";
    const machine = await start({ kernel });
    steps(machine, 4);
    expect(rip(machine)).toBe(WORKLOAD + 13n);
    expect(machine.registers().rflags & RF).toBe(0n);
    step(machine, NMI);
    expect(words(machine, layout.NMI_STACK_TOP - 40n, 3)).toEqual([WORKLOAD + 13n, 0x10n, 0x202n | RF]);
  });
});

describe("checks of gate and segment", () => {
  const INT = { vectors: { 11: "jmp .", 13: "jmp .", 10: "jmp ." } };

  test("INT n beyond the IDT's limit: #GP(n * 8 + 2), saved RIP the INT's", async () => {
    const machine = await start({ kernel: "int $0x40", ...INT });
    expect(step(machine)).toMatchObject({ kind: "delivery", vector: 13, errorCode: 0x202n, attempted: [0x40] });
    expect(words(machine, machine.registers().rsp + 8n, 1)).toEqual([WORKLOAD]);
  });

  test("INT n through a gate of DPL 0 from user mode: #GP(n * 8 + 2)", async () => {
    const machine = await start({ user: "int $14", ...INT });
    expect(step(machine)).toMatchObject({ vector: 13, errorCode: 0x72n, attempted: [14] });
  });

  test("an interrupt through a bad gate carries EXT", async () => {
    const machine = await start({ kernel: "movb $0, 0xffffffff82000025; nop", ...INT });
    step(machine);
    expect(step(machine, NMI)).toMatchObject({ vector: 13, errorCode: 0x13n, attempted: [2] });
  });

  test("a gate that is not present: #NP", async () => {
    const machine = await start({ kernel: "movb $0x0e, 0xffffffff82000035; int3", ...INT });
    step(machine);
    expect(step(machine)).toMatchObject({ vector: 11, errorCode: 0x1an });
  });

  test("a gate of another type: #GP", async () => {
    const machine = await start({ kernel: "movb $0x85, 0xffffffff82000035; int3", ...INT });
    step(machine);
    expect(step(machine)).toMatchObject({ vector: 13, errorCode: 0x1an });
  });

  test.each([
    ["null", 0x00, 0x0n],
    ["data", 0x18, 0x18n],
    ["beyond the limit", 0x60, 0x60n],
    ["32-bit", 0x08, 0x08n],
  ])("a gate whose code segment is %s: #GP(selector)", async (_, selector, code) => {
    const machine = await start({ kernel: `movw $${selector}, 0xffffffff82000032; int3`, ...INT });
    step(machine);
    expect(step(machine)).toMatchObject({ vector: 13, errorCode: code });
  });

  test("an IST entry of 0 pushes to the top of the address space: #PF", async () => {
    const machine = await start({ kernel: "movb $7, 0xffffffff82000034; int3", vectors: { 14: "jmp ." } });
    step(machine);
    expect(step(machine)).toMatchObject({ vector: 14, errorCode: 2n, attempted: [3] });
    expect(machine.registers().cr2).toBe(0xfffffffffffffff8n);
  });
});

describe("double and triple fault", () => {
  const to = (vector: number): string =>
    `movq $0, 0xffffffff82000000+${vector * 16}; movq $0, 0xffffffff82000008+${vector * 16}`;

  test("contributory while contributory: #DF(0)", async () => {
    // #GP's gate is gone: its delivery is #GP again
    const machine = await start({ kernel: `${to(13)}; movw $0xffff, %ax; movw %ax, %ds`, vectors: { 8: "jmp ." } });
    steps(machine, 3);
    expect(step(machine)).toMatchObject({ vector: 8, errorCode: 0n, attempted: [13] });
    expect(machine.registers().rsp).toBe(layout.DOUBLE_FAULT_STACK_TOP - 48n);
  });

  test("#PF while #PF: #DF(0), CR2 the second address", async () => {
    const kernel = "movq $touch0, %rsp; movq touch1, %rax";
    const machine = await start({ kernel, vectors: { 8: "jmp ." } });
    step(machine);
    expect(step(machine)).toMatchObject({ vector: 8, errorCode: 0n, attempted: [14] });
    expect(machine.registers().cr2).toBe(layout.TOUCH - 8n);
  });

  test("contributory while #PF: #DF(0)", async () => {
    const machine = await start({ kernel: `${to(14)}; movq touch1, %rax`, vectors: { 8: "jmp ." } });
    steps(machine, 2);
    expect(step(machine)).toMatchObject({ vector: 8, attempted: [14] });
  });

  test("#PF while contributory is served in turn", async () => {
    const kernel = "movw $0xffff, %ax; movq $touch1, %rsp; movb $1, 0xffffffff820000e4; movw %ax, %ds";
    const machine = await start({ kernel, vectors: { 14: "jmp ." } });
    steps(machine, 3);
    expect(step(machine)).toMatchObject({ vector: 14, errorCode: 2n, attempted: [13] });
  });

  test("contributory while benign is served in turn", async () => {
    const machine = await start({ kernel: `${to(6)}; ud2`, vectors: { 13: "jmp ." } });
    steps(machine, 2);
    expect(step(machine)).toMatchObject({ vector: 13, errorCode: 0x33n, attempted: [6] });
  });

  test("a fault while #DF is delivered: the machine stops, and stays as it was", async () => {
    const machine = await start({ kernel: `${to(13)}; ${to(8)}; hlt; movw $0xffff, %ax; movw %ax, %ds` });
    steps(machine, 4);
    const event: Event = { kind: "gp" };
    const hash = machine.stateHash();
    expect(machine.step([event])).toEqual({ kind: "stopped", why: "triple-fault" });
    expect(machine.step([event])).toEqual({ kind: "stopped", why: "triple-fault" });
    expect(machine.stateHash()).toBe(hash);
    expect(machine.step([]).kind).toBe("step");
  });
});

describe("page faults", () => {
  const PF = { vectors: { 14: "jmp ." } };

  test.each([
    ["read of an absent page", "movq touch0, %rax", 0x0n, layout.TOUCH],
    ["write to an absent page", "movq %rax, touch0", 0x2n, layout.TOUCH],
    ["read-modify-write of an absent page", "incl touch0", 0x0n, layout.TOUCH],
    ["the same with LOCK", "lock incl touch0", 0x2n, layout.TOUCH],
    ["XCHG, locked by itself", "xchgl %eax, touch0", 0x2n, layout.TOUCH],
    ["write to text", "movb $0, 0xffffffff81100010", 0x3n, layout.HANDLER_TEXT + 0x10n],
    ["fetch from data", "movq $touch2, %rax; jmp *%rax", 0x11n, layout.TOUCH + 0x2000n],
    ["fetch from an absent page", "movq $touch0, %rax; jmp *%rax", 0x10n, layout.TOUCH],
  ])("kernel: %s", async (_, kernel, code, address) => {
    const machine = await start({ kernel, ...PF });
    let taken = step(machine);
    while (taken.kind === "instruction") taken = step(machine);
    expect(taken).toMatchObject({ vector: 14, errorCode: code });
    expect(machine.registers().cr2).toBe(address);
  });

  test.each([
    ["read of the kernel's page", "movq touch2, %rax", 0x5n, layout.TOUCH + 0x2000n],
    ["write to the kernel's page", "movq %rax, touch2", 0x7n, layout.TOUCH + 0x2000n],
    ["fetch from the kernel's page", "movq $0xffffffff81100000, %rax; jmp *%rax", 0x15n, layout.HANDLER_TEXT],
    ["write to its own text", "movb $0, 0x400010", 0x7n, layout.USER_TEXT + 0x10n],
    ["read of nothing", "movq 0x510000, %rax", 0x4n, layout.USER_LAZY],
  ])("user: %s", async (_, user, code, address) => {
    const machine = await start({ user, ...PF });
    let taken = step(machine);
    while (taken.kind === "instruction") taken = step(machine);
    expect(taken).toMatchObject({ vector: 14, errorCode: code });
    expect(machine.registers().cr2).toBe(address);
  });

  test("an access over a page's end faults at the page that is missing and changes nothing", async () => {
    // user lazy: 0x510000 absent, 0x511000 present; user data page before it is far away
    const machine = await start({ kernel: "movq $touch2-4, %rdi; movq %rax, (%rdi)", ...PF });
    step(machine);
    expect(step(machine)).toMatchObject({ vector: 14, errorCode: 2n });
    expect(machine.registers().cr2).toBe(layout.TOUCH + 0x2000n - 4n);
    expect(words(machine, layout.TOUCH + 0x2000n, 1)).toEqual([0n]);
  });

  test("an access over a page's end writes both pages as one", async () => {
    const machine = await start({ kernel: "movq $touch3-3, %rdi; movq %rax, (%rdi); movq (%rdi), %rbx; jmp ." });
    step(machine);
    const written = step(machine).writes;
    expect(written).toEqual([{ address: layout.TOUCH + 0x2ffdn, sizeBytes: 8, value: 0xa0a0a0a0a0a0a0a0n, old: 0n }]);
    step(machine);
    expect(machine.registers().rbx).toBe(0xa0a0a0a0a0a0a0a0n);
  });

  test("a page is present as soon as its entry says so: no stale translation", async () => {
    // PTE of touch0 in the recursive window
    const pte = 0xfffff80000000000n + ((layout.TOUCH & 0xffffffffffffn) >> 12n) * 8n;
    const kernel = `movabsq $${pte}, %rdi; orq $1, (%rdi); movq touch0, %rax; andq $~1, (%rdi); movq touch0, %rax`;
    const machine = await start({ kernel, ...PF });
    expect(steps(machine, 4).every(({ kind }) => kind === "instruction")).toBe(true);
    expect(step(machine)).toMatchObject({ vector: 14 });
  });

  test("reserved bits in an entry", async () => {
    const pte = 0xfffff80000000000n + (((layout.TOUCH + 0x2000n) & 0xffffffffffffn) >> 12n) * 8n;
    const machine = await start({ kernel: `movabsq $${pte}, %rdi; btsq $45, (%rdi); movq touch2, %rax`, ...PF });
    steps(machine, 2);
    expect(step(machine)).toMatchObject({ vector: 14, errorCode: 9n });
  });

  test("accessed and dirty bits are set by the walk, and taken back by undo", async () => {
    const pte = 0xfffff80000000000n + (((layout.TOUCH + 0x2000n) & 0xffffffffffffn) >> 12n) * 8n;
    const kernel = `movabsq $${pte}, %rdi; andb $0x9f, (%rdi); movq touch2, %rax; movq %rax, touch2; jmp .`;
    const machine = await start({ kernel });
    const flags = (): bigint => (machine.readValue(pte, 8) ?? 0n) & 0x60n;
    steps(machine, 2);
    expect(flags()).toBe(0n);
    expect(step(machine).writes).toEqual([]);
    expect(flags()).toBe(0x20n);
    step(machine);
    expect(flags()).toBe(0x60n);
    machine.undo();
    machine.undo();
    expect(flags()).toBe(0n);
  });

  test("non-canonical addresses: #GP(0), through the stack #SS(0)", async () => {
    const data = await start({
      kernel: "movabsq $0x8000000000000000, %rdi; movq (%rdi), %rax",
      vectors: { 13: "jmp ." },
    });
    step(data);
    expect(step(data)).toMatchObject({ vector: 13, errorCode: 0n });
    const kernel = "movabsq $0x8000000000000000, %rbp; movq (%rbp), %rax";
    const stack = await start({ kernel, vectors: { 12: "jmp ." } });
    step(stack);
    expect(step(stack)).toMatchObject({ vector: 12, errorCode: 0n });
  });

  test("an instruction over a page's end faults at the second page's address", async () => {
    // two bytes of a five-byte mov at the end of the handler's last page
    const last = layout.HANDLER_TEXT + 0x10000n - 2n;
    const machine = await start({
      kernel: `movq $${last}, %rax; jmp *%rax`,
      data: [{ address: last, bytes: new Uint8Array([0xb8, 0x11]) }],
      ...PF,
    });
    steps(machine, 2);
    expect(step(machine)).toMatchObject({ vector: 14, errorCode: 0x10n });
    expect(machine.registers().cr2).toBe(last + 2n);
  });

  test("code that is written to is decoded anew", async () => {
    // the boot page is writable and executable: mov $1,%eax; jmp back
    const at = layout.BOOT + 0x800n;
    const kernel = `movl $${at}, %edi; call *%rdi; movb $7, 1(%rdi); call *%rdi; jmp .`;
    const machine = await start({ kernel, data: [{ address: at, bytes: new Uint8Array([0xb8, 1, 0, 0, 0, 0xc3]) }] });
    steps(machine, 4);
    expect(machine.registers().rax).toBe(1n);
    steps(machine, 3);
    expect(machine.registers().rax).toBe(7n);
  });
});

describe("single stepping", () => {
  test("TF set by POPF traps after the next instruction, in the same step", async () => {
    const machine = await start({ kernel: "pushfq; orq $0x100, (%rsp); popfq; nop; nop", vectors: { 1: "iretq" } });
    steps(machine, 2);
    expect(step(machine).vector).toBeUndefined();
    expect(step(machine)).toMatchObject({ kind: "instruction", vector: 1, external: false });
    expect(rip(machine)).toBe(vectorAt(1));
    expect(words(machine, machine.registers().rsp, 3)).toEqual([WORKLOAD + 11n, 0x10n, 0x302n]);
    expect(machine.registers().rflags & 0x100n).toBe(0n);
    expect(machine.registers().dr6 & 0x4000n).toBe(0x4000n);
    // the handler runs untraced; its IRETQ sets TF again, which traps after the next instruction
    expect(step(machine).vector).toBeUndefined();
    expect(step(machine)).toMatchObject({ vector: 1 });
  });

  test("the trap comes before a pending NMI", async () => {
    const machine = await start({
      kernel: "pushfq; orq $0x100, (%rsp); cli; popfq; sti; nop",
      vectors: { 1: "iretq" },
    });
    steps(machine, 4);
    expect(step(machine)).toMatchObject({ kind: "instruction", vector: 1 });
  });

  test("MOV SS holds the trap back to the end of the next instruction", async () => {
    const kernel = "movw %ss, %ax; pushfq; orq $0x100, (%rsp); popfq; movw %ax, %ss; nop; nop";
    const machine = await start({ kernel, vectors: { 1: "iretq" } });
    steps(machine, 4);
    expect(step(machine).vector).toBeUndefined();
    expect(step(machine)).toMatchObject({ vector: 1 });
  });

  test("INT3 with TF set traps only once, as #BP", async () => {
    const kernel = "pushfq; orq $0x100, (%rsp); popfq; int3";
    const machine = await start({ kernel, vectors: { 1: "jmp .", 3: "jmp ." } });
    steps(machine, 3);
    expect(step(machine)).toMatchObject({ kind: "instruction", vector: 3, attempted: [] });
    expect(step(machine).vector).toBeUndefined();
  });
});

describe("events at one boundary", () => {
  const ALL: { [vector: number]: string } = { 1: "jmp .", 3: "jmp .", 13: "jmp .", 14: "jmp .", 18: "jmp ." };
  const KINDS: readonly Event[] = [{ kind: "mc" }, { kind: "db" }, NMI, { kind: "irq", vector: 20 }, { kind: "gp" }];
  const VECTORS = [18, 1, 2, 20, 13];

  test.each([0, 1, 2, 3, 4])("priority: machine check, trap, NMI, interrupt, fault (from class %d)", async (first) => {
    const machine = await start({ kernel: "nop; jmp .", vectors: { ...ALL, 20: "jmp ." } });
    const events = KINDS.slice(first).toReversed();
    const taken = step(machine, ...events);
    expect(taken.vector).toBe(VECTORS[first]);
    for (const { event, outcome } of taken.events) {
      if (event === KINDS[first]) expect(outcome).toEqual({ kind: "delivered" });
      else if (event.kind === "nmi") expect(outcome).toEqual({ kind: "pending" });
      else expect(outcome.kind).toBe("refused");
    }
  });

  test("an interrupt needs IF and no shadow", async () => {
    const machine = await start({ kernel: "cli; sti; nop; jmp .", vectors: { 20: "jmp ." } });
    const irq: Event = { kind: "irq", vector: 20 };
    step(machine);
    expect(step(machine, irq).events[0]?.outcome).toMatchObject({ kind: "refused" });
    expect(step(machine, irq).events[0]?.outcome).toMatchObject({ kind: "refused" });
    expect(step(machine, irq)).toMatchObject({ kind: "delivery", vector: 20, external: true });
  });

  test("an injected #PF is a fetch of RIP, or a read of the address given", async () => {
    const fetch = await start({ kernel: "nop; jmp .", vectors: ALL });
    expect(step(fetch, { kind: "pf" })).toMatchObject({ vector: 14, errorCode: 0x10n });
    expect(fetch.registers().cr2).toBe(WORKLOAD);
    const read = await start({ user: "nop; jmp .", vectors: ALL });
    expect(step(read, { kind: "pf", address: 0x1234n })).toMatchObject({ vector: 14, errorCode: 0x4n });
    expect(read.registers().cr2).toBe(0x1234n);
    expect(words(read, read.registers().rsp + 8n, 3)).toEqual([USER, 0x33n, 0x202n | RF]);
  });

  test("`can` tells what would become of an event and changes nothing", async () => {
    const machine = await start({ kernel: "nop; jmp .", vectors: ALL, nmi: "nop; iretq" });
    step(machine, NMI);
    const hash = machine.stateHash();
    expect(machine.can(NMI)).toEqual({ kind: "pending" });
    expect(machine.can({ kind: "pf" })).toEqual({ kind: "delivered" });
    expect(machine.can({ kind: "irq", vector: 20 })).toMatchObject({ kind: "refused" });
    expect(machine.stateHash()).toBe(hash);
    expect(rip(machine)).toBe(HANDLER);
  });
});
