// A search that several do at once: what they say to each other. All do the levels
// before the last one alike; the chains of the last level are divided into blocks, and
// the leader takes in what helpers have visited, block by block in order, so that the
// outcome is that of one alone. Who they are, and how they are reached, is the caller's.

import type { Coverage, SharedChains, VisitedMode } from "../machine/index.ts";
import type { ChainStore } from "./chains.ts";

/** Which search, as several of them belong to one question. */
export interface SearchPlan {
  readonly mode: VisitedMode;
  /** Lazy pages known to be touched, a bit each. */
  readonly pages: number;
  /** Into so many the last level is divided. */
  readonly blocks: number;
}

/** A block that a helper is to do. */
export interface Grant {
  readonly block: number;
  /** As if nothing of the last level had been done yet: something done comes after this block. */
  readonly afresh: boolean;
}

/** What a helper tells, in order. */
export type ShareMessage =
  | { readonly kind: "chains"; readonly block: number; readonly chains: SharedChains }
  /** That was all of the block, and these its counts. */
  | { readonly kind: "done"; readonly block: number; readonly transitions: number; readonly coverage: Coverage }
  /** A limit was reached: only who knows what came before can tell which one counts. */
  | { readonly kind: "spoilt"; readonly block: number }
  /** Nothing more will come. */
  | { readonly kind: "lost" };

export interface Crew {
  /** How many search beside the one that asks; they are numbered from 0. */
  readonly helpers: number;
  /** Smaller searches are over before a helper has begun. */
  readonly fewestStates: number;
  /** Helpers drop what they do, and begin this search. */
  begin(plan: SearchPlan): void;
  grant(helper: number, grant: Grant): void;
  /** What a helper has told since it was asked last. */
  take(helper: number): readonly ShareMessage[];
  /** Their work is not wanted any more. */
  end(): void;
}

/** The modes whose keys mean the same to everyone. */
export function isDivisible(mode: VisitedMode): boolean {
  return mode !== "exact";
}

/** Where the blocks of the chains [from, to) begin, and where the last one ends: as many states in each. */
export function blocksOf(chains: ChainStore, from: number, to: number, blocks: number): readonly number[] {
  let total = 0;
  for (let number = from; number < to; number++) total += chains.statesOf(number);
  const starts = [from];
  let states = 0;
  for (let number = from; number < to; number++) {
    while (starts.length < blocks && states * blocks >= total * starts.length) starts.push(number);
    states += chains.statesOf(number);
  }
  while (starts.length < blocks) starts.push(to);
  return [...starts, to];
}
