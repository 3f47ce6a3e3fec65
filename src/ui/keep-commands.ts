// Commands of what is kept: undo and redo of any change, the tree, the history.

import type { Page } from "../store/page.ts";
import type { CommandParts } from "./commands.ts";

async function walk(page: Page, kind: "undo" | "redo"): Promise<void> {
  page.view.say(await page.keep.walk(kind, true));
}

export const KEEP: readonly CommandParts[] = [
  {
    id: "undo",
    group: "Page",
    keys: ["Ctrl+z"],
    run: (page) => void walk(page, "undo"),
  },
  {
    id: "redo",
    group: "Page",
    keys: ["Ctrl+Shift+z"],
    run: (page) => void walk(page, "redo"),
  },
  {
    id: "what-ifs",
    group: "Page",
    keys: ["z"],
    run(page) {
      page.view.showPhone("schedule");
      page.view.showSide("what-ifs");
    },
  },
  {
    id: "history",
    group: "Page",
    keys: ["H"],
    run: (page) => page.view.openDialog("history"),
  },
];
