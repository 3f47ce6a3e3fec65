// Instructions whose operands meet each other, system instructions, strings.
import { describe, expect, test } from "vitest";
import { layout } from "../../src/machine/index.ts";
import { USER, WORKLOAD, rip, start, step, steps, words } from "./support/program.ts";

const TOUCH2 = layout.TOUCH + 0x2000n;

describe("operands that meet", () => {
  test("XADD of a register with itself doubles it", async () => {
    const machine = await start({ kernel: "movl $21, %eax; xaddq %rax, %rax; jmp ." });
    steps(machine, 2);
    expect(machine.registers().rax).toBe(42n);
  });

  test("XADD into memory addressed by its own source", async () => {
    const machine = await start({ kernel: "movq $touch2, %rcx; xaddq %rcx, (%rcx); jmp ." });
    steps(machine, 2);
    expect(machine.registers().rcx).toBe(0n);
    expect(words(machine, TOUCH2, 1)).toEqual([TOUCH2]);
  });

  test("PUSH %rsp pushes the old value, POP %rsp loads it, POP (%rsp) uses the new one", async () => {
    const machine = await start({ kernel: "pushq %rsp; popq %rsp; pushq $5; pushq $7; popq (%rsp); jmp ." });
    const { rsp } = machine.registers();
    step(machine);
    expect(words(machine, rsp - 8n, 1)).toEqual([rsp]);
    step(machine);
    expect(machine.registers().rsp).toBe(rsp);
    steps(machine, 3);
    expect(words(machine, rsp - 8n, 1)).toEqual([7n]);
  });

  test("CMPXCHG leaves a register destination alone when it fails", async () => {
    const kernel = "movabsq $0x1111111122222222, %rbx; movl $3, %eax; cmpxchgl %ecx, %ebx; jmp .";
    const machine = await start({ kernel });
    steps(machine, 3);
    expect(machine.registers()).toMatchObject({ rbx: 0x1111111122222222n, rax: 0x22222222n });
  });

  test("32-bit results clear the upper half, narrower ones keep it", async () => {
    const machine = await start({ kernel: "movl $1, %eax; movw $2, %bx; movb $3, %ch; jmp ." });
    steps(machine, 3);
    expect(machine.registers()).toMatchObject({ rax: 1n, rbx: 0xb1b1b1b1b1b10002n, rcx: 0xc2c2c2c2c2c203c2n });
  });
});

describe("strings", () => {
  test("one iteration a step; a fault in the middle keeps what was done", async () => {
    const kernel = "movq $touch2-8, %rdi; movl $2, %ecx; std; addq $8, %rdi; rep stosq; jmp .";
    const machine = await start({ kernel, vectors: { 14: "jmp ." } });
    steps(machine, 4);
    const at = rip(machine);
    step(machine);
    expect(rip(machine)).toBe(at);
    expect(machine.registers().rcx).toBe(1n);
    expect(step(machine)).toMatchObject({ kind: "delivery", vector: 14, errorCode: 2n });
    expect(machine.registers()).toMatchObject({ rcx: 1n, cr2: TOUCH2 - 8n });
  });

  test("a count of 0 does nothing and goes on", async () => {
    const machine = await start({ kernel: "xorl %ecx, %ecx; rep movsb; jmp ." });
    steps(machine, 2);
    expect(rip(machine)).toBe(WORKLOAD + 4n);
  });

  test("REPE CMPS ends at the first difference", async () => {
    const kernel = "movb $1, touch2+2; movq $touch2, %rsi; movq $touch3, %rdi; movl $9, %ecx; cld; repe cmpsb; jmp .";
    const machine = await start({ kernel });
    steps(machine, 5 + 3);
    expect(machine.registers()).toMatchObject({ rcx: 6n, rsi: TOUCH2 + 3n });
    expect(machine.registers().rflags & 0x40n).toBe(0n);
  });
});

