// What happens around the page: a second tab, a host page that embeds it, articles,
// the worker that dies. Each in the same browser, none of it may disturb the first tab.
import type { Page } from "playwright-core";

import { EDITING } from "./editing.ts";
import { blur, click, closeDialogs, keys, type Action, type Hand } from "./hand.ts";
import { ready, settled } from "./judge.ts";

/** What a worker is made to throw; the browser tells of it in its console. */
export const ON_PURPOSE = "broken on purpose";
/** Closed, or full: then older drafts must not go for what cannot be written all the same. */
const STORAGE_FAILURES = ["UnknownError", "QuotaExceededError"] as const;
const BROKEN_WITHIN_MS = 30_000;
/** Of the same origin: another one is in embed.spec.ts. */
const HOST = "a-host-of-the-soak.html";
const ARTICLES = ["lessons/", "lessons/one-at-a-time.html", "lessons/two-copies.html", "gallery/matrix.html"];
const MESSAGES = [
  { type: "seek", position: 5 },
  { type: "seek", position: -1 },
  { type: "step", count: 3 },
  { type: "step", count: -2 },
  { type: "inject", event: "nmi" },
  { type: "inject", event: "nothing" },
  { type: "verdict" },
  { type: "bogus" },
] as const;

/** A page beside the first one; whatever it says goes wrong is told. */
async function beside(hand: Hand, name: string, use: (page: Page) => Promise<void>): Promise<void> {
  const page = await hand.context.newPage();
  const note = (text: string): void => {
    if (!text.includes(ON_PURPOSE)) hand.wrong.push(`${name}: ${text}`);
  };
  page.on("pageerror", (error) => note(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") note(message.text());
  });
  try {
    await use(page);
  } catch (failure) {
    note(String(failure));
  } finally {
    await page.close();
    await hand.page.bringToFront();
  }
}

function secondTab(hand: Hand): Promise<void> {
  return beside(hand, "second tab", async (page) => {
    await page.goto(hand.url);
    await ready(page);
    await settled(page);
    await page.locator(".monaco-editor").first().waitFor({ state: "attached" });
    const other: Hand = { ...hand, page };
    if (hand.random.chance(4)) await closeStorage(page, hand.random.pick(STORAGE_FAILURES, STORAGE_FAILURES[0]));
    for (let n = 1 + hand.random.below(4); n > 0; n--) {
      await keys(other, ["s", "b", "i", "c", "T", "m", "u"], 4);
      // Where nothing can be kept, nothing of it is looked for.
      await EDITING[0]?.run((await isClosed(page)) ? { ...other, typed: [] } : other);
    }
    if (hand.random.chance(2)) {
      await page.reload();
      await ready(page);
    } else await page.waitForTimeout(800);
  });
}

async function closeStorage(page: Page, name: string): Promise<void> {
  await page.evaluate((failure) => {
    const closed = (): never => {
      throw new DOMException("closed", failure);
    };
    IDBObjectStore.prototype.put = closed;
    Storage.prototype.setItem = closed;
    Object.assign(globalThis, { isClosed: true });
  }, name);
}

const isClosed = (page: Page): Promise<boolean> => page.evaluate(() => "isClosed" in globalThis);

function embedded(hand: Hand): Promise<void> {
  return beside(hand, "embedded", async (page) => {
    await page.route(hand.url + HOST, (route) =>
      route.fulfill({
        contentType: "text/html",
        body: `<!doctype html><title>Host</title><iframe src="${hand.url}?embed=1" width="900" height="500"></iframe>
<script>window.heard = []; addEventListener("message", ({ data }) => heard.push(data));</script>`,
      }),
    );
    await page.goto(hand.url + HOST);
    const heard = (id: string | undefined): Promise<unknown> =>
      page.waitForFunction(
        (wanted) =>
          (globalThis as unknown as { heard: { type: string; id?: string }[] }).heard.some((data) =>
            wanted === undefined ? data.type === "ready" : data.id === wanted,
          ),
        id,
        { timeout: 20_000 },
      );
    await heard(undefined);
    for (let n = hand.random.below(6); n >= 0; n--) {
      const message = hand.random.pick(MESSAGES, MESSAGES[0]);
      await page.evaluate((data) => document.querySelector("iframe")?.contentWindow?.postMessage(data, "*"), {
        ...message,
        id: `m${n}`,
      });
      if (message.type !== "bogus") await heard(`m${n}`);
    }
  });
}

function article(hand: Hand): Promise<void> {
  return beside(hand, "article", async (page) => {
    await page.goto(hand.url + hand.random.pick(ARTICLES, "lessons/"));
    const other: Hand = { ...hand, page };
    for (let n = 2 + hand.random.below(6); n > 0; n--) {
      await click(other, "main button, figure button, summary, [role=slider], main input");
      await page.mouse.wheel(0, 300);
    }
  });
}

function compare(hand: Hand): Promise<void> {
  return beside(hand, "compare", async (page) => {
    await page.goto(`${hand.url}compare.html`);
    await page.locator("select").first().waitFor();
    const other: Hand = { ...hand, page };
    for (let n = 1 + hand.random.below(5); n > 0; n--) {
      await click(other, "main button, main input[type=checkbox], main [role=tab]");
      await keys(other, ["s", "b", "ArrowRight"], 3);
    }
  });
}

/** Text, schedule and place must be there again on a new machine. */
async function machineDies({ page, wrong }: Hand): Promise<void> {
  await closeDialogs(page);
  await blur(page);
  const rows = (): Promise<string[]> => page.locator(".schedule-row code").allTextContents();
  const before = await rows();
  const worker = page.workers().find((one) => one.url().includes("session-worker"));
  await worker?.evaluate(
    (reason) =>
      void setTimeout(() => {
        throw new Error(reason);
      }),
    ON_PURPOSE,
  );
  await page.getByRole("button", { name: "Restart", exact: true }).first().click();
  await page.locator(".strip", { hasText: "The machine stopped" }).waitFor({ state: "detached" });
  await settled(page);
  const after = await rows();
  if (String(before) !== String(after)) wrong.push(`the machine died: ${String(before)} became ${String(after)}`);
}

async function explorerDies({ page }: Hand): Promise<void> {
  const worker = page.workers().find((one) => one.url().includes("explore-worker"));
  if (worker === undefined) return;
  const broken = worker.evaluate(
    (reason) =>
      void setTimeout(() => {
        throw new Error(reason);
      }),
    ON_PURPOSE,
  );
  // One that the page has ended already may still be listed, and answers nobody.
  await Promise.race([broken.catch(() => {}), page.waitForTimeout(BROKEN_WITHIN_MS)]);
}

export const AROUND: readonly Action[] = [
  { name: "second tab", weight: 2, run: secondTab },
  { name: "embedded", weight: 1, run: embedded },
  { name: "article", weight: 1, run: article },
  { name: "compare", weight: 1, run: compare },
  { name: "machine dies", weight: 1, run: machineDies },
  { name: "explorer dies", weight: 1, run: explorerDies },
];
