// Facts that several panels derive from the views in the same way.

import type { ContextId } from "../machine/types.ts";
import type { Scenario, SharedMoment } from "../scenario/scenario.ts";
import type { ContextView, ProgramView, RunView, ViolationView } from "../session/views.ts";
import type { CodeTab, PageState } from "./state.ts";

export function contextOf(run: RunView | undefined, id: ContextId | undefined): ContextView | undefined {
  return id === undefined ? undefined : (run?.contexts[id] ?? run?.contexts.find((context) => context.id === id));
}

/** Violations in order of their steps. */
export function violationsInOrder(run: RunView | undefined): readonly ViolationView[] {
  return run === undefined ? [] : run.violations.toSorted((a, b) => a.step - b.step);
}

/** The scenario as it is now, text that was only typed included. */
export function presentMoment(state: PageState): SharedMoment | undefined {
  const { scenario, sourceText, sourcePending } = state;
  if (scenario === undefined) return undefined;
  const kept: Scenario = sourcePending ? { ...scenario, handler: { kind: "source", text: sourceText } } : scenario;
  return { scenario: kept, position: placeIn(state) };
}

/** Where the reader is; of a text that does not assemble: where they will be. */
export function placeIn({ moment, opened }: PageState): number {
  return moment?.position ?? opened?.position ?? 0;
}

/** The step just done; undefined at the start. */
export function stepDone(state: PageState): number | undefined {
  const position = state.moment?.position ?? 0;
  return position === 0 ? undefined : position - 1;
}

export function failedCount(run: RunView): number {
  return run.properties.filter((property) => property.brokenAt !== undefined).length;
}

/** Why no step can be taken now; undefined: it can. */
export function stoppedBecause(state: PageState): "no-source" | "dead" | "starting" | undefined {
  if (state.health.kind === "dead") return "dead";
  if (state.program?.assembled === false) return "no-source";
  if (state.moment === undefined) return "starting";
  return undefined;
}

/** First line at which the text differs from the one that this run ran. */
export function differsSinceLine(state: PageState): number | undefined {
  const { goodSource, sourceText } = state;
  if (goodSource === undefined || goodSource === sourceText) return undefined;
  const good = goodSource.split("\n");
  const index = sourceText.split("\n").findIndex((line, at) => line !== good[at]);
  return index === -1 ? good.length : index + 1;
}

const CODE_TABS: readonly CodeTab[] = ["handler", "vectors", "workload"];

/** Which listing has the address. */
export function codeTabOf(program: ProgramView | undefined, address: bigint | undefined): CodeTab | undefined {
  if (program === undefined || address === undefined) return undefined;
  return CODE_TABS.find((tab) => program[tab].some((line) => line.address === address));
}
