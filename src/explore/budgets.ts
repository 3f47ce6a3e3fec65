// How much of the bounds a chain has used, and what may still come after it.
// Knows no machine and no chain.

import type { ChainChoice, SearchEvent } from "../machine/index.ts";
import type { Bounds } from "./bounds.ts";

/** Events so far that count against the bounds. */
export interface Used {
  readonly nmis: number;
  readonly faults: number;
  readonly machineChecks: number;
  readonly debugExceptions: number;
  readonly breakpoints: number;
}

export const UNUSED: Used = { nmis: 0, faults: 0, machineChecks: 0, debugExceptions: 0, breakpoints: 0 };

export function injectionsOf({ nmis, faults, machineChecks, debugExceptions, breakpoints }: Used): number {
  return nmis + faults + machineChecks + debugExceptions + breakpoints;
}

/** The most injections that the bounds allow. */
export function mostInjections(bounds: Bounds): number {
  const faults = bounds.faultPoints === "lazy" ? 0 : bounds.faults;
  return bounds.nmis + faults + bounds.machineChecks + (bounds.debugExceptions ?? 0) + (bounds.breakpoints ?? 0);
}

/** Values that the core may add to a chain's budget key, for lazy pages that have faulted. */
const PAGE_KEYS = 8;

/**
 * Tells budgets apart that are used differently, but for NMIs: a state is seen first
 * with the fewest injections, so of two visits with one key the first has NMIs left
 * at least as many.
 */
export function budgetKeyOf(used: Used, bounds: Bounds): number {
  const injected = bounds.faultPoints === "lazy" ? 0 : used.faults;
  const checks = used.machineChecks * (bounds.faults + 1) + injected;
  const debug = checks * ((bounds.debugExceptions ?? 0) + 1) + used.debugExceptions;
  return (debug * ((bounds.breakpoints ?? 0) + 1) + used.breakpoints) * PAGE_KEYS;
}

/** An event that may come, and the budgets' use with it. */
export interface Choice {
  readonly event: SearchEvent;
  readonly used: Used;
}

/** What may still come after chains that have used as much. */
export interface Choices {
  readonly choices: readonly Choice[];
  /** The same, as the core takes them. */
  readonly asked: readonly ChainChoice[];
}

/** Under some bounds: made once for each use of the budgets. */
export class ChoiceTable {
  readonly #bounds: Bounds;
  readonly #known = new Map<Used, Choices>();

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  of(used: Used): Choices {
    let known = this.#known.get(used);
    if (known === undefined) {
      const choices = choicesOf(used, this.#bounds);
      known = { choices, asked: choices.map((choice) => chainChoiceOf(choice, this.#bounds)) };
      this.#known.set(used, known);
    }
    return known;
  }
}

/** The events that may still come after a chain. */
export function choicesOf(used: Used, bounds: Bounds): readonly Choice[] {
  const choices: Choice[] = [];
  if (used.nmis < bounds.nmis) choices.push({ event: { kind: "nmi" }, used: { ...used, nmis: used.nmis + 1 } });
  if (used.faults < bounds.faults && bounds.faultPoints !== "lazy")
    choices.push({ event: { kind: "pf" }, used: { ...used, faults: used.faults + 1 } });
  if (used.machineChecks < bounds.machineChecks)
    choices.push({ event: { kind: "mc" }, used: { ...used, machineChecks: used.machineChecks + 1 } });
  if (used.debugExceptions < (bounds.debugExceptions ?? 0))
    choices.push({ event: { kind: "db" }, used: { ...used, debugExceptions: used.debugExceptions + 1 } });
  if (used.breakpoints < (bounds.breakpoints ?? 0))
    choices.push({ event: { kind: "bp" }, used: { ...used, breakpoints: used.breakpoints + 1 } });
  return choices;
}

/** A choice as the core takes it. */
function chainChoiceOf({ event, used }: Choice, bounds: Bounds): ChainChoice {
  return {
    event,
    budgetKey: budgetKeyOf(used, bounds),
    pagesLeft: bounds.faults - used.faults,
    injections: injectionsOf(used),
    isLast: choicesOf(used, bounds).length === 0,
  };
}
