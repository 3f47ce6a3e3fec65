// Whether what the page shows wins the level that is played: the run for those who
// send events, the explorer's answer for those who edit.

import {
  judgeExploration,
  judgeRun,
  surroundingsChanged,
  type ExplorationFacts,
  type Judgement,
} from "../scenario/level/judge.ts";
import type { ExploredPart } from "../session/views/exploration.ts";
import { presentResult } from "./explorer/selectors.ts";
import type { LevelPlay } from "./level-play.ts";
import { runFacts } from "./run-facts.ts";
import type { PageState } from "./state.ts";

/** Undefined: there is nothing yet to judge. */
export function judgePlay(play: LevelPlay, state: PageState): Judgement | undefined {
  const { run, program, scenario } = state;
  const { original, originalCode } = play;
  if (originalCode === undefined || program === undefined || scenario === undefined) return undefined;
  const changed = surroundingsChanged(play.level.scenario, scenario);
  if (changed !== undefined) return { kind: "foul", reason: changed };
  const { source } = program;
  if (play.level.win.kind === "holds") {
    const result = presentResult(state);
    const facts = result === undefined ? undefined : factsOf(result.parts, result);
    return judgeExploration(play.level, { text: original, code: originalCode }, { text: source, code: program }, facts);
  }
  return run === undefined ? undefined : judgeRun(play.level, original, runFacts(run, source, scenario.schedule));
}

/** What the parts of an exploration say about the handler, with its verdict and bounds. */
export function factsOf(
  parts: readonly ExploredPart[],
  { verdict, bounds }: Pick<ExplorationFacts, "verdict" | "bounds">,
): ExplorationFacts {
  const exercised = parts.map(({ report }) => report.exercised);
  return {
    verdict,
    bounds,
    served: exercised.some(({ served }) => served),
    faultInside: exercised.some(({ witnesses }) => witnesses.some(({ name }) => name === "fault-inside")),
  };
}
