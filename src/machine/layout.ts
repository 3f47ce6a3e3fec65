// Every address of the machine: pages, stacks, tables, environment symbols, and
// what an address is called. Knows no handler and no running state.

import type { Image } from "./types.ts";

export const PAGE_BYTES = 0x1000;
export const RAM_BASE = 0x100000;
export const RAM_END = 0x150000;
export const RAM_BYTES = RAM_END - RAM_BASE;

export type PageAccess = "present" | "absent";

/** One range of pages: where it is seen and where it lies. */
export interface Area {
  readonly name: string;
  readonly address: bigint;
  readonly pages: number;
  readonly physical: number;
  readonly user: boolean;
  readonly writable: boolean;
  readonly executable: boolean;
  /** Pages at the start that are not present yet. */
  readonly absentPages: number;
}

function area(name: string, address: bigint, pages: number, physical: number, rights: string, absentPages = 0): Area {
  return {
    name,
    address,
    pages,
    physical,
    user: rights.includes("u"),
    writable: rights.includes("w"),
    executable: rights.includes("x"),
    absentPages,
  };
}

export const BOOT = 0x100000n;
export const USER_TEXT = 0x400000n;
export const USER_DATA = 0x500000n;
export const USER_LAZY = 0x510000n;
export const USER_STACK_TOP = 0x7ffffffff000n;
export const PER_CPU = 0xffff888000000000n;
export const KERNEL_STACK_TOP = 0xffffc90000004000n;
export const VECTORS_TEXT = 0xffffffff81000000n;
export const KERNEL_WORKLOAD = 0xffffffff81001000n;
export const BOOT_HIGH = 0xffffffff81002000n;
export const FRED_TEXT = 0xffffffff81003000n;
export const HANDLER_TEXT = 0xffffffff81100000n;
export const HANDLER_TEXT_BYTES = 16 * PAGE_BYTES;
export const HANDLER_DATA = 0xffffffff81200000n;
export const HANDLER_DATA_BYTES = 8 * PAGE_BYTES;
export const TOUCH = 0xffffffff81300000n;
export const IDT = 0xffffffff82000000n;
export const GDT = 0xffffffff82001000n;
export const TSS = GDT + 0x100n;
export const NMI_STACK_TOP = 0xffffffff83003000n;
export const DOUBLE_FAULT_STACK_TOP = 0xffffffff83006000n;
export const MACHINE_CHECK_STACK_TOP = 0xffffffff83009000n;
/** Window on the page tables: PML4 slot 0x1f0 points at the PML4 itself. */
export const PAGE_TABLES = 0xfffff80000000000n;
export const RECURSIVE_SLOT = 0x1f0;
export const CR3 = 0x120000;
/** End of the room for page tables. */
export const PAGE_TABLES_END = 0x138000;

export const KERNEL_CS = 0x10;
export const KERNEL_DS = 0x18;
export const USER_DS = 0x2b;
export const USER_CS = 0x33;
export const TSS_SELECTOR = 0x40;
export const USER_GS_BASE = 0x7ffff7d00000n;

/** Offsets from the GS base of the predefined per-CPU variables; a file's own begin at PER_CPU_FREE. */
export const PER_CPU_VARIABLES = [
  { name: "nmi_stack_nesting", offset: 0, sizeBytes: 1 },
  { name: "need_fake_nmi", offset: 1, sizeBytes: 1 },
  { name: "nmi_run_count", offset: 8, sizeBytes: 8 },
] as const;
export const PER_CPU_FREE = 0x40;

