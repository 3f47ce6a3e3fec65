// The search: every schedule of events within the bounds, by number of events.
// Between events the machine is deterministic, so the unit of work is a chain; the
// core runs it, run.ts says in which order. Knows no names and no text.

import { type Machine, type StateSearch, layout } from "../machine/index.ts";
import { type SearchPlan, isDivisible } from "./crew.ts";
import { distinctCauses } from "./distinct.ts";
import { Division } from "./division.ts";
import type { Counterexample, Outcome, Progress, Question } from "./question.ts";
import { Run, type Work } from "./run.ts";

/** Yields progress from time to time; answer true to stop. */
export type Exploration = Generator<Progress, Outcome, boolean | undefined>;

export function* explore(machine: Machine, question: Question): Exploration {
  const search = openSearch(machine, question);
  const mode = question.mode ?? "hash";
  let pages = question.pages ?? 0;
  for (;;) {
    const run = new Run(search, question, mode, pages);
    const stopped = yield* runWith(run, question, { mode, pages });
    if (run.newPages !== 0) {
      pages |= run.newPages;
      continue;
    }
    const { states, transitions, storedBytes: bytes, coverage } = search;
    const seen = run.counterexamples(false);
    const limits = [...run.limits];
    const counterexamples =
      !seen.some(({ found }) => found.property !== "witness") || stopped || question.first !== undefined
        ? seen
        : yield* shorten(search, question, pages, seen);
    search.end();
    return {
      counterexamples: distinctCauses(counterexamples),
      states,
      transitions,
      limits,
      coverage,
      firsts: run.firsts,
      mode,
      bytes,
    };
  }
}

export function openSearch(machine: Machine, { image, bounds, limits, counter, faultRanges }: Question): StateSearch {
  machine.load(image);
  return machine.search({
    counter: counter === undefined ? undefined : machine.physicalOf(counter),
    lazyPages: layout.TOUCH,
    faultsInjected: bounds.faultPoints !== "lazy",
    maxChain: limits.maxChain,
    faultRanges: bounds.faultPoints === "anywhere" ? undefined : bounds.faultPoints === "region" ? faultRanges : [],
  });
}

/**
 * The same search once more, in which a state is seen again if fewer steps lead to it:
 * then the steps of what is found are the fewest there are. What it did not come to
 * stays as it was seen.
 */
function* shorten(
  search: StateSearch,
  question: Question,
  pages: number,
  seen: readonly Counterexample[],
): Generator<Progress, readonly Counterexample[], boolean | undefined> {
  const run = new Run(search, question, "ranked", pages);
  const stopped = yield* runWith(run, question, { mode: "ranked", pages });
  const shorter = run.counterexamples(!stopped && run.limits.size === 0);
  const known = new Set(shorter.map(({ found }) => found.key));
  return [...shorter, ...seen.filter(({ found }) => !known.has(found.key))];
}

/** With those who help, if they can. */
function* runWith(run: Run, { crew, first }: Question, plan: Omit<SearchPlan, "blocks">): Work {
  if (crew === undefined || crew.helpers === 0 || first !== undefined || !isDivisible(plan.mode))
    return yield* run.explore();
  return yield* new Division(run, crew, plan).explore();
}
