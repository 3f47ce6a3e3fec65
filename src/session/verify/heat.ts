// The heat map: each instruction of handler, vectors and workload, what an NMI
// exactly there leads to, with a schedule for each harm that an ordinary run shows.

import {
  type Bounds,
  type Limit,
  type Limits,
  type Progress,
  heat,
  type Harm,
  type Spot,
} from "../../explore/index.ts";
import { type Machine, propertiesIn } from "../../machine/index.ts";
import type { Property } from "../../machine/types.ts";
import type { ScheduleItem } from "../../scenario/scenario.ts";
import { printSchedule } from "../../scenario/schedule.ts";
import { DEFAULT_RUN_STEPS } from "../limits.ts";
import type { Program } from "../program.ts";
import { openRun } from "../run.ts";
import { finish } from "../slices.ts";
import { outcomesView, type OutcomesView } from "./outcomes.ts";
import { questionOf, scheduleOf } from "./question.ts";
import { UNCONFIRMED_TEXTS } from "../texts/exploring.ts";

/**
 * safe: breaks nothing by itself; harmful: breaks `properties` with no event after it;
 * blocked: NMIs are always blocked here; untried: open only after as many events as the
 * bounds allow; unreachable: no schedule within the bounds comes here.
 */
export type HeatVerdict = "safe" | "harmful" | "blocked" | "untried" | "unreachable";

export interface HeatPlace {
  readonly address: bigint;
  /** "label+0x4" */
  readonly place: string;
  readonly piece: "handler" | "vectors" | "workload";
  /** Of the handler's source. */
  readonly line: number | undefined;
  readonly text: string;
  readonly verdict: HeatVerdict;
  /** Broken by an NMI here, in the order of the properties. */
  readonly properties: readonly Property[];
  /**
   * Events that must come before: until it is harmful, or else until NMIs are open here,
   * or else until it is reached. The fewest within the bounds.
   */
  readonly injections: number | undefined;
  /** Shows the harm with the fewest injections; the NMI here is its last event. */
  readonly schedule: readonly ScheduleItem[] | undefined;
}

export interface HeatReport {
  readonly places: readonly HeatPlace[];
  /** What all the runs of this search come to. */
  readonly outcomes: OutcomesView;
  readonly states: number;
  /** Limits that were reached: what is not harmful may be so beyond. */
  readonly limits: readonly Limit[];
  /** Harm that the search met and an ordinary run does not show: our own defects. */
  readonly unconfirmed: readonly string[];
}

export interface HeatPlan {
  readonly program: Program;
  readonly bounds: Bounds;
  readonly limits: Limits;
}

/** As exploreProgram: `machine` needs memory for the search. */
export function* heatOf(machine: Machine, plan: HeatPlan): Generator<Progress, HeatReport, boolean | undefined> {
  const { program } = plan;
  const { spots, ways, states, limits } = yield* heat(machine, questionOf(plan));
  const unconfirmed: string[] = [];
  const places: HeatPlace[] = [];
  const { handler, vectors, workload } = program.listing;
  for (const [piece, lines] of Object.entries({ handler, vectors, workload })) {
    for (const { address, place, line, text } of lines) {
      const spot = spots.get(address);
      const judged = judge(spot);
      const shown = spot === undefined ? undefined : confirm(machine, program, spot, unconfirmed);
      places.push({
        address,
        place,
        piece: piece === "handler" ? "handler" : piece === "vectors" ? "vectors" : "workload",
        line,
        text,
        ...judged,
        properties: spot === undefined ? [] : propertiesIn(spot.properties),
        schedule: shown,
      });
    }
  }
  const outcomes = outcomesView(machine, program, ways, unconfirmed);
  return { places, outcomes, states, limits, unconfirmed };
}

function judge(spot: Spot | undefined): Pick<HeatPlace, "verdict" | "injections"> {
  if (spot === undefined) return { verdict: "unreachable", injections: undefined };
  if (spot.harmful !== undefined) return { verdict: "harmful", injections: spot.harmful };
  if (spot.open === undefined) return { verdict: "blocked", injections: spot.reached };
  return { verdict: spot.tried ? "safe" : "untried", injections: spot.open };
}

/** The first harm's schedule, if an ordinary run shows it. */
function confirm(
  machine: Machine,
  program: Program,
  { harms: [harm] }: Spot,
  unconfirmed: string[],
): readonly ScheduleItem[] | undefined {
  if (harm === undefined) return undefined;
  const schedule = scheduleOf(machine, program, harm.events);
  if (shows(machine, program, schedule, harm)) return schedule;
  unconfirmed.push(UNCONFIRMED_TEXTS.harm(propertiesIn(harm.properties), printSchedule(schedule)));
  return undefined;
}

function shows(machine: Machine, program: Program, schedule: readonly ScheduleItem[], harm: Harm): boolean {
  const last = harm.events.at(-1)?.step ?? 0;
  const run = openRun(machine, program, schedule, last + DEFAULT_RUN_STEPS);
  finish(run.timeline.complete());
  const broken = new Set(run.violations().map(({ property }) => property));
  return propertiesIn(harm.properties).every((property) => broken.has(property));
}
