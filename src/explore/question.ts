// What a search is asked, and what it answers. Plain data.

import type { Coverage, Found, Image, VisitedMode } from "../machine/index.ts";
import type { Bounds, Limits } from "./bounds.ts";
import type { TimedEvent } from "./chains.ts";
import type { Crew } from "./crew.ts";
import type { Limit } from "./sweep.ts";

/** What is kept of each state: a hash, all of it, or the hash of one in five. */
export type SearchMode = Exclude<VisitedMode, "ranked">;

export const SEARCH_MODES: readonly SearchMode[] = ["hash", "exact", "marks"];

export interface Question {
  readonly image: Image;
  readonly bounds: Bounds;
  readonly limits: Limits;
  /** Code at which faults may be injected (bounds.faultPoints "region"). */
  readonly faultRanges: readonly { readonly from: bigint; readonly to: bigint }[];
  /** Linear addresses of quadwords that only count: no part of the state. */
  readonly counters: readonly bigint[];
  /** Default: hash. */
  readonly mode?: SearchMode | undefined;
  /** Only what follows the first event of this number, in the order in which they are tried; -1: none of them. */
  readonly first?: number;
  /** Lazy pages taken for touched from the start, a bit each. */
  readonly pages?: number;
  /** A level with so many states is large: those who help are called, and what is first found there is looked for again. */
  readonly largeLevel?: number;
  /** Those who help: the outcome is the same as without. */
  readonly crew?: Crew | undefined;
}

/** What is broken, or can happen (found.property "witness"), and the events that lead there. */
export interface Counterexample {
  readonly found: Found;
  readonly events: readonly TimedEvent[];
  /** Every schedule with as many injections and fewer steps was tried. */
  readonly fewestSteps: boolean;
}

export interface Outcome {
  readonly counterexamples: readonly Counterexample[];
  /** Distinct states; with marks: states visited, some of them more than once. */
  readonly states: number;
  readonly transitions: number;
  /** Limits that were reached; empty: everything within the bounds was tried. */
  readonly limits: readonly Limit[];
  readonly coverage: Coverage;
  /** First events whose consequences the bounds let one try further: what `first` may be. */
  readonly firsts: number;
  readonly mode: SearchMode;
  /** Bytes that the visited states take, without free places. */
  readonly bytes: number;
}

export interface Progress {
  readonly states: number;
  readonly transitions: number;
  /** Injections that are tried now, less one. */
  readonly injections: number;
  /** The most injections that the bounds allow. */
  readonly mostInjections?: number;
  /** States in all, as far as can be told from how they have grown. */
  readonly estimatedStates?: number;
  /** The schedules of what was found are being made as short as can be. */
  readonly shortening?: boolean;
  /** Nothing can be done until a helper has told more. */
  readonly waiting?: boolean;
  /** What it has come to; the search can go on afterwards. */
  readonly soFar?: () => Outcome;
}
