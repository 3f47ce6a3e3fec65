// The face of a search that is divided (core/search/share): what a helper must tell
// beside its counts, and how whoever goes before it takes that in. Decides nothing.

import { ChainEnd, FOUND_BYTES, SHARE_BYTES, SHARE_COVERED, ShareCovered, ShareField } from "../core/search/codes.ts";
import type { CoverageCounts, CoverageMap } from "./coverage.ts";

interface Address {
  readonly value: number;
}

/** Exports of core/search/share. */
export interface ShareExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly KEY_LOG: Address;
  readonly SHARE_LOG: Address;
  visitedTable(): number;
  visitedTableBytes(): number;
  visitedBack(table: number, bytes: number, stored: bigint, visited: bigint): void;
  storedStates(): bigint;
  visitedStates(): bigint;
  foundEntries(): number;
  foundEntryCount(): number;
  foundBack(count: number): void;
  shareBegin(on: number): void;
  shareTaken(): void;
  shareFull(): number;
  shareKeyCount(): number;
  shareNoteCount(): number;
  visitElsewhere(from: number, count: number, injections: number, steps: number, last: number): number;
  searchTransitionsElsewhere(count: bigint): void;
  foundElsewhere(
    key: bigint,
    offset: number,
    injections: number,
    steps: number,
    chain: number,
    place: number,
    choice: number,
  ): void;
}

/** A chain with new states, of a helper. */
export interface SharedChain {
  readonly length: number;
  readonly end: ChainEnd;
  /** Steps from the start of the run to its state 0. */
  readonly base: number;
}

/** Numbers of a chain in a row. */
const ROW = 3;

/** Some chains of a share, in order. */
export interface SharedChains {
  /** Length, end, base of each. */
  readonly rows: Int32Array<ArrayBuffer>;
  /** Keys of their states, one chain after the other. */
  readonly keys: Uint8Array<ArrayBuffer>;
  /** What was found and covered on the way. */
  readonly notes: Uint8Array<ArrayBuffer>;
}

/** Puts a chain's row behind the others. */
export function putRow(rows: number[], { length, end, base }: SharedChain): void {
  rows.push(length, end, base);
}

/** Of a helper: notes keys and what is found from now on. */
export class ShareLog {
  readonly #core: ShareExports;

  constructor(core: ShareExports) {
    this.#core = core;
    core.shareBegin(1);
  }

  end(): void {
    this.#core.shareBegin(0);
  }

  /** What was noted since the last call; undefined: something had no room. */
  take(rows: readonly number[]): SharedChains | undefined {
    const { memory, KEY_LOG, SHARE_LOG } = this.#core;
    const count = this.#core.shareNoteCount();
    if (count < 0) return undefined;
    const keys = new Uint8Array(memory.buffer, KEY_LOG.value, this.#core.shareKeyCount() * 8).slice();
    const notes = new Uint8Array(memory.buffer, SHARE_LOG.value, count * SHARE_BYTES).slice();
    this.#core.shareTaken();
    return { rows: Int32Array.from(rows), keys, notes };
  }
}

/** The table of visited states and what was found, as they were. */
export class VisitedCopy {
  readonly #core: ShareExports;
  readonly #at: number;
  readonly #table: Uint8Array;
  readonly #stored: bigint;
  readonly #visited: bigint;
  readonly #found: Uint8Array;

  constructor(core: ShareExports) {
    const { buffer } = core.memory;
    this.#core = core;
    this.#at = core.visitedTable();
    this.#table = new Uint8Array(buffer, this.#at, core.visitedTableBytes()).slice();
    this.#stored = core.storedStates();
    this.#visited = core.visitedStates();
    this.#found = new Uint8Array(buffer, core.foundEntries(), core.foundEntryCount() * FOUND_BYTES).slice();
  }

