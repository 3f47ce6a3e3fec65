// How the page looked goes into a link and comes out of it; a stranger's view can set
// nothing but that.
import { expect, it } from "vitest";

import { stateOf } from "../../src/store/link-view.ts";
import { INITIAL_STATE, type Look } from "../../src/store/state.ts";
import { viewOf } from "../../src/store/view-for-link.ts";

const LOOKS: readonly Look[] = [
  { kind: "trace" },
  { kind: "phases" },
  { kind: "stops" },
  { kind: "memory", at: "$rsp" },
  { kind: "memory", at: "nmi_stack_top-40" },
  { kind: "table", table: "idt" },
  { kind: "table", table: "walk", at: "nmi+0x4" },
];

it.each(LOOKS)("comes back as it was: %o", (look) => {
  const state = {
    ...INITIAL_STATE,
    codeTab: "vectors",
    sideTab: "what-ifs",
    phoneTab: "state",
    stackAsTable: true,
    consoleOpen: true,
    lanesFolded: false,
    look,
  } as const;
  const view = viewOf(state);
  expect(Object.values(view).every((value) => typeof value !== "object")).toBe(true);
  const { codeTab, sideTab, phoneTab, stackAsTable, consoleOpen, lanesFolded } = state;
  expect(stateOf(view)).toEqual({ codeTab, sideTab, phoneTab, stackAsTable, consoleOpen, lanesFolded, look });
});

it("leaves out what is somebody's own, or not plain", () => {
  expect(viewOf({ ...INITIAL_STATE, look: { kind: "history", of: undefined } })).not.toHaveProperty("look");
  expect(viewOf({ ...INITIAL_STATE, look: { kind: "memory", at: "a b" } })).not.toHaveProperty("look");
});

it.each([
  { look: "history 1" },
  { look: "memory <b>" },
  { look: "table nothing" },
  { look: 7 },
  { side: "level", code: "nowhere", table: "yes", console: 1, folded: "no", theme: "dark", dialog: "share" },
])("takes nothing else from a stranger: %o", (view) => expect(stateOf(view)).toEqual({}));
