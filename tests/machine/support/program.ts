// Small programs for the machine: a workload, an NMI handler, handlers of other
// vectors; vectors that are not given are panics (`jmp .`).
import { readFileSync } from "node:fs";
import {
  type CpuOptions,
  DEFAULT_CPU_OPTIONS,
  type Event,
  type Image,
  Machine,
  type Segment,
  type Step,
  layout,
} from "../../../src/machine/index.ts";
import { machineCode } from "./machine-code.ts";

export const WORKLOAD = layout.KERNEL_WORKLOAD;
export const USER = layout.USER_TEXT;
export const HANDLER = layout.HANDLER_TEXT;

/** Where the handler of a vector lies when the program gives one. */
export const vectorAt = (vector: number): bigint => layout.VECTORS_TEXT + BigInt(vector * 0x40);

export interface Program {
  /** Kernel code that runs first. */
  readonly kernel?: string;
  /** User code that runs first instead. */
  readonly user?: string;
  /** The NMI handler; default `iretq`. */
  readonly nmi?: string;
  readonly vectors?: { readonly [vector: number]: string };
  readonly options?: Partial<CpuOptions>;
  /** Further bytes at linear addresses. */
  readonly data?: readonly Segment[];
  readonly idealised?: readonly bigint[];
  /** Raw machine code in the place of `kernel`. */
  readonly code?: Uint8Array;
}

const PANIC = new Uint8Array([0xeb, 0xfe]);

export function imageOf(program: Program): Image {
  const user = program.user !== undefined;
  const start = user ? USER : WORKLOAD;
  const first = program.code ?? machineCode(program.user ?? program.kernel ?? "jmp .", start);
  const given = program.vectors ?? {};
  const segments: Segment[] = [
    { address: start, bytes: first },
    { address: HANDLER, bytes: machineCode(program.nmi ?? "iretq", HANDLER) },
    ...(program.data ?? []),
  ];
  const panics: { vector: number; address: bigint }[] = [];
  for (let vector = 0; vector < 32; vector++) {
    const text = given[vector];
    const address = vectorAt(vector);
    segments.push({ address, bytes: text === undefined ? PANIC : machineCode(text, address) });
    if (text === undefined && vector !== 2) panics.push({ vector, address });
  }
  return {
    segments,
    vectors: Array.from({ length: 32 }, (_, vector) => (vector === 2 ? HANDLER : vectorAt(vector))),
    panics,
    workload: user ? "user" : "kernel",
    start,
    workloadRange: { from: start, to: start + 0x1000n },
    options: { ...DEFAULT_CPU_OPTIONS, ...program.options },
    idealised: new Set(program.idealised ?? []),
    service: undefined,
    idleFlags: [],
  };
}

const wasm = new WebAssembly.Module(readFileSync(new URL("../../../build/core.wasm", import.meta.url)));

export async function start(program: Program): Promise<Machine> {
  const machine = await Machine.create(wasm);
  machine.load(imageOf(program));
  return machine;
}

/** A step that must be one. */
export function step(machine: Machine, ...events: Event[]): Step {
  const result = machine.step(events);
  if (result.kind !== "step") throw new Error(`stopped: ${result.why}`);
  return result.step;
}

export function steps(machine: Machine, count: number): Step[] {
  return Array.from({ length: count }, () => step(machine));
}

export const NMI: Event = { kind: "nmi" };

export function rip(machine: Machine): bigint {
  return machine.registers().rip;
}

/** Quadwords upwards from an address. */
export function words(machine: Machine, address: bigint, count: number): bigint[] {
  return Array.from({ length: count }, (_, index) => {
    const value = machine.readValue(address + BigInt(index * 8), 8);
    if (value === undefined) throw new Error(`unmapped: ${address.toString(16)}`);
    return value;
  });
}
