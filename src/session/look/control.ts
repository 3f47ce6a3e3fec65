// Control registers, debug registers and MSRs, bit by bit in words (SDM 3A, 2.5,
// 2.2.1; 3B, 17.2).

import type { RegisterName } from "../../machine/types.ts";
import { PER_CPU } from "../../machine/layout.ts";
import type { Run } from "../run.ts";
import { hex } from "../texts/words.ts";
import type { TableRow, TableView } from "../views/look.ts";

type Bits = readonly (readonly [bit: number, name: string, meaning: string])[];

const CR0: Bits = [
  [0, "PE", "protected mode"],
  [1, "MP", "WAIT obeys TS"],
  [2, "EM", "no x87"],
  [3, "TS", "task switched"],
  [4, "ET", "x87 present"],
  [5, "NE", "x87 errors as #MF"],
  [16, "WP", "CPL 0 cannot write read-only pages"],
  [18, "AM", "alignment checks possible"],
  [29, "NW", "not write-through"],
  [30, "CD", "caches off"],
  [31, "PG", "paging"],
];
const CR4: Bits = [
  [0, "VME", "virtual-8086 extensions"],
  [1, "PVI", "protected-mode virtual interrupts"],
  [2, "TSD", "RDTSC for CPL 0 only"],
  [3, "DE", "debug extensions"],
  [4, "PSE", "large pages"],
  [5, "PAE", "64-bit page-table entries"],
  [6, "MCE", "machine checks are delivered"],
  [7, "PGE", "global pages"],
  [8, "PCE", "RDPMC at any CPL"],
  [9, "OSFXSR", "SSE"],
  [10, "OSXMMEXCPT", "SIMD errors as #XM"],
  [11, "UMIP", "no SGDT and the like at CPL 3"],
  [12, "LA57", "five paging levels"],
  [16, "FSGSBASE", "RDGSBASE and WRGSBASE allowed"],
  [17, "PCIDE", "process-context identifiers"],
  [18, "OSXSAVE", "XSAVE"],
  [20, "SMEP", "CPL 0 does not execute user pages"],
  [21, "SMAP", "CPL 0 does not touch user pages unless AC = 1"],
  [23, "CET", "shadow stacks"],
];
const EFER: Bits = [
  [0, "SCE", "SYSCALL allowed"],
  [8, "LME", "long mode wanted"],
  [10, "LMA", "long mode active"],
  [11, "NXE", "no-execute pages"],
];
const DR6: Bits = [
  [0, "B0", "breakpoint 0 was met"],
  [1, "B1", "breakpoint 1 was met"],
  [2, "B2", "breakpoint 2 was met"],
  [3, "B3", "breakpoint 3 was met"],
  [13, "BD", "a debug register was touched"],
  [14, "BS", "single step"],
  [15, "BT", "task switch"],
];

const BY_NAME: Readonly<Partial<Record<RegisterName, Bits>>> = { cr0: CR0, cr4: CR4, efer: EFER, dr6: DR6 };

const SHOWN: readonly (readonly [RegisterName, string])[] = [
  ["cr0", "CR0"],
  ["cr2", "CR2"],
  ["cr3", "CR3"],
  ["cr4", "CR4"],
  ["cr8", "CR8"],
  ["efer", "EFER, MSR 0xc0000080"],
  ["fsBase", "FS base, MSR 0xc0000100"],
  ["gsBase", "GS base, MSR 0xc0000101"],
  ["kernelGsBase", "kernel GS base, MSR 0xc0000102"],
  ["dr0", "DR0"],
  ["dr1", "DR1"],
  ["dr2", "DR2"],
  ["dr3", "DR3"],
  ["dr6", "DR6"],
  ["dr7", "DR7"],
];

export function controlView(run: Run): TableView {
  const registers = run.timeline.machine.registers();
  return {
    title: "Control",
    source: "control and debug registers, and the MSRs that matter here",
    head: ["register", "value", "set"],
    rows: SHOWN.map(([name, title]): TableRow => {
      const value = registers[name];
      return { id: name, cells: [{ text: title }, { text: hex(value) }, { text: meaningOf(run, name, value) }] };
    }),
  };
}

function meaningOf(run: Run, name: RegisterName, value: bigint): string {
  const bits = BY_NAME[name];
  if (bits !== undefined) return bitWords(bits, value);
  switch (name) {
    case "cr2":
      return value === 0n ? "address of the last page fault: none yet" : run.meaning.pointer(value);
    case "cr3":
      return `PML4 at physical ${hex(value & 0xffffffffff000n)}`;
    case "cr8":
      return `priority ${value}: interrupts of this class and below wait`;
    case "dr7":
      return dr7Words(value);
    case "gsBase":
    case "kernelGsBase":
      return value === PER_CPU ? "the per-CPU page" : run.meaning.pointer(value);
    default:
      return value === 0n ? "" : run.meaning.pointer(value);
  }
}

/** "PE protected mode; PG paging". */
export function bitWords(bits: Bits, value: bigint): string {
  return bits
    .filter(([bit]) => (value >> BigInt(bit)) & 1n)
    .map(([, name, meaning]) => `${name} ${meaning}`)
    .join("; ");
}

const CONDITIONS = ["execution", "writes", "I/O", "reads and writes"];
const LENGTHS = ["1 byte", "2 bytes", "8 bytes", "4 bytes"];

/** SDM 3B, 17.2.4. */
export function dr7Words(value: bigint): string {
  const armed = [0, 1, 2, 3].flatMap((n) => {
    const enabled = Number((value >> BigInt(2 * n)) & 3n);
    if (enabled === 0) return [];
    const condition = Number((value >> BigInt(16 + 4 * n)) & 3n);
    const length = Number((value >> BigInt(18 + 4 * n)) & 3n);
    const size = condition === 0 ? "" : `, ${LENGTHS[length] ?? ""}`;
    return [`breakpoint ${n} on ${CONDITIONS[condition] ?? ""}${size}${enabled === 1 ? " (local)" : " (global)"}`];
  });
  const general = (value >> 13n) & 1n ? ["GD: touching a debug register is #DB"] : [];
  const all = [...armed, ...general];
  return all.length === 0 ? "no breakpoint armed" : all.join("; ");
}
