// Programs of published test suites, said anew in our assembler's language: `main`
// at CPL 0, `nmi`, and a `vec_N` for each vector that is expected. Knows no suite.
import { readFileSync } from "node:fs";
import { assemble } from "../../../src/asm/assemble.ts";
import {
  type CpuOptions,
  DEFAULT_CPU_OPTIONS,
  ENVIRONMENT_SYMBOLS,
  type Event,
  Machine,
  type Segment,
  layout,
} from "../../../src/machine/index.ts";

const IDT_GATES = 256;
const HARDWARE_VECTORS = 32;
const NMI_VECTOR = 2;
const MAX_STEPS = 5000;
const PANIC = layout.VECTORS_TEXT;

/** The page-table entry of an address, in the window on the page tables. */
function entryOf(address: bigint): bigint {
  return layout.PAGE_TABLES + ((address & 0xffffffffffffn) >> 12n) * 8n;
}

/** Gates for vectors beyond 31, once `lidt idt_register` has been executed. */
const PREAMBLE = `
    .set IDT, 0x${layout.IDT.toString(16)}
    .set GDT, 0x${layout.GDT.toString(16)}
    .set TOUCH0_ENTRY, 0x${entryOf(layout.TOUCH).toString(16)}
    .set TOUCH2_ENTRY, 0x${entryOf(layout.TOUCH + 0x2000n).toString(16)}
    .data
idt_register:
    .word ${IDT_GATES * 16 - 1}
    .quad IDT
    .text
`;

/** One delivery, with what it saved. */
export interface Delivery {
  readonly vector: number;
  readonly savedRip: bigint;
  readonly savedFlags: bigint;
  /** Vectors whose own delivery had faulted. */
  readonly attempted: readonly number[];
  /** DR6 as the handler finds it. */
  readonly dr6: bigint;
}

export interface Arrivals {
  /** What arrives at the boundary before `label`: "label" each time, "label#2" the second time. */
  readonly at?: Readonly<Record<string, readonly Event[]>>;
  /** Asked at every boundary besides. */
  readonly always?: () => readonly Event[];
  readonly maxSteps?: number;
}

const wasm = new WebAssembly.Module(readFileSync(new URL("../../../build/core.wasm", import.meta.url)));

function gate(target: bigint): Uint8Array {
  const view = new DataView(new ArrayBuffer(16));
  view.setUint16(0, Number(target & 0xffffn), true);
  view.setUint16(2, layout.KERNEL_CS, true);
  view.setUint16(4, 0x8e00, true);
  view.setUint16(6, Number((target >> 16n) & 0xffffn), true);
  view.setUint32(8, Number(target >> 32n), true);
  return new Uint8Array(view.buffer);
}

export class Bench {
  readonly machine: Machine;
  readonly deliveries: Delivery[] = [];
  /** Interrupts that wait for the CPU to take them, as an interrupt controller keeps them. */
  readonly requested = new Set<number>();
  readonly #symbols: ReadonlyMap<string, bigint>;
  readonly #visits = new Map<string, number>();

  private constructor(machine: Machine, symbols: ReadonlyMap<string, bigint>) {
    this.machine = machine;
    this.#symbols = symbols;
  }

