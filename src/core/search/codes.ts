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
  /** A lazy page faulted that was not known to be touched. */
  NewPage = 10,
  /** The event was refused, or lost in a pending NMI. */
  NoEffect = 11,
}

/** A violation found: one entry for each distinct cause. */
export enum FoundField {
  /** u64: property | cause << 8 | detail << 16 */
  Key = 0,
  /** u32: injections, steps from the start, step within its chain */
  Injections = 8,
  Steps = 12,
  Offset = 16,
  /** u32: not reported to the driver yet */
  Fresh = 20,
}

export const FOUND_BYTES = 24;
export const MAX_FOUND = 128;
/** Kinds of detail that are kept apart for one cause. */
export const MAX_DETAILS = 4;

/** Lazy pages that begin absent and whose presence is a choice. */
export const LAZY_PAGES = 2;

/** Longest chain that there is room for. */
export const MAX_CHAIN = 60_000;
