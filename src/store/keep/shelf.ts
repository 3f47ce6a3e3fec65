// What is kept between visits, as the keeper sees it: works with their what-ifs,
// and handlers that were opened. How it is stored is not known here.

/** One piece of work: a tree of what-ifs that belongs to one tab at a time. */
export interface WorkRecord {
  readonly id: string;
  /** The tab that has it, or had it last. */
  readonly tab: string;
  /** The load of the page that writes it: another one that takes it over stops the first. */
  readonly owner: string;
  readonly begun: number;
  readonly updated: number;
  readonly title: string;
  readonly handler: string;
  readonly firstLines: readonly string[];
  readonly changes: number;
  readonly branches: number;
  /** False: it has no text but the catalogue's. Not said by older releases. */
  readonly hasText?: boolean;
  /** Characters of all its what-ifs together. */
  readonly size: number;
  readonly trail: readonly number[];
  readonly index: number;
  /** A draft that a link stands beside, until the user says which. */
  readonly beside?: string;
}

/** One what-if; `content` as a link of this version has it, its text apart. */
export interface WhatIfRecord {
  readonly work: string;
  readonly id: number;
  readonly parent?: number;
  readonly change: string;
  readonly typed: boolean;
  readonly at: number;
  readonly name?: string;
  readonly note?: string;
  readonly failed?: number;
  readonly version: number;
  readonly content: string;
  /** The handler's text; absent: the same as its parent's, or one of the catalogue. */
  readonly text?: string;
}

/** A handler that was opened: from the catalogue, a link, a file. */
export interface OpenedRecord {
  readonly key: string;
  readonly at: number;
  readonly title: string;
  readonly handler: string;
  readonly firstLines: readonly string[];
  readonly version: number;
  readonly content: string;
}

/** Whose a work is on the shelf; `updated`: as it was when it was read, where it is not this page's own. */
export interface Held {
  readonly owner: string;
  readonly updated?: number;
}

export function isStillHeld(present: WorkRecord | undefined, held: Held | undefined): boolean {
  if (present === undefined || held === undefined) return present === held;
  return present.owner === held.owner && (held.updated === undefined || present.updated === held.updated);
}

export interface Shelf {
  works(): Promise<readonly WorkRecord[]>;
  work(id: string): Promise<{ readonly work: WorkRecord; readonly whatIfs: readonly WhatIfRecord[] } | undefined>;
  /**
   * All of it or nothing. `held`: the work as this page knows it to be on the shelf, undefined: not at all.
   * "lost": it is not so any more, and nothing was written.
   */
  put(
    work: WorkRecord,
    change: {
      readonly put: readonly WhatIfRecord[];
      readonly drop: readonly number[];
      /** Works that make room for it. */
      readonly room?: readonly string[];
    },
    held: Held | undefined,
  ): Promise<"kept" | "lost">;
  removeWork(id: string): Promise<void>;
  opened(): Promise<readonly OpenedRecord[]>;
  putOpened(record: OpenedRecord): Promise<void>;
  removeOpened(key: string): Promise<void>;
}
