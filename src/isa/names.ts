// What every mnemonic does, in one plain sentence, and which flags it touches:
// for hover texts and help. Needs no table, so that a page can have it early.

import { CONDITION_ALIASES, CONDITION_MEANINGS, CONDITIONS } from "./conditions.ts";

export interface MnemonicWords {
  /** Without size suffix. */
  readonly mnemonic: string;
  /** One sentence. */
  readonly what: string;
  /** "CF OF SF ZF AF PF", "none", with a word on undefined ones. */
  readonly flags: string;
}

const ALL = "CF PF AF ZF SF OF";
const LOGIC = "CF and OF become 0; PF ZF SF by the result; AF undefined";
const NONE = "none";
const SHIFT = "CF: the last bit shifted out; PF ZF SF by the result; OF for a shift by 1; none if the count is 0";
const ROTATE = "CF: the last bit rotated; OF for a rotation by 1; none if the count is 0";

/** mnemonic | sentence | flags */
const WORDS: readonly (readonly [names: string, what: string, flags: string])[] = [
  [
    "mov",
    "Copies the source to the destination; between control, debug and segment registers and general ones too.",
    NONE,
  ],
  ["movabs", "Moves a full 64-bit constant into a register, or the accumulator from or to a 64-bit address.", NONE],
  ["movzb movzw movzx", "Copies a narrower value and fills the upper bits with zeros.", NONE],
  [
    "movsb movsw movsl movsx movsxd",
    "Copies a narrower value and fills the upper bits with its sign; without operands MOVSB, MOVSW and MOVSL copy a string element from (RSI) to (RDI).",
    NONE,
  ],
  ["cbtw cwtl cltq", "Sign-extends the lower half of the accumulator over all of it.", NONE],
  ["cwtd cltd cqto", "Fills the data register with the sign of the accumulator, as a division wants it.", NONE],
  ["bswap", "Reverses the order of the bytes of a register.", NONE],
  ["movbe", "Copies a value and reverses the order of its bytes.", NONE],
  ["movnti", "Stores a register without bringing the line into the caches.", NONE],
  ["xlat", "Loads AL from the table at RBX, at the index that AL held.", NONE],
  ["lahf", "Copies SF ZF AF PF CF into AH.", NONE],
  ["sahf", "Loads SF ZF AF PF CF from AH.", "SF ZF AF PF CF"],
  ["lea", "Computes the address of its memory operand, without touching memory.", NONE],
  ["push", "Lowers RSP by the operand's size and stores the operand there.", NONE],
  ["pop", "Loads the operand from the top of the stack and raises RSP by its size.", NONE],
  ["pushf", "Pushes RFLAGS, with RF and VM shown as 0.", NONE],
  [
    "popf",
    "Pops RFLAGS; what may change depends on the privilege level. It gives no shelter from interrupts: IF counts at once.",
    "all that the privilege level allows; RF becomes 0",
  ],
  ["enter", "Makes a stack frame: pushes RBP, copies RSP to it, and reserves space.", NONE],
  ["leave", "Undoes a stack frame: copies RBP to RSP and pops RBP.", NONE],
  ["nop", "Does nothing.", NONE],
  ["cldemote", "Hints that a line may move to a farther cache; does nothing else.", NONE],
  ["xchg", "Exchanges its operands; with memory it is locked without being asked.", NONE],
  ["xadd", "Adds the source to the destination and leaves the destination's old value in the source.", ALL],
  [
    "cmpxchg",
    "If the accumulator equals the destination, stores the source there; else loads the accumulator from it.",
    ALL,
  ],
  [
    "cmpxchg8b cmpxchg16b",
    "If EDX:EAX (RDX:RAX) equals the memory, stores ECX:EBX (RCX:RBX) there; else loads it.",
    "ZF",
  ],
  ["movs movsd", "Copies a string element from (RSI) to (RDI) and moves both pointers by DF's direction.", NONE],
  ["cmps cmpsd", "Compares the string elements at (RSI) and (RDI) and moves both pointers.", ALL],
  ["stos", "Stores the accumulator at (RDI) and moves the pointer.", NONE],
  ["lods", "Loads the accumulator from (RSI) and moves the pointer.", NONE],
  ["scas", "Compares the accumulator with the element at (RDI) and moves the pointer.", ALL],
  ["add", "Adds the source to the destination.", ALL],
  ["or", "Sets the destination's bits that are set in the source.", LOGIC],
  ["adc", "Adds the source and CF to the destination.", ALL],
  ["sbb", "Subtracts the source and CF from the destination.", ALL],
  ["and", "Clears the destination's bits that are clear in the source.", LOGIC],
  ["sub", "Subtracts the source from the destination.", ALL],
  ["xor clr", "Flips the destination's bits that are set in the source.", LOGIC],
  ["cmp", "Subtracts the source from the destination for the flags alone; AT&T writes the source first.", ALL],
  ["test", "Takes AND of its operands for the flags alone.", LOGIC],
  ["inc", "Adds 1.", "PF AF ZF SF OF; not CF"],
  ["dec", "Subtracts 1.", "PF AF ZF SF OF; not CF"],
  ["not", "Flips every bit.", NONE],
  ["neg", "Subtracts the operand from 0.", ALL],
  [
    "mul",
    "Multiplies the accumulator by the operand, unsigned; the product is twice as wide.",
    "CF and OF: the upper half is not 0; the rest undefined",
  ],
  [
    "imul",
    "Multiplies, signed; with one operand the product is twice as wide.",
    "CF and OF: the product does not fit; the rest undefined",
  ],
  [
    "div",
    "Divides the double-width accumulator by the operand, unsigned; #DE if the quotient does not fit.",
    "all undefined",
  ],
  [
    "idiv",
    "Divides the double-width accumulator by the operand, signed; #DE if the quotient does not fit.",
    "all undefined",
  ],
  ["rol", "Rotates to the left.", ROTATE],
  ["ror", "Rotates to the right.", ROTATE],
  ["rcl", "Rotates to the left through CF.", ROTATE],
  ["rcr", "Rotates to the right through CF.", ROTATE],
  ["shl sal", "Shifts to the left and fills with zeros.", SHIFT],
  ["shr", "Shifts to the right and fills with zeros.", SHIFT],
  ["sar", "Shifts to the right and fills with the sign.", SHIFT],
  ["shld", "Shifts the destination to the left and fills from the second operand's top.", SHIFT],
  ["shrd", "Shifts the destination to the right and fills from the second operand's bottom.", SHIFT],
  ["bt", "Copies the chosen bit to CF.", "CF; the rest undefined but ZF, which stays"],
  ["bts", "Copies the chosen bit to CF and sets it.", "CF; ZF stays"],
  ["btr", "Copies the chosen bit to CF and clears it.", "CF; ZF stays"],
  ["btc", "Copies the chosen bit to CF and flips it.", "CF; ZF stays"],
  ["bsf", "Finds the lowest bit that is set.", "ZF: the source is 0; the rest undefined"],
  ["bsr", "Finds the highest bit that is set.", "ZF: the source is 0; the rest undefined"],
  ["popcnt", "Counts the bits that are set.", "ZF; the rest become 0"],
  ["tzcnt", "Counts the zeros below the lowest bit that is set.", "CF ZF; the rest undefined"],
  ["lzcnt", "Counts the zeros above the highest bit that is set.", "CF ZF; the rest undefined"],
  ["crc32", "Takes the source into a CRC-32C.", NONE],
  ["adcx", "Adds the source and CF.", "CF alone"],
  ["adox", "Adds the source and OF.", "OF alone"],
  ["andn", "Takes AND of the inverted first source and the second.", "ZF SF; CF and OF become 0"],
  ["bextr", "Extracts a field of bits.", "ZF; CF and OF become 0"],
  ["blsr", "Clears the lowest bit that is set.", "CF ZF SF; OF becomes 0"],
  ["blsmsk", "Sets all bits up to the lowest one that is set.", "CF SF; ZF and OF become 0"],
  ["blsi", "Keeps the lowest bit that is set alone.", "CF ZF SF; OF becomes 0"],
  ["bzhi", "Clears the bits from a given one up.", "CF ZF SF; OF becomes 0"],
  ["pext", "Gathers the bits that a mask chooses.", NONE],
  ["pdep", "Scatters bits to the places that a mask chooses.", NONE],
  ["mulx", "Multiplies RDX by the source, unsigned, into two registers.", NONE],
  ["shlx", "Shifts to the left by a register.", NONE],
  ["shrx", "Shifts to the right by a register, filling with zeros.", NONE],
  ["sarx", "Shifts to the right by a register, filling with the sign.", NONE],
  ["rorx", "Rotates to the right by a constant.", NONE],
  ["jmp", "Continues at the target; with `*` at the address that the operand holds. RSP stays as it is.", NONE],
  ["call", "Pushes the address of the next instruction and continues at the target.", NONE],
  ["ret", "Pops the address to continue at; IRET's frame is not of its kind.", NONE],
  ["loop loopl", "Subtracts 1 from RCX and jumps if it is not 0.", NONE],
  ["loope loopel", "Subtracts 1 from RCX and jumps if it is not 0 and ZF=1.", NONE],
  ["loopne loopnel", "Subtracts 1 from RCX and jumps if it is not 0 and ZF=0.", NONE],
  ["jrcxz jecxz", "Jumps if RCX (ECX) is 0.", NONE],
  ["ljmp", "Continues at a selector and offset loaded from memory.", NONE],
  ["lcall", "Pushes CS and the return address and continues at a selector and offset loaded from memory.", NONE],
  ["lret", "Pops an address and a selector to continue at.", NONE],
  [
    "iret",
    "Returns from an interrupt: pops RIP, CS, RFLAGS, RSP and SS, and ends the blocking of NMIs. Only iretq pops 64-bit words: without suffix it is the 32-bit form.",
    "all, from the frame",
  ],
  ["int3", "Breakpoint: raises #BP, vector 3.", NONE],
  ["int", "Raises the given vector as a software interrupt.", NONE],
  ["int1", "Raises #DB as hardware would.", NONE],
  [
    "syscall",
    "Enters the kernel: RIP to RCX, RFLAGS to R11, target from a machine-specific register. RSP stays the user's.",
    "RFLAGS is masked",
  ],
  ["sysret", "Leaves the kernel: RIP from RCX, RFLAGS from R11.", "all, from R11"],
  ["sysenter", "Enters the kernel by the older fast path.", "IF becomes 0"],
  ["sysexit", "Leaves the kernel by the older fast path.", NONE],
  ["ud2 ud1 ud0", "Raises #UD: an instruction that never exists.", NONE],
  ["clc", "Clears CF.", "CF"],
  ["stc", "Sets CF.", "CF"],
  ["cmc", "Flips CF.", "CF"],
  ["cld", "Clears DF: strings go upwards.", "DF"],
  ["std", "Sets DF: strings go downwards.", "DF"],
  ["cli", "Clears IF: no maskable interrupts. NMIs do not care.", "IF"],
  ["sti", "Sets IF; the next instruction still runs undisturbed.", "IF"],
  ["clac", "Clears AC: the kernel may not touch user pages under SMAP.", "AC"],
  ["stac", "Sets AC: the kernel may touch user pages under SMAP.", "AC"],
  ["hlt", "Waits for an interrupt or NMI.", NONE],
  ["swapgs", "Exchanges the GS base with the one kept for the kernel.", NONE],
  ["rdfsbase rdgsbase", "Reads the base of FS or GS.", NONE],
  ["wrfsbase wrgsbase", "Writes the base of FS or GS.", NONE],
  ["rdmsr", "Reads the machine-specific register ECX into EDX:EAX.", NONE],
  ["wrmsr", "Writes EDX:EAX to the machine-specific register ECX.", NONE],
  ["lss lfs lgs", "Loads a selector and an offset from memory.", NONE],
  ["sldt", "Stores the selector of the local descriptor table.", NONE],
  ["str", "Stores the selector of the task register.", NONE],
  ["lldt", "Loads the local descriptor table.", NONE],
  ["ltr", "Loads the task register: where the interrupt stacks are found.", NONE],
  ["verr verw", "Asks whether a segment may be read or written.", "ZF"],
  ["sgdt sidt", "Stores limit and base of the global or interrupt descriptor table.", NONE],
  ["lgdt lidt", "Loads limit and base of the global or interrupt descriptor table.", NONE],
  ["smsw", "Stores the lower part of CR0.", NONE],
  ["lmsw", "Loads the lowest bits of CR0.", NONE],
  ["invlpg", "Forgets the translation of one page.", NONE],
  ["invpcid", "Forgets translations by their process context.", NONE],
  ["lar", "Loads the access rights of a descriptor.", "ZF"],
  ["lsl", "Loads the limit of a segment.", "ZF"],
  ["clts", "Clears CR0.TS.", NONE],
  ["invd", "Drops the caches without writing them back.", NONE],
  ["wbinvd wbnoinvd", "Writes the caches back and drops them.", NONE],
  ["cpuid", "Tells about the CPU.", NONE],
  ["rdtsc rdtscp", "Reads the time-stamp counter.", NONE],
  ["rdpid", "Reads the number of this CPU.", NONE],
  ["lfence", "Waits until all earlier instructions are complete.", NONE],
  ["mfence", "Orders earlier and later loads and stores.", NONE],
  ["sfence", "Orders earlier and later stores.", NONE],
  ["serialize", "Waits until everything before it has taken effect.", NONE],
  ["wrmsrns", "Writes a model-specific register without serialising.", NONE],
  ["pause", "Hints that this is a waiting loop.", NONE],
  ["endbr64 endbr32", "Marks a place where indirect jumps may land.", NONE],
  [
    "prefetch prefetchw prefetchwt1 prefetchnta prefetcht0 prefetcht1 prefetcht2",
    "Hints that a line will be needed.",
    NONE,
  ],
  ["clflush clflushopt clwb", "Writes a cache line back.", NONE],
  ["erets eretu", "Returns from an event by FRED's rules.", "all, from the frame"],
  ["lkgs", "Loads GS; its base goes where SWAPGS fetches it, the current base stays.", NONE],
  ["lock", "Prefix: the instruction's read and write of memory are one.", NONE],
  ["rep repe repz repne repnz", "Prefix: repeats a string operation, RCX times; each round can be interrupted.", NONE],
  ["cs ds es fs gs ss", "Prefix: the segment of the memory operand.", NONE],
  ["data16 addr32", "Prefix: another operand or address size.", NONE],
];

