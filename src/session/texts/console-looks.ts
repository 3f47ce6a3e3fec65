// What the console says of values, memory, code and the state of NMIs, in gdb's words
// where gdb has some.

const didYouMean = (near: string | undefined): string => (near === undefined ? "" : `  Did you mean "${near}"?`);

export const EXPRESSION_TEXTS = {
  syntaxNear: (text: string) => `A syntax error in expression, near "${text}".`,
  syntaxNearEnd: "A syntax error in expression, near its end.",
  closingExpected: 'A syntax error in expression: ")" expected.',
  argumentRequired: "Argument required (expression to compute).",
  noType: (type: string, known: readonly string[]) =>
    `No type "${type}": there are ${known.join(", ")}, u8 to u64 and s8 to s64.`,
  divisionByZero: "Division by zero",
  noSymbol: (name: string, near: string | undefined) => `No symbol "${name}" in current context.${didYouMean(near)}`,
  noRegister: (name: string, near: string | undefined) => `There is no register "${name}".${didYouMean(near)}`,
  noHistory: (number: string) => `History has not yet reached $${number}.`,
  noMemory: (address: string) => `Cannot access memory at address ${address}`,
} as const;

export const LOOKING_TEXTS = {
  badPrintFormat: (format: string) => `Undefined output format "${format}": use one of x d u o t a c z.`,
  badDisplayFormat: (format: string) =>
    `Undefined output format "${format}": display/x $rsp, display/4gx $rsp, display/2i $rip.`,
  addressRequired: "Argument required (starting display address).",
  badFormat: (format: string) => `x/${format} is no format: x/8gx, x/4i, x/2wd.`,
  badLetter: (letter: string, format: string) =>
    `Invalid letter "${letter}" in x/${format}: formats are x d u o t a c i, sizes b h w g.`,
  tooMuch: (count: number, most: number) => `x/${count} is too much at once: ${most} at most.`,
  noInstruction: (address: string) => `No instruction of the program begins at ${address}.`,
  badModifier: (letter: string) => `Invalid modifier "/${letter}": disassemble/r shows bytes, /s the source's lines.`,
  noFunction: "No function contains specified address.",
  dumpOf: (label: string) => `Dump of assembler code for ${label}:`,
  dumpOfRange: (from: string, to: string) => `Dump of assembler code from ${from} to ${to}:`,
  dumpEnd: "End of assembler dump.",
  ripElsewhere: "RIP is not in the handler's source; try disassemble, or list LINE.",
  lineOutOfRange: (line: number, lines: number) => `Line number ${line} out of range; the source has ${lines} lines.`,
  noLabel: (label: string) => `Function "${label}" not defined.`,
  /** Between the frames of a backtrace; `fate`: what became of the return frame, unless it is whole. */
  deliveredAt: (context: string, step: number | undefined, fate: string | undefined) =>
    `<${KERNEL_WORDS.reduce((text, [name, words]) => text.replace(name, words), context)}, delivered at step ${step}${
      fate === undefined ? "" : `, return frame ${fate}`
    }>`,
} as const;

/** "#PF 2" as a kernel's call trace would say it. */
const KERNEL_WORDS: readonly (readonly [name: string, words: string])[] = [
  ["#PF", "page fault"],
  ["#DB", "debug exception"],
  ["#BP", "breakpoint exception"],
  ["#MC", "machine check"],
  ["#GP", "general protection fault"],
];

export const DISPLAY_TEXTS = {
  noSuchNumber: (number: number, known: readonly number[]) =>
    `No display number ${number}.  There ${known.length === 0 ? "are none" : `are ${known.join(", ")}`}.`,
  none: "There are no auto-display expressions now.",
} as const;

export const PICTURE_TEXTS = {
  neverWritten: (value: string) => `${value}   never written`,
  writtenBy: (value: string, role: string, context: string, step: number) =>
    `${value}   ${role === "" ? "" : `${role}, `}by ${context} at step ${step}`,
  badRows: (most: number) => `A count of words is a number from 1 to ${most}.`,
  registers: "---- registers",
  code: "---- code",
  stack: "---- stack",
  backtrace: "---- backtrace",
} as const;

/** info nmi. */
export const NMI_TEXTS = {
  notBlocked: "blocked   no",
  blocked: "blocked   yes",
  blockedBy: (step: number, context: string) => `blocked   yes, since step ${step}, by ${context}`,
  notPending: "pending   no",
  pending: (since: number | undefined) => `pending   yes${since === undefined ? "" : `, since step ${since}`}`,
  lost: (count: number | bigint) => `lost      ${count} merged in a pending one`,
  depth: (count: number) => `depth     ${count} unfinished`,
  shadow: (kind: "sti" | "mov-ss") => `shadow    ${kind === "sti" ? "STI" : "MOV SS"}: events wait for one boundary`,
} as const;

export const INFO_TEXTS = {
  takesSubject: (subjects: readonly string[]) => `info takes a subject: ${subjects.join(", ")}.`,
  badRegister: (text: string) => `Invalid register "${text}"`,
  nothingBroken: "No property is broken on this run.",
  violation: (number: number, property: string, step: number, at: string, summary: string) =>
    `${number}  ${property} at step ${step}, ${at}: ${summary}`,
  noSymbol: (text: string) => `No symbol matches ${text}.`,
  symbolAt: (symbol: string, address: string) => `${symbol} at ${address}`,
  noFrame: "The workload was not delivered by anything: it has no return frame.",
  frame: (context: string, step: number | undefined, state: string) =>
    `${context}, delivered at step ${step}; its return frame is ${state}.`,
  /** `now`: what stands in the place of the word, if it was overwritten. */
  frameWord: (address: string, value: string, now: string | undefined) =>
    `${address}: ${value}${now === undefined ? "" : `, overwritten: now ${now}`}`,
  noLine: "No line of the handler's source is at this address.",
  lineAt: (line: number, address: string) => `Line ${line} is at ${address}.`,
  copyRegion: "stack copy",
  noRegions: "This handler names no regions.",
} as const;
