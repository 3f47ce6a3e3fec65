// The usual bounds: two NMIs; and where they break nothing a third, as some defects
// show only with three. One that cannot be tried to the end takes nothing from the answer.

import type { Machine } from "../../machine/index.ts";
import { type ExplorationReport, type ExplorationWork, exploreProgram } from "../exploration.ts";
import { withThirdInPart } from "./notes.ts";
import type { ExplorationPlan } from "./question.ts";

/** As exploreProgram within the plan's bounds, and within one NMI more if those hold. */
export function* exploreFurther(machine: Machine, plan: ExplorationPlan): ExplorationWork {
  const first = yield* exploreProgram(machine, plan);
  if (first.verdict !== "holds") return first;
  const further = exploreProgram(machine, { ...plan, bounds: oneMore(plan) });
  let next = further.next();
  while (next.done !== true) {
    const { soFar } = next.value;
    next = further.next(yield { ...next.value, soFar: (replays) => joined(first, soFar(replays)) });
  }
  return joined(first, next.value);
}

export function oneMore({ bounds }: Pick<ExplorationPlan, "bounds">): ExplorationPlan["bounds"] {
  return { ...bounds, nmis: bounds.nmis + 1 };
}

function joined(first: ExplorationReport, further: ExplorationReport): ExplorationReport {
  return isWorthMore(further) ? further : { ...first, notes: withThirdInPart(first.notes, further.states) };
}

/** Else the answer within fewer is the better one. */
export function isWorthMore({ verdict, unconfirmed }: Pick<ExplorationReport, "verdict" | "unconfirmed">): boolean {
  return verdict !== "incomplete" || unconfirmed.length > 0;
}
