// A level that is being played, as the page shows it. Plain data.

import type { Judgement } from "../scenario/level/judge.ts";
import type { Level } from "../scenario/level/level.ts";
import type { SharedMoment } from "../scenario/scenario.ts";

export interface LevelPlay {
  readonly level: Level;
  /** Its place among the built-in ones, from 0; undefined: somebody's own. */
  readonly number: number | undefined;
  /** The handler's text as the learner found it. */
  readonly original: string;
  /** How many hints are shown. */
  readonly hints: number;
  readonly solutionShown: boolean;
  readonly judgement: Judgement;
  /** Won at least once since it was opened: with how few events. */
  readonly best: number | undefined;
  /** What the page held before, to go back to. */
  readonly before: SharedMoment | undefined;
}
