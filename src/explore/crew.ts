// A search that several do at once: what they say to each other. One leads, and does
// what is small alone. A level with many states is divided into blocks: who is free takes
// the next one, and all ask one table of states (machine/shared-table.ts). Who they are,
// and how they are reached, is the caller's.

import type { Coverage, Found, SharedMemory } from "../machine/index.ts";
import type { ChainStore } from "./chains.ts";
import type { Limit } from "./sweep.ts";

/** A level of the search, for those who help. */
export interface SharedLevel {
  /** The injections of its chains. */
  readonly injections: number;
  /** Rows of the chains that were not told before. */
  readonly rows: Int32Array;
  /** Where its blocks begin, and where the last one ends: numbers of chains. */
  readonly starts: readonly number[];
}

/** All that a helper has come to since the search began. */
export interface Told {
  readonly states: number;
  readonly transitions: number;
  readonly coverage: Coverage;
  readonly found: readonly Found[];
  readonly limits: readonly Limit[];
  /** Lazy pages that turned out to be touched. */
  readonly pages: number;
}

export type HelperMessage =
  /** A block is done: rows of its new chains. */
  | { readonly kind: "block"; readonly block: number; readonly rows: readonly number[]; readonly told: Told }
  /** What comes of it depends on the order in which states are come to: one alone must search. */
  | { readonly kind: "spoilt" }
  /** It has died, or could not begin. */
  | { readonly kind: "lost" };

/** Where a search is shared. */
export interface SharedPlace {
  readonly memory: SharedMemory;
  /** No search was there before. */
  readonly unused: boolean;
  /** The search's number: no other there has it. */
  readonly search: number;
}

export interface Crew {
  /** How many can search beside the one that leads; they are numbered from 1. */
  readonly helpers: number;
  /** They are to be ready soon. */
  call(): void;
  /** Memory for so many states; undefined: it may not be shared, or there is not so much. */
  memory(states: number): SharedPlace | undefined;
  /** Helpers drop what they do, and begin this search. `pages`: lazy pages known to be touched, a bit each. */
  begin(pages: number): void;
  level(level: SharedLevel): void;
  /** What was told since this was asked last. */
  take(): readonly { readonly helper: number; readonly message: HelperMessage }[];
  /** Their work is not wanted any more; `isQuiet`: nobody is at it either. */
  end(isQuiet: boolean): void;
}

/** Where the blocks of the chains [from, to) begin, and where the last one ends: as many states in each. */
export function blocksOf(chains: ChainStore, from: number, to: number, blocks: number): readonly number[] {
  const total = chains.statesIn(from, to);
  const starts = [from];
  let states = 0;
  for (let number = from; number < to; number++) {
    if (states * blocks >= total * starts.length && number > (starts.at(-1) ?? from)) starts.push(number);
    states += chains.statesOf(number);
  }
  return [...starts, to];
}
