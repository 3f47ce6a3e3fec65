// What the console says of lines that it cannot take, and of what a step broke.

export const CONSOLE_TEXTS = {
  badCount: (text: string) => `A count is a decimal number, not "${text}".`,
  cutOff: "... (cut off here)",
  ambiguous: (word: string, names: readonly string[]) => `Ambiguous command "${word}": ${names.join(", ")}.`,
  /** `near`: the known word that is closest. */
  undefinedCommand: (word: string, near: string | undefined) =>
    `Undefined command: "${word}".${near === undefined ? "" : `  Did you mean "${near}"?`}  Try "help".`,
  broken: (property: string, summary: string) => `${property} is broken: ${summary}`,
} as const;

export const NOTE_TEXTS = {
  tooMany: (most: number) => `A run has at most ${most} notes.`,
  none: "There are no notes: note TEXT pins one to this moment.",
  note: (at: number, moment: string, text: string, reached: boolean) =>
    `@${at}  ${moment}: ${text}${reached ? "" : "  (not reached)"}`,
  noneAt: (moment: string) => `There is no note at ${moment}.`,
  takesText: "note takes a text: note @31 RSP is T-40 now.",
} as const;

export const PAGE_TEXTS = {
  takesLevel: (text: string) => `level takes a level's name, not "${text}".`,
} as const;

export const EXPLORING_TEXTS = {
  noBound: (word: string, usage: string) => `"${word}" is no bound. ${usage}, such as explore nmis=3 faults=2.`,
  noPoints: (text: string, known: readonly string[]) => `Fault points are ${known.join(", ")}, not "${text}".`,
} as const;

export const SETTING_TEXTS = {
  takesSetting: (settings: readonly string[]) => `set takes a setting: ${settings.join(", ")}.`,
  cannotSet:
    "Registers and memory cannot be set: a run follows from its program and schedule alone, so that a link repeats it. Write the change as an instruction in the handler (movq $1, %rax), choose another workload, body or option, or inject an event.",
  takesDirection: "set exec-direction takes forward or reverse.",
  takesFlavor: "set disassembly-flavor takes att or intel.",
  noSetting: (name: string, settings: readonly string[]) =>
    `There is no setting "${name}": there are ${settings.join(", ")}.`,
  direction: (backwards: boolean) => (backwards ? "Backwards." : "Forward."),
  flavor: (flavor: string) => `The disassembly flavor is "${flavor}".`,
  takesName: "save takes a name of letters, digits, - and _: save lost-nmi.",
  nothingTyped: "Nothing has been typed yet that could be saved.",
  /** The first line of the file. */
  fileHead: "# NMI Stepper console: paste these lines to run them again",
  howToRun: "Paste its lines into the console.",
  noBreakpoints: "There are no breakpoints, watchpoints or catchpoints to save.",
  savedBreakpoints: (count: number, file: string) =>
    `${count} ${count === 1 ? "breakpoint" : "breakpoints"} saved as ${file}.`,
  saved: (lines: number, file: string) => `${lines} ${lines === 1 ? "line" : "lines"} saved as ${file}.`,
} as const;

export const EVENT_TEXTS = {
  takesEvent: "inject takes an event: nmi, pf, pf(touch0), db, bp, mc, gp, irq(32).",
  emptySchedule: "The schedule is empty: nothing interrupts the workload.",
  item: (number: number, text: string, outcome: string | undefined) =>
    `${number}  ${text}  ${outcome ?? "(off)"}`.trimEnd(),
  takesVerb: "schedule takes add, set, drop, on, off or move: schedule add nmi@nmi_atomic; schedule drop 2.",
  empty: "The schedule is empty.",
  numbered: (most: number) => `Items are numbered 1 to ${most}.`,
  undoTakes: "undo takes back the last change, or: undo injection.",
  chosen: (what: string, name: string, names: readonly string[]) => `${what}: ${name}; there are ${names.join(", ")}.`,
  unknown: (what: string, name: string, names: readonly string[]) =>
    `There is no ${what} "${name}": there are ${names.join(", ")}.`,
  option: (name: string, value: boolean | undefined) => `${name} = ${value ?? "default"}`,
  takesOption: "option takes NAME=on or NAME=off.",
  exportTakes: (formats: readonly string[]) => `export takes ${formats.join(", ")}.`,
  saved: (file: string) => `${file} is saved.`,
} as const;
