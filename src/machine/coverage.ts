// What a search exercised, out of the core's memory: plain data that can be kept,
// compared and added up. Knows no label.

import { CoverageField, VECTORS, Witness } from "../core/search/codes.ts";
import { HANDLER_TEXT, HANDLER_TEXT_BYTES, PAGE_BYTES, USER_TEXT, VECTORS_TEXT } from "./layout.ts";

interface Address {
  readonly value: number;
}

/** Exports of core/search/coverage. */
export interface CoverageExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly COVERAGE: Address;
  coverageClear(): void;
  coverageRange(from: bigint, bytes: number): number;
}

export type WitnessName = "nesting" | "latched" | "repeat" | "fault-inside" | "endless";

export const WITNESS_NAMES: { readonly [code in Witness]: WitnessName } = {
  [Witness.Nesting]: "nesting",
  [Witness.Latched]: "latched",
  [Witness.Repeat]: "repeat",
  [Witness.FaultInside]: "fault-inside",
  [Witness.Endless]: "endless",
};

/** Code that was watched: a byte is 1 if an instruction that begins there was completed. */
export interface CoveredRange {
  readonly from: bigint;
  readonly executed: Uint8Array;
}

/** Counts are of transitions between states, each counted once. */
export interface Coverage {
  /** By vector, 0 to 31; vectors above share a place with these. */
  readonly deliveries: readonly number[];
  /** NMIs delivered while an earlier one's handler was unfinished. */
  readonly nested: number;
  /** NMIs that had to wait and were delivered when unblocked. */
  readonly latched: number;
  /** Starts of the regular NMI code in a context that had started it before. */
  readonly repeats: number;
  /** Most handlers of any kind, and of NMIs, that were unfinished at once. */
  readonly depth: number;
  readonly nmiDepth: number;
  readonly ranges: readonly CoveredRange[];
}

/** Vectors and workload are neighbours. */
const WATCHED = [
  { from: HANDLER_TEXT, bytes: HANDLER_TEXT_BYTES },
  { from: VECTORS_TEXT, bytes: 2 * PAGE_BYTES },
  { from: USER_TEXT, bytes: PAGE_BYTES },
] as const;

export class CoverageMap {
  readonly #core: CoverageExports;
  #starts: readonly number[] = [];

  constructor(core: CoverageExports) {
    this.#core = core;
    this.clear();
  }

  clear(): void {
    this.#core.coverageClear();
    this.#starts = WATCHED.map(({ from, bytes }) => this.#core.coverageRange(BigInt.asIntN(64, from), bytes));
  }

  read(): Coverage {
    const { memory, COVERAGE } = this.#core;
    const view = new DataView(memory.buffer, COVERAGE.value);
    const count = (at: number) => Number(view.getBigUint64(at, true));
    return {
      deliveries: Array.from({ length: VECTORS }, (_, vector) => count(CoverageField.Deliveries + vector * 8)),
      nested: count(CoverageField.Nested),
      latched: count(CoverageField.Latched),
      repeats: count(CoverageField.Repeats),
      depth: count(CoverageField.Depth),
      nmiDepth: count(CoverageField.NmiDepth),
      ranges: WATCHED.map(({ from, bytes }, index) => {
        const at = COVERAGE.value + CoverageField.Bytes + (this.#starts[index] ?? 0);
        return { from, executed: new Uint8Array(memory.buffer, at, bytes).slice() };
      }),
    };
  }
}

/** What two searches exercised together. */
export function addCoverage(a: Coverage, b: Coverage): Coverage {
  return {
    deliveries: a.deliveries.map((count, vector) => count + (b.deliveries[vector] ?? 0)),
    nested: a.nested + b.nested,
    latched: a.latched + b.latched,
    repeats: a.repeats + b.repeats,
    depth: Math.max(a.depth, b.depth),
    nmiDepth: Math.max(a.nmiDepth, b.nmiDepth),
    ranges: a.ranges.map(({ from, executed }, index) => {
      const other = b.ranges[index]?.executed;
      return { from, executed: executed.map((byte, at) => byte | (other?.[at] ?? 0)) };
    }),
  };
}

/** What a search exercised since it had exercised `before`. */
export function coverageSince(before: Coverage, now: Coverage): Coverage {
  return {
    ...now,
    deliveries: now.deliveries.map((count, vector) => count - (before.deliveries[vector] ?? 0)),
    nested: now.nested - before.nested,
    latched: now.latched - before.latched,
    repeats: now.repeats - before.repeats,
  };
}
