// The machine: loads an image, takes steps, goes back, is looked at from outside.
// The face of the WebAssembly core; every rule of the processor is in there.

import { assert, defined } from "../base/assert.ts";
import {
  BLOCK_BYTES,
  Block,
  EVENT_BYTES,
  EventCode,
  EventField,
  GHOST_BYTES,
  MAX_EVENTS,
  Outcome,
  Report,
  Shadow,
  Stop,
} from "../core/block.ts";
import type { Reason } from "../core/reason.ts";
import { decode, type Instruction } from "../isa/index.ts";
import { MAX_INSTRUCTION_BYTES } from "../isa/vocabulary.ts";
import { fillMemory } from "./boot-memory.ts";
import { type CoreExports, startCore } from "./core.ts";
import { readNmi, readRegisters, readStep } from "./effects.ts";
import { fillCpu } from "./first-state.ts";
import { configureGhost } from "./ghost-configure.ts";
import * as layout from "./layout.ts";
import { reasonInWords } from "./reasons.ts";
import { type SearchPlan, StateSearch } from "./search.ts";
import type { Event, EventOutcome, Image, NmiState, Registers, StepResult } from "./types.ts";

/** CPU and ghost block, and the pages that are not as loaded. A value: nothing in it ever changes. */
export interface Snapshot {
  readonly block: Uint8Array;
  readonly pages: readonly { readonly page: number; readonly bytes: Uint8Array }[];
}

/** A range of physical memory. */
export interface PhysicalRange {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

export interface SkipOptions {
  /** Stop as soon as RIP is one of these; at most 64. */
  readonly until?: readonly bigint[];
  /** Keep the journal (for `undo`); default true. Without it what the journal held is forgotten. */
  readonly journal?: boolean;
}

export interface Skipped {
  readonly steps: number;
  readonly reason: "count" | "address" | "stopped";
}

const EVENT_CODES: { readonly [kind in Event["kind"]]: EventCode } = {
  nmi: EventCode.Nmi,
  pf: EventCode.PageFault,
  db: EventCode.Debug,
  bp: EventCode.Breakpoint,
  mc: EventCode.MachineCheck,
  gp: EventCode.GeneralProtection,
  irq: EventCode.Interrupt,
};

const MAX_STOPS = 64;
const STATE_AND_GHOST = BLOCK_BYTES + GHOST_BYTES;
const PAGE_DIRTY = 4;
const PAGES = layout.RAM_BYTES / layout.PAGE_BYTES;

export class Machine {
  readonly #core: CoreExports;
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  readonly #setIdealised: (addresses: ReadonlySet<bigint>) => void;
  #idealised: ReadonlySet<bigint> = new Set();
  #initial: Registers | undefined;

  private constructor(core: CoreExports, setIdealised: (addresses: ReadonlySet<bigint>) => void) {
    this.#core = core;
    this.#view = new DataView(core.memory.buffer);
    this.#bytes = new Uint8Array(core.memory.buffer);
    this.#setIdealised = setIdealised;
  }

  /** `bytes`: of linear memory at least, for a machine that searches (`searchBytes`). */
  static async create(wasm: WebAssembly.Module | BufferSource, bytes = 0): Promise<Machine> {
    let idealised: ReadonlySet<bigint> = new Set();
    const core = await startCore(wasm, (address) => idealised.has(address), bytes);
    return new Machine(core, (addresses) => {
      idealised = addresses;
    });
  }

  /** Puts the machine at boundary 0 of an image. */
  load(image: Image): void {
    const core = this.#core;
    this.#idealised = image.idealised;
    this.#setIdealised(image.idealised);
    fillMemory(new DataView(core.memory.buffer, core.RAM.value, layout.RAM_BYTES), image);
    this.#bytes.fill(0, core.CPU.value, core.CPU.value + STATE_AND_GHOST);
    fillCpu(new DataView(core.memory.buffer, core.CPU.value, BLOCK_BYTES), image);
    core.setJournal(1);
    configureGhost(core, image);
    core.begin();
    this.#initial = this.registers();
  }

