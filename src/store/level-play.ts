// A level that is being played, as the page shows it. Plain data.

import type { Judgement } from "../scenario/level/judge.ts";
import type { Level } from "../scenario/level/level.ts";
import { deletedLine } from "../scenario/level/deleted.ts";
import type { HandlerFacts } from "../scenario/level/tampering.ts";
import { lockedLines } from "../scenario/level/locked.ts";
import type { SharedMoment } from "../scenario/scenario.ts";
import type { ExplorerState } from "./explorer/state.ts";

export { printSchedule } from "../scenario/schedule.ts";

export interface LevelPlay {
  readonly level: Level;
  /** Its place among the built-in ones, from 0; undefined: somebody's own. */
  readonly number: number | undefined;
  /** The handler's text as the learner found it. */
  readonly original: string;
  /** What that assembled to; undefined until it runs. */
  readonly originalCode: HandlerFacts | undefined;
  /** How many hints are shown. */
  readonly hints: number;
  readonly solutionShown: boolean;
  readonly judgement: Judgement;
  /** Won at least once since it was opened: with how few events. */
  readonly best: number | undefined;
  /** What the page held before, to go back to. */
  readonly before: SharedMoment | undefined;
  /** What the explorer was asked with before. */
  readonly boundsBefore: Pick<ExplorerState, "bounds" | "goesFurther">;
}

/** 1-based lines of the text in the editor that the learner may not change. */
export function lockedLinesOf(play: LevelPlay | undefined, source: string): readonly number[] {
  return play === undefined || play.original === "" ? [] : lockedLines(play.level.editable, play.original, source);
}

/** A breaker's deletion: its line, and the instruction that is gone. */
export function deletionOf(
  play: LevelPlay,
  source: string,
): { readonly line: number; readonly text: string } | undefined {
  const line = deletedLine(play.original, source);
  if (line === undefined) return undefined;
  const text = (play.original.split("\n")[line - 1] ?? "").replace(/#.*$/, "").trim();
  return { line, text };
}
