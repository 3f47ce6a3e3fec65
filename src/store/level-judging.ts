// Whether what the page shows wins the level that is played: the run for those who
// send events, the explorer's answer for those who edit.

import { judgeExploration, judgeRun, surroundingsChanged, type Judgement } from "../scenario/level/judge.ts";
import { isStale } from "./explorer/selectors.ts";
import type { Explored } from "./explorer/state.ts";
import type { LevelPlay } from "./level-play.ts";
import { runFacts } from "./run-facts.ts";
import type { PageState } from "./state.ts";

/** Undefined: there is nothing yet to judge. */
export function judgePlay(play: LevelPlay, state: PageState): Judgement | undefined {
  const { run, program, scenario } = state;
  if (play.original === "" || program === undefined || scenario === undefined) return undefined;
  const changed = surroundingsChanged(play.level.scenario, scenario);
  if (changed !== undefined) return { kind: "foul", reason: changed };
  const { source } = program;
  if (play.level.win.kind === "holds") {
    const result = presentResult(state);
    return judgeExploration(play.level, play.original, source, result === undefined ? undefined : factsOf(result));
  }
  return run === undefined ? undefined : judgeRun(play.level, play.original, runFacts(run, source, scenario.schedule));
}

/** The explorer's answer, if it is of the text as it is now. */
export function presentResult(state: PageState): Explored | undefined {
  return isStale(state) ? undefined : state.explorer.result;
}

function factsOf({ verdict, bounds, parts }: Explored) {
  return { verdict, bounds, served: parts.some(({ report }) => report.exercised.served) };
}