  /** One step; `events` arrive at this boundary, in order. */
  step(events: readonly Event[] = []): StepResult {
    this.#post(events);
    const stop: Stop = this.#core.step(events.length);
    if (stop === Stop.TripleFault) return { kind: "stopped", why: "triple-fault" };
    if (stop === Stop.NotModelled) return { kind: "stopped", why: "not-modelled", name: this.#unknownName() };
    const told = events.map((event, index) => ({ event, outcome: this.#outcome(index) }));
    const places = { cpu: this.#core.CPU.value, report: this.#core.REPORT.value, entry: this.#core.lastEntry() };
    return { kind: "step", step: readStep(this.#view, places, told) };
  }

  /** Up to `count` steps without events and without step objects. */
  skip(count: number, options: SkipOptions = {}): Skipped {
    const until = options.until ?? [];
    assert(until.length <= MAX_STOPS, "at most 64 addresses to stop at");
    until.forEach((address, index) => this.#view.setBigUint64(this.#core.STOPS.value + index * 8, address, true));
    const journal = options.journal ?? true;
    if (!journal) this.#core.setJournal(0);
    const steps = this.#core.run(count, until.length);
    if (!journal) this.#core.setJournal(1);
    const stop: Stop = this.#view.getUint32(this.#core.REPORT.value + Report.Stopped, true);
    const reason = stop === Stop.None ? "count" : stop === Stop.Address ? "address" : "stopped";
    return { steps, reason };
  }

  /** Takes the last step back; false: the journal does not reach so far. */
  undo(): boolean {
    return this.#core.undo() !== 0;
  }

  /** How many steps `undo` can take back now. */
  undoable(): number {
    return this.#core.undoable();
  }

  registers(): Registers {
    return readRegisters(this.#view, this.#core.CPU.value);
  }

  /** Registers as loaded. */
  get initialRegisters(): Registers {
    return defined(this.#initial, "a loaded image");
  }

  nmi(): NmiState {
    return readNmi(this.#view, this.#core.CPU.value);
  }

  /** What holds events back at this boundary. */
  shadow(): "mov-ss" | "sti" | undefined {
    const shadow: Shadow = this.#view.getUint8(this.#core.CPU.value + Block.Shadow);
    if (shadow === Shadow.None) return undefined;
    return shadow === Shadow.MovSs ? "mov-ss" : "sti";
  }

  /** HLT was executed and no event has come. */
  halted(): boolean {
    return this.#view.getUint8(this.#core.CPU.value + Block.Halted) !== 0;
  }

  /** Steps since the image was loaded. */
  steps(): number {
    return Number(this.#view.getBigUint64(this.#core.CPU.value + Block.Steps, true));
  }

  /** Linear memory as the kernel sees it, without side effect; undefined if any of it is unmapped. */
  read(address: bigint, size: number): Uint8Array | undefined {
    const bytes = new Uint8Array(size);
    for (let done = 0; done < size;) {
      const physical = this.physicalOf(address + BigInt(done));
      if (physical === undefined) return undefined;
      const count = Math.min(size - done, layout.PAGE_BYTES - (physical % layout.PAGE_BYTES));
      bytes.set(this.#bytes.subarray(physical, physical + count), done);
      done += count;
    }
    return bytes;
  }

  /** A little-endian value of 1 to 8 bytes. */
  readValue(address: bigint, size: number): bigint | undefined {
    const bytes = this.read(address, size);
    return bytes?.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  }

  /** Physical address behind a linear one, as the page tables are now. */
  physicalOf(address: bigint): number | undefined {
    const physical = this.#core.translate(BigInt.asUintN(64, address));
    return physical < 0 ? undefined : physical;
  }

  /** The instruction that lies at an address now. */
  instructionAt(address: bigint): Instruction | undefined {
    for (let size = MAX_INSTRUCTION_BYTES; size > 0; size--) {
      const bytes = this.read(address, size);
      if (bytes === undefined) continue;
      const decoded = decode(bytes, 0, { idealised: this.#idealised.has(address) });
      return decoded.kind === "instruction" ? decoded.instruction : undefined;
    }
    return undefined;
  }

  /** What would become of an event at this boundary; changes nothing. */
  can(event: Event): EventOutcome {
    this.#post([event]);
    const stop: Stop = this.#core.step(1);
    const outcome = this.#outcome(0);
    if (stop === Stop.None) this.#core.undo();
    return outcome;
  }

  snapshot(): Snapshot {
    const { CPU, PAGE_FLAGS, RAM } = this.#core;
    const pages: { page: number; bytes: Uint8Array }[] = [];
    for (let page = 0; page < PAGES; page++) {
      if ((this.#view.getUint8(PAGE_FLAGS.value + page) & PAGE_DIRTY) === 0) continue;
      const from = RAM.value + page * layout.PAGE_BYTES;
      pages.push({ page, bytes: this.#bytes.slice(from, from + layout.PAGE_BYTES) });
    }
    return { block: this.#bytes.slice(CPU.value, CPU.value + STATE_AND_GHOST), pages };
  }

  /** Back to a snapshot of the same image; the journal begins anew. */
  restore(snapshot: Snapshot): void {
    const { CPU, PAGE_FLAGS, SCRATCH_ENTRY } = this.#core;
    const kept = new Set(snapshot.pages.map(({ page }) => page));
    for (let page = 0; page < PAGES; page++) {
      const isDirty = (this.#view.getUint8(PAGE_FLAGS.value + page) & PAGE_DIRTY) !== 0;
      if (isDirty && !kept.has(page)) this.#core.resetPage(page);
    }
    for (const { page, bytes } of snapshot.pages) {
      this.#bytes.set(bytes, SCRATCH_ENTRY.value);
      this.#core.putPage(page, SCRATCH_ENTRY.value);
    }
    this.#bytes.set(snapshot.block, CPU.value);
    this.#core.settle();
  }

  /**
   * 64-bit hash of all that can affect the future, with the bytes of `without`
   * taken as zero. The ranges must not share an aligned 8-byte word.
   */
  stateHash(without: readonly PhysicalRange[] = []): bigint {
    const all = BigInt.asUintN(64, this.#core.stateHash(0, 0));
    const rest = without.reduce((hash, { from, to }) => hash + this.#core.stateHash(from, to) - all, all);
    return BigInt.asUintN(64, rest);
  }

  /** From here: chains of states inside the core, and no steps until the search ends. */
  search(plan: SearchPlan): StateSearch {
    return new StateSearch(this.#core, plan);
  }

  /** RAM as loaded, a copy. */
  physicalMemory(): Uint8Array {
    const from = this.#core.PRISTINE.value;
    return this.#bytes.slice(from, from + layout.RAM_BYTES);
  }

  #post(events: readonly Event[]): void {
    assert(events.length <= MAX_EVENTS, "at most 64 events at one boundary");
    events.forEach((event, index) => {
      const at = this.#core.MAILBOX.value + index * EVENT_BYTES;
      const address = event.kind === "pf" ? event.address : undefined;
      this.#view.setUint32(at + EventField.Kind, EVENT_CODES[event.kind], true);
      this.#view.setUint32(at + EventField.Vector, event.kind === "irq" ? event.vector : 0, true);
      this.#view.setUint32(at + EventField.HasAddress, address === undefined ? 0 : 1, true);
      this.#view.setUint32(at + EventField.Outcome, Outcome.Unseen, true);
      this.#view.setUint32(at + EventField.Reason, 0, true);
      this.#view.setBigUint64(at + EventField.Address, BigInt.asUintN(64, address ?? 0n), true);
    });
  }

  #outcome(index: number): EventOutcome {
    const at = this.#core.MAILBOX.value + index * EVENT_BYTES;
    const outcome: Outcome = this.#view.getUint32(at + EventField.Outcome, true);
    switch (outcome) {
      case Outcome.Delivered:
        return { kind: "delivered" };
      case Outcome.Pending:
        return { kind: "pending" };
      case Outcome.Merged:
        return { kind: "merged" };
      case Outcome.Refused: {
        const reason: Reason = this.#view.getUint32(at + EventField.Reason, true);
        return { kind: "refused", reason: defined(reasonInWords(reason), "words for a refusal") };
      }
      case Outcome.Unseen:
        throw new Error("the core did not answer an event");
    }
  }

  /** Name of what the core does not model: the instruction, or the rule that it met. */
  #unknownName(): string {
    const reason: Reason = this.#view.getUint32(this.#core.REPORT.value + Report.Reason, true);
    const words = reasonInWords(reason);
    if (words !== undefined) return words;
    return this.instructionAt(this.registers().rip)?.mnemonic ?? "an unknown instruction";
  }
}
