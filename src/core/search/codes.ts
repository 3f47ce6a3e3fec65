// The numbers in which the search speaks. The core and its TypeScript face both
// compile this file, so it holds enums and numeric constants only.

/** Why a chain ended, or why an event led nowhere. */
export enum ChainEnd {
  /** No end yet: the event happened. */
  None = 0,
  /** At a state that was seen before, not by this chain. */
  Merged = 1,
  /** Its own state came back, and the workload ran in between. */
  Settled = 2,
  /** Its own state came back, and the workload did not run. */
  Livelock = 3,
  /** A panic or #DF: nothing is tried beyond. */
  Crashed = 4,
  TripleFault = 5,
  NotModelled = 6,
  TooLong = 7,
  TableFull = 8,
  /** More lazy pages would have faulted than the bounds allow. */
  OutOfBounds = 9,
  /** A lazy page faulted that was not known to be touched, or the first one was taken away. */
  NewPage = 10,
  /** The event was refused, or lost in a pending NMI. */
  NoEffect = 11,
}

/** What the table of visited states keeps of each. */
export enum VisitMode {
  /** A key of 64 bits. */
  Hash = 0,
  /** The key of one state in five. */
  Marks = 1,
  /** Its key, and the fewest injections and steps that lead to it. */
  Ranked = 2,
  /** Its whole content: a key that no other state has. */
  Exact = 3,
}

/** A violation found: one entry for each distinct cause. */
export enum FoundField {
  /** u64: property | cause << 8 | detail << 16 | LATE */
  Key = 0,
  /** u32: injections, steps from the start, step within its chain */
  Injections = 8,
  Steps = 12,
  Offset = 16,
  /** u32: the chain that was left, where, and by which choice (NO_CHOICE: it is that chain itself) */
  Chain = 20,
  Place = 24,
  Choice = 28,
}

/** Bit of a key: seen in a later round of a run that goes round. */
export const LATE = 63;
export const FOUND_BYTES = 32;
export const MAX_FOUND = 2048;
/** Words that only count. */
export const MAX_COUNTERS = 8;
export const NO_CHOICE = 0xff;

/** An event that may come at each state of a chain, and what its chains' budgets are then. */
export enum ChoiceField {
  /** u32 EventCode */
  Event = 0,
  /** u32: chains whose budgets differ otherwise than by NMIs have different keys */
  BudgetKey = 4,
  /** u32: lazy pages that may fault from the start of the run to the chain's end */
  PagesLeft = 8,
  /** u32: injections so far */
  Injections = 12,
  /** u32: no event may come after its chains */
  IsLast = 16,
}

export const CHOICE_BYTES = 20;
export const MAX_CHOICES = 8;

/** A chain that came of a choice: states at which events may come, or an end that the driver must know. */
export enum ChildField {
  /** u32: place in the parent, choice, ChainEnd, new states, lazy pages that faulted */
  Place = 0,
  Choice = 4,
  End = 8,
  Length = 12,
  Faulted = 16,
}

export const CHILD_BYTES = 20;
export const MAX_CHILDREN = 8192;

/** Ranges of addresses in which faults may be injected: u64 from, u64 to. */
export const MAX_FAULT_RANGES = 1024;

/** What stands for the property of a witness: something that can happen, and is no violation. */
export const WITNESS = 0x80;

/** What a search may show to be possible. */
export enum Witness {
  /** An NMI is delivered while an earlier one's handler is unfinished. */
  Nesting = 1,
  /** An NMI that had to wait is delivered when NMIs are unblocked. */
  Latched = 2,
  /** The regular NMI code starts again in a context that has started it before. */
  Repeat = 3,
  /** A page fault is delivered while an NMI's handler is unfinished. */
  FaultInside = 4,
  /** A run goes on and on: the longest that there is room for. */
  Endless = 5,
}

/** What was exercised, in transitions; then a byte for each byte of the code watched. */
export enum CoverageField {
  /** u64 x VECTORS */
  Deliveries = 0,
  /** u64: NMIs delivered inside NMIs; NMIs delivered late; runs started again */
  Nested = 256,
  Latched = 264,
  Repeats = 272,
  /** u64: most contexts and most NMIs unfinished at once */
  Depth = 280,
  NmiDepth = 288,
  Bytes = 512,
}

/** A state of a chain that is kept with its outcome (outcomes.ts). */
export enum OutcomeRow {
  /** u64 */
  Rip = 0,
  /** u32: an NMI would be delivered here */
  Open = 8,
  /** u32: bit per PropertyCode that the step to this state broke */
  Broken = 12,
  Bytes = 16,
}

export const MAX_OUTCOME_CHAIN = 40_000;

export const VECTORS = 32;
export const MAX_COVERED_RANGES = 4;

/** Lazy pages that begin absent and whose presence is a choice. */
export const LAZY_PAGES = 2;

/** Longest chain that there is room for. */
export const MAX_CHAIN = 60_000;

/** States that one can go back to at once, beside the root. */
export const MAX_MARKS = 400;
