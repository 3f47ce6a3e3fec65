// Macros and constants of Linux's headers that pasted entry code uses: what each
// stands for here, where those headers are not. Only advice; defines nothing.

/** What to do with a statement that begins with the macro. */
export interface KernelWord {
  readonly meaning: string;
  /** In the statement's place; undefined: nothing short does what the macro does. */
  readonly repair: ((args: string) => string) | undefined;
}

const gone = (meaning: string): KernelWord => ({ meaning, repair: () => "" });
const written = (meaning: string, text: string): KernelWord => ({ meaning, repair: () => text });
const firstArgument = (args: string): string => /^[\s(]*([\w.$]+)/.exec(args)?.[1] ?? "";
const label: KernelWord = { meaning: "defines a label", repair: (args) => `${firstArgument(args)}:` };
const long = (meaning: string): KernelWord => ({ meaning, repair: undefined });

const FOR_TOOLS = gone("is read by build tools and makes no instruction");
const AGAINST_SPECULATION = gone("hinders speculation: nothing here depends on it");
const PAGE_TABLES = gone("switches page tables: kernel and user share theirs here");

const WORDS: ReadonlyMap<string, KernelWord> = new Map([
  ["ENDBR", written("marks a target of indirect branches", "endbr64")],
  ["SWAPGS", written("is the instruction of that name", "swapgs")],
  ["ASM_CLAC", written("clears AC where the CPU has SMAP", "clac")],
  ["ASM_STAC", written("sets AC where the CPU has SMAP", "stac")],
  ["INTERRUPT_RETURN", written("is IRET of 64 bits", "iretq")],
  ["ALTERNATIVE", { meaning: "chooses instructions by the CPU's features", repair: firstText }],
  ["PUSH_REGS", long("pushes all general registers as struct pt_regs has them")],
  ["PUSH_AND_CLEAR_REGS", long("pushes all general registers as struct pt_regs has them, and clears them")],
  ["CLEAR_REGS", long("clears the general registers with xorl")],
  ["POP_REGS", long("pops all general registers of struct pt_regs")],
  ["PER_CPU_VAR", { meaning: "names a per-CPU variable", repair: (args) => `%gs:${args}` }],
]);

const FAMILIES: readonly (readonly [names: RegExp, word: KernelWord])[] = [
  [/^(SYM_(CODE|FUNC|INNER|DATA)_(START|LABEL)\w*|ENTRY|GLOBAL)$/, label],
  [/^(SYM_(CODE|FUNC|DATA)_END\w*|END|ENDPROC)$/, gone("tells the size of what a label begins")],
  [/^(UNWIND_HINT|ANNOTATE|CFI|STACK_FRAME|VALIDATE_UNRET|TRACE_IRQS|_ASM_NOKPROBE|EXPORT_SYMBOL)\w*$/, FOR_TOOLS],
  [/^(FENCE_SWAPGS|IBRS|UNTRAIN_RET|CLEAR_BRANCH|CLEAR_CPU_BUFFERS|FILL_RETURN|VM_CLEAR)\w*$/, AGAINST_SPECULATION],
  [/^(SWITCH_TO_(KERNEL|USER)_CR3|SAVE_AND_SWITCH_TO_KERNEL_CR3|RESTORE_CR3|PARANOID_RESTORE_CR3)\w*$/, PAGE_TABLES],
];

/** The first of ALTERNATIVE's texts: what a CPU without the feature runs. */
function firstText(args: string): string {
  return /^\s*"([^"]*)"/.exec(args)?.[1] ?? "";
}

export function kernelWord(name: string): KernelWord | undefined {
  return WORDS.get(name) ?? FAMILIES.find(([names]) => names.test(name))?.[1];
}

/** struct pt_regs from its lowest word up, as arch/x86/entry/calling.h names them. */
const PT_REGS = "R15 R14 R13 R12 RBP RBX R11 R10 R9 R8 RAX RCX RDX RSI RDI ORIG_RAX RIP CS EFLAGS RSP SS".split(" ");

/** Offset in struct pt_regs by the name that entry code has for it. */
export function registerSlot(name: string): number | undefined {
  const at = PT_REGS.indexOf(name);
  return at < 0 ? undefined : at * 8;
}
