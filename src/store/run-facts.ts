// What a run has shown, out of its view, as levels judge it.

import type { RunFacts } from "../scenario/level/judge.ts";
import type { Witness } from "../scenario/level/level.ts";
import type { ScheduleItem } from "../scenario/scenario.ts";
import type { ContextView, RunView } from "../session/views.ts";

/** `schedule`: as the user has it, with what is switched off. */
export function runFacts(run: RunView, source: string, schedule: readonly ScheduleItem[]): RunFacts {
  return {
    source,
    schedule,
    broken: run.properties.filter(({ brokenAt }) => brokenAt !== undefined).map(({ property }) => property),
    seen: [...witnesses(run)],
  };
}

function* witnesses(run: RunView): Generator<Witness> {
  if (run.marks.some(({ kind }) => kind === "merged")) yield "nmi-merged";
  if (run.blocked.some(({ pendingFrom }) => pendingFrom !== undefined)) yield "nmi-pending";
  const byId = new Map(run.contexts.map((context) => [context.id, context]));
  if (run.contexts.some((context) => isNested(context, byId))) yield "nmi-nested";
}

/** An NMI that was delivered while another's handler lay unfinished underneath. */
function isNested(context: ContextView, byId: ReadonlyMap<number, ContextView>): boolean {
  if (context.kind !== "nmi") return false;
  for (let under = context.interrupted; under !== undefined; under = byId.get(under)?.interrupted) {
    if (byId.get(under)?.kind === "nmi") return true;
  }
  return false;
}
