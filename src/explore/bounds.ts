// What a search may try, and how far it may go. Plain data.

export type FaultPoints = "lazy" | "region" | "anywhere";

export const FAULT_POINTS: readonly FaultPoints[] = ["lazy", "region", "anywhere"];

export interface Bounds {
  readonly nmis: number;
  /** Page faults: lazy pages that are absent when touched, and injected ones. */
  readonly faults: number;
  readonly machineChecks: number;
  /** `lazy`: faults only where the program touches an absent lazy page. */
  readonly faultPoints: FaultPoints;
  /** #DB at every boundary; default 0. */
  readonly debugExceptions?: number;
  /** #BP at every boundary; default 0. */
  readonly breakpoints?: number;
}

export const DEFAULT_BOUNDS: Bounds = { nmis: 2, faults: 1, machineChecks: 0, faultPoints: "lazy" };

export interface Limits {
  readonly maxStates: number;
  /** Steps that a run may take from its last event without coming to a known state. */
  readonly maxChain: number;
}

/** Tables for so many states take 512 MiB at most, those of most searches a few. */
export const DEFAULT_LIMITS: Limits = { maxStates: 20_000_000, maxChain: 20_000 };
