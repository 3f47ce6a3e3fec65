// What the page's list of stops says of each: its number, how often the run comes
// there, the nearest places before and after, the value that is watched now.

import type { BreakPlace } from "../../protocol/messages.ts";
import type { Experiment } from "../experiment.ts";
import type { Run } from "../run.ts";
import type { StopFacts } from "../views/look.ts";
import { CommandError } from "./command.ts";
import { evaluateValue } from "./expression.ts";
import { breakKey, type ConsoleState } from "./state.ts";
import { crossing, holds, watchedValue } from "./stop-judge.ts";
import { findTarget, valueAt } from "./watch-target.ts";
import { STOP_PROBLEM_TEXTS } from "../texts/console-stops.ts";

/** A condition is tried at so many crossings on either side. */
const MOST_TRIED = 200;

interface Crossings {
  readonly length: number;
  readonly boundaries: readonly number[];
}

export class StopList {
  readonly #known = new WeakMap<Run, Map<string, Crossings>>();

  facts(experiment: Experiment, state: ConsoleState): readonly StopFacts[] {
    const { run } = experiment;
    if (run === undefined) return [];
    return experiment.breakpoints.map((place) => this.#factsOf(experiment, state, run, place));
  }

  #factsOf(experiment: Experiment, state: ConsoleState, run: Run, place: BreakPlace): StopFacts {
    const { position } = run.timeline;
    const problem = problemOf(experiment, state, run, place);
    const number = state.numberOf(place);
    const now = valueNow(run, state, place);
    const shown = now === undefined ? {} : { now };
    if (problem !== undefined) return { number, hits: 0, last: undefined, next: undefined, problem, ...shown };
    const all = this.#crossings(experiment, state, run, place);
    const at = firstAbove(all, position);
    const isHit = (boundary: number): boolean => holds(run, state, place, boundary);
    const before = all[at - 1] === position ? at - 1 : at;
    const last = all.slice(Math.max(0, before - MOST_TRIED), before).findLast(isHit);
    const next = all.slice(at, at + MOST_TRIED).find(isHit);
    return { number, hits: place.condition === undefined ? all.length : undefined, last, next, ...shown };
  }

  #crossings(experiment: Experiment, state: ConsoleState, run: Run, place: BreakPlace): readonly number[] {
    const { length } = run.timeline;
    const ofRun = this.#known.get(run) ?? new Map<string, Crossings>();
    this.#known.set(run, ofRun);
    const key = breakKey(place);
    const known = ofRun.get(key);
    if (known?.length === length) return known.boundaries;
    const isThere = crossing(experiment, state, run, place);
    const boundaries: number[] = [];
    for (let boundary = 1; boundary <= length; boundary++) if (isThere(boundary)) boundaries.push(boundary);
    ofRun.set(key, { length, boundaries });
    return boundaries;
  }
}

function problemOf(experiment: Experiment, state: ConsoleState, run: Run, place: BreakPlace): string | undefined {
  if (place.kind === "watch" && findTarget(place.target, { run, state }) === undefined)
    return STOP_PROBLEM_TEXTS.noTarget(place.target);
  if ((place.kind === "line" || place.kind === "place") && experiment.addressOf(place) === undefined)
    return STOP_PROBLEM_TEXTS.noPlace;
  if (place.condition === undefined) return undefined;
  try {
    evaluateValue(place.condition, { run, state });
    return undefined;
  } catch (error) {
    if (error instanceof CommandError) return error.message;
    throw error;
  }
}

function valueNow(run: Run, state: ConsoleState, place: BreakPlace): string | undefined {
  if (place.kind !== "watch") return undefined;
  const target = findTarget(place.target, { run, state });
  return target === undefined ? undefined : watchedValue(run, valueAt(run, target, run.timeline.position));
}

/** Index of the first that is above `value`, in a sorted list. */
function firstAbove(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
