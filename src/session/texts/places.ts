// Names of places in memory and of selectors that no symbol has: what a value points to.

export const PLACE_TEXTS = {
  /** `isOwn`: the value itself stands on this stack. */
  onNmiStack: (offset: string, isOwn = false) => `${isOwn ? "this stack" : "NMI stack"}, ${offset}`,
  kernelStack: "kernel stack",
  userStack: "user stack",
  perCpuPage: "per-CPU page",
  pageTables: "page tables",
  /** The page-table entry of a page. */
  pteOf: (page: string) => `the PTE of ${page}`,
} as const;

export const SELECTOR_TEXTS = {
  null: "null",
  kernel32: "kernel 32-bit code",
  user32: "user 32-bit code",
} as const;
