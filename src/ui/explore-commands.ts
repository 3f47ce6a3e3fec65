// The explorer's commands: ask, show, hold, go back, and its other questions.

import type { Page } from "../store/page.ts";
import type { CommandParts } from "./commands.ts";
import { TEXTS } from "./texts.ts";

/** `stopped` says why no step can be taken, and nothing explored. */
export function exploreCommands(stopped: NonNullable<CommandParts["blocked"]>): readonly CommandParts[] {
  return [
    {
      id: "explore",
      group: "Explore",
      keys: ["e"],
      run(page) {
        showExplorer(page);
        void page.explorer.explore();
      },
      blocked: stopped,
    },
    {
      id: "show-explorer",
      group: "Explore",
      keys: [],
      run: showExplorer,
    },
    {
      id: "outcomes",
      group: "Explore",
      keys: ["O"],
      run: (page) => page.view.openDialog("outcomes"),
    },
    {
      id: "hold-explorer",
      group: "Explore",
      keys: [],
      run: (page) => page.explorer.hold(page.store.getState().explorer.running?.since !== undefined),
      blocked: (state) => (state.explorer.running === undefined ? TEXTS.explore.notRunning : undefined),
    },
    {
      id: "back-to-own",
      group: "Explore",
      keys: ["U"],
      run: (page) => void page.counterexamples().then((found) => found.backToOwn()),
      blocked: (state) => (state.explorer.kept.length === 0 ? TEXTS.explore.noneKept : undefined),
    },
    {
      id: "minimise",
      group: "Explore",
      keys: [],
      run: (page) => void page.explorerTasks().then((tasks) => tasks.minimise()),
      blocked: stopped,
    },
    {
      id: "needed-lines",
      group: "Explore",
      keys: [],
      run(page) {
        showExplorer(page);
        void page.explorerTasks().then((tasks) => tasks.findNeeded());
      },
      blocked: stopped,
    },
    {
      id: "follow-edits",
      group: "Explore",
      keys: [],
      run: (page) => page.explorer.setFollows(!page.store.getState().explorer.follows),
    },
  ];
}

function showExplorer(page: Page): void {
  page.view.showSide("explorer");
  page.view.showPhone("schedule");
}
