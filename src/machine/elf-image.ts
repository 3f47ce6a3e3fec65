// A loaded machine as a bootable ELF file: the same memory at the same addresses,
// and start code that brings another emulator's CPU to the same first state.
// Knows the machine's map; not how it came to be loaded.

import { GDT_LIMIT, IDT_LIMIT } from "./boot-memory.ts";
import { writeElf, type ElfSegment } from "./elf-file.ts";
import { makeStub, type StartState } from "./elf-stub.ts";
import { SYSCALL_START } from "./first-state.ts";
import * as layout from "./layout.ts";
import type { Registers } from "./types.ts";

export interface ElfInput {
  /** Physical memory from layout's RAM_BASE to RAM_END, as loaded, before any step. */
  readonly memory: Uint8Array;
  /** Registers as loaded; RIP is the first instruction of the workload. */
  readonly registers: Registers;
  /** Labels and absolute symbols: handler, vectors, workload, environment. */
  readonly symbols: ReadonlyMap<string, bigint>;
  /** The program has instructions that no x86-64 has. */
  readonly hasIdealised: boolean;
  /** It runs under FRED. */
  readonly fred?: boolean;
}

export type ElfExport =
  { readonly kind: "elf"; readonly bytes: Uint8Array } | { readonly kind: "refused"; readonly reason: string };

/** Absolute symbol: where the scenario begins. */
export const START_SYMBOL = "scenario_start";

const offsetOf = (physical: number): number => physical - layout.RAM_BASE;

/** LTR wants an available TSS and marks it busy; the machine's memory has it busy already. */
function withAvailableTask(memory: Uint8Array): Uint8Array {
  const gdt = layout.AREAS.find(({ address }) => address === layout.GDT);
  if (gdt === undefined) throw new Error("the layout has no GDT page");
  const at = offsetOf(gdt.physical) + layout.TSS_SELECTOR + 5;
  const copy = memory.slice();
  copy[at] = (copy[at] ?? 0) & ~2;
  return copy;
}

/** ".handler-text" of "handler text". */
const sectionName = (name: string): string => `.${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`;

function segmentsOf(memory: Uint8Array): ElfSegment[] {
  const areas = layout.AREAS.map(({ name, address, pages, physical, writable, executable }): ElfSegment => {
    const at = offsetOf(physical);
    const bytes = memory.subarray(at, at + pages * layout.PAGE_BYTES);
    return { name: sectionName(name), address, physical, bytes, writable, executable };
  });
  const tables = memory.subarray(offsetOf(layout.CR3), offsetOf(layout.PAGE_TABLES_END));
  return [
    ...areas,
    // Seen at many addresses through the recursive slot; the physical one stands for them.
    {
      name: ".page-tables",
      address: BigInt(layout.CR3),
      physical: layout.CR3,
      bytes: tables,
      writable: true,
      executable: false,
    },
  ];
}

/** The bootable image (PVH entry, for `qemu-system-x86_64 -kernel`), or why there is none. */
export function exportElf(input: ElfInput): ElfExport {
  if (input.hasIdealised) {
    return { kind: "refused", reason: "the handler uses idealised instructions, which no other x86-64 executes" };
  }
  if (input.fred === true) {
    return { kind: "refused", reason: "the scenario runs under FRED, which QEMU's emulated processors do not have" };
  }
  if (input.memory.length !== layout.RAM_BYTES) throw new Error("not the memory of the machine");
  const memory = withAvailableTask(input.memory);
  const state: StartState = {
    registers: input.registers,
    gdt: { base: layout.GDT, limit: GDT_LIMIT },
    idt: { base: layout.IDT, limit: IDT_LIMIT },
    task: layout.TSS_SELECTOR,
    syscall: SYSCALL_START,
  };
  const stub = makeStub(state, { low: Number(layout.BOOT), high: layout.BOOT_HIGH });
  const high = layout.AREAS.find(({ address }) => address === layout.BOOT_HIGH);
  if (high === undefined) throw new Error("the layout has no page for start code");
  memory.set(stub.low, offsetOf(Number(layout.BOOT)));
  memory.set(stub.high, offsetOf(high.physical));
  const symbols = new Map([...input.symbols, [START_SYMBOL, input.registers.rip] as const]);
  const content = {
    segments: segmentsOf(memory),
    symbols,
    absolute: new Set([START_SYMBOL]),
    entry: Number(layout.BOOT),
  };
  return { kind: "elf", bytes: writeElf(content) };
}
