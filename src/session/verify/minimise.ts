// A schedule made as small as it can be while an ordinary run of it still breaks the
// same property: fewer events first, then earlier ones. Every answer is replayed.

import type { Property } from "../../machine/types.ts";
import type { ScheduleItem } from "../../scenario/scenario.ts";
import { DEFAULT_RUN_STEPS } from "../limits.ts";
import type { StepMachine } from "../machine-face.ts";
import type { Program } from "../program.ts";
import { openRun, type Run } from "../run.ts";
import { finish } from "../slices.ts";
import { boundaryPlace } from "../steering/search.ts";

/** Runs that one minimisation may take; what is smallest by then is the answer. */
const MAX_RUNS = 4000;

export interface Minimised {
  readonly schedule: readonly ScheduleItem[];
  readonly property: Property;
  readonly injections: number;
  /** Steps from the start until it is broken. */
  readonly steps: number;
  readonly at: string;
  readonly explanation: string;
}

export type MinimiseResult =
  | {
      readonly kind: "minimal";
      /** As given; items that never came are left out of the count. */
      readonly before: { readonly injections: number; readonly steps: number };
      readonly after: Minimised;
      readonly runs: number;
      /** No event can be left out or come earlier; false: stopped before that was tried. */
      readonly complete: boolean;
    }
  /** The schedule breaks nothing, or not this property: there is nothing to keep. */
  | { readonly kind: "not-broken"; readonly broken: readonly Property[] };

export interface MinimiseProgress {
  readonly runs: number;
  readonly injections: number;
  readonly steps: number;
}

export interface MinimisePlan {
  readonly program: Program;
  readonly schedule: readonly ScheduleItem[];
  /** Undefined: the first that is broken. */
  readonly property?: Property | undefined;
}

export type MinimiseWork = Generator<MinimiseProgress, MinimiseResult, boolean | undefined>;

/** An event and the boundary at which it comes. */
interface Timed {
  readonly event: string;
  readonly step: number;
}

interface Candidate {
  readonly events: readonly Timed[];
  /** Until the property is broken. */
  readonly steps: number;
}

export function* minimise<Snapshot>(machine: StepMachine<Snapshot>, plan: MinimisePlan): MinimiseWork {
  const { program, schedule } = plan;
  const first = openRun(machine, program, schedule);
  finish(first.timeline.complete());
  const violations = first.violations();
  const target = plan.property ?? violations[0]?.property;
  const known = violations.find(({ property }) => property === target);
  if (target === undefined || known === undefined)
    return { kind: "not-broken", broken: [...new Set(violations.map(({ property }) => property))] };
  const search = new Search(machine, program, target);
  const given = { events: eventsOf(first), steps: known.step + 1 };
  // an event that comes after the damage did not do it
  const [best, complete] = yield* search.smallest(search.judge(given.events) ?? given);
  return {
    kind: "minimal",
    before: { injections: given.events.length, steps: given.steps },
    after: search.show(best),
    runs: search.runs,
    complete,
  };
}

/** The items that came, each at its boundary. */
function eventsOf(run: Run): readonly Timed[] {
  return run.timeline.driver.applied
    .toSorted((a, b) => a.at - b.at || a.index - b.index)
    .map(({ index, at }) => ({ event: run.schedule[index]?.event ?? "", step: at }));
}

class Search<Snapshot> {
  readonly #machine: StepMachine<Snapshot>;
  readonly #program: Program;
  readonly #property: Property;
  runs = 0;

  constructor(machine: StepMachine<Snapshot>, program: Program, property: Property) {
    this.#machine = machine;
    this.#program = program;
    this.#property = property;
  }

  *smallest(from: Candidate): Generator<MinimiseProgress, readonly [Candidate, boolean], boolean | undefined> {
    let best = from;
    for (;;) {
      const next = yield* this.#improve(best);
      if (next === undefined) return [best, this.runs < MAX_RUNS];
      if (next === "stopped") return [best, false];
      best = next;
    }
  }

