// The search: every schedule of events within the bounds, by number of events.
// Between events the machine is deterministic, so the unit of work is a chain; the
// core runs it, run.ts says in which order. Knows no names and no text.

import { type Machine, type StateSearch, layout } from "../machine/index.ts";
import { type SearchPlan, isDivisible } from "./crew.ts";
import { distinctCauses } from "./distinct.ts";
import { Division } from "./division.ts";
import type { Counterexample, Outcome, Progress, Question } from "./question.ts";
import { Run, type Work } from "./run.ts";
import type { Limit } from "./sweep.ts";

/** Yields progress from time to time; answer true to stop. */
export type Exploration = Generator<Progress, Outcome, boolean | undefined>;

export function* explore(machine: Machine, question: Question): Exploration {
  const search = openSearch(machine, question);
  const mode = question.mode ?? "hash";
  let pages = question.pages ?? 0;
  for (;;) {
    const run = new Run(search, question, mode, pages);
    const outcomeOf = (counterexamples: readonly Counterexample[], limits: readonly Limit[]): Outcome => ({
      counterexamples: distinctCauses(counterexamples),
      ...sizeOf(search),
      limits,
      firsts: run.firsts,
      mode,
    });
    const soFar = (): Outcome => outcomeOf(run.counterexamples(false), [...run.limits, "timeout"]);
    const stopped = yield* telling(runWith(run, question, { mode, pages }), soFar);
    if (run.newPages !== 0) {
      pages |= run.newPages;
      continue;
    }
    const seen = run.counterexamples(false);
    const outcome = outcomeOf(seen, [...run.limits]);
    const isShortest =
      !seen.some(({ found }) => found.property !== "witness") || stopped || question.first !== undefined;
    const shortest = isShortest
      ? seen
      : yield* telling(shorten(search, question, pages, seen), () => ({
          ...outcome,
          limits: [...outcome.limits, "timeout"],
        }));
    search.end();
    return { ...outcome, counterexamples: distinctCauses(shortest) };
  }
}

function sizeOf({ states, transitions, storedBytes: bytes, coverage }: StateSearch) {
  return { states, transitions, bytes, coverage };
}

/** The same work, whose progress can say what it has come to. */
function* telling<Result>(
  work: Generator<Progress, Result, boolean | undefined>,
  soFar: () => Outcome,
): Generator<Progress, Result, boolean | undefined> {
  let next = work.next();
  while (next.done !== true) next = work.next(yield { ...next.value, soFar });
  return next.value;
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
