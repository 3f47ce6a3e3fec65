// The harness on our machine and on QEMU: a batch of trials on each, and what it
// left in memory.
import { readFileSync } from "node:fs";
import { exportElf } from "../../../src/machine/elf-image.ts";
import { Machine, type Snapshot } from "../../../src/machine/index.ts";
import * as layout from "../../../src/machine/layout.ts";
import { boot } from "../../../src/session/index.ts";
import { Qemu } from "../qemu.ts";
import { HARNESS, LOG, LOG_ENTRY_BYTES, STATE } from "./harness.ts";
import { pagesOf, type Page, type Trial } from "./trial.ts";

/** More than any batch takes; what goes on longer has gone astray. */
const MOST_STEPS = 3_000_000;

/** What a batch has left. */
export interface Outcome {
  /** RAM from layout's RAM_BASE. */
  readonly memory: Buffer;
  readonly steps: number;
}

export interface LogEntry {
  readonly digest: bigint;
  readonly vector: number;
  readonly resumeFlag: boolean;
  readonly errorCode: number;
  readonly trial: number;
}

export function physicalOf(address: bigint): number {
  const area = layout.areaAt(address);
  if (area === undefined) throw new Error(`0x${address.toString(16)} is in no area`);
  return area.physical - layout.RAM_BASE + Number(address - area.address);
}

export function logOf({ memory, steps }: Outcome): readonly LogEntry[] {
  const from = physicalOf(LOG);
  return Array.from({ length: steps }, (_, index) => {
    const at = from + index * LOG_ENTRY_BYTES;
    return {
      digest: memory.readBigUInt64LE(at),
      vector: memory.readUInt8(at + 8),
      resumeFlag: memory.readUInt8(at + 9) !== 0,
      errorCode: memory.readUInt16LE(at + 10),
      trial: memory.readUInt16LE(at + 13),
    };
  });
}

/** The harness's count of steps. */
const stepsIn = (memory: Buffer): number => Number(memory.readBigUInt64LE(physicalOf(STATE + 0x800n)));

