// How workers that share a table of states speak with each other: where everything
// lies in the memory that they share. The table's module and its TypeScript face both
// compile this file, so it holds enums and numeric constants only.

/** Words of i32, in bytes from the start of the memory. */
export enum Control {
  /** 1: the search is not made any more. */
  Over = 0,
  /** 1: nobody begins a slice. */
  Gate = 4,
  /** 1: somebody needs a larger table. */
  Wanted = 8,
  /** The search and level in work in the upper half, its next block in the lower. */
  Next = 12,
  /** Counts the leader's turns: where none comes the others rest. */
  Turn = 16,
  /** States in the table, and those for which room is reserved. */
  Taken = 20,
  /** States put in since the table is shared. */
  Visited = 24,
  Slots = 28,
  /** Of the level in work. */
  Blocks = 32,
  /** Of each worker: 1: it is in a slice. */
  Busy = 1024,
}

export const MOST_WORKERS = 256;

/** Sixteen keys of each worker's. */
export const KEYS = 0x1000;
/** Where the first so many states of each worker's chain went: u32 each. */
export const NOTED = 64;
export const PLACES = 0x10000;
/** Room for the keys that wait while the table grows. */
export const WAITING = 0x20000;
export const TABLE = 0x30000;

/** What has become of a key. */
export enum Answer {
  /** It was there, and so is all that follows it. */
  Held = 0,
  New = 1,
  /** It was there; what follows it may not be yet. */
  Open = 2,
  /** There is no room. */
  Full = 3,
}

/** Where the core finds the functions of the same names in its table of functions, behind those of regions. */
export enum SharedSlot {
  Visit = 1024,
  SettleNoted = 1025,
  Settle = 1026,
  Ask = 1027,
  Add = 1028,
}
