// The numbers in which the ghost state speaks: kinds of notes, properties,
// causes. The core and its TypeScript face both compile this file, so it holds
// enums and numeric constants only.

/** A note is (kind, a, b), two 64-bit words. */
export enum NoteKind {
  /** a: context | interrupted << 32; b: vector */
  Entered = 1,
  /** a: context | from << 32; b: set of registers that differ (bits of RegisterBit) */
  Resumed = 2,
  /** a: context */
  Abandoned = 3,
  /** a: context */
  RunStarted = 4,
  /** a: context */
  RunEnded = 5,
  /** a: PropertyCode | Cause << 8 | words of detail << 16 | context << 32; b: first word of detail */
  Violated = 6,
  /** Follows Violated: a, b: its next two words of detail */
  Detail = 7,
}

/** In the order of PROPERTIES (machine/types.ts). */
export enum PropertyCode {
  ResumeExact = 0,
  EveryNmiServed = 1,
  NoReentry = 2,
  Progress = 3,
  NoCrash = 4,
  Cr2Preserved = 5,
  IdleClean = 6,
  StackBounds = 7,
  Assertion = 8,
}

/** Below 64: causes already noted are bits of one word. */
export enum Cause {
  RegistersDiffer = 1,
  StaleFrame = 2,
  WrongPlace = 3,
  Abandoned = 4,
  Lost = 5,
  StartedInside = 6,
  ResumedInside = 7,
  PanicVector = 8,
  PanicReached = 9,
  DoubleFault = 10,
  TripleFault = 11,
  UnexpectedPageFault = 12,
  WrongCr2 = 13,
  NmiBlocked = 14,
  FlagChanged = 15,
  RspOutside = 16,
  WriteOutside = 17,
  ForeignStack = 18,
  UserWritten = 19,
  /** Noted by the search alone: a state came back and the workload was not reached. */
  Livelock = 20,
}

/** The cause of the first assertion that is broken; the others follow, and fit below 64. */
export const FIRST_ASSERTION = 32;

/** Bits of a set of registers; 0-15 are the general ones in Intel's order. */
export enum RegisterBit {
  Rsp = 4,
  Rip = 16,
  Rflags = 17,
  Cs = 18,
  Ss = 19,
  Ds = 20,
  Es = 21,
  Fs = 22,
  Gs = 23,
  FsBase = 24,
  GsBase = 25,
  KernelGsBase = 26,
  Cr3 = 27,
}

/** What memory is for, as `ghostArea` declares it; bits. */
export enum AreaUse {
  /** RSP may be here. */
  Stack = 1,
  /** Software at CPL 0 may write here. */
  Writable = 2,
  /** The stack of TSS.RSP0. */
  KernelStack = 4,
  User = 8,
  /** A page here may be absent. */
  Lazy = 16,
  /** Not made for stacks, though one may be laid there. */
  Data = 32,
  /** Code of the handler's file. */
  HandlerText = 64,
}

/** What became of a live context, for the face. */
export enum ContextStatus {
  None = 0,
  Running = 1,
  Interrupted = 2,
  /** With an unfinished run of the regular NMI code. */
  RunningInRun = 3,
  InterruptedInRun = 4,
}
