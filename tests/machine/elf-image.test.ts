// The bootable image: its start code is what GNU as makes of the same text, and
// its file is one that readers of ELF agree about.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exportElf } from "../../src/machine/elf-image.ts";
import { makeStub, type StartState } from "../../src/machine/elf-stub.ts";
import * as layout from "../../src/machine/layout.ts";
import { GENERAL_REGISTERS, type RegisterName, type Registers } from "../../src/machine/types.ts";
import { gnuAs, hasGnuAs } from "../support/gnu-as.ts";

const SYSTEM: Partial<Record<RegisterName, bigint>> = {
  rip: 0xffffffff81001000n,
  rflags: 0x202n,
  cs: 0x10n,
  ss: 0x18n,
  ds: 0x28n,
  gsBase: layout.PER_CPU,
  kernelGsBase: 0x7ffff7d00000n,
  cr0: 0x80050033n,
  cr2: 0x123456789n,
  cr3: 0x120000n,
  cr4: 0x6a0n,
  efer: 0xd01n,
  dr6: 0xffff0ff0n,
  dr7: 0x400n,
};

function registersOf(given: Partial<Record<RegisterName, bigint>>): Registers {
  const names: RegisterName[] = [...GENERAL_REGISTERS, "rip", "rflags", "cs", "ss", "ds", "es", "fs", "gs"];
  names.push("fsBase", "gsBase", "kernelGsBase", "cr0", "cr2", "cr3", "cr4", "cr8", "efer", "dr6", "dr7");
  const general = GENERAL_REGISTERS.map((name, index) => [name, 0x1122334455667700n + BigInt(index)] as const);
  const zero = Object.fromEntries(names.map((name) => [name, 0n]));
  return { ...zero, ...Object.fromEntries(general), ...given } as Registers;
}

const STATE: StartState = {
  registers: registersOf(SYSTEM),
  gdt: { base: layout.GDT, limit: 0x4f },
  idt: { base: layout.IDT, limit: 0x1ff },
  task: layout.TSS_SELECTOR,
  syscall: { star: 0x23001000000000n, lstar: 0xffffffff81100040n, fmask: 0x47700n },
};

const hex = (value: bigint | number): string => `0x${value.toString(16)}`;

function msr(number: number, value: bigint): string {
  return `movl $${hex(number)}, %ecx\nmovl $${hex(value & 0xffffffffn)}, %eax\nmovl $${hex(value >> 32n)}, %edx\nwrmsr\n`;
}

const LOW_TEXT = `
  .code32
start:
  cli
  cld
  movl $0x6a0, %eax
  movl %eax, %cr4
  movl $0x120000, %eax
  movl %eax, %cr3
  movl $0xc0000080, %ecx
  movl $0x901, %eax
  xorl %edx, %edx
  wrmsr
  lgdt 0x100820
  movl $0x80050033, %eax
  movl %eax, %cr0
  ljmp $0x10, $next
  .code64
next:
  movabsq $0xffffffff81002000, %rax
  jmpq *%rax
  .org 0x810
  .quad 0x00af9b000000ffff
  .org 0x820
  .word 23
  .long 0x100800
  .org 0x830
  .word 0x4f
  .quad 0xffffffff82001000
  .org 0x840
  .word 0x1ff
  .quad 0xffffffff82000000
  .org 0x860
  .quad 0xffffffff81001000, 0x10, 0x202, 0x1122334455667704, 0x18
`;

