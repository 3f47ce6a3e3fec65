// The composition root: the store, the worker behind it, the page on the
// document. The only place that knows everything.

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { connectWorker } from "./protocol/connect.ts";
import { loadBuiltInLevels } from "./store/built-in-levels.ts";
import type { ExplorerAnswer, ExplorerProgress, ExplorerQuestion } from "./protocol/exploration.ts";
import { firstMoment } from "./store/catalogue.ts";
import { createPage } from "./store/page.ts";
import { SCENARIO_LINKS } from "./store/scenario-link.ts";
import { browserSurroundings } from "./store/surroundings.ts";
import { App } from "./ui/shell/app.tsx";

const first = firstMoment();
const surroundings = browserSurroundings();
const page = createPage({
  connect: (events) => connectWorker(makeWorker, events, surroundings.after),
  connectExplorer: (events) =>
    connectWorker<ExplorerQuestion, ExplorerAnswer, ExplorerProgress>(makeExplorer, events, surroundings.after),
  codec: SCENARIO_LINKS,
  surroundings,
  firstMoment: first.moment,
  firstSource: first.source,
  builtInLevels: loadBuiltInLevels,
  clearAddress: () => history.replaceState(undefined, "", location.pathname + location.search),
});

function makeWorker(): Worker {
  return new Worker(new URL("./worker/session-worker.ts", import.meta.url), { type: "module", name: "machine" });
}

/** A level, or a scenario; with a level the draft is opened too, to come back to. */
async function open(): Promise<void> {
  const { hash } = location;
  const isLevel = hash.startsWith("#level");
  await page.opening.start(isLevel ? "" : hash);
  if (isLevel) await page.levels.openFragment(hash);
}

/** The address changed under the open page: someone followed or pasted a link. */
async function follow(): Promise<void> {
  if (!(await page.levels.openFragment(location.hash))) await page.opening.follow(location.hash);
}

void open();
window.addEventListener("hashchange", () => void follow());

function makeExplorer(): Worker {
  return new Worker(new URL("./worker/explore-worker.ts", import.meta.url), { type: "module", name: "explorer" });
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") void page.opening.save();
});

const root = document.getElementById("root");
if (root === null) throw new Error("the document has no root");
createRoot(root).render(
  <StrictMode>
    <App page={page} />
  </StrictMode>,
);
