// One exploration in parts that need nothing of each other: what the first event of
// each number leads to. The parts are the same however they are spread.

import { type Limit, type Progress, explore } from "../../explore/index.ts";
import { type Coverage, type Machine, coverageSince } from "../../machine/index.ts";
import { replayAll, type ExploredViolation } from "../exploration.ts";
import { type Exercised, type Witness, makeExercised } from "./exercised.ts";
import { type ExplorationPlan, questionOf } from "./question.ts";

/** Both lazy pages are taken for touched: which ones are shows only in the end. */
const BOTH_PAGES = 3;

export interface ExplorationPart {
  /** The first event's number; -1: what is common to all parts, runs of one event at most. */
  readonly first: number;
  /** Beyond those of the common part, as all counts here. */
  readonly states: number;
  readonly transitions: number;
  readonly limits: readonly Limit[];
  readonly violations: readonly (ExploredViolation & { readonly key: string })[];
  readonly witnesses: readonly Witness[];
  readonly unconfirmed: readonly string[];
  readonly exercised: Exercised;
}

export interface Shard {
  /** From 1 to `of`. */
  readonly index: number;
  readonly of: number;
}

/** The common part, and every `of`-th of the others. */
export function* exploreShard(
  machine: Machine,
  plan: ExplorationPlan,
  { index, of }: Shard,
): Generator<Progress, readonly ExplorationPart[], boolean | undefined> {
  const { program } = plan;
  const question = { ...questionOf(plan), pages: BOTH_PAGES };
  const parts: ExplorationPart[] = [];
  let known = new Map<bigint, number>();
  let common: Coverage | undefined;
  let size = { states: 0, transitions: 0 };
  let firsts = 0;
  for (let first = -1; first < firsts; first = next(first, index, of)) {
    const outcome = yield* explore(machine, { ...question, first });
    const fresh = outcome.counterexamples.filter(({ found }) => rank(found) < (known.get(found.key) ?? Infinity));
    const exercised = makeExercised(
      program,
      common === undefined ? outcome.coverage : coverageSince(common, outcome.coverage),
      [],
    );
    parts.push({
      first,
      states: outcome.states - size.states,
      transitions: outcome.transitions - size.transitions,
      limits: outcome.limits,
      ...replayAll(machine, program, fresh),
      exercised,
    });
    if (first === -1) {
      known = new Map(outcome.counterexamples.map(({ found }) => [found.key, rank(found)]));
      common = outcome.coverage;
      size = { states: outcome.states, transitions: outcome.transitions };
      firsts = outcome.firsts;
    }
    if (outcome.limits.includes("timeout")) break;
  }
  return parts;
}

function next(first: number, index: number, of: number): number {
  return first === -1 ? index - 1 : first + of;
}

/** Fewer injections first, then fewer steps. */
function rank({ injections, steps }: { readonly injections: number; readonly steps: number }): number {
  return injections * 2 ** 32 + steps;
}
