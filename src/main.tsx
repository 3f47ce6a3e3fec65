// The composition root: the store, the worker behind it, the page on the
// document. The only place that knows everything.

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { connectWorker } from "./protocol/connect.ts";
import type { ConnectionEvents } from "./store/connection.ts";
import { loadBuiltInLevels } from "./store/built-in-levels.ts";
import type { ExplorerAnswer, ExplorerProgress, ExplorerQuestion } from "./protocol/exploration.ts";
import { firstMoment } from "./store/catalogue.ts";
import { createPage, type Page } from "./store/page.ts";
import { SCENARIO_LINKS } from "./store/scenario-link.ts";
import { browserSurroundings } from "./store/surroundings.ts";
import { isEmbedded } from "./ui/embed/is-embedded.ts";
import { offerToScripts } from "./ui/scripts.ts";
import { App } from "./ui/shell/app.tsx";

const root = document.getElementById("root");
if (root === null) throw new Error("the document has no root");
if (isEmbedded(location.search)) void startEmbedded(root);
else startWhole(root);

/** The tool itself. */
function startWhole(at: HTMLElement): void {
  const surroundings = browserSurroundings();
  const page = createPage({
    ...commonPorts(surroundings),
    connectExplorer: (events) =>
      connectWorker<ExplorerQuestion, ExplorerAnswer, ExplorerProgress>(makeExplorer, events, surroundings.after),
    clearAddress: () => history.replaceState(undefined, "", location.pathname + location.search),
  });
  offerToScripts(page);
  void open(page);
  window.addEventListener("hashchange", () => void follow(page));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void page.opening.save();
  });
  if (import.meta.env.PROD)
    void import("./ui/offline/register.ts").then(({ registerOffline }) => registerOffline(page));
  createRoot(at).render(
    <StrictMode>
      <App page={page} />
    </StrictMode>,
  );
}

/** In a frame: nothing is stored, no address is changed. */
async function startEmbedded(at: HTMLElement): Promise<void> {
  const { mountEmbed } = await import("./ui/embed/mount.tsx");
  mountEmbed(at, () => createPage({ ...commonPorts(browserSurroundings("no-storage")), clearAddress: () => {} }));
}

function commonPorts(surroundings: ReturnType<typeof browserSurroundings>) {
  const first = firstMoment();
  return {
    connect: (events: ConnectionEvents) => connectWorker(makeWorker, events, surroundings.after),
    codec: SCENARIO_LINKS,
    surroundings,
    firstMoment: first.moment,
    // What a link holds is not known yet; until it is, no other text is shown.
    firstSource: location.hash.length > 1 ? "" : first.source,
    builtInLevels: loadBuiltInLevels,
  };
}

function makeWorker(): Worker {
  return new Worker(new URL("./worker/session-worker.ts", import.meta.url), { type: "module", name: "machine" });
}

function makeExplorer(): Worker {
  return new Worker(new URL("./worker/explore-worker.ts", import.meta.url), { type: "module", name: "explorer" });
}

/** A level, or a scenario; with a level the draft is opened too, to come back to. */
async function open(page: Page): Promise<void> {
  const { hash } = location;
  const isLevel = hash.startsWith("#level");
  await page.opening.start(isLevel ? "" : hash);
  if (isLevel) await (await page.levels()).openFragment(hash);
}

/** The address changed under the open page: someone followed or pasted a link. */
async function follow(page: Page): Promise<void> {
  const isLevel = location.hash.includes("level") && (await (await page.levels()).openFragment(location.hash));
  if (!isLevel) await page.opening.follow(location.hash);
}
