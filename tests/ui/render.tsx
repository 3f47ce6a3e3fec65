// Renders a component over the illustrated views, to markup and to its words.

import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { createStore } from "zustand/vanilla";

import { createPage } from "../../src/store/page.ts";
import { SCENARIO_LINKS } from "../../src/store/scenario-link.ts";
import { INITIAL_STATE, type PageState } from "../../src/store/state.ts";
import { applyUpdate } from "../../src/store/views.ts";
import { PageProvider } from "../../src/ui/page-context.tsx";
import { FakeExplorer } from "../store/fake-explorer.ts";
import { FakeMachine, FakeWorld } from "../store/fake-machine.ts";
import { CELLS, EVERYTHING } from "./fixtures/illustrated.ts";

export function illustratedState(more: Partial<PageState> = {}): PageState {
  return {
    ...INITIAL_STATE,
    ...applyUpdate(INITIAL_STATE, EVERYTHING),
    cells: new Map(CELLS.map((cell) => [cell.step, cell])),
    health: { kind: "ready" },
    ...more,
  };
}

export function render(node: ReactNode, more: Partial<PageState> = {}): string {
  const page = createPage({
    connect: new FakeMachine().connect,
    connectExplorer: new FakeExplorer().connect,
    codec: SCENARIO_LINKS,
    surroundings: new FakeWorld(),
    firstMoment: {
      scenario: {
        handler: { kind: "catalogue", name: "naive" },
        workload: "kernel",
        body: "touch",
        options: {},
        schedule: [],
      },
      position: 0,
    },
    firstSource: "",
    builtInLevels: () => Promise.resolve([]),
    clearAddress: () => {},
  });
  const store = createStore<PageState>(() => illustratedState(more));
  return renderToStaticMarkup(<PageProvider page={{ ...page, store }}>{node}</PageProvider>);
}

/** What a reader sees: the text without the markup, one space between parts. */
export function words(markup: string): string {
  return markup
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll("&amp;", "&")
    .replaceAll("&gt;", ">")
    .replaceAll("&#x27;", "'")
    .replaceAll(/\s+/g, " ")
    .trim();
}
