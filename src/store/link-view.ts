// How the page looked, out of a link: which tabs, what is looked at closer, drawing or
// table. A stranger wrote it: what is not understood is left as it is.

import type { ViewState } from "../scenario/link/link.ts";
import type { Look, PageState } from "./state.ts";

const CODE_TABS = ["handler", "vectors", "workload"] as const;
const SIDE_TABS = ["schedule", "explorer", "properties", "what-ifs"] as const;
const PHONE_TABS = ["stack", "code", "state", "schedule"] as const;
const TABLES = ["idt", "gdt", "tss", "percpu", "control"] as const;
const PLAIN_LOOKS = ["trace", "phases", "stops"] as const;
/** A place to look at: an address, a symbol, a register, with an offset. */
export const PLACE = /^[\w$.+-]{1,80}$/;

export function stateOf(view: ViewState | undefined): Partial<PageState> {
  if (view === undefined) return {};
  const codeTab = CODE_TABS.find((tab) => tab === view["code"]);
  const sideTab = SIDE_TABS.find((tab) => tab === view["side"]);
  const phoneTab = PHONE_TABS.find((tab) => tab === view["phone"]);
  const look = lookOf(view["look"]);
  return {
    ...(codeTab === undefined ? {} : { codeTab }),
    ...(sideTab === undefined ? {} : { sideTab }),
    ...(phoneTab === undefined ? {} : { phoneTab }),
    ...(typeof view["table"] === "boolean" ? { stackAsTable: view["table"] } : {}),
    ...(typeof view["console"] === "boolean" ? { consoleOpen: view["console"] } : {}),
    ...(look === undefined ? {} : { look }),
    ...(typeof view["folded"] === "boolean" ? { lanesFolded: view["folded"] } : {}),
  };
}

function lookOf(words: ViewState[string] | undefined): Look | undefined {
  if (typeof words !== "string") return undefined;
  const [kind = "", of = ""] = words.split(" ", 2);
  const plain = PLAIN_LOOKS.find((look) => look === words);
  if (plain !== undefined) return { kind: plain };
  const table = TABLES.find((name) => name === of);
  if (kind === "table" && table !== undefined) return { kind: "table", table };
  if (!PLACE.test(of)) return undefined;
  if (kind === "memory") return { kind: "memory", at: of };
  return kind === "walk" ? { kind: "table", table: "walk", at: of } : undefined;
}
