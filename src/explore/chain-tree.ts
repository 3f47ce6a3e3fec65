// The chains found so far, and the way to each: its parent, where the parent was
// left, and by which event. A counterexample is such a way.

import type { SearchEvent } from "../machine/index.ts";

/** Events so far that count against the bounds. */
export interface Used {
  readonly nmis: number;
  readonly faults: number;
  readonly machineChecks: number;
}

/** A run of the machine from one event to the next known state. */
export interface Chain extends Used {
  /** Undefined: the run without any event. */
  readonly from: { readonly parent: Chain; readonly offset: number; readonly event: SearchEvent } | undefined;
  /** Steps after the event that lead to state 0 (to make a page present; else 0). */
  readonly lead: number;
  /** Steps from the start of the run to state 0. */
  readonly base: number;
}

/** A chain and how many of its states events may come at. */
export interface OpenChain {
  readonly chain: Chain;
  readonly states: number;
}

export const ROOT: Chain = { from: undefined, lead: 0, base: 0, nmis: 0, faults: 0, machineChecks: 0 };

export function injectionsOf({ nmis, faults, machineChecks }: Used): number {
  return nmis + faults + machineChecks;
}

/** An event and the boundary at which it arrives. */
export interface TimedEvent {
  readonly step: number;
  readonly event: SearchEvent;
}

/** Every event on the way to a chain, in order. */
export function eventsOf(chain: Chain): readonly TimedEvent[] {
  const events: TimedEvent[] = [];
  for (let at = chain.from; at !== undefined; at = at.parent.from)
    events.push({ step: at.parent.base + at.offset, event: at.event });
  return events.toReversed();
}

/** The chains from the first to this one. */
export function lineage(chain: Chain): readonly Chain[] {
  const line: Chain[] = [chain];
  for (let at = chain.from; at !== undefined; at = at.parent.from) line.push(at.parent);
  return line.toReversed();
}
