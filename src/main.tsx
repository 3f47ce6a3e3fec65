// The composition root: the store, the worker behind it, the page on the
// document. The only place that knows everything.

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { connectWorker } from "./protocol/connect.ts";
import { firstMoment } from "./store/catalogue.ts";
import { createPage } from "./store/page.ts";
import { SCENARIO_LINKS } from "./store/scenario-link.ts";
import { browserSurroundings } from "./store/surroundings.ts";
import { App } from "./ui/shell/app.tsx";

const first = firstMoment();
const surroundings = browserSurroundings();
const page = createPage({
  connect: (events) => connectWorker(makeWorker, events, surroundings.after),
  codec: SCENARIO_LINKS,
  surroundings,
  firstMoment: first.moment,
  firstSource: first.source,
  clearAddress: () => history.replaceState(undefined, "", location.pathname + location.search),
});

function makeWorker(): Worker {
  return new Worker(new URL("./worker/session-worker.ts", import.meta.url), { type: "module", name: "machine" });
}

void page.opening.start(location.hash);
window.addEventListener("hashchange", () => void page.opening.follow(location.hash));
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
