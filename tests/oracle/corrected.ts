// QEMU made to keep to Intel's manual where it is known not to: one correction a
// method, each explained in docs/conformance.md. Knows nothing of our machine but
// its address map.
import { GDT_LIMIT } from "../../src/machine/boot-memory.ts";
import { SYSCALL_START } from "../../src/machine/first-state.ts";
import * as layout from "../../src/machine/layout.ts";
import { knownInstruction, type KnownInstruction } from "./instruction.ts";
import type { LoggedEvent, Qemu, QemuRegisters } from "./qemu.ts";

/** Exceptions that save the RIP of the instruction that caused them (SDM 3A, table 6-1). */
const FAULTS: ReadonlySet<number> = new Set([0, 5, 6, 7, 10, 11, 12, 13, 14, 17, 19, 20, 21]);
const WITH_ERROR_CODE: ReadonlySet<number> = new Set([8, 10, 11, 12, 13, 14, 17, 21]);
const NMI = 2;
const PAGE_FAULT = 14;
const FETCH = 0x10n;
const INTERRUPT_FLAG = 1n << 9n;
const RESUME_FLAG = 1n << 16n;
const ARITHMETIC_FLAGS = 0x8d5n;
const PRESENT = 1;
/** Room in the boot page for a frame of ours. */
const SCRATCH_FRAME = 0xf00n;

export interface QemuStep {
  readonly before: QemuRegisters;
  readonly after: QemuRegisters;
  readonly delivered: LoggedEvent | undefined;
  /** Names of what was put right. */
  readonly corrections: readonly string[];
}

/** The comparison cannot go on, for a reason that lies with QEMU. */
export class NotComparable extends Error {}

export class CorrectedQemu {
  readonly qemu: Qemu;
  registers: QemuRegisters;
  /** As the deliveries and returns so far say. */
  nmiBlocked = false;
  nmiPending = false;
  /** An NMI that a shadow keeps out: QEMU would let it in. */
  private held = false;
  private shadow = false;

  private constructor(qemu: Qemu, registers: QemuRegisters) {
    this.qemu = qemu;
    this.registers = registers;
  }

  static async at(qemu: Qemu): Promise<CorrectedQemu> {
    return new CorrectedQemu(qemu, await qemu.registers());
  }

  register(name: string): bigint {
    const value = this.registers[name];
    if (value === undefined) throw new Error(`QEMU has no register ${name}`);
    return value;
  }

  private physical(address: bigint): number {
    const area = layout.areaAt(address);
    if (area === undefined) throw new Error(`0x${address.toString(16)} is in no area`);
    return area.physical + Number(address - area.address);
  }

  private readWord(address: bigint): bigint {
    return this.qemu.readPhysical(this.physical(address), 8).readBigUInt64LE();
  }

  private writeWords(address: bigint, words: readonly bigint[]): void {
    const bytes = Buffer.alloc(8 * words.length);
    words.forEach((word, index) => bytes.writeBigUInt64LE(word, 8 * index));
    this.qemu.writePhysical(this.physical(address), bytes);
  }

  private instruction(): KnownInstruction | undefined {
    const rip = this.register("rip");
    const area = layout.areaAt(rip);
    if (area === undefined) return undefined;
    const left = Number(area.address - rip) + area.pages * layout.PAGE_BYTES;
    return knownInstruction(this.qemu.readPhysical(this.physical(rip), Math.min(15, left)), rip);
  }

  async set(name: string, value: bigint): Promise<void> {
    await this.qemu.setRegister(name, value);
    this.registers = { ...this.registers, [name]: value };
  }

  /** An NMI arrives at this boundary. */
  async sendNmi(): Promise<void> {
    this.nmiPending = true;
    // A shadow covers NMIs too (SDM 2, MOV and POP; STI): QEMU delivers at once.
    if (this.shadow) this.held = true;
    else await this.qemu.sendNmi();
  }

