// Byte offsets of the CPU block, the step report and the event mailbox. The core
// and its TypeScript face both compile this file, so it holds enums and numeric
// constants only.

/**
 * The CPU block: every register and every hidden bit that decides what comes
 * next. [0, HOT_BYTES) is copied at the start of each step; the cold part is
 * saved only by a step that changes it (`touchCold` in journal.ts).
 */
export enum Block {
  /** u64 x 16, Intel's numbers: rax rcx rdx rbx rsp rbp rsi rdi r8..r15 */
  General = 0,
  Rsp = 32,
  Rip = 128,
  Rflags = 136,
  /** u16 x 6: es cs ss ds fs gs */
  Selectors = 144,
  Cs = 146,
  Ss = 148,
  /** u8: 0 or 3 (1 and 2 work) */
  Cpl = 156,
  NmiBlocked = 157,
  NmiPending = 158,
  /** u8 Shadow */
  Shadow = 159,
  /** u32: edges lost in the pending NMI */
  NmiMerged = 160,
  /** u8: HLT executed, waiting for an event */
  Halted = 164,
  /** u8: between two iterations of a REP instruction; images then carry RF */
  RepActive = 165,
  /** u8: RDTSC was executed, so the step count decides what comes next */
  TscRead = 166,
  /** u8: data breakpoints that were hit and not reported yet, as bits of DR6 */
  DebugPending = 167,
  Cr2 = 168,
  FsBase = 176,
  GsBase = 184,
  KernelGsBase = 192,
  /** u64: steps taken since the image was loaded; RDTSC's value */
  Steps = 200,

  Cold = 208,
  Cr0 = 208,
  Cr3 = 216,
  Cr4 = 224,
  Cr8 = 232,
  Efer = 240,
  Dr0 = 248,
  Dr1 = 256,
  Dr2 = 264,
  Dr3 = 272,
  Dr6 = 280,
  Dr7 = 288,
  GdtBase = 296,
  IdtBase = 304,
  LdtBase = 312,
  TrBase = 320,
  /** u32 each */
  GdtLimit = 328,
  IdtLimit = 332,
  LdtLimit = 336,
  TrLimit = 340,
  /** u16 each */
  Ldtr = 344,
  Tr = 346,
  /** u8 x 6: access byte of each segment register's descriptor; 0 for a null selector */
  SegmentAccess = 348,
  /** u8: breakpoints that DR7 enables; bits 0-3 for instructions, 4-7 for data */
  Armed = 354,
  /** u8: stack level under FRED */
  FredLevel = 355,
  /** u64 each: MSRs */
  Star = 360,
  Lstar = 368,
  Cstar = 376,
  Sfmask = 384,
  TscAux = 392,
  SysenterCs = 400,
  SysenterEsp = 408,
  SysenterEip = 416,
  Pat = 424,
  FredConfig = 432,
  FredLevels = 440,
  FredRsp0 = 448,
  FredRsp1 = 456,
  FredRsp2 = 464,
  FredRsp3 = 472,

  /** Constant during a run; not journalled. u8 each. */
  OptionFaultingIretUnblocks = 480,
  OptionNullSsOnSameCplIst = 481,
  OptionStiBlocksNmi = 482,
  OptionFred = 483,
}

export const HOT_BYTES = 208;
/** Hot and cold together. */
export const STATE_BYTES = 480;
export const BLOCK_BYTES = 512;
export const GHOST_BYTES = 4096;

export enum Shadow {
  None = 0,
  MovSs = 1,
  Sti = 2,
}

/** Segment registers in encoding order. */
export enum Segment {
  Es = 0,
  Cs = 1,
  Ss = 2,
  Ds = 3,
  Fs = 4,
  Gs = 5,
}

/** What the last step did; rewritten by each, no part of the state. */
export enum Report {
  /** u32 StepKind */
  Kind = 0,
  /** i32, -1: none */
  Vector = 4,
  /** u32: an error code was pushed */
  HasErrorCode = 8,
  /** u32: external event, not an exception of the instruction */
  External = 12,
  ErrorCode = 16,
  /** u64: linear address of the frame's RIP word */
  Frame = 24,
  Ist = 32,
  Gap = 36,
  /** u32 Reason, its two values */
  Reason = 40,
  /** u32: this step's IRET ended NMI blocking */
  Unblocked = 44,
  ReasonA = 48,
  ReasonB = 56,
  /** u32 Stop */
  Stopped = 64,
  /** u32 Operation that is not modelled, or 0 and a Reason */
  StoppedOperation = 68,
  /** u32, then u8 x 8 */
  AttemptedCount = 72,
  Attempted = 76,
  /** u32: an instruction completed in this step (also of a step that delivers as well) */
  Retired = 84,
}

