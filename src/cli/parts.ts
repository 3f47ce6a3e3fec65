// Parts of one exploration as JSON, and folded into one report: the same report
// however the parts were spread.

import { defined } from "../base/assert.ts";
import { boundsJson } from "./exploring.ts";
import { PROPERTIES } from "../machine/types.ts";
import { exercisedJson, noteText } from "./exercised-output.ts";
import type { Bounds } from "../explore/index.ts";
import type { WorkloadName } from "../scenario/scenario.ts";
import { type ExplorationPart, isWorthMore, notedOf, notesOf, oneMore, withThirdInPart } from "../session/index.ts";
import { printSchedule } from "../scenario/schedule.ts";

/** Causes of one kind that are reported. */
const MOST_OF_A_KIND = 4;

interface PartViolation {
  readonly key: string;
  readonly property: string;
  readonly cause: string;
  readonly schedule: string;
  readonly injections: number;
  readonly steps: number;
  readonly at: string;
  readonly explanation: string;
  readonly link: string;
  readonly line?: number;
}

type ExercisedJson = ReturnType<typeof exercisedJson>;

export interface PartJson {
  readonly first: number;
  readonly states: number;
  readonly transitions: number;
  readonly limits: readonly string[];
  readonly unconfirmed: readonly string[];
  readonly violations: readonly PartViolation[];
  readonly exercised: ExercisedJson;
  readonly noted: Pick<ReturnType<typeof notedOf>, "served" | "isWholeHandler" | "isReentryJudged" | "swaps">;
}

/** What the parts are of. */
export interface Explorable {
  readonly bounds: Bounds;
  readonly workload: WorkloadName;
}

export function partJson(part: ExplorationPart, links: readonly (string | undefined)[]): PartJson {
  const { first, states, transitions, limits, unconfirmed, witnesses, exercised } = part;
  const violations = part.violations.map(({ line, schedule, ...rest }, index) => {
    const { key, property, cause, injections, steps, at, explanation } = rest;
    const link = links[index] ?? "";
    const one = { key, property, cause, schedule: printSchedule(schedule), injections, steps, at, explanation, link };
    return line === undefined ? one : { ...one, line };
  });
  const { served, isWholeHandler, isReentryJudged, swaps } = notedOf(exercised);
  const noted = { served, isWholeHandler, isReentryJudged, swaps };
  const made = exercisedJson({ ...exercised, witnesses });
  return { first, states, transitions, limits, unconfirmed, violations, exercised: made, noted };
}

interface Ranked {
  readonly injections: number;
  readonly steps: number;
}

const byRank = (a: Ranked, b: Ranked) => a.injections - b.injections || a.steps - b.steps;

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The best of each key, in the order of the parts where they are equally good. */
function best<One extends Ranked>(all: readonly One[], keyOf: (one: One) => string): readonly One[] {
  const found = new Map<string, One>();
  for (const one of all) {
    const known = found.get(keyOf(one));
    if (known === undefined || byRank(one, known) < 0) found.set(keyOf(one), one);
  }
  return [...found.values()];
}

function violationsOf(parts: readonly PartJson[]): readonly PartViolation[] {
  const all = best(
    parts.flatMap(({ violations }) => violations),
    ({ key }) => key,
  ).toSorted((a, b) => byRank(a, b) || compare(a.key, b.key));
  const kinds = new Map<string, number>();
  const few = all.filter(({ property, cause }) => {
    const kind = `${property} ${cause}`;
    const count = (kinds.get(kind) ?? 0) + 1;
    kinds.set(kind, count);
    return count <= MOST_OF_A_KIND;
  });
  const order = (name: string) => PROPERTIES.findIndex((property) => property === name);
  const seen = new Set<string>();
  return few
    .toSorted((a, b) => byRank(a, b) || order(a.property) - order(b.property) || compare(a.key, b.key))
    .filter(({ property, cause, schedule }) => {
      const key = `${property === "assertion" ? cause : property} ${schedule}`;
      const isFirst = !seen.has(key);
      seen.add(key);
      return isFirst;
    });
}

