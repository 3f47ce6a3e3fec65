// The processor's tables in words: titles, heads of columns, what their fields say. Loaded
// with the first look at one.

export const IDT_TEXTS = {
  title: "IDT",
  source: (gates: number, base: string, limit: string) => `${gates} gates of 16 bytes at ${base}, limit ${limit}`,
  head: ["vector", "event", "handler", "selector", "stack", "DPL", "type", "P"],
  noIst: "RSP, or RSP0 from CPL 3",
  interruptGate: "interrupt: IF cleared",
  trapGate: "trap: IF kept",
  noGate: (type: number) => `${type}: no gate, #GP`,
  panics: "panics: nobody expects it",
} as const;

export const GDT_TEXTS = {
  title: "GDT",
  source: (base: string, limit: string) => `at ${base}, limit ${limit}`,
  head: ["selector", "name", "kind", "DPL", "P", "base", "raw"],
  flat: "0: flat in 64-bit mode",
  null: "null",
  tssAvailable: "64-bit TSS, available",
  tssBusy: "64-bit TSS, busy",
  system: (type: number) => `system type ${type}`,
  data: (writable: boolean) => (writable ? "data, writable" : "data, read-only"),
  code: (is64Bit: boolean, conforming: boolean) =>
    `${is64Bit ? "64-bit" : "32-bit"} code${conforming ? ", conforming" : ""}`,
} as const;

export const TSS_TEXTS = {
  title: "TSS",
  source: (base: string, selector: string) => `at ${base}, named by TR = ${selector}`,
  head: ["field", "offset", "stack top", "stack", "used by"],
  notUsed: "not used",
  usersOfRsp0: "gates without IST, coming from CPL 3",
} as const;

export const PER_CPU_TEXTS = {
  title: "Per-CPU page",
  source: (base: string) => `CPU 0, at ${base}; reached as %gs:offset while the GS base is the kernel's`,
  head: ["variable", "offset", "bytes", "value", "written by", "at step"],
} as const;
