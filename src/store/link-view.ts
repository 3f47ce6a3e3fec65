// How the page looked, as a link carries it: which tabs, drawing or table. Sizes,
// scrolling and selection are the reader's own.

import type { ViewState } from "../scenario/link/link.ts";
import type { PageState } from "./state.ts";

const CODE_TABS = ["handler", "vectors", "workload"] as const;
const SIDE_TABS = ["schedule", "explorer", "properties"] as const;
const PHONE_TABS = ["stack", "code", "state", "schedule"] as const;

export function viewOf({ codeTab, sideTab, phoneTab, stackAsTable, consoleOpen }: PageState): ViewState {
  return { code: codeTab, side: sideTab, phone: phoneTab, table: stackAsTable, console: consoleOpen };
}

/** What is not understood is left as it is. */
export function stateOf(view: ViewState | undefined): Partial<PageState> {
  if (view === undefined) return {};
  const codeTab = CODE_TABS.find((tab) => tab === view["code"]);
  const sideTab = SIDE_TABS.find((tab) => tab === view["side"]);
  const phoneTab = PHONE_TABS.find((tab) => tab === view["phone"]);
  return {
    ...(codeTab === undefined ? {} : { codeTab }),
    ...(sideTab === undefined ? {} : { sideTab }),
    ...(phoneTab === undefined ? {} : { phoneTab }),
    ...(typeof view["table"] === "boolean" ? { stackAsTable: view["table"] } : {}),
    ...(typeof view["console"] === "boolean" ? { consoleOpen: view["console"] } : {}),
  };
}