export const AREAS: readonly Area[] = [
  area("boot page", BOOT, 1, 0x100000, "wx"),
  area("user text", USER_TEXT, 1, 0x104000, "ux"),
  area("user data", USER_DATA, 1, 0x144000, "uw"),
  area("user lazy pages", USER_LAZY, 2, 0x145000, "uw", 1),
  area("user thread data", USER_GS_BASE, 1, 0x147000, "uw"),
  area("user stack", USER_STACK_TOP - 0x1000n, 1, 0x13f000, "uw"),
  area("per-CPU page", PER_CPU, 1, 0x13a000, "w"),
  area("kernel stack", KERNEL_STACK_TOP - 0x1000n, 1, 0x13b000, "w"),
  area("default vectors", VECTORS_TEXT, 1, 0x101000, "x"),
  area("kernel workload", KERNEL_WORKLOAD, 1, 0x102000, "x"),
  area("boot code", BOOT_HIGH, 1, 0x103000, "x"),
  area("FRED entry", FRED_TEXT, 1, 0x105000, "x"),
  area("handler text", HANDLER_TEXT, 16, 0x110000, "x"),
  area("handler data", HANDLER_DATA, 8, 0x148000, "w"),
  area("touch pages", TOUCH, 4, 0x140000, "w", 2),
  area("IDT", IDT, 1, 0x138000, "w"),
  area("GDT and TSS", GDT, 1, 0x139000, "w"),
  area("NMI stack", NMI_STACK_TOP - 0x1000n, 1, 0x13c000, "w"),
  area("#DF stack", DOUBLE_FAULT_STACK_TOP - 0x1000n, 1, 0x13d000, "w"),
  area("#MC stack", MACHINE_CHECK_STACK_TOP - 0x1000n, 1, 0x13e000, "w"),
];

/** Absolute symbols that every handler may use. */
export const ENVIRONMENT_SYMBOLS: ReadonlyMap<string, bigint> = new Map([
  ["nmi_stack_top", NMI_STACK_TOP],
  ["nmi_stack_bottom", NMI_STACK_TOP - 0x1000n],
  ["nmi_stack_copy", NMI_STACK_TOP - 0x80n],
  ["nmi_stack_copy_rip", NMI_STACK_TOP - 0x80n - 48n],
  ["kstack_top", KERNEL_STACK_TOP],
  ["user_stack_top", USER_STACK_TOP],
  ["touch0", TOUCH],
  ["touch1", TOUCH + 0x1000n],
  ["touch2", TOUCH + 0x2000n],
  ["touch3", TOUCH + 0x3000n],
  ["__KERNEL_CS", 0x10n],
  ["__KERNEL_DS", 0x18n],
  ["__USER_DS", 0x2bn],
  ["__USER_CS", 0x33n],
]);

export interface Region {
  readonly name: string;
  readonly from: bigint;
  /** Exclusive. */
  readonly to: bigint;
}

/** The areas as regions, page tables' window included. */
export const REGIONS: readonly Region[] = [
  ...AREAS.map(({ name, address, pages }) => ({ name, from: address, to: address + BigInt(pages * PAGE_BYTES) })),
  { name: "page tables", from: PAGE_TABLES, to: PAGE_TABLES + 0x8000000000n },
];

export function regionAt(address: bigint): Region | undefined {
  return REGIONS.find(({ from, to }) => address >= from && address < to);
}

export function areaAt(address: bigint): Area | undefined {
  return AREAS.find(
    (candidate) => address >= candidate.address && address < candidate.address + BigInt(candidate.pages * PAGE_BYTES),
  );
}

/** Where an address lies in words: "NMI stack, top-0x28", "handler text+0x10", or its digits. */
export function describe(address: bigint): string {
  const found = regionAt(address);
  if (found === undefined) return `0x${address.toString(16)}`;
  const isStack = found.name.endsWith("stack");
  const offset = isStack ? found.to - address : address - found.from;
  return isStack ? `${found.name}, top-0x${offset.toString(16)}` : `${found.name}+0x${offset.toString(16)}`;
}

/** First values of the registers that a workload does not choose itself. */
export function initialGeneral(): readonly bigint[] {
  const bytes = [0xa0, 0xc2, 0xd3, 0xb1, 0, 0x26, 0x04, 0x15, 0x08, 0x09, 0x10, 0x11, 0x12, 0x13, 0x14, 0x1f];
  return bytes.map((byte) => BigInt(byte) * 0x0101010101010101n);
}

export function runsInUserMode(workload: Image["workload"]): boolean {
  return workload !== "kernel" && workload !== "kernel-df";
}