  /** One step; with `fetchFault` the page of RIP is not there for its time. */
  async step(fetchFault: boolean): Promise<QemuStep> {
    if (this.held && !this.shadow) {
      this.held = false;
      await this.qemu.sendNmi();
    }
    const before = this.registers;
    const instruction = this.instruction();
    const takesNmi = this.nmiPending && !this.nmiBlocked && !this.held;
    const hidden = fetchFault ? await this.hidePage(this.register("rip")) : undefined;
    const replaced = !takesNmi && !fetchFault && instruction?.isIretd === true ? await this.replaceIretd() : undefined;
    this.registers = await this.qemu.step();
    const delivered = this.qemu.events().at(-1);
    await hidden?.();
    await replaced?.();
    const corrections = replaced === undefined ? [] : ["iretd"];
    corrections.push(...(await this.correct(before, instruction, delivered)));
    this.follow(before, instruction, delivered);
    return { before, after: this.registers, delivered, corrections };
  }

  private async correct(
    before: QemuRegisters,
    instruction: KnownInstruction | undefined,
    delivered: LoggedEvent | undefined,
  ): Promise<string[]> {
    if (delivered === undefined) {
      return [
        ...(await this.keepResumeFlag(before, instruction)),
        ...(await this.keepResumeFlagInRep(before, instruction)),
        ...(await this.keepFlags(before, instruction)),
      ];
    }
    const corrections: string[] = [];
    const sameLevel = ((before.cs ?? 0n) & 3n) === 0n;
    if (sameLevel && before.ss !== undefined && before.ss !== this.register("ss")) {
      await this.set("ss", before.ss);
      corrections.push("ss");
    }
    if (!FAULTS.has(delivered.vector) || delivered.software) return corrections;
    const frame = this.register("rsp") + (WITH_ERROR_CODE.has(delivered.vector) ? 8n : 0n);
    const savedFlags = this.readWord(frame + 16n);
    if ((savedFlags & RESUME_FLAG) === 0n) {
      this.writeWords(frame + 16n, [savedFlags | RESUME_FLAG]);
      corrections.push("rf");
    }
    const wasFetch = delivered.vector === PAGE_FAULT && (delivered.errorCode & FETCH) !== 0n;
    if (instruction?.isIret === true && !wasFetch && this.readWord(frame) === before.rip) {
      await this.unblockNmis();
      corrections.push("iret-unblocks");
    }
    return corrections;
  }

  /** RF that an IRETQ has loaded stays set (SDM 3B, 17.3.1.1); QEMU clears it if it was set before. */
  private async keepResumeFlag(before: QemuRegisters, instruction: KnownInstruction | undefined): Promise<string[]> {
    if (instruction?.isIret !== true || ((before.eflags ?? 0n) & RESUME_FLAG) === 0n) return [];
    const image = this.readWord((before.rsp ?? 0n) + 16n);
    const flags = this.register("eflags");
    if ((image & RESUME_FLAG) === (flags & RESUME_FLAG)) return [];
    await this.set("eflags", flags | RESUME_FLAG);
    return ["rf-iret"];
  }

  /** RF stays set until the last iteration of REP (SDM 3B, 17.3.1.1); QEMU clears it in the first. */
  private async keepResumeFlagInRep(
    before: QemuRegisters,
    instruction: KnownInstruction | undefined,
  ): Promise<string[]> {
    const isInside = instruction?.isRepeated === true && before.rip === this.register("rip");
    if (!isInside || ((before.eflags ?? 0n) & RESUME_FLAG) === 0n) return [];
    await this.set("eflags", this.register("eflags") | RESUME_FLAG);
    return ["rf-rep"];
  }

  /** SYSCALL clears what IA32_FMASK says (SDM 2B, SYSCALL); QEMU the arithmetic flags too. */
  private async keepFlags(before: QemuRegisters, instruction: KnownInstruction | undefined): Promise<string[]> {
    if (instruction?.isSyscall !== true) return [];
    const kept = (before.eflags ?? 0n) & ARITHMETIC_FLAGS & ~SYSCALL_START.fmask;
    if (kept === 0n) return [];
    await this.set("eflags", this.register("eflags") | kept);
    return ["syscall-flags"];
  }