  static async load(text: string, options: Partial<CpuOptions> = {}): Promise<Bench> {
    const bases = new Map([
      [".text", layout.KERNEL_WORKLOAD],
      [".data", layout.HANDLER_DATA],
      [".text.fred", layout.FRED_TEXT],
    ]);
    const assembly = assemble(PREAMBLE + text, { bases, environment: ENVIRONMENT_SYMBOLS });
    if (!assembly.ok)
      throw new Error(assembly.diagnostics.map(({ line, message }) => `${line}: ${message}`).join("\n"));
    const targets = new Map<number, bigint>();
    for (const [label, address] of assembly.labels) {
      const vector = /^vec_(\d+)$/.exec(label)?.[1];
      if (vector !== undefined) targets.set(Number(vector), address);
    }
    targets.set(NMI_VECTOR, assembly.labels.get("nmi") ?? PANIC);
    const gates = [...targets]
      .filter(([vector]) => vector >= HARDWARE_VECTORS)
      .map(([vector, target]): Segment => ({ address: layout.IDT + BigInt(16 * vector), bytes: gate(target) }));
    const machine = await Machine.create(wasm);
    const start = assembly.labels.get("main") ?? layout.KERNEL_WORKLOAD;
    machine.load({
      segments: [...assembly.sections, ...gates, { address: PANIC, bytes: new Uint8Array([0xeb, 0xfe]) }],
      vectors: Array.from({ length: HARDWARE_VECTORS }, (_, vector) => targets.get(vector) ?? PANIC),
      panics: [{ vector: 13, address: PANIC }],
      workload: "kernel",
      start,
      workloadRange: { from: layout.KERNEL_WORKLOAD, to: layout.KERNEL_WORKLOAD + 0x1000n },
      options: { ...DEFAULT_CPU_OPTIONS, ...options },
      ...(options.fred === true ? { fredEntry: layout.FRED_TEXT } : {}),
      idealised: new Set(),
      service: undefined,
      idleFlags: [],
    });
    return new Bench(machine, assembly.symbols);
  }

  address(label: string): bigint {
    const found = this.#symbols.get(label);
    if (found === undefined) throw new Error(`no label ${label}`);
    return found;
  }

  /** The quadword at a label. */
  value(label: string): bigint {
    const found = this.machine.readValue(this.address(label), 8);
    if (found === undefined) throw new Error(`${label} is not mapped`);
    return found;
  }

  get rip(): bigint {
    return this.machine.registers().rip;
  }

  /** Vectors delivered so far, in order. */
  get vectors(): readonly number[] {
    return this.deliveries.map(({ vector }) => vector);
  }

  #due(at: NonNullable<Arrivals["at"]>): readonly Event[] {
    return Object.entries(at).flatMap(([place, events]) => {
      const [label = "", nth] = place.split("#");
      if (this.address(label) !== this.rip) return [];
      const visit = (this.#visits.get(place) ?? 0) + 1;
      this.#visits.set(place, visit);
      return nth === undefined || Number(nth) === visit ? events : [];
    });
  }

  /** One step with these events and the first of the interrupts that wait. */
  step(events: readonly Event[] = []): void {
    const first = [...this.requested].sort((a, b) => b - a)[0];
    const offered: Event[] = first === undefined ? [] : [{ kind: "irq", vector: first }];
    const result = this.machine.step([...events, ...offered]);
    if (result.kind !== "step") throw new Error(`stopped: ${result.why}`);
    const { step } = result;
    for (const { event, outcome } of step.events) {
      if (event.kind === "irq" && outcome.kind === "delivered") this.requested.delete(event.vector);
    }
    if (step.vector === undefined || step.frame === undefined) return;
    const word = (offset: bigint): bigint => this.machine.readValue((step.frame?.address ?? 0n) + offset, 8) ?? 0n;
    this.deliveries.push({
      vector: step.vector,
      savedRip: word(0n),
      savedFlags: word(16n),
      attempted: step.attempted,
      dr6: this.machine.registers().dr6,
    });
  }

  /** Runs until RIP is at `label`, which must come. */
  to(label: string, arrivals: Arrivals = {}): this {
    const end = this.address(label);
    return this.until(() => this.rip === end, arrivals);
  }

  /** Runs until `done`, which must come. */
  until(done: () => boolean, { at = {}, always, maxSteps = MAX_STEPS }: Arrivals = {}): this {
    for (let taken = 0; !done(); taken++) {
      if (taken === maxSteps || this.rip === PANIC)
        throw new Error(`at ${layout.describe(this.rip)} after ${taken} steps, ${this.deliveries.length} deliveries`);
      this.step([...this.#due(at), ...(always?.() ?? [])]);
    }
    return this;
  }
}

export const NMI: Event = { kind: "nmi" };
export const DEBUG: Event = { kind: "db" };
