// Commands of notes: write one here, go to the next or the previous.

import type { Page } from "../store/page.ts";
import type { PageState } from "../store/state.ts";
import type { CommandParts } from "./commands.ts";

const go = (to: "before" | "after") => (page: Page) =>
  void import("../store/note-actions.ts").then(({ goToNote }) => goToNote(page, to));

export function noteCommands(stopped: (state: PageState) => string | undefined): readonly CommandParts[] {
  return [
    {
      id: "note",
      group: "Look",
      keys: ["a"],
      run: ({ view, store }) => view.editNote(store.getState().moment?.position ?? 0),
      blocked: stopped,
    },
    { id: "next-note", group: "Time", keys: ["}"], run: go("after") },
    { id: "previous-note", group: "Time", keys: ["{"], run: go("before") },
  ];
}
