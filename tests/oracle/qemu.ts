// QEMU (system emulation, TCG) with a bootable image, one step at a time. Gives
// what QEMU does as it is; deviations.ts knows where that is not the manual.
import { spawn, type ChildProcess } from "node:child_process";
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findQemu } from "../../scripts/lib/tools.mjs";
import { Gdb } from "./gdb.ts";

const RAM_MEGABYTES = 128;
/** The gdbstub's single step with interrupts and NMIs allowed and the clock stopped: ENABLE | NOTIMER. */
const SINGLE_STEP = 5;
const BOOT_MILLISECONDS = 60_000;

/** Registers by the names that QEMU's target description gives them. */
export type QemuRegisters = Readonly<Record<string, bigint>>;

interface RegisterPlace {
  readonly offset: number;
  readonly bytes: number;
  readonly number: number;
}

/** A line of QEMU's interrupt log: an event that was delivered, or tried. */
export interface LoggedEvent {
  readonly vector: number;
  readonly errorCode: bigint;
  /** INT n, INT3. */
  readonly software: boolean;
}

const LOG_LINE = /^ *\d+: v=([0-9a-f]{2}) e=([0-9a-f]+) i=(\d) cpl=\d/gm;

export class Qemu {
  private readonly process: ChildProcess;
  private readonly folder: string;
  private readonly ram: number;
  private readonly log: number;
  private readonly gdb: Gdb;
  private readonly places: ReadonlyMap<string, RegisterPlace>;
  private logged = 0;

  private constructor(given: {
    process: ChildProcess;
    folder: string;
    gdb: Gdb;
    places: ReadonlyMap<string, RegisterPlace>;
  }) {
    this.process = given.process;
    this.folder = given.folder;
    this.gdb = given.gdb;
    this.places = given.places;
    this.ram = openSync(join(given.folder, "ram"), "r+");
    this.log = openSync(join(given.folder, "log"), "r");
  }