  /** The first smaller one found. */
  *#improve(best: Candidate): Generator<MinimiseProgress, Candidate | "stopped" | undefined, boolean | undefined> {
    for (const events of smaller(best)) {
      if (this.runs >= MAX_RUNS) return undefined;
      const found = this.judge(events);
      if (found !== undefined && isSmaller(found, best)) return found;
      if (yield { runs: this.runs, injections: best.events.length, steps: best.steps }) return "stopped";
    }
    return undefined;
  }

  /** Undefined: the property holds, or an event could not come. */
  judge(events: readonly Timed[]): Candidate | undefined {
    this.runs++;
    const run = this.#run(
      events.map(({ event, step }) => ({ event, when: String(step) })),
      events,
    );
    const violation = run.violations().find(({ property }) => property === this.#property);
    if (violation === undefined) return undefined;
    const applied = run.timeline.driver.applied.filter(({ outcome }) => outcome.kind !== "refused");
    const used = events.filter((_, index) => applied.some((item) => item.index === index && item.at <= violation.step));
    return used.length === events.length ? { events, steps: violation.step + 1 } : this.judge(used);
  }

  /** In the words that a person would write, replayed once more. */
  show({ events }: Candidate): Minimised {
    const timed = events.map(({ event, step }) => ({ event, when: String(step) }));
    const named = this.#run(timed, events);
    const schedule = events.map(({ event, step }) => ({
      event,
      when: step <= named.timeline.length ? boundaryPlace(named, step) : String(step),
    }));
    const run = this.#run(schedule, events);
    const violation = run.violations().find(({ property }) => property === this.#property);
    if (violation === undefined) throw new Error("a minimised schedule does not break what it broke");
    const { property, step, at, summary } = violation;
    return { schedule, property, injections: events.length, steps: step + 1, at, explanation: summary };
  }

  #run(schedule: readonly ScheduleItem[], events: readonly Timed[]): Run<Snapshot> {
    const last = Math.max(0, ...events.map(({ step }) => step));
    const run = openRun(this.#machine, this.#program, schedule, last + DEFAULT_RUN_STEPS);
    finish(run.timeline.complete());
    return run;
  }
}

function isSmaller(a: Candidate, b: Candidate): boolean {
  const fewer = a.events.length - b.events.length;
  if (fewer !== 0) return fewer < 0;
  if (a.steps !== b.steps) return a.steps < b.steps;
  const sum = ({ events }: Candidate) => events.reduce((total, { step }) => total + step, 0);
  return sum(a) < sum(b);
}

/** Candidates in the order in which they are tried: events left out, in large pieces first; then events moved. */
function* smaller({ events }: Candidate): Generator<readonly Timed[]> {
  for (let size = Math.ceil(events.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < events.length; from += size) {
      const left = events.filter((_, index) => index < from || index >= from + size);
      if (left.length < events.length) yield left;
      if (left.length < events.length && from > 0) yield closedUp(events, from, size);
    }
  }
  for (const [index, { step }] of events.entries()) {
    const earliest = index === 0 ? 0 : (events[index - 1]?.step ?? 0);
    for (let to = earliest; to < step; to++) {
      // those after it keep their distance, or their place
      yield events.map((one, n) => (n < index ? one : { ...one, step: one.step - (step - to) }));
      yield events.map((one, n) => (n === index ? { ...one, step: to } : one));
    }
  }
}

/** Without the events [from, from + size), and those after them as much earlier. */
function closedUp(events: readonly Timed[], from: number, size: number): readonly Timed[] {
  const gap = (events[from + size]?.step ?? 0) - (events[from]?.step ?? 0);
  return events.flatMap((one, index) => {
    if (index < from) return [one];
    return index < from + size ? [] : [{ ...one, step: one.step - gap }];
  });
}