export const REPORT_BYTES = 96;

export enum StepKind {
  Instruction = 0,
  Delivery = 1,
}

export enum Stop {
  None = 0,
  TripleFault = 1,
  NotModelled = 2,
  /** `run` reached one of its addresses. */
  Address = 3,
}

/** One event in the mailbox. */
export enum EventField {
  /** u32 EventCode */
  Kind = 0,
  /** u32 */
  Vector = 4,
  /** u32: `Address` is given */
  HasAddress = 8,
  /** u32 Outcome, written by the step */
  Outcome = 12,
  /** u32 Reason of a refusal */
  Reason = 16,
  /** u64 */
  Address = 24,
}

export const EVENT_BYTES = 32;
export const MAX_EVENTS = 64;

export enum EventCode {
  Nmi = 0,
  PageFault = 1,
  Debug = 2,
  Breakpoint = 3,
  MachineCheck = 4,
  GeneralProtection = 5,
  Interrupt = 6,
}

export enum Outcome {
  Unseen = 0,
  Delivered = 1,
  Pending = 2,
  Merged = 3,
  Refused = 4,
}

/**
 * A journal entry: header, the hot block as it was, then items. The ring keeps
 * as many whole entries as fit. `lastEntry` makes one of a short entry (below).
 */
export enum Entry {
  /** u32: address of the entry before, 0: none; lower two bits EntryMark */
  Previous = 0,
  /** u32: bytes of the whole entry, a multiple of 16, written when the step ends */
  Size = 4,
  /** u32: end of the items; size of the last one */
  ItemsEnd = 16,
  LastSize = 20,
  Hot = 32,
  Items = 240,
}

/**
 * The entry of a step of the quick loop: RIP, RFLAGS, one place, and by how much RSP
 * was changed. Short entries follow each other; before the first of them lies a
 * link to the entry before, of the same size: u32 address | EntryMark.Link.
 */
export enum ShortEntry {
  /** u64: RIP << 16 | ShortTag | EntryMark.Short */
  Tag = 0,
  /** u32: RFLAGS */
  Flags = 8,
  /** u32: address in linear memory of a register or of RAM */
  Place = 12,
  Old = 16,
}

/** What the lowest two bits of an entry tell. */
export enum EntryMark {
  Long = 0,
  Short = 1,
  Link = 2,
  Mask = 3,
}

/** Bits of a short entry's tag. */
export enum ShortTag {
  /** RSP was lowered by 8, or raised. */
  Pushed = 4,
  Popped = 8,
  /** Shift of the bytes changed at the place: 0 to 8, 4 bits. */
  Bytes = 4,
  /** Shift of the address. */
  Address = 16,
}

export const SHORT_BYTES = 24;

/** An item: its kind, its own size and that of the item before, for both directions. */
export enum Item {
  /** u16 ItemKind */
  Kind = 0,
  /** u16: flags of a write */
  Flags = 2,
  /** u16 bytes with this header */
  Size = 4,
  /** u16 */
  PreviousSize = 6,
  // a write
  Physical = 8,
  Bytes = 12,
  Linear = 16,
  Old = 24,
  New = 32,
  // a piece of the CPU or ghost block: address, length, old bytes
  PieceAddress = 8,
  PieceLength = 12,
  PieceBytes = 16,
  // a note
  NoteKind = 8,
  NoteA = 16,
  NoteB = 24,
}

export enum ItemKind {
  /** Memory written by software or by a delivery. */
  Write = 1,
  /** Accessed or dirty bit set by the page walk. */
  WalkWrite = 2,
  Piece = 3,
  Note = 4,
}

/** Bits of a write's flags. */
export enum WriteFlag {
  /** By the delivery of an event. */
  Delivery = 1,
  /** The rest of the write before it: one access over a page's end. */
  Continues = 2,
}
