// Taking the worker's views into the state. Views replace each other whole;
// absent ones stand, so that panels of unchanged views need not draw again.

import type { ViewUpdate } from "../protocol/messages.ts";
import { shareEqual } from "./share-equal.ts";
import type { ConsoleEntry, PageState } from "./state.ts";
import { saved } from "./texts/saved.ts";

const CONSOLE_LINES = 2000;

const NO_RUN: Pick<PageState, "run" | "moment" | "goodSource" | "cells" | "shownCode" | "codeTab"> = {
  run: undefined,
  moment: undefined,
  goodSource: undefined,
  cells: new Map(),
  shownCode: undefined,
  // where it says what is wrong
  codeTab: "handler",
};

export function applyUpdate(state: PageState, update: ViewUpdate): Partial<PageState> {
  const next: { -readonly [key in keyof PageState]?: PageState[key] } = {};
  if (update.scenario !== undefined) next.scenario = update.scenario;
  if (update.moment !== undefined) next.moment = shareEqual(state.moment, update.moment);
  if (next.moment !== undefined && next.moment !== state.moment) next.shownCode = undefined;
  if (update.noRun === true) Object.assign(next, NO_RUN);
  if (update.breakpoints !== undefined) next.breakpoints = update.breakpoints;
  if (update.flavor !== undefined) next.flavor = update.flavor;
  if (update.run !== undefined) {
    next.run = update.run;
    next.cells = new Map();
  }
  if (update.program !== undefined) {
    next.program = update.program;
    const typedSince = state.sourcePending && state.sourceText !== update.program.source;
    if (!typedSince) {
      next.sourceText = update.program.source;
      next.sourcePending = false;
    }
    if (update.program.assembled) next.goodSource = update.program.source;
  }
  if (update.console !== undefined && update.console.length > 0) {
    next.console = appendLines(state.console, update.console);
  }
  const { file } = update;
  next.notice = update.notice ?? update.run?.notice ?? (file && saved(file.name, file.how));
  return next;
}

export function appendLines(
  entries: readonly ConsoleEntry[],
  lines: NonNullable<ViewUpdate["console"]>,
): readonly ConsoleEntry[] {
  const first = (entries.at(-1)?.id ?? 0) + 1;
  return [...entries, ...lines.map((line, index) => ({ ...line, id: first + index }))].slice(-CONSOLE_LINES);
}