function exercisedOf(parts: readonly PartJson[]): ExercisedJson {
  const all = parts.map(({ exercised }) => exercised);
  const first = defined(all[0], "a part");
  const sum = (count: (one: ExercisedJson) => number) => all.reduce((total, one) => total + count(one), 0);
  const most = (count: (one: ExercisedJson) => number) => Math.max(...all.map(count));
  const vectors = new Map(all.flatMap(({ deliveries }) => deliveries).map(({ vector, name }) => [vector, name]));
  const never = first.instructions.never.filter(({ at }) =>
    all.every(({ instructions }) => instructions.never.some((other) => other.at === at)),
  );
  const { total } = first.instructions;
  return {
    deliveries: [...vectors]
      .toSorted(([a], [b]) => a - b)
      .map(([vector, name]) => ({
        vector,
        name,
        count: sum(({ deliveries }) => deliveries.find((one) => one.vector === vector)?.count ?? 0),
      })),
    nestedNmis: sum(({ nestedNmis }) => nestedNmis),
    latchedNmis: sum(({ latchedNmis }) => latchedNmis),
    repeats: sum(({ repeats }) => repeats),
    depth: most(({ depth }) => depth),
    nmiDepth: most(({ nmiDepth }) => nmiDepth),
    labels: first.labels.map(({ name }) => ({
      name,
      reached: all.some(({ labels }) => labels.some((one) => one.name === name && one.reached)),
    })),
    instructions: { total, executed: total - never.length, never },
    witnesses: best(
      all.flatMap(({ witnesses }) => witnesses),
      ({ name }) => name,
    ).toSorted((a, b) => compare(a.name, b.name)),
  };
}

/** One report of the parts, which are those of one exploration. */
export function fold(parts: readonly PartJson[], { bounds, workload }: Explorable) {
  const inOrder = parts.toSorted((a, b) => a.first - b.first);
  const found = violationsOf(inOrder);
  const limits = [...new Set(inOrder.flatMap((part) => part.limits))].toSorted(compare);
  const unconfirmed = inOrder.flatMap((part) => part.unconfirmed);
  const complete = limits.length === 0 && unconfirmed.length === 0;
  const verdict: "violated" | "holds" | "incomplete" =
    found.length > 0 ? "violated" : complete ? "holds" : "incomplete";
  const violations = found.map(({ key: _key, cause: _cause, link, ...rest }) => {
    const { line, ...fields } = rest;
    return { ...fields, link, ...(line === undefined ? {} : { line }) };
  });
  const exercised = exercisedOf(inOrder);
  return {
    bounds,
    workload,
    verdict,
    limits,
    states: inOrder.reduce((total, { states }) => total + states, 0),
    transitions: inOrder.reduce((total, { transitions }) => total + transitions, 0),
    violations,
    exercised,
    unconfirmed,
    notes: notesOf({
      verdict,
      bounds,
      workload,
      served: inOrder.some(({ noted }) => noted.served),
      isWholeHandler: inOrder.some(({ noted }) => noted.isWholeHandler),
      isReentryJudged: inOrder.every(({ noted }) => noted.isReentryJudged),
      swaps: inOrder.some(({ noted }) => noted.swaps),
      nestedNmis: exercised.nestedNmis,
      hasFaulted: exercised.witnesses.some(({ name }) => name === "fault-inside"),
    }),
  };
}

type Folded = ReturnType<typeof fold>;

/** As the usual bounds are searched: `further` is within one NMI more, of those of which the first holds. */
export function foldUsual(
  parts: readonly PartJson[],
  further: readonly PartJson[] | undefined,
  { bounds, workload }: Explorable,
): Folded {
  const first = fold(parts, { bounds, workload });
  if (further === undefined || first.verdict !== "holds") return first;
  const more = fold(further, { bounds: oneMore({ bounds }), workload });
  return isWorthMore(more) ? more : { ...first, notes: withThirdInPart(first.notes, more.states) };
}

/** As `explore --json` prints it. */
export function foldedJson(handler: string, folded: Folded, seconds: number) {
  const { bounds, workload, verdict, limits, states, transitions, violations, exercised, notes } = folded;
  return {
    handler,
    bounds: { ...boundsJson(bounds), workload },
    verdict,
    ...(limits.length === 0 ? {} : { limits }),
    states,
    transitions,
    violations,
    exercised: { ...exercised, notes: notes.map(noteText) },
    seconds: Math.round(seconds * 1000) / 1000,
  };
}
