// The start code of a bootable image: what brings a CPU from the 32-bit protected
// mode of a PVH loader to a given state in long mode. Instructions are spelled as
// bytes, one per line with its text; a test has GNU as spell them too. Knows no
// file format.

import type { Registers } from "./types.ts";

/** What SYSCALL goes by (SDM 4, table 2-2). */
export interface SyscallRegisters {
  readonly star: bigint;
  readonly lstar: bigint;
  readonly fmask: bigint;
}

export interface TableRegister {
  readonly base: bigint;
  readonly limit: number;
}

export interface StartState {
  readonly registers: Registers;
  readonly gdt: TableRegister;
  readonly idt: TableRegister;
  /** Selector of the TSS. */
  readonly task: number;
  readonly syscall: SyscallRegisters;
}

/** The boot page, mapped where it lies, and the 64-bit part's own page. */
export interface StubPlaces {
  readonly low: number;
  readonly high: bigint;
}

export interface Stub {
  /** For the page at `low`; execution begins at its first byte. */
  readonly low: Uint8Array;
  /** For the page at `high`. */
  readonly high: Uint8Array;
}

// Within the boot page, after the code.
const FIRST_GDT = 0x800;
const FIRST_GDT_REGISTER = 0x820;
const GDT_REGISTER = 0x830;
const IDT_REGISTER = 0x840;
const FRAME = 0x860;
const LOW_BYTES = FRAME + 40;

const CODE_64 = 0x10;
const CODE_64_DESCRIPTOR = 0x00af9b000000ffffn;

const EFER = 0xc0000080;
const EFER_LMA = 1n << 10n;
const STAR = 0xc0000081;
const LSTAR = 0xc0000082;
const FMASK = 0xc0000084;
const FS_BASE = 0xc0000100;
const GS_BASE = 0xc0000101;
const KERNEL_GS_BASE = 0xc0000102;

class Code {
  private readonly bytes: number[] = [];

  add(...bytes: number[]): this {
    this.bytes.push(...bytes);
    return this;
  }

  /** `bytes`, then the low `size` bytes of `value`. */
  with(bytes: readonly number[], value: bigint | number, size: 2 | 4 | 8): this {
    this.add(...bytes);
    for (let index = 0; index < size; index++) this.add(Number((BigInt(value) >> BigInt(8 * index)) & 0xffn));
    return this;
  }

  get content(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }
}

const low32 = (value: bigint): bigint => value & 0xffffffffn;

/** 32-bit code: turns on long mode with the image's own page tables, then goes to `high`. */
function lowCode({ registers }: StartState, places: StubPlaces): Uint8Array {
  const code = new Code()
    .add(0xfa) // cli
    .add(0xfc) // cld
    .with([0xb8], registers.cr4, 4) // movl $cr4, %eax
    .add(0x0f, 0x22, 0xe0) // movl %eax, %cr4
    .with([0xb8], registers.cr3, 4) // movl $cr3, %eax
    .add(0x0f, 0x22, 0xd8) // movl %eax, %cr3
    .with([0xb9], EFER, 4) // movl $EFER, %ecx
    .with([0xb8], low32(registers.efer & ~EFER_LMA), 4) // movl $efer, %eax
    .add(0x31, 0xd2) // xorl %edx, %edx
    .add(0x0f, 0x30) // wrmsr
    .with([0x0f, 0x01, 0x15], places.low + FIRST_GDT_REGISTER, 4) // lgdt first_gdt_register
    .with([0xb8], registers.cr0, 4) // movl $cr0, %eax
    .add(0x0f, 0x22, 0xc0); // movl %eax, %cr0
  const next = places.low + code.content.length + 7;
  return code
    .with([0xea], next, 4) // ljmp $0x10, $next
    .with([], CODE_64, 2)
    .with([0x48, 0xb8], places.high, 8) // movabsq $high, %rax
    .add(0xff, 0xe0).content; // jmpq *%rax
}

function writeMsr(code: Code, number: number, value: bigint): void {
  code
    .with([0xb9], number, 4) // movl $number, %ecx
    .with([0xb8], low32(value), 4) // movl $low, %eax
    .with([0xba], value >> 32n, 4) // movl $high, %edx
    .add(0x0f, 0x30); // wrmsr
}

