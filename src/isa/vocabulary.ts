// The words that the decoder (TypeScript) and the core (AssemblyScript) share:
// operations, operand kinds and the layout of a decoded record. Both compilers
// read this file, so it holds enums and numeric constants only.

/** What an instruction does; widths, conditions and operands are fields of its record. */
export enum Operation {
  Invalid = 0,
  // data movement
  Mov,
  Movzx,
  Movsx,
  Lea,
  Xchg,
  Push,
  Pop,
  Pushf,
  Popf,
  Enter,
  Leave,
  Bswap,
  Cmovcc,
  Setcc,
  Cbw,
  Cwd,
  Movbe,
  Movnti,
  Xlat,
  Lahf,
  Sahf,
  // arithmetic and logic
  Add,
  Or,
  Adc,
  Sbb,
  And,
  Sub,
  Xor,
  Cmp,
  Test,
  Inc,
  Dec,
  Neg,
  Not,
  Mul,
  Imul,
  Imul2,
  Div,
  Idiv,
  Rol,
  Ror,
  Rcl,
  Rcr,
  Shl,
  Shr,
  Sar,
  Shld,
  Shrd,
  Bt,
  Bts,
  Btr,
  Btc,
  Bsf,
  Bsr,
  Popcnt,
  Lzcnt,
  Tzcnt,
  Xadd,
  Cmpxchg,
  Cmpxchg8b,
  Cmpxchg16b,
  Crc32,
  Andn,
  Bextr,
  Blsi,
  Blsmsk,
  Blsr,
  Bzhi,
  Mulx,
  Pdep,
  Pext,
  Rorx,
  Sarx,
  Shlx,
  Shrx,
  Adcx,
  Adox,
  // control flow
  Jmp,
  Jcc,
  Jrcxz,
  Loop,
  Loope,
  Loopne,
  Call,
  Ret,
  JmpFar,
  CallFar,
  RetFar,
  Iret,
  Int,
  Int3,
  Int1,
  Syscall,
  Sysret,
  Sysenter,
  Sysexit,
  // strings: one iteration a step under REP
  Movs,
  Cmps,
  Stos,
  Lods,
  Scas,
  // flags
  Clc,
  Stc,
  Cmc,
  Cld,
  Std,
  Cli,
  Sti,
  Clac,
  Stac,
  // system
  Hlt,
  Swapgs,
  Rdfsbase,
  Rdgsbase,
  Wrfsbase,
  Wrgsbase,
  Rdmsr,
  Wrmsr,
  MovToSegment,
  MovFromSegment,
  PushSegment,
  PopSegment,
  MovToControl,
  MovFromControl,
  MovToDebug,
  MovFromDebug,
  LoadFarPointer,
  Lgdt,
  Lidt,
  Sgdt,
  Sidt,
  Lldt,
  Sldt,
  Ltr,
  Str,
  Lar,
  Lsl,
  Verr,
  Verw,
  Smsw,
  Lmsw,
  Clts,
  Invlpg,
  Invpcid,
  Wbinvd,
  Invd,
  Cpuid,
  Rdtsc,
  Rdtscp,
  Rdpid,
  Lfence,
  Mfence,
  Sfence,
  Pause,
  Nop,
  Endbr,
  Prefetch,
  Clflush,
  Ud,
  Erets,
  Eretu,
  Lkgs,
  /** Understood by the decoder, refused by name at execution. */
  NotModelled,
  // not of any x86-64: the notation of the 2010 mail, run as one step
  IdealisedPushControl,
  IdealisedMovToControl,
}

/** How a record's operand is found. */
export enum OperandKind {
  None = 0,
  /** General register `register` (0-15, Intel's numbers) of the operand's width. */
  Register,
  /** AH, CH, DH, BH: bits 15:8 of register 0-3. */
  HighByte,
  /** The record's one memory operand. */
  Memory,
  /** The record's `immediate`, already sign- or zero-extended to 64 bits. */
  Immediate,
  /** A branch target: end of the instruction plus `immediate`. */
  Relative,
  /** Segment register 0-5: ES CS SS DS FS GS. */
  Segment,
  Control,
  Debug,
  /** The record's second immediate (ENTER's level; far pointer's selector). */
  Immediate2,
}

/** Bits of a record's `prefixes`. */
export enum Prefix {
  Lock = 1,
  /** F3: REP, REPE. */
  Rep = 2,
  /** F2: REPNE. */
  Repne = 4,
  /** Assembled from notation that no x86-64 has; see Operation.Idealised*. */
  Idealised = 8,
}

/** A record's `memBase` and `memIndex` beyond 0-15. */
export enum MemoryRegister {
  Rip = 16,
  None = 255,
}

/** Segment override of a record: 0 means the default segment. */
export enum SegmentOverride {
  None = 0,
  Es = 1,
  Cs = 2,
  Ss = 3,
  Ds = 4,
  Fs = 5,
  Gs = 6,
}

/**
 * Byte offsets of a decoded record, little endian. Operands are in Intel's
 * order, destination first. An operand is 4 bytes: kind, register, width in
 * bytes, 0.
 */
export enum RecordField {
  /** u16 Operation */
  Operation = 0,
  /** u8 bytes, 1-15 */
  Length = 2,
  /** u8 operand size in bytes: 1 2 4 8 16 */
  Width = 3,
  /** u8 bits of Prefix */
  Prefixes = 4,
  /** u8 condition code 0-15 of Jcc SETcc CMOVcc */
  Condition = 5,
  /** u8 */
  MemBase = 6,
  /** u8 */
  MemIndex = 7,
  /** u8 1 2 4 8 */
  MemScale = 8,
  /** u8 SegmentOverride */
  MemSegment = 9,
  /** u8 4 or 8 */
  AddressWidth = 10,
  /** u8 */
  OperandCount = 11,
  Operand0 = 12,
  Operand1 = 16,
  Operand2 = 20,
  /** i64; with base RIP relative to the end of the instruction */
  Displacement = 24,
  /** i64 */
  Immediate = 32,
  /** i64 */
  Immediate2 = 40,
}

export const RECORD_BYTES = 48;
export const MAX_INSTRUCTION_BYTES = 15;

/** Offsets inside one operand of a record. */
export enum OperandField {
  Kind = 0,
  Register = 1,
  Width = 2,
}
