// Brings the figures of a page to life: when one comes into view it gets a
// machine of its own and takes the place of its drawing. The composition root
// of the site's pages.

import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";

import { connectWorker } from "../protocol/connect.ts";
import { createPage } from "../store/page.ts";
import { SCENARIO_LINKS } from "../store/scenario-link.ts";
import { browserSurroundings } from "../store/surroundings.ts";
import { Figure } from "../ui/figures/figure.tsx";
import { readFigureSpec } from "../ui/figures/figure-spec.ts";
import { followSystemTheme } from "../ui/figures/system-theme.ts";
import { offerPresentation } from "./present.ts";
import "../ui/styles/tokens.css";
import "../ui/styles/base.css";
import "./site.css";
import "./lessons/course.css";
import "./present.css";
import "./print.css";
import "./gallery/gallery.css";

function makeWorker(): Worker {
  return new Worker(new URL("../worker/session-worker.ts", import.meta.url), { type: "module", name: "machine" });
}

/** The drawing stays in place if the figure cannot run. */
async function enliven(element: HTMLElement): Promise<void> {
  const spec = readFigureSpec(element.dataset["figure"] ?? "");
  if (spec === undefined) return;
  const read = await SCENARIO_LINKS.decode(spec.link);
  if (read.kind === "bad") return;
  const { moment } = read;
  const surroundings = browserSurroundings("no-storage");
  const page = createPage({
    connect: (events) => connectWorker(makeWorker, events, surroundings.after),
    codec: SCENARIO_LINKS,
    surroundings,
    firstMoment: moment,
    firstSource: "",
    builtInLevels: () => Promise.resolve([]),
    clearAddress: () => undefined,
  });
  await page.machine.open(moment);
  if (page.store.getState().moment === undefined) return;
  const held = heldIn(element);
  flushSync(() =>
    createRoot(element).render(<Figure page={page} spec={spec} tool={element.dataset["tool"] ?? ""} live />),
  );
  if (held !== undefined) element.querySelector<HTMLElement>(held)?.focus({ preventScroll: true });
}

/** A selector of what has the focus there: who reads by keyboard shall not be thrown to the page's start. */
function heldIn(element: HTMLElement): string | undefined {
  const held = document.activeElement;
  if (held === null || !element.contains(held)) return undefined;
  if (held.matches("[data-open-tool]")) return "[data-open-tool]";
  const [name] = held.classList;
  return name === undefined ? held.localName : `.${name}`;
}

followSystemTheme();
offerPresentation(document);
const watcher = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting || !(target instanceof HTMLElement)) continue;
      watcher.unobserve(target);
      void enliven(target);
    }
  },
  { rootMargin: "200px" },
);
for (const element of document.querySelectorAll("[data-figure]")) watcher.observe(element);

// What only one page has comes with that page.
const matrix = document.querySelector<HTMLElement>("[data-matrix-live]");
if (matrix !== null) void import("./matrix/matrix-live.tsx").then(({ enlivenMatrix }) => enlivenMatrix(matrix));
const lesson = document.querySelector<HTMLElement>("article.lesson");
const course = document.querySelector<HTMLElement>("[data-progress]");
if (lesson !== null || course !== null)
  void import("./lessons/progress-marks.ts").then(({ markWhenRead, showProgress }) => {
    if (lesson !== null) markWhenRead(lesson);
    if (course !== null) showProgress(course);
  });
const compare = document.querySelector<HTMLElement>("[data-compare]");
if (compare !== null) void import("./compare/compare-app.tsx").then(({ enlivenCompare }) => enlivenCompare(compare));
