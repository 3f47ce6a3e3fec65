// Commands of what is kept: undo and redo of any change, the tree, the history.

import type { Page } from "../store/page.ts";
import type { Command } from "./commands.ts";

async function walk(page: Page, kind: "undo" | "redo"): Promise<void> {
  page.view.say(await page.keep.walk(kind, true));
}

export const KEEP: readonly Command[] = [
  {
    id: "undo",
    title: "Undo the last change of schedule, handler or settings",
    group: "Page",
    keys: ["Ctrl+z"],
    run: (page) => void walk(page, "undo"),
  },
  {
    id: "redo",
    title: "Redo what was undone",
    group: "Page",
    keys: ["Ctrl+Shift+z"],
    run: (page) => void walk(page, "redo"),
  },
  {
    id: "what-ifs",
    title: "What-ifs: every change as a tree",
    group: "Page",
    keys: ["z"],
    run(page) {
      page.view.showPhone("schedule");
      page.view.showSide("what-ifs");
    },
  },
  {
    id: "history",
    title: "History: earlier drafts and opened handlers",
    group: "Page",
    keys: ["H"],
    run: (page) => page.view.openDialog("history"),
  },
];
