// What a search is asked about a program, and its events as a schedule that a
// person would write.

import type { Bounds, Crew, Limits, Question, SearchMode, TimedEvent } from "../../explore/index.ts";
import type { Machine, SearchEvent } from "../../machine/index.ts";
import type { ScheduleItem } from "../../scenario/scenario.ts";
import type { Program } from "../program.ts";
import { openRun } from "../run.ts";
import { finish } from "../slices.ts";
import { boundaryPlace } from "../steering/search.ts";

export interface ExplorationPlan {
  readonly program: Program;
  readonly bounds: Bounds;
  readonly limits: Limits;
  /** Default: hash. */
  readonly mode?: SearchMode | undefined;
  /** From so many states on a level is shared; default: where it is worth it. */
  readonly largeLevel?: number;
  /** Those who help; the report is the same without. */
  readonly helpers?: { crewFor(question: Question): Crew } | undefined;
}

export function questionOf({ program, bounds, limits, mode, largeLevel, helpers }: ExplorationPlan): Question {
  const question = {
    ...(largeLevel === undefined ? {} : { largeLevel }),
    image: program.image,
    bounds,
    limits,
    mode,
    faultRanges: program.source.assembly.annotations.mayFault,
    counters: program.counters,
  };
  return { ...question, crew: helpers?.crewFor(question) };
}

function eventText(event: SearchEvent, program: Program): string {
  if (event.kind !== "pf" || event.address === undefined) return event.kind;
  const { address } = event;
  const name = [...program.naming.symbols].find(([, value]) => value === address)?.[0];
  return `pf(${name ?? `0x${address.toString(16)}`})`;
}

/** The events at the places where they arrive, as a person would write them. */
export function scheduleOf(machine: Machine, program: Program, events: readonly TimedEvent[]): readonly ScheduleItem[] {
  const timed = events.map(({ step, event }) => ({ event: eventText(event, program), when: String(step) }));
  const last = events.at(-1)?.step ?? 0;
  const run = openRun(machine, program, timed, last + 1);
  finish(run.timeline.complete());
  return events.map(({ step }, index) => {
    const event = timed[index]?.event ?? "";
    return { event, when: step <= run.timeline.length ? boundaryPlace(run, step) : String(step) };
  });
}