describe("system instructions", () => {
  const GP = { vectors: { 6: "jmp .", 13: "jmp ." } };

  test.each([
    "hlt",
    "cli",
    "swapgs",
    "rdmsr",
    "wrmsr",
    "movq %cr2, %rax",
    "movq %rax, %cr3",
    "movq %dr7, %rax",
    "invlpg (%rax)",
    "lgdt (%rax)",
    "ltr %ax",
    "clts",
    "sysretq",
    "wbinvd",
  ])("%s is for CPL 0", async (user) => {
    const machine = await start({ user, ...GP });
    expect(step(machine)).toMatchObject({ kind: "delivery", vector: 13, errorCode: 0n });
  });

  test("MSRs of the GS bases are what SWAPGS exchanges", async () => {
    const kernel = "movl $0xc0000102, %ecx; rdmsr; swapgs; movl $0xc0000101, %ecx; rdmsr; movl $0x123, %ecx; rdmsr";
    const machine = await start({ kernel, ...GP });
    steps(machine, 2);
    expect(machine.registers()).toMatchObject({ rax: 0xf7d00000n, rdx: 0x7fffn });
    steps(machine, 3);
    expect(machine.registers()).toMatchObject({ rax: 0xf7d00000n, rdx: 0x7fffn });
    expect(machine.registers()).toMatchObject({ gsBase: 0x7ffff7d00000n, kernelGsBase: layout.PER_CPU });
    step(machine);
    expect(step(machine)).toMatchObject({ vector: 13, errorCode: 0n });
  });

  test("SYSCALL and SYSRET", async () => {
    const machine = await start({
      user: "syscall; jmp .",
      data: [{ address: WORKLOAD, bytes: new Uint8Array([0x48, 0x0f, 0x07]) }],
    });
    const before = machine.registers();
    step(machine);
    expect(machine.registers()).toMatchObject({
      rip: WORKLOAD,
      rcx: USER + 2n,
      r11: before.rflags,
      rsp: before.rsp,
      cs: 0x10n,
      ss: 0x18n,
      rflags: 2n,
    });
    step(machine);
    expect(machine.registers()).toMatchObject({ rip: USER + 2n, cs: 0x33n, ss: 0x2bn, rflags: before.rflags });
  });

  test("RDGSBASE is undefined until CR4 says otherwise", async () => {
    const kernel = "movq %cr4, %rax; orl $0x10000, %eax; movq %rax, %cr4; rdgsbase %rbx; movq %cr4, %rax; jmp .";
    const machine = await start({ kernel, ...GP });
    steps(machine, 4);
    expect(machine.registers().rbx).toBe(layout.PER_CPU);
    const off = await start({ kernel: "rdgsbase %rbx", ...GP });
    expect(step(off)).toMatchObject({ vector: 6 });
  });

  test("LGDT makes selectors mean something else at once", async () => {
    const kernel = "movw $0x17, touch2; movq $0, touch2+2; lgdt touch2; sgdt touch3; int3";
    const machine = await start({ kernel, vectors: { 8: "jmp ." } });
    steps(machine, 4);
    expect(machine.readValue(layout.TOUCH + 0x3000n, 2)).toBe(0x17n);
    // the table lies at 0 now, where nothing is mapped
    expect(machine.step()).toEqual({ kind: "stopped", why: "triple-fault" });
  });

  test("LTR marks its descriptor busy and then refuses it", async () => {
    const machine = await start({ kernel: "movl $0x40, %eax; ltr %ax", ...GP });
    step(machine);
    expect(step(machine)).toMatchObject({ vector: 13, errorCode: 0x40n });
  });

  test("RDTSC counts steps, CPUID is a constant", async () => {
    const machine = await start({ kernel: "nop; rdtsc; xorl %eax, %eax; cpuid; jmp ." });
    steps(machine, 2);
    expect(machine.registers()).toMatchObject({ rax: 1n, rdx: 0n });
    steps(machine, 2);
    const { rbx, rdx, rcx } = machine.registers();
    const name = [rbx, rdx, rcx].map((word) =>
      [0n, 8n, 16n, 24n].map((by) => String.fromCharCode(Number((word >> by) & 0xffn))),
    );
    expect(name.flat().join("")).toBe("NMI Stepper ");
  });

  test("alignment is checked at CPL 3 with AC set", async () => {
    const user = "pushfq; orq $0x40000, (%rsp); popfq; movl 0x500001, %eax";
    const machine = await start({ user, vectors: { 17: "jmp ." } });
    steps(machine, 3);
    expect(step(machine)).toMatchObject({ vector: 17, errorCode: 0n });
  });
});
