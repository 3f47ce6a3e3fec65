// Texts of typing: the editor's hovers, completions and commands.

export const TYPE_TEXTS = {
  flags: (flags: string) => `Flags: ${flags}.`,
  bytes: (count: number) => `${count} ${count === 1 ? "byte" : "bytes"}`,
  intel: "Intel's syntax:",
  nmiHere: (what: string) => `NMI here: ${what}`,
  notExplored: "NMI here: not explored yet. Explore tries one at every instruction.",
  kinds: { label: "label", macro: "macro", constant: "constant" },
  defined: (kind: string, line: number) => `${kind}, defined on line ${line}`,
  perCpu: (offset: number, bytes: number) =>
    `per-CPU variable, %gs:${offset}, ${bytes} ${bytes === 1 ? "byte" : "bytes"}`,
  predefined: "predefined name",
  register: "register",
  directive: "directive",
  format: "Format the source",
  formatted: "The source stands in columns; its bytes are the same.",
  formatNothing: "The source stands in columns already.",
  formatRefused: "Not formatted: its bytes would not be the same.",
  formatBroken: "Not formatted: the source does not assemble, so nothing could check that its meaning stays.",
  showBytes: "Show or hide the bytes of instructions",
  renameNothing: "Only labels, macros and constants of this source can be renamed.",
  renameInvalid: (name: string) => `"${name}" cannot be a name: letters, digits, _ . and $, not a digit first.`,
  renameTaken: (name: string) => `"${name}" is a name of this source or of its surroundings already.`,
} as const;