function program(): { image: Parameters<Machine["load"]>[0]; finished: bigint; symbols: ReadonlyMap<string, bigint> } {
  const result = boot({
    handler: { kind: "source", text: HARNESS },
    workload: "kernel",
    body: "touch",
    options: {},
    schedule: [],
  });
  if (!result.ok)
    throw new Error(result.source.diagnostics.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  const { image, naming } = result.program;
  const at = (name: string): bigint => {
    const address = naming.symbols.get(name);
    if (address === undefined) throw new Error(`no ${name} in the harness`);
    return address;
  };
  return { image: { ...image, start: at("start") }, finished: at("finished"), symbols: naming.symbols };
}

export type OurOutcome =
  | ({ readonly kind: "ran" } & Outcome)
  /** It refused an instruction, or went astray, in this trial. */
  | { readonly kind: "stopped"; readonly trial: number; readonly why: string };

export class OurSide {
  private readonly machine: Machine;
  readonly finished: bigint;
  private readonly pristine: Buffer;
  private ready: Snapshot;
  readonly elf: Uint8Array;
  readonly start: bigint;

  private constructor(machine: Machine, given: { finished: bigint; start: bigint; elf: Uint8Array }) {
    this.machine = machine;
    this.finished = given.finished;
    this.start = given.start;
    this.elf = given.elf;
    this.pristine = Buffer.from(machine.physicalMemory());
    this.ready = machine.snapshot();
  }

  static async create(): Promise<OurSide> {
    const { image, finished, symbols } = program();
    const machine = await Machine.create(new Uint8Array(readFileSync("build/core.wasm")));
    machine.load(image);
    const registers = machine.initialRegisters;
    const elf = exportElf({ memory: machine.physicalMemory(), registers, symbols, hasIdealised: false });
    if (elf.kind !== "elf") throw new Error(elf.reason);
    return new OurSide(machine, { finished, start: image.start, elf: elf.bytes });
  }

  /** As it was before any step. */
  pristinePage(address: bigint): Buffer {
    const from = physicalOf(address);
    return this.pristine.subarray(from, from + layout.PAGE_BYTES);
  }

  memory(): Buffer {
    const memory = Buffer.from(this.pristine);
    for (const { page, bytes } of this.machine.snapshot().pages) memory.set(bytes, page * layout.PAGE_BYTES);
    return memory;
  }

  /** Puts `pages` in place and runs until the harness has finished with them. */
  run(trials: readonly Trial[], stopAfter: number): OurOutcome {
    this.machine.restore(withPages(this.ready, this.pristine, pagesOf(trials, stopAfter)));
    const { reason } = this.machine.skip(MOST_STEPS, { until: [this.finished], journal: false });
    const memory = this.memory();
    const steps = stepsIn(memory);
    if (reason === "address") {
      this.ready = this.machine.snapshot();
      return { kind: "ran", memory, steps };
    }
    const trial = Number(memory.readBigUInt64LE(physicalOf(STATE + 0x808n)));
    const result = reason === "stopped" ? this.machine.step() : undefined;
    const name = result?.kind === "stopped" && result.why === "not-modelled" ? result.name : "";
    const at = layout.describe(this.machine.registers().rip);
    return { kind: "stopped", trial, why: `${name === "" ? reason : `not modelled: ${name}`} at ${at}` };
  }
}

/** A snapshot with other bytes in memory. */
function withPages(snapshot: Snapshot, pristine: Buffer, pages: readonly Page[]): Snapshot {
  const all = new Map(snapshot.pages.map(({ page, bytes }) => [page, bytes]));
  for (const { address, bytes } of pages) {
    for (let done = 0; done < bytes.length;) {
      const physical = physicalOf(address + BigInt(done));
      const page = Math.floor(physical / layout.PAGE_BYTES);
      const offset = physical % layout.PAGE_BYTES;
      const from = page * layout.PAGE_BYTES;
      const content = (all.get(page) ?? pristine.subarray(from, from + layout.PAGE_BYTES)).slice();
      const count = Math.min(bytes.length - done, layout.PAGE_BYTES - offset);
      content.set(bytes.subarray(done, done + count), offset);
      all.set(page, Uint8Array.from(content));
      done += count;
    }
  }
  return { block: snapshot.block, pages: [...all].map(([page, bytes]) => ({ page, bytes })) };
}

const PACKET_BYTES = 1500;

export class QemuSide {
  private readonly qemu: Qemu;

  private constructor(qemu: Qemu) {
    this.qemu = qemu;
  }

  static async boot(ours: OurSide): Promise<QemuSide> {
    const qemu = await Qemu.boot(ours.elf, ours.start);
    await qemu.breakAt(ours.finished);
    const side = new QemuSide(qemu);
    // the start code has run: a trial that reads its pages finds what is there on our machine
    for (const page of [layout.BOOT, layout.BOOT_HIGH]) await side.write(page, ours.pristinePage(page));
    return side;
  }

  async close(): Promise<void> {
    await this.qemu.close();
  }

  private async write(address: bigint, bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += PACKET_BYTES) {
      await this.qemu.writeLinear(address + BigInt(at), bytes.subarray(at, at + PACKET_BYTES));
    }
  }

  async run(trials: readonly Trial[], stopAfter: number): Promise<Outcome> {
    for (const { address, bytes } of pagesOf(trials, stopAfter)) await this.write(address, bytes);
    await this.qemu.run();
    const memory = this.qemu.readPhysical(layout.RAM_BASE, layout.RAM_BYTES);
    const steps = stepsIn(memory);
    // after a triple fault QEMU boots the image anew, which has no trials
    if (steps === 0) throw new Error("QEMU has restarted");
    return { memory, steps };
  }
}
