// The graph of outcomes as the page shows it: kinds of schedules with their names,
// places and a schedule for each, of which an ordinary run has shown that it is so.

import { type Chain, type OutcomeKind, type Way, eventsOf, outcomeGraph } from "../../explore/index.ts";
import { type Machine, propertiesIn } from "../../machine/index.ts";
import type { Property } from "../../machine/types.ts";
import type { ScheduleItem } from "../../scenario/scenario.ts";
import { printSchedule } from "../../scenario/schedule.ts";
import { DEFAULT_RUN_STEPS } from "../limits.ts";
import type { Program } from "../program.ts";
import { openRun } from "../run.ts";
import { finish } from "../slices.ts";
import { scheduleOf } from "./question.ts";
import { UNCONFIRMED_TEXTS } from "../texts/exploring.ts";

/** Kinds that are looked at; each costs two runs. */
const MOST_NODES = 200;

export interface OutcomeNodeView {
  readonly outcome: OutcomeKind["kind"];
  /** Broken with no further event; a run may break more after that. */
  readonly properties: readonly Property[];
  /** Runs of this kind. */
  readonly count: number;
  /** The fewest. */
  readonly injections: number;
  /** Of the first run of this kind; undefined: an ordinary run does not show it. */
  readonly schedule: readonly ScheduleItem[] | undefined;
  /** The boundary at which its last event comes. */
  readonly position: number;
}

export interface OutcomeEdgeView {
  readonly from: number;
  readonly to: number;
  readonly event: string;
  readonly count: number;
  /** What the event interrupts; none: it comes before the run proper. */
  readonly places: readonly string[];
}

export interface OutcomesView {
  /** Node 0 is the run without events. */
  readonly nodes: readonly OutcomeNodeView[];
  readonly edges: readonly OutcomeEdgeView[];
  /** Kinds beyond the most that are looked at. */
  readonly more: number;
}

interface Shown {
  readonly schedule: readonly ScheduleItem[] | undefined;
  readonly position: number;
}

export function outcomesView(
  machine: Machine,
  program: Program,
  ways: readonly Way[],
  unconfirmed: string[],
): OutcomesView {
  const { nodes, edges } = outcomeGraph(ways);
  const shown = nodes.slice(0, MOST_NODES);
  return {
    nodes: shown.map(({ outcome, count, injections, first }) => {
      const properties = outcome.kind === "breaks" ? propertiesIn(outcome.properties) : [];
      return {
        outcome: outcome.kind,
        properties,
        count,
        injections,
        ...confirmed(machine, program, first, outcome, unconfirmed),
      };
    }),
    edges: edges
      .filter(({ from, to }) => from < shown.length && to < shown.length)
      .map(({ from, to, event, count, addresses }) => ({
        from,
        to,
        event,
        count,
        places: addresses.map((address) => program.naming.place(address)),
      })),
    more: nodes.length - shown.length,
  };
}

/** The first run of a kind as a schedule, if an ordinary run comes to the same. */
function confirmed(
  machine: Machine,
  program: Program,
  first: Chain,
  outcome: OutcomeKind,
  unconfirmed: string[],
): Shown {
  const events = eventsOf(first);
  const position = events.at(-1)?.step ?? 0;
  const schedule = scheduleOf(machine, program, events);
  if (outcome.kind === "unknown") return { schedule, position };
  const run = openRun(machine, program, schedule, position + DEFAULT_RUN_STEPS);
  finish(run.timeline.complete());
  const broken = new Set(run.violations().map(({ property }) => property));
  const wanted = outcome.kind === "breaks" ? propertiesIn(outcome.properties) : [];
  // After the first damage a run may break more than the search has followed.
  const isSo = wanted.length === 0 ? broken.size === 0 : wanted.every((property) => broken.has(property));
  if (isSo) return { schedule, position };
  unconfirmed.push(UNCONFIRMED_TEXTS.outcome(printSchedule(schedule), [...broken], wanted));
  return { schedule: undefined, position };
}