/** 64-bit code: tables, system registers, then every other register, then IRETQ to the first instruction. */
function highCode(state: StartState, places: StubPlaces): Uint8Array {
  const { registers, syscall } = state;
  const code = new Code()
    .with([0x0f, 0x01, 0x14, 0x25], places.low + GDT_REGISTER, 4) // lgdt gdt_register
    .with([0x0f, 0x01, 0x1c, 0x25], places.low + IDT_REGISTER, 4) // lidt idt_register
    .add(0x31, 0xc0) // xorl %eax, %eax
    .add(0x0f, 0x00, 0xd0) // lldt %ax
    .with([0xb8], state.task, 4) // movl $task, %eax
    .add(0x0f, 0x00, 0xd8) // ltr %ax
    .with([0xb8], registers.ds, 4) // movl $ds, %eax
    .add(0x8e, 0xd8) // movl %eax, %ds
    .with([0xb8], registers.es, 4) // movl $es, %eax
    .add(0x8e, 0xc0) // movl %eax, %es
    .with([0xb8], registers.fs, 4) // movl $fs, %eax
    .add(0x8e, 0xe0) // movl %eax, %fs
    .with([0xb8], registers.gs, 4) // movl $gs, %eax
    .add(0x8e, 0xe8); // movl %eax, %gs
  writeMsr(code, FS_BASE, registers.fsBase);
  writeMsr(code, GS_BASE, registers.gsBase);
  writeMsr(code, KERNEL_GS_BASE, registers.kernelGsBase);
  writeMsr(code, STAR, syscall.star);
  writeMsr(code, LSTAR, syscall.lstar);
  writeMsr(code, FMASK, syscall.fmask);
  code
    .with([0x48, 0xb8], registers.cr2, 8) // movabsq $cr2, %rax
    .add(0x0f, 0x22, 0xd0) // movq %rax, %cr2
    .with([0x48, 0xb8], registers.cr8, 8) // movabsq $cr8, %rax
    .add(0x44, 0x0f, 0x22, 0xc0) // movq %rax, %cr8
    .with([0x48, 0xb8], registers.dr6, 8) // movabsq $dr6, %rax
    .add(0x0f, 0x23, 0xf0) // movq %rax, %db6
    .with([0x48, 0xb8], registers.dr7, 8) // movabsq $dr7, %rax
    .add(0x0f, 0x23, 0xf8) // movq %rax, %db7
    .with([0x48, 0xb8], registers.rax, 8) // movabsq $rax, %rax, and so on
    .with([0x48, 0xb9], registers.rcx, 8)
    .with([0x48, 0xba], registers.rdx, 8)
    .with([0x48, 0xbb], registers.rbx, 8)
    .with([0x48, 0xbc], places.low + FRAME, 8) // movabsq $frame, %rsp
    .with([0x48, 0xbd], registers.rbp, 8)
    .with([0x48, 0xbe], registers.rsi, 8)
    .with([0x48, 0xbf], registers.rdi, 8);
  const upper = [registers.r8, registers.r9, registers.r10, registers.r11];
  upper.push(registers.r12, registers.r13, registers.r14, registers.r15);
  upper.forEach((value, index) => code.with([0x49, 0xb8 + index], value, 8)); // movabsq $r8, %r8 ...
  return code.add(0x48, 0xcf).content; // iretq
}

/** Both parts of the start code, with the data that they read. */
export function makeStub(state: StartState, places: StubPlaces): Stub {
  const { registers, gdt, idt } = state;
  const low = new Uint8Array(LOW_BYTES);
  low.set(lowCode(state, places));
  const view = new DataView(low.buffer);
  view.setBigUint64(FIRST_GDT + CODE_64, CODE_64_DESCRIPTOR, true);
  view.setUint16(FIRST_GDT_REGISTER, CODE_64 + 7, true);
  view.setUint32(FIRST_GDT_REGISTER + 2, places.low + FIRST_GDT, true);
  view.setUint16(GDT_REGISTER, gdt.limit, true);
  view.setBigUint64(GDT_REGISTER + 2, gdt.base, true);
  view.setUint16(IDT_REGISTER, idt.limit, true);
  view.setBigUint64(IDT_REGISTER + 2, idt.base, true);
  const frame = [registers.rip, registers.cs, registers.rflags, registers.rsp, registers.ss];
  frame.forEach((word, index) => view.setBigUint64(FRAME + 8 * index, word, true));
  return { low, high: highCode(state, places) };
}
