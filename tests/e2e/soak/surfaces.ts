// What the page can show, each with how it is recognised: a soak tells what it reached.
import type { Page } from "playwright-core";

const SURFACES: Readonly<Record<string, string>> = {
  trace: ".trace-row",
  origins: "#look-tab-history[aria-selected=true], .look .history",
  phases: ".phases",
  memory: ".look-table.memory",
  tables: ".look-table:not(.memory)",
  stops: ".stops",
  "stack as a table": ".word-table",
  schedule: ".schedule-row",
  "schedule menu": ".row-menu, [role=menu]",
  explorer: ".explorer",
  "an exploration running": ".exploring",
  "an exploration's answer": ".found-row, .explorer .verdict",
  properties: "#side-tab-properties[aria-selected=true]",
  "what-ifs": ".what-if",
  console: ".console.open .xterm",
  editor: ".monaco-editor .view-line",
  problems: "#problems",
  "a level": ".goal-strip",
  palette: ".palette-search",
  share: "dialog[open] .share-link",
  "levels' list": ".level-list, dialog[open] .levels",
  history: "dialog[open] .history",
  "a strip of something wrong": ".strip.bad",
  "a draft beside a link": ".strip.plain",
  notice: ".notice",
};

/** In the page: remembers what was in sight, dialogs that are gone again included. */
function watch(all: Readonly<Record<string, string>>): void {
  const seen = new Set<string>();
  let isDue = false;
  const look = (): void => {
    isDue = false;
    for (const [name, selector] of Object.entries(all)) if (document.querySelector(selector) !== null) seen.add(name);
  };
  new MutationObserver(() => {
    if (!isDue) setTimeout(look, 20);
    isDue = true;
  }).observe(document, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["open", "aria-selected"],
  });
  Object.assign(globalThis, { seen });
}

export async function watchSurfaces(page: Page): Promise<void> {
  await page.addInitScript(watch, SURFACES);
  await page.evaluate(watch, SURFACES);
}

/** Those that were in sight since the page was loaded, added to what was reached. */
export async function noteSurfaces(page: Page, reached: Set<string>): Promise<void> {
  const seen = await page.evaluate(() => [...((globalThis as unknown as { seen?: Set<string> }).seen ?? [])]);
  for (const name of seen) reached.add(name);
}

export const missedSurfaces = (reached: ReadonlySet<string>): readonly string[] =>
  Object.keys(SURFACES).filter((name) => !reached.has(name));