  putBack(): void {
    const bytes = new Uint8Array(this.#core.memory.buffer);
    bytes.set(this.#table, this.#at);
    bytes.set(this.#found, this.#core.foundEntries());
    this.#core.visitedBack(this.#at, this.#table.length, this.#stored, this.#visited);
    this.#core.foundBack(this.#found.length / FOUND_BYTES);
  }
}

/** Takes in what a helper has visited, chain by chain, as if it had been searched here now. */
export class ShareTaker {
  readonly #core: ShareExports;
  readonly #coverage: CoverageMap;
  readonly #injections: number;
  readonly #last: boolean;
  /** Chains of the share that were taken in. */
  #chains = 0;

  constructor(core: ShareExports, coverage: CoverageMap, { injections, last }: TakingPlan) {
    this.#core = core;
    this.#coverage = coverage;
    this.#injections = injections;
    this.#last = last;
  }

  /** Returns the ends of the chains of which nothing was cut off. There must be room for all. */
  take(shared: SharedChains): ReadonlySet<ChainEnd> {
    const { memory, KEY_LOG } = this.#core;
    new Uint8Array(memory.buffer, KEY_LOG.value).set(shared.keys);
    const kept: number[] = [];
    const ends = new Set<ChainEnd>();
    let lost = 0;
    let at = KEY_LOG.value;
    const { rows } = shared;
    for (let row = 0; row < rows.length; row += ROW) {
      const length = rows[row] ?? 0;
      const end: ChainEnd = rows[row + 1] ?? 0;
      const base = rows[row + 2] ?? 0;
      const fresh = this.#core.visitElsewhere(at, length, this.#injections, base, this.#last ? 1 : 0);
      if (fresh < 0) throw new Error("there is no room for what a helper has visited");
      at += length * 8;
      kept.push(fresh);
      if (fresh === length) ends.add(end);
      else lost += transitionsOf(end, length) - fresh;
    }
    this.#core.searchTransitionsElsewhere(BigInt(-lost));
    this.#takeNotes(shared.notes, kept);
    this.#chains += kept.length;
    return ends;
  }

  /** Counts of the whole share, and which code it has seen. */
  takeCounts(transitions: number, counts: CoverageCounts): void {
    this.#core.searchTransitionsElsewhere(BigInt(transitions));
    this.#coverage.add(counts, 1);
  }

  #takeNotes(notes: Uint8Array<ArrayBuffer>, kept: readonly number[]): void {
    const view = new DataView(notes.buffer, notes.byteOffset, notes.byteLength);
    const lost = { deliveries: Array.from({ length: 32 }, () => 0), nested: 0, latched: 0, repeats: 0 };
    for (let at = 0; at < notes.byteLength; at += SHARE_BYTES) {
      const key = view.getBigUint64(at + ShareField.Key, true);
      const offset = view.getUint32(at + ShareField.Offset, true);
      const chain = view.getUint32(at + ShareField.Sequence, true) - this.#chains;
      const isKept = offset === 0 || offset <= (kept[chain] ?? 0);
      if ((key & 0xffn) !== BigInt(SHARE_COVERED)) {
        if (isKept) this.#find(view, at, key, offset);
      } else if (!isKept) {
        const what = Number((key >> 8n) & 0xffn);
        const vector = Number((key >> 16n) & 0xffn);
        if (what & ShareCovered.Delivery) lost.deliveries[vector] = (lost.deliveries[vector] ?? 0) + 1;
        if (what & ShareCovered.Nested) lost.nested++;
        if (what & ShareCovered.Latched) lost.latched++;
        if (what & ShareCovered.Repeat) lost.repeats++;
      }
    }
    this.#coverage.add(lost, -1);
  }

  #find(view: DataView, at: number, key: bigint, offset: number): void {
    const field = (name: ShareField) => view.getUint32(at + name, true);
    this.#core.foundElsewhere(
      BigInt.asIntN(64, key),
      offset,
      this.#injections,
      field(ShareField.Steps),
      field(ShareField.Chain),
      field(ShareField.Place),
      field(ShareField.Choice),
    );
  }
}

export interface TakingPlan {
  /** Of every chain of the share. */
  readonly injections: number;
  /** Nobody's states are asked about after these. */
  readonly last: boolean;
}

/** Transitions that a chain of so many new states was counted with (searchChain). */
function transitionsOf(end: ChainEnd, states: number): number {
  return end === ChainEnd.Crashed || end === ChainEnd.TooLong ? states - 1 : states;
}
