// Control registers, debug registers and MSRs in words: what each is, and what each bit
// says when it is set (SDM 3A, 2.5, 2.2.1; 3B, 17.2). Loaded with what looks at them.

/** Whose value is shown, as its title. */
export const CONTROL_REGISTERS = {
  cr0: "CR0",
  cr2: "CR2",
  cr3: "CR3",
  cr4: "CR4",
  cr8: "CR8",
  efer: "EFER, MSR 0xc0000080",
  fsBase: "FS base, MSR 0xc0000100",
  gsBase: "GS base, MSR 0xc0000101",
  kernelGsBase: "kernel GS base, MSR 0xc0000102",
  dr0: "DR0",
  dr1: "DR1",
  dr2: "DR2",
  dr3: "DR3",
  dr6: "DR6",
  dr7: "DR7",
} as const;

export type Bits = readonly (readonly [bit: number, name: string, meaning: string])[];

export const CR0_BITS: Bits = [
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
export const CR4_BITS: Bits = [
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
export const EFER_BITS: Bits = [
  [0, "SCE", "SYSCALL allowed"],
  [8, "LME", "long mode wanted"],
  [10, "LMA", "long mode active"],
  [11, "NXE", "no-execute pages"],
];
export const DR6_BITS: Bits = [
  [0, "B0", "breakpoint 0 was met"],
  [1, "B1", "breakpoint 1 was met"],
  [2, "B2", "breakpoint 2 was met"],
  [3, "B3", "breakpoint 3 was met"],
  [13, "BD", "a debug register was touched"],
  [14, "BS", "single step"],
  [15, "BT", "task switch"],
];

export const CONTROL_TEXTS = {
  title: "Control",
  source: "control and debug registers, and the MSRs that matter here",
  head: ["register", "value", "set"],
  bit: (name: string, meaning: string) => `${name} ${meaning}`,
  noPageFault: "address of the last page fault: none yet",
  pml4: (physical: string) => `PML4 at physical ${physical}`,
  priority: (value: bigint) => `priority ${value}: interrupts of this class and below wait`,
  perCpuPage: "the per-CPU page",
} as const;

const CONDITIONS = ["execution", "writes", "I/O", "reads and writes"];
const LENGTHS = ["1 byte", "2 bytes", "8 bytes", "4 bytes"];

/** DR7 (SDM 3B, 17.2.4): its fields as they stand in it. */
export const DR7_TEXTS = {
  armed: (number: number, condition: number, length: number, isLocal: boolean) =>
    `breakpoint ${number} on ${CONDITIONS[condition] ?? ""}${condition === 0 ? "" : `, ${LENGTHS[length] ?? ""}`}${
      isLocal ? " (local)" : " (global)"
    }`,
  general: "GD: touching a debug register is #DB",
  none: "no breakpoint armed",
} as const;
