// Schedules tried one by one, each by an ordinary run from its start: nothing of the
// search is used, and no state is recognised.
import type { ScheduleItem } from "../../src/scenario/scenario.ts";
import type { Program } from "../../src/session/index.ts";
import { openRun, type Run } from "../../src/session/run.ts";
import { finish } from "../../src/session/slices.ts";
import { machine } from "./support.ts";

export interface Least {
  readonly injections: number;
  readonly steps: number;
}

export interface Tries {
  /** Steps of the workload at which the first NMI comes. */
  readonly firsts: readonly number[];
  /** Lazy pages that may fault. */
  readonly faults: number;
}

const PAGE_FAULT = 14;
const PAGES = ["touch0", "touch1"] as const;

function complete(program: Program, items: readonly ScheduleItem[]): Run {
  const run = openRun(machine, program, items);
  finish(run.timeline.complete());
  return run;
}

/** Pages made present before anything else, and the step at which the workload begins then. */
function leads(program: Program): readonly { readonly items: readonly ScheduleItem[]; readonly begin: number }[] {
  const sets = [[], ["touch0"], ["touch1"], PAGES];
  return sets.map((pages) => {
    let begin = 0;
    let items: readonly ScheduleItem[] = [];
    for (const page of pages) {
      items = [...items, { event: `pf(${page})`, when: String(begin) }];
      const { timeline } = complete(program, items);
      begin++;
      while (timeline.tracker.steps.running(begin) !== 0 || timeline.ripAt(begin) !== program.image.start) begin++;
    }
    return { items, begin };
  });
}

/** The step at which more lazy pages have faulted by themselves than may: told by what the instruction names. */
function outOfBounds({ timeline, program }: Run, faults: number): number {
  const faulted = new Set<string>();
  for (let step = 0; step < timeline.length; step++) {
    const { rip, vector } = timeline.tracker.steps.row(step);
    if (vector !== PAGE_FAULT || timeline.eventsAt(step).length > 0) continue;
    for (const page of PAGES) if (program.textAt(rip)?.includes(page)) faulted.add(page);
    if (faulted.size > faults) return step;
  }
  return Infinity;
}

/** What two NMIs at most break: of each property the fewest injections, then steps. */
export function tryAll(program: Program, { firsts, faults }: Tries): Readonly<Record<string, Least>> {
  const least: Record<string, Least> = {};
  const take = (items: readonly ScheduleItem[], injections: number): number => {
    const run = complete(program, items);
    const end = outOfBounds(run, faults);
    for (const { property, step } of run.violations()) {
      const known = least[property];
      if (step >= end || (known !== undefined && known.injections < injections)) continue;
      if (known?.injections !== injections || known.steps > step + 1) least[property] = { injections, steps: step + 1 };
    }
    return Math.min(run.timeline.length, end);
  };
  for (const { items, begin } of leads(program)) {
    for (const first of firsts) {
      const one = [...items, { event: "nmi", when: String(begin + first) }];
      const length = take(one, 1);
      for (let second = begin + first + 1; second < length; second++)
        take([...one, { event: "nmi", when: String(second) }], 2);
    }
  }
  return least;
}