  /** The harness's own account of NMIs, and the shadow that the instruction leaves. */
  private follow(
    before: QemuRegisters,
    instruction: KnownInstruction | undefined,
    delivered: LoggedEvent | undefined,
  ): void {
    const wasShadow = this.shadow;
    this.shadow = false;
    if (delivered?.vector === NMI && !delivered.software) {
      this.nmiBlocked = true;
      this.nmiPending = false;
    }
    if (delivered !== undefined || instruction === undefined) return;
    if (instruction.isIret) this.nmiBlocked = false;
    const opensInterrupts = instruction.isSti && ((before.eflags ?? 0n) & INTERRUPT_FLAG) === 0n;
    this.shadow = !wasShadow && (instruction.loadsSs || opensInterrupts);
  }

  /** Makes the page of `address` not present; the answer puts it back. */
  private async hidePage(address: bigint): Promise<() => Promise<void>> {
    let table = layout.CR3;
    for (const shift of [39n, 30n, 21n]) {
      const entry = this.qemu.readPhysical(table + 8 * Number((address >> shift) & 0x1ffn), 8).readBigUInt64LE();
      table = Number(entry & 0xffffff000n);
    }
    const at = table + 8 * Number((address >> 12n) & 0x1ffn);
    const write = async (bit: 0 | typeof PRESENT): Promise<void> => {
      const byte = this.qemu.readPhysical(at, 1);
      byte[0] = ((byte[0] ?? 0) & ~PRESENT) | bit;
      this.qemu.writePhysical(at, byte);
      await this.qemu.flushTranslations(this.register("cr3"));
    };
    await write(0);
    return () => write(PRESENT);
  }

  /**
   * IRETD in 64-bit mode pops 4-byte words at the full RSP; QEMU takes them from a
   * truncated one. Where the manual has it end in #GP of its CS word, another
   * instruction with the same #GP is run in its place.
   */
  private async replaceIretd(): Promise<() => Promise<void>> {
    const words = this.qemu.readPhysical(this.physical(this.register("rsp")), 8);
    const selector = words.readUInt16LE(4);
    const isNull = (selector & ~3) === 0;
    const isBeyondGdt = (selector | 7) > GDT_LIMIT;
    if (!isNull && !isBeyondGdt) throw new NotComparable("IRETD with a usable CS: QEMU reads its words elsewhere");
    // movb (%rax), %al at a non-canonical address: #GP(0). movl %eax, %fs: #GP(selector).
    const code = isNull ? [0x8a, 0x00] : [0x8e, 0xe0];
    const operand = isNull ? 1n << 63n : BigInt(selector);
    const rip = this.register("rip");
    const rax = this.register("rax");
    const replaced = this.qemu.readPhysical(this.physical(rip), code.length);
    await this.qemu.writeLinear(rip, Uint8Array.from(code));
    await this.qemu.setRegister("rax", operand);
    return async () => {
      await this.qemu.writeLinear(rip, replaced);
      await this.set("rax", rax);
    };
  }

  /**
   * A faulting IRET unblocks NMIs (SDM 3A, 6.7.1); QEMU waits for one that
   * completes. So it is given one: the start code's own, with a frame that leads
   * back to where the CPU is.
   */
  private async unblockNmis(): Promise<void> {
    const here = this.registers;
    const high = layout.areaAt(layout.BOOT_HIGH);
    if (high === undefined) throw new Error("the layout has no page for start code");
    const code = this.qemu.readPhysical(high.physical, layout.PAGE_BYTES);
    const iretq = code.lastIndexOf(Buffer.from([0x48, 0xcf]));
    const frame = layout.BOOT + SCRATCH_FRAME;
    this.writeWords(
      frame,
      [here.rip, here.cs, here.eflags, here.rsp, here.ss].map((word) => word ?? 0n),
    );
    await this.qemu.setRegister("rip", layout.BOOT_HIGH + BigInt(iretq));
    await this.qemu.setRegister("rsp", frame);
    const after = await this.qemu.step();
    const changed = Object.keys(here).filter((name) => here[name] !== after[name]);
    if (changed.length > 0 || this.qemu.events().length > 0) {
      throw new Error(`unblocking NMIs changed ${changed.join(", ")}`);
    }
    this.nmiBlocked = false;
  }
}