function build(): ReadonlyMap<string, MnemonicWords> {
  const all = new Map<string, MnemonicWords>();
  for (const [names, what, flags] of WORDS)
    for (const mnemonic of names.split(" ")) all.set(mnemonic, { mnemonic, what, flags });
  const conditional = (code: string, meaning: string): void => {
    all.set(`j${code}`, { mnemonic: `j${code}`, what: `Jumps to the target ${meaning}.`, flags: NONE });
    all.set(`set${code}`, { mnemonic: `set${code}`, what: `Stores 1 ${meaning}, else 0.`, flags: NONE });
    all.set(`cmov${code}`, {
      mnemonic: `cmov${code}`,
      what: `Copies the source ${meaning}; memory is read in any case.`,
      flags: NONE,
    });
  };
  CONDITIONS.forEach((code, at) => conditional(code, CONDITION_MEANINGS[at] ?? ""));
  for (const [alias, code] of CONDITION_ALIASES) conditional(alias, CONDITION_MEANINGS[CONDITIONS.indexOf(code)] ?? "");
  return all;
}

const BY_NAME = build();

/** Every mnemonic that has words, without size suffixes, in alphabetical order. */
export function knownMnemonics(): readonly string[] {
  return [...BY_NAME.keys()].toSorted();
}

/** Words for a mnemonic as written, with or without its size suffix, in any case of letters. */
export function describeMnemonic(word: string): MnemonicWords | undefined {
  const name = word.toLowerCase().replace(/(,p[tn]|\.s|\.d8|\.d32)$/, "");
  return BY_NAME.get(name) ?? (/[bwlq]$/.test(name) ? BY_NAME.get(name.slice(0, -1)) : undefined);
}
