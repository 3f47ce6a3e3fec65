// What the console's explore, info violations and goto violation come to on the
// page: the explorer is asked, its answer printed.

import type { StoreApi } from "zustand/vanilla";

import type { ConsoleWish } from "../../protocol/messages.ts";
import type { ConsoleLine } from "../../session/views.ts";
import type { Keep } from "../keep/keep.ts";
import type { PageState } from "../state.ts";
import { appendLines } from "../views.ts";
import type { ExplorerParts } from "./explorer.ts";
import { isStale, workloadsOf } from "./selectors.ts";
import type { Explored } from "./state.ts";
import { boundsWords, effortWords, limitWords, scheduleWords, verdictWords } from "./words.ts";

export async function fulfil(
  wish: ConsoleWish,
  store: StoreApi<PageState>,
  parts: ExplorerParts & { readonly keep: Keep },
): Promise<void> {
  const { explorer, counterexamples } = parts;
  const print = (texts: readonly string[], kind: ConsoleLine["kind"] = "output"): void => {
    const lines = texts.map((text): ConsoleLine => ({ kind, text }));
    store.setState((state) => ({ console: appendLines(state.console, lines) }));
  };
  switch (wish.kind) {
    case "explore": {
      explorer.setBounds(wish.bounds);
      const { bounds } = store.getState().explorer;
      print([`Exploring ${boundsWords({ bounds, workloads: workloadsOf(store.getState()) })}.`]);
      const result = await explorer.explore();
      const { failure } = store.getState().explorer;
      if (result !== undefined) print(resultLines(result));
      else print([failure ?? "Another question took its place."], "error");
      return;
    }
    case "list-explored": {
      const state = store.getState();
      const { result } = state.explorer;
      if (result === undefined) print(["No schedules were explored: explore nmis=2 faults=1 tries all of them."]);
      else
        print([
          ...(isStale(state) ? ["The program was changed since this was explored:"] : []),
          ...resultLines(result),
        ]);
      return;
    }
    case "open-explored":
      await counterexamples.open(wish.number - 1);
      return;
    case "undo":
    case "redo":
      print([await parts.keep.walk(wish.kind)]);
  }
}

function resultLines(result: Explored): readonly string[] {
  return [
    `Explored: ${verdictWords(result)}.`,
    ...limitWords(result).map((words) => `  ${words}`),
    ...result.violations.flatMap((violation, index) => [
      `${index + 1}  ${violation.property}: ${effortWords(violation)}, at ${violation.at}: ${violation.explanation}`,
      `     ${scheduleWords(violation.schedule)}`,
    ]),
    ...(result.violations.length === 0 ? [] : ["goto violation N opens one, one step before the damage."]),
  ];
}
