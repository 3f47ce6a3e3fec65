// The explorer's commands: ask, show, hold, go back, and its other questions.

import type { Page } from "../store/page.ts";
import type { Command } from "./commands.ts";
import { TEXTS } from "./texts.ts";

/** `stopped` says why no step can be taken, and nothing explored. */
export function exploreCommands(stopped: NonNullable<Command["blocked"]>): readonly Command[] {
  return [
    {
      id: "explore",
      title: "Explore: try every schedule within bounds",
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
      title: "Show the explorer",
      group: "Explore",
      keys: [],
      run: showExplorer,
    },
    {
      id: "hold-explorer",
      title: "Explorer: hold, or go on",
      group: "Explore",
      keys: [],
      run: (page) => page.explorer.hold(page.store.getState().explorer.running?.since !== undefined),
      blocked: (state) => (state.explorer.running === undefined ? TEXTS.explore.notRunning : undefined),
    },
    {
      id: "back-to-own",
      title: "Back to my schedule, before a counterexample was opened",
      group: "Explore",
      keys: ["U"],
      run: (page) => void page.counterexamples.backToOwn(),
      blocked: (state) => (state.explorer.kept.length === 0 ? TEXTS.explore.noneKept : undefined),
    },
    {
      id: "minimise",
      title: "Make the schedule smaller: fewest events that break the same",
      group: "Explore",
      keys: [],
      run: (page) => void page.explorerTasks.minimise(),
      blocked: stopped,
    },
    {
      id: "needed-lines",
      title: "Which line is needed? Take each instruction out in turn",
      group: "Explore",
      keys: [],
      run(page) {
        showExplorer(page);
        void page.explorerTasks.findNeeded();
      },
      blocked: stopped,
    },
    {
      id: "follow-edits",
      title: "Explore again after every edit, on or off",
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