function highText({ registers, syscall }: StartState): string {
  const general = GENERAL_REGISTERS.map(
    (name) => `movabsq $${name === "rsp" ? "0x100860" : hex(registers[name])}, %${name}\n`,
  );
  return `
  lgdt 0x100830
  lidt 0x100840
  xorl %eax, %eax
  lldt %ax
  movl $0x40, %eax
  ltr %ax
  movl $0x28, %eax
  movl %eax, %ds
  movl $0, %eax
  movl %eax, %es
  movl $0, %eax
  movl %eax, %fs
  movl $0, %eax
  movl %eax, %gs
  ${msr(0xc0000100, 0n)}
  ${msr(0xc0000101, layout.PER_CPU)}
  ${msr(0xc0000102, 0x7ffff7d00000n)}
  ${msr(0xc0000081, syscall.star)}
  ${msr(0xc0000082, syscall.lstar)}
  ${msr(0xc0000084, syscall.fmask)}
  movabsq $0x123456789, %rax
  movq %rax, %cr2
  movabsq $0, %rax
  movq %rax, %cr8
  movabsq $0xffff0ff0, %rax
  movq %rax, %db6
  movabsq $0x400, %rax
  movq %rax, %db7
  ${general.join("  ")}
  iretq
`;
}

const digits = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

describe("start code", () => {
  const stub = makeStub(STATE, { low: 0x100000, high: layout.BOOT_HIGH });

  it.skipIf(!hasGnuAs)("of the boot page is what GNU as makes", () => {
    expect(digits(stub.low)).toBe(digits(gnuAs(LOW_TEXT, 0x100000n)));
  });

  it.skipIf(!hasGnuAs)("of the 64-bit page is what GNU as makes", () => {
    expect(digits(stub.high)).toBe(digits(gnuAs(highText(STATE), layout.BOOT_HIGH)));
  });

  it("stays within its pages", () => {
    expect(stub.low.length).toBeLessThanOrEqual(layout.PAGE_BYTES);
    expect(stub.high.length).toBeLessThanOrEqual(layout.PAGE_BYTES);
  });
});

describe("image", () => {
  const memory = new Uint8Array(layout.RAM_BYTES);
  memory.set([0x90, 0x90, 0xf4], 0x110000 - layout.RAM_BASE);
  memory[0x139000 - layout.RAM_BASE + 0x45] = 0x8b;
  const symbols = new Map([
    ["nmi", layout.HANDLER_TEXT],
    ["nmi_stack_top", layout.NMI_STACK_TOP],
    ["__KERNEL_CS", 0x10n],
  ]);
  const input = { memory, registers: STATE.registers, symbols, hasIdealised: false };

  it("is refused with the reason when the program is idealised", () => {
    const result = exportElf({ ...input, hasIdealised: true });
    expect(result).toMatchObject({ kind: "refused", reason: expect.stringContaining("idealised") });
  });

  it("leaves the given memory alone and makes the TSS available", () => {
    const before = digits(memory);
    const result = exportElf(input);
    expect(digits(memory)).toBe(before);
    if (result.kind !== "elf") throw new Error(result.reason);
    expect(digits(result.bytes)).toContain("000000000089");
  });

  it.skipIf(!hasGnuAs)("is read by objdump: segments, symbols, code", () => {
    const result = exportElf(input);
    if (result.kind !== "elf") throw new Error(result.reason);
    const folder = mkdtempSync(join(tmpdir(), "nmi-stepper-elf-"));
    try {
      const path = join(folder, "image.elf");
      writeFileSync(path, result.bytes);
      const objdump = (...options: string[]): string =>
        execFileSync("objdump", [...options, path], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
      const headers = objdump("-f", "-p");
      expect(headers).toContain("file format elf64-x86-64");
      expect(headers).toContain("start address 0x0000000000100000");
      expect(headers).toMatch(/vaddr 0xffffffff81100000 paddr 0x0000000000110000/);
      expect(headers.match(/^\s+LOAD /gm)).toHaveLength(layout.AREAS.length + 1);
      expect(headers.match(/^\s+NOTE /gm)).toHaveLength(1);
      const table = objdump("-t");
      expect(table).toMatch(/^ffffffff81001000 g\s+\*ABS\*\s+0+ scenario_start$/m);
      expect(table).toMatch(/^ffffffff81100000 g\s+F \.handler-text\s+0+ nmi$/m);
      expect(objdump("-d", "-j", ".handler-text", "--stop-address=0xffffffff81100003")).toMatch(/<nmi>:[\s\S]*hlt/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