  /** Boots the image as `qemu-system-x86_64 -kernel` does, up to `start`. */
  static async boot(image: Uint8Array, start: bigint): Promise<Qemu> {
    const program = findQemu();
    if (program === undefined) throw new Error("no qemu-system-x86_64");
    // Memory in a file, so that it can be read beside the machine; in RAM where there is /dev/shm.
    const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "nmi-stepper-qemu-"));
    writeFileSync(join(folder, "image.elf"), image);
    writeFileSync(join(folder, "log"), "");
    const child = spawn(program, argumentsFor(folder), { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (text: Buffer) => (said += text.toString()));
    const failed = new Promise<never>((_, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`QEMU ended with ${String(code)}: ${said}`)));
    });
    failed.catch(() => undefined);
    try {
      const gdb = await Promise.race([Gdb.open(join(folder, "gdb")), failed]);
      const qemu = new Qemu({ process: child, folder, gdb, places: await registerPlaces(gdb) });
      await qemu.runTo(start);
      return qemu;
    } catch (error) {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  async close(): Promise<void> {
    this.gdb.close();
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill("SIGKILL");
      await ended;
    }
    closeSync(this.ram);
    closeSync(this.log);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs freely until RIP is at `address`, which must come. */
  async goOn(address: bigint): Promise<void> {
    const place = `${address.toString(16)},1`;
    await this.gdb.order(`Z1,${place}`);
    await this.gdb.ask("c", BOOT_MILLISECONDS);
    await this.gdb.order(`z1,${place}`);
  }

  private async runTo(address: bigint): Promise<void> {
    await this.goOn(address);
    await this.gdb.order(`Qqemu.sstep=${SINGLE_STEP.toString(16)}`);
    const { rip } = await this.registers();
    if (rip !== address) throw new Error(`the image's start code did not reach 0x${address.toString(16)}`);
    this.events();
  }

  async registers(): Promise<QemuRegisters> {
    const bytes = Buffer.from(await this.gdb.ask("g"), "hex");
    const found: Record<string, bigint> = {};
    for (const [name, { offset, bytes: size }] of this.places) {
      if (size === 8) found[name] = bytes.readBigUInt64LE(offset);
      else if (size === 4) found[name] = BigInt(bytes.readUInt32LE(offset));
    }
    return found;
  }

  async setRegister(name: string, value: bigint): Promise<void> {
    const place = this.places.get(name);
    if (place === undefined) throw new Error(`QEMU has no register ${name}`);
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(value);
    await this.gdb.order(`P${place.number.toString(16)}=${bytes.subarray(0, place.bytes).toString("hex")}`);
  }

  /** Physical memory, as it is now. */
  readPhysical(address: number, sizeBytes: number): Buffer {
    const bytes = Buffer.alloc(sizeBytes);
    readSync(this.ram, bytes, 0, sizeBytes, address);
    return bytes;
  }

  /** Physical memory that holds no code that has run: QEMU would not notice. */
  writePhysical(address: number, bytes: Uint8Array): void {
    writeSync(this.ram, bytes, 0, bytes.length, address);
  }

  /** Linear memory, code included; the page tables must map it. */
  async writeLinear(address: bigint, bytes: Uint8Array): Promise<void> {
    const text = Buffer.from(bytes).toString("hex");
    await this.gdb.order(`M${address.toString(16)},${bytes.length.toString(16)}:${text}`);
  }

  /** Forgets all translations: as a write of CR3 does. */
  async flushTranslations(cr3: bigint): Promise<void> {
    await this.setRegister("cr3", cr3);
  }

  /** An NMI arrives. */
  async sendNmi(): Promise<void> {
    await this.gdb.monitor("nmi");
  }

  /** One instruction, or one delivery. */
  async step(): Promise<QemuRegisters> {
    await this.gdb.ask("s");
    return this.registers();
  }

  /** Makes `run` end there; events are no longer logged. */
  async breakAt(address: bigint): Promise<void> {
    await this.gdb.monitor("log none");
    await this.gdb.order(`Z1,${address.toString(16)},1`);
  }

  /** On to the next place of `breakAt`, at full speed. */
  async run(): Promise<void> {
    await this.gdb.ask("s");
    await this.gdb.ask("c", BOOT_MILLISECONDS);
  }

  /** What the interrupt log says of the time since the last call. */
  events(): LoggedEvent[] {
    const size = fstatSync(this.log).size;
    const bytes = Buffer.alloc(size - this.logged);
    readSync(this.log, bytes, 0, bytes.length, this.logged);
    this.logged = size;
    return [...bytes.toString("latin1").matchAll(LOG_LINE)].map(([, vector = "", code = "", software]) => ({
      vector: Number.parseInt(vector, 16),
      errorCode: BigInt(`0x${code}`),
      software: software !== "0",
    }));
  }
}

function argumentsFor(folder: string): string[] {
  const options = {
    M: "microvm,pic=off,pit=off,rtc=off,isa-serial=off,memory-backend=ram",
    accel: "tcg",
    // Without a local APIC the monitor's `nmi` goes straight to the CPU.
    cpu: "max,-apic",
    smp: "1",
    m: `${RAM_MEGABYTES}M`,
    object: `memory-backend-file,id=ram,size=${RAM_MEGABYTES}M,mem-path=${join(folder, "ram")},share=on`,
    nodefaults: "",
    "no-user-config": "",
    display: "none",
    S: "",
    chardev: `socket,id=gdb,path=${join(folder, "gdb")},server=on,wait=off`,
    gdb: "chardev:gdb",
    d: "int",
    D: join(folder, "log"),
    kernel: join(folder, "image.elf"),
  };
  return Object.entries(options).flatMap(([name, value]) => (value === "" ? [`-${name}`] : [`-${name}`, value]));
}

/** Where each register lies in the answer to "g", by the target's own description. */
async function registerPlaces(gdb: Gdb): Promise<Map<string, RegisterPlace>> {
  const places = new Map<string, RegisterPlace>();
  let offset = 0;
  let number = 0;
  for (const [, file = ""] of (await gdb.description("target.xml")).matchAll(/href="([^"]+)"/g)) {
    const text = (await gdb.description(file)).replace(/<!--[\s\S]*?-->/g, "");
    for (const [element] of text.matchAll(/<reg\s[^>]*>/g)) {
      const attribute = (name: string): string | undefined => new RegExp(`\\b${name}="([^"]*)"`).exec(element)?.[1];
      const bytes = Number(attribute("bitsize")) / 8;
      number = Number(attribute("regnum") ?? number);
      places.set(attribute("name") ?? "", { offset, bytes, number });
      offset += bytes;
      number++;
    }
  }
  return places;
}
