// The search: every schedule of events within the bounds, by number of events.
// Between events the machine is deterministic, so the unit of work is a chain; the
// core runs it, run.ts says in which order. Knows no names and no text.

import { type Machine, type StateSearch, layout } from "../machine/index.ts";
import { mostInjections } from "./budgets.ts";
import { distinctCauses } from "./distinct.ts";
import type { Counterexample, Outcome, Progress, Question } from "./question.ts";
import { Run, type Work } from "./run.ts";
import { type Limit, dependsOnOrder } from "./sweep.ts";
import { Together } from "./together.ts";

/** Yields progress from time to time; answer true to stop. */
export type Exploration = Generator<Progress, Outcome, boolean | undefined>;

export function* explore(machine: Machine, question: Question): Exploration {
  const search = openSearch(machine, question);
  let pages = question.pages ?? 0;
  let isAlone = false;
  for (;;) {
    const run = new Run(search, question, question.mode ?? "hash", pages);
    const together: Together | undefined = isAlone ? undefined : togetherOf(run, question, pages);
    const outcomeNow = (more: readonly Limit[]): Outcome => outcomeOf(run, together, question, more);
    const stopped = yield* telling(searched(run, together), () => outcomeNow(["timeout"]));
    if (run.newPages !== 0) {
      pages |= run.newPages;
      continue;
    }
    if (together?.spoilt !== undefined && !stopped) {
      isAlone = together.spoilt === "alone";
      continue;
    }
    const outcome = outcomeNow([]);
    const seen = run.counterexamples(together?.found);
    const soFar = (): Outcome => ({ ...outcome, limits: [...outcome.limits, "timeout"] });
    const isFinal = stopped || question.first !== undefined || !mustLookAgain(run, seen);
    const shortest = isFinal ? seen : yield* telling(lookAgain(search, question, pages, seen), soFar);
    search.end();
    return { ...outcome, counterexamples: distinctCauses(shortest) };
  }
}

/** Those who help, if they can: keys of whole states mean nothing to others, and marks are few. */
function togetherOf(run: Run, { crew, first, mode = "hash", limits }: Question, pages: number): Together | undefined {
  if (crew === undefined || crew.helpers === 0 || first !== undefined || mode !== "hash") return undefined;
  return new Together(run, crew, pages, limits.maxStates);
}

function* searched(run: Run, together: Together | undefined): Work {
  if (together === undefined) return yield* run.explore();
  try {
    return yield* run.explore({ sweepLarge: (level) => together.sweep(level), soon: () => together.call() });
  } finally {
    together.end();
  }
}

function outcomeOf(
  run: Run,
  together: Together | undefined,
  { mode = "hash" }: Question,
  more: readonly Limit[],
): Outcome {
  const { states, transitions, storedBytes, coverage } = run.search;
  const elsewhere = together?.states ?? 0;
  return {
    counterexamples: distinctCauses(run.counterexamples(together?.found)),
    states: states + elsewhere,
    transitions: transitions + (together?.transitions ?? 0),
    bytes: storedBytes + elsewhere * KEY_BYTES,
    coverage: together?.coverageWith(coverage) ?? coverage,
    limits: [...run.limits, ...more],
    firsts: run.firsts,
    mode,
  };
}

const KEY_BYTES = 8;

/** The same work, whose progress can say what it has come to. */
function* telling<Result>(
  work: Generator<Progress, Result, boolean | undefined>,
  soFar: () => Outcome,
): Generator<Progress, Result, boolean | undefined> {
  let next = work.next();
  while (next.done !== true) next = work.next(yield { ...next.value, soFar });
  return next.value;
}

export function openSearch(machine: Machine, { image, bounds, limits, counters, faultRanges }: Question): StateSearch {
  machine.load(image);
  return machine.search({
    counters: counters.flatMap((word) => machine.physicalOf(word) ?? []),
    lazyPages: layout.TOUCH,
    faultsInjected: bounds.faultPoints !== "lazy",
    maxChain: limits.maxChain,
    faultRanges: bounds.faultPoints === "anywhere" ? undefined : bounds.faultPoints === "region" ? faultRanges : [],
  });
}

/** Something is broken; or what can happen shows only where the order decides by which way one comes there. */
function mustLookAgain(run: Run, seen: readonly Counterexample[]): boolean {
  return seen.some(({ found }) => found.property !== "witness" || found.injections > run.largeFrom);
}

/**
 * The same search once more, by one alone, in which a state is seen again if fewer steps lead
 * to it: then the steps of what is found are the fewest there are. It goes as far as what
 * was seen; and all the way if some of that shows only in later rounds of runs that go round.
 */
function* lookAgain(
  search: StateSearch,
  question: Question,
  pages: number,
  seen: readonly Counterexample[],
): Generator<Progress, readonly Counterexample[], boolean | undefined> {
  const farthest = mostInjections(question.bounds);
  const enough = Math.max(...seen.map(({ found }) => found.injections));
  for (let most = enough; ; most = farthest) {
    const run = new Run(search, question, "ranked", pages);
    const stopped = yield* run.explore({ most });
    const inFirstRounds = run.counterexamples().filter(({ found }) => !found.late);
    const known = new Set(inFirstRounds.map(({ found }) => found.key));
    const others = seen.filter(({ found }) => !known.has(found.key));
    if (stopped || dependsOnOrder(run.sweeper.swept))
      return [...inFirstRounds.map((one) => ({ ...one, fewestSteps: false })), ...others];
    if (others.length === 0 || most >= farthest) return inFirstRounds;
  }
}
