// How the page looks, into a link. Sizes, scrolling and selection are the reader's own.
// Loaded with the share dialog.

import type { ViewState } from "../scenario/link/link.ts";
import { PLACE } from "./link-view.ts";
import type { Look, PageState } from "./state.ts";

export function viewOf(state: PageState): ViewState {
  const { codeTab, sideTab, phoneTab, stackAsTable, consoleOpen, look, lanesFolded } = state;
  const looks = look === undefined ? undefined : lookWords(look);
  return {
    code: codeTab,
    side: sideTab,
    phone: phoneTab,
    table: stackAsTable,
    console: consoleOpen,
    ...(looks === undefined ? {} : { look: looks }),
    ...(lanesFolded === undefined ? {} : { folded: lanesFolded }),
  };
}

/** "trace", "memory $rsp", "table idt", "walk nmi"; what a click chose is not told. */
function lookWords(look: Look): string | undefined {
  switch (look.kind) {
    case "trace":
    case "phases":
    case "stops":
      return look.kind;
    case "memory":
      return PLACE.test(look.at) ? `memory ${look.at}` : undefined;
    case "table":
      if (look.table !== "walk") return `table ${look.table}`;
      return look.at !== undefined && PLACE.test(look.at) ? `walk ${look.at}` : undefined;
    case "history":
      return undefined;
  }
}
