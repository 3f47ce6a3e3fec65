// What the console's explore, info violations and goto violation come to on the
// page: the explorer is asked, its answer printed.

import type { StoreApi } from "zustand/vanilla";

import type { ConsoleWish } from "../../protocol/messages.ts";
import type { ConsoleLine } from "../../session/views.ts";
import type { Keep } from "../keep/keep.ts";
import type { PageState } from "../state.ts";
import type { LevelActions } from "../level-actions.ts";
import { appendLines } from "../views.ts";
import type { ExplorerParts } from "./explorer.ts";
import { isStale, workloadsOf } from "./selectors.ts";
import type { Explored } from "./state.ts";
import { EXPLORER_CONSOLE_TEXTS as TEXTS } from "../texts/explorer-console.ts";
import { effortWords, limitWords, scheduleWords, verdictWords } from "../texts/explorer-long.ts";
import { boundsWords } from "../texts/explorer.ts";

export interface PageParts {
  readonly keep: Keep;
  readonly levels: () => Promise<LevelActions>;
}

export async function fulfil(
  wish: ConsoleWish,
  store: StoreApi<PageState>,
  parts: ExplorerParts & PageParts,
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
      print([TEXTS.exploring(boundsWords({ bounds, workloads: workloadsOf(store.getState()) }))]);
      const result = await explorer.explore();
      const { failure } = store.getState().explorer;
      if (result !== undefined) print(resultLines(result));
      else print([failure ?? TEXTS.replaced], "error");
      return;
    }
    case "list-explored": {
      const state = store.getState();
      const { result } = state.explorer;
      if (result === undefined) print([TEXTS.nothingExplored]);
      else print([...(isStale(state) ? [TEXTS.changedSince] : []), ...resultLines(result)]);
      return;
    }
    case "open-explored":
      await (await counterexamples()).open(wish.number - 1);
      return;
    case "undo":
    case "redo":
      print([await parts.keep.walk(wish.kind)]);
      return;
    case "minimise":
      await (await parts.explorerTasks()).minimise();
      print([store.getState().notice ?? store.getState().explorer.failure ?? ""]);
      return;
    case "share":
      store.setState({ dialog: "share" });
      return;
    case "level":
      if (wish.id === undefined) store.setState({ dialog: "levels" });
      else await (await parts.levels()).openNamed(wish.id);
      return;
    case "hint":
    case "solve":
      await play(wish.kind, print, store, await parts.levels());
  }
}

async function play(
  wanted: "hint" | "solve",
  print: (texts: readonly string[], kind?: ConsoleLine["kind"]) => void,
  store: StoreApi<PageState>,
  levels: LevelActions,
): Promise<void> {
  if (store.getState().level === undefined) return print([TEXTS.noLevel], "error");
  if (wanted === "solve") return levels.solve();
  levels.hint();
  const shown = store.getState().level;
  if (shown !== undefined) print([shown.level.teaching.hints[shown.hints - 1] ?? TEXTS.noHints]);
}

function resultLines(result: Explored): readonly string[] {
  return [
    TEXTS.explored(verdictWords(result)),
    ...limitWords(result).map((words) => `  ${words}`),
    ...result.violations.flatMap((violation, index) => [
      TEXTS.violation(index + 1, violation.property, effortWords(violation), violation.at, violation.explanation),
      `     ${scheduleWords(violation.schedule)}`,
    ]),
    ...(result.violations.length === 0 ? [] : [TEXTS.howToOpen]),
  ];
}
