// What an exploration exercised, in the handler's own words: deliveries, nesting,
// labels and instructions reached or never, and schedules that show what can happen.

import { type Coverage, type WitnessName, isReentryJudged, isServiceWholeHandler } from "../../machine/index.ts";
import type { ScheduleItem } from "../../scenario/scenario.ts";
import { vectorName } from "../history/contexts.ts";
import type { Program } from "../program.ts";
import type { Run } from "../run.ts";

export const WITNESSES: readonly WitnessName[] = ["nesting", "latched", "repeat", "fault-inside", "endless"];

/** A shortest schedule that shows that something can happen. */
export interface Witness {
  readonly name: WitnessName;
  readonly schedule: readonly ScheduleItem[];
  readonly injections: number;
  /** Steps from the start until it has happened. */
  readonly steps: number;
  readonly at: string;
}

export interface Exercised {
  /** Of transitions between states, each counted once. */
  readonly deliveries: readonly { readonly vector: number; readonly name: string; readonly count: number }[];
  /** NMIs delivered while an earlier one's handler was unfinished. */
  readonly nestedNmis: number;
  /** NMIs that had to wait until NMIs were unblocked. */
  readonly latchedNmis: number;
  /** Starts of the regular NMI code in a context that had started it before. */
  readonly repeats: number;
  /** The regular NMI code was begun in some schedule. */
  readonly served: boolean;
  /** The regular NMI code is the whole handler, as nothing else is declared. */
  readonly isWholeHandler: boolean;
  /** no-reentry is judged. */
  readonly isReentryJudged: boolean;
  /** Most handlers, and most NMI handlers, unfinished at once. */
  readonly depth: number;
  readonly nmiDepth: number;
  /** Of the handler, in the order of their addresses. */
  readonly labels: readonly { readonly name: string; readonly reached: boolean }[];
  /** Of the handler; a body's have the line of its "...". */
  readonly instructions: readonly {
    readonly address: bigint;
    readonly place: string;
    readonly line: number;
    readonly text: string;
    readonly executed: boolean;
  }[];
  /** At most one of each name; what is missing cannot happen within the bounds. */
  readonly witnesses: readonly Witness[];
}

export function makeExercised(program: Program, coverage: Coverage, witnesses: readonly Witness[]): Exercised {
  const { assembly } = program.source;
  const executed = (address: bigint): boolean =>
    coverage.ranges.some(({ from, executed: map }) => map[Number(address - from)] === 1);
  const starts = new Set(assembly.places.map(({ address }) => address));
  return {
    deliveries: coverage.deliveries.flatMap((count, vector) =>
      count === 0 ? [] : [{ vector, name: vectorName(vector), count }],
    ),
    nestedNmis: coverage.nested,
    latchedNmis: coverage.latched,
    repeats: coverage.repeats,
    served: program.image.service !== undefined && executed(program.image.service.start),
    isWholeHandler: isServiceWholeHandler(program.image),
    isReentryJudged: isReentryJudged(program.image),
    depth: coverage.depth,
    nmiDepth: coverage.nmiDepth,
    labels: [...assembly.labels]
      .filter(([, address]) => starts.has(address))
      .toSorted(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([name, address]) => ({ name, reached: executed(address) })),
    instructions: assembly.places.map(({ address, line, text }) => ({
      address,
      place: program.naming.place(address),
      line,
      text,
      executed: executed(address),
    })),
    witnesses: WITNESSES.flatMap((name) => witnesses.filter((one) => one.name === name)),
  };
}

/** What is noted beside a verdict comes from this. */
export function notedOf(exercised: Exercised) {
  const { served, isWholeHandler, isReentryJudged, nestedNmis, witnesses, instructions } = exercised;
  const hasFaulted = witnesses.some(({ name }) => name === "fault-inside");
  const swaps = instructions.some(({ executed, text }) => executed && /\bswapgs\b/.test(text));
  return { served, isWholeHandler, isReentryJudged, nestedNmis, hasFaulted, swaps };
}

/** Does `step` of an ordinary run show it? */
export function happens(run: Run, name: WitnessName, step: number): boolean {
  const { tracker } = run.timeline;
  if (step >= tracker.steps.length) return false;
  const { vector } = tracker.steps.row(step);
  switch (name) {
    case "nesting":
      return vector === 2 && nmisUnfinished(run, step) > 1;
    case "latched":
      return vector === 2 && !run.timeline.eventsAt(step).some(({ kind }) => kind === "nmi");
    case "fault-inside":
      return vector === 14 && nmisUnfinished(run, step) > 0;
    case "endless":
      return true;
    case "repeat": {
      const started = tracker.serviceStarts.find((start) => start.step === step);
      return (
        started !== undefined &&
        tracker.serviceStarts.some((earlier) => earlier.step < step && earlier.context === started.context)
      );
    }
  }
}

/** NMI contexts on the way from whoever runs after `step` down to the workload. */
function nmisUnfinished(run: Run, step: number): number {
  const { contexts, steps } = run.timeline.tracker;
  let count = 0;
  let id: number | undefined = steps.running(step + 1);
  while (id !== undefined) {
    const context = contexts.find(id);
    if (context?.vector === 2) count++;
    id = context?.interrupted;
  }
  return count;
}
