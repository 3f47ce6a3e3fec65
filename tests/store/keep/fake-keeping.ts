// A browser's storage and tabs for one page: a shelf in memory that several tabs of
// a test may share, a clock that the test's world turns.

import {
  isStillHeld,
  type OpenedRecord,
  type Shelf,
  type WhatIfRecord,
  type WorkRecord,
} from "../../../src/store/keep/shelf.ts";
import type { KeepSurroundings, QuickStorage } from "../../../src/store/keep/surroundings.ts";

export class MemoryShelf implements Shelf {
  readonly workRecords = new Map<string, WorkRecord>();
  readonly nodes = new Map<string, Map<number, WhatIfRecord>>();
  readonly openedRecords = new Map<string, OpenedRecord>();
  /** Thrown by the next writes. */
  failure: Error | undefined;
  /** Works that there is room for. */
  most = Infinity;
  writes = 0;

  works = () => Promise.resolve([...this.workRecords.values()]);

  work = (id: string) => {
    const work = this.workRecords.get(id);
    return Promise.resolve(work && { work, whatIfs: [...(this.nodes.get(id)?.values() ?? [])] });
  };

  put: Shelf["put"] = async (work, { put, drop, room = [] }, held) => {
    if (this.failure !== undefined) throw this.failure;
    const left = [...this.workRecords.keys()].filter((id) => id !== work.id && !room.includes(id));
    if (left.length >= this.most) throw new DOMException("full", "QuotaExceededError");
    const present = this.workRecords.get(work.id);
    if (!isStillHeld(present, held)) return "lost";
    // As a database would: what is read back is no object of the page's.
    const records = put.map((record) => structuredClone(record));
    this.writes += 1;
    for (const id of room) void this.removeWork(id);
    const nodes = this.nodes.get(work.id) ?? new Map<number, WhatIfRecord>();
    for (const id of drop) nodes.delete(id);
    for (const record of records) nodes.set(record.id, record);
    this.nodes.set(work.id, nodes);
    this.workRecords.set(work.id, structuredClone(work));
    return "kept";
  };

  removeWork = (id: string) => {
    this.workRecords.delete(id);
    this.nodes.delete(id);
    return Promise.resolve();
  };

  opened = () => Promise.resolve([...this.openedRecords.values()]);

  putOpened = (record: OpenedRecord) => {
    this.openedRecords.set(record.key, structuredClone(record));
    return Promise.resolve();
  };

  removeOpened = (key: string) => {
    this.openedRecords.delete(key);
    return Promise.resolve();
  };
}

interface World {
  readonly stored: Map<string, string>;
  storageFails: boolean;
  now(): number;
}

let ids = 0;

export class FakeKeeping implements KeepSurroundings {
  /** Ids of the tabs that are open; one that is reloaded is not. */
  readonly held: Set<string>;
  readonly shelf: MemoryShelf;
  private readonly mine = new Set<string>();
  readonly own = new Map<string, string>();
  readonly leaving: (() => void)[] = [];

  constructor(
    private readonly world: World,
    beside?: FakeKeeping,
  ) {
    this.held = beside?.held ?? new Set();
    this.shelf = beside?.shelf ?? new MemoryShelf();
  }

  openShelf = (): Promise<Shelf> =>
    this.world.storageFails ? Promise.reject(new Error("no storage")) : Promise.resolve(this.shelf);

  get tabStorage() {
    const { own } = this;
    return {
      getItem: (key: string) => own.get(key) ?? null,
      setItem: (key: string, value: string) => void own.set(key, value),
    };
  }

  get quickStorage(): QuickStorage | undefined {
    const { stored, storageFails } = this.world;
    if (storageFails) return undefined;
    return {
      get length() {
        return stored.size;
      },
      key: (at) => [...stored.keys()][at] ?? null,
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => void stored.set(key, value),
      removeItem: (key) => void stored.delete(key),
    };
  }

  readonly tabs = {
    hold: (id: string) => {
      const isFree = !this.held.has(id);
      this.held.add(id);
      if (isFree) this.mine.add(id);
      return Promise.resolve(isFree);
    },
    open: () => Promise.resolve(new Set(this.held)),
  };

  /** A day in 2026, and what the world's clock says. */
  date = () => Date.UTC(2026, 0, 1) + this.world.now();

  newId = () => `id${(ids += 1)}`;

  onLeave = (action: () => void) => void this.leaving.push(action);

  /** The page goes, as at a reload or a crash. */
  gone(): void {
    for (const id of this.mine) this.held.delete(id);
    this.mine.clear();
    this.leaving.length = 0;
  }
}
