// What must hold of the page at any time: it answers, what was typed is kept, and a
// reload changes nothing.
import type { Page } from "playwright-core";
import { expect } from "vitest";

import { openLink } from "../../../src/scenario/link/link.ts";
import { blur, closeDialogs, openDialog, type Hand } from "./hand.ts";

/** Marks that must still be somewhere; older drafts may have been dropped for newer ones. */
const REMEMBERED = 12;
/** The keeper writes half a second after the last change. */
const KEPT_AFTER_MS = 900;

export async function ready(page: Page): Promise<void> {
  await page.locator(".step-number").waitFor();
  await page.locator(".lanes").first().waitFor();
}

/** The machine works on nothing any more. */
export async function settled(page: Page): Promise<void> {
  const busy = /The machine is (?:running|starting)/;
  await expect.poll(() => page.locator(".sentence").textContent(), { timeout: 60_000 }).not.toMatch(busy);
}

/** Goes back to the start; a text that does not assemble is left first. */
export async function answers({ page }: Hand): Promise<string[]> {
  await blur(page);
  const canStep = page.locator('[data-command="step"][aria-disabled=false]').first();
  if ((await canStep.count()) === 0) await page.locator(".handler-choice").selectOption("naive");
  try {
    await canStep.waitFor({ timeout: 20_000 });
    await page.keyboard.press("r");
    await expect.poll(() => page.locator(".step-number b").textContent(), { timeout: 20_000 }).toBe("start");
    return [];
  } catch {
    const step = await page.locator(".step-number").textContent();
    return [`the machine does not answer: step ${step}, ${await page.locator(".strips").textContent()}`];
  }
}

/** What was typed is in the browser's storage, whatever has become of the view. */
export async function lost({ page, typed }: Hand): Promise<string[]> {
  await page.waitForTimeout(KEPT_AFTER_MS);
  const kept = await page.evaluate(async () => {
    const opened = await new Promise<IDBDatabase>((done, fail) => {
      const asked = indexedDB.open("nmi-stepper");
      asked.addEventListener("success", () => done(asked.result));
      asked.addEventListener("error", () => fail(new Error(`the browser's database: ${String(asked.error)}`)));
    });
    const stores: Record<string, unknown[]> = {};
    for (const name of opened.objectStoreNames)
      stores[name] = await new Promise((done, fail) => {
        const asked = opened.transaction(name).objectStore(name).getAll();
        asked.addEventListener("success", () => done(asked.result));
        asked.addEventListener("error", () => fail(new Error(`${name}: ${String(asked.error)}`)));
      });
    opened.close();
    const works = (stores["works"] ?? []) as { id: string; title: string; changes: number }[];
    return {
      text: Object.values(localStorage).join("\n") + JSON.stringify(stores),
      works: works.map(({ id, title, changes }) => `${id.slice(0, 4)} ${title} (${changes})`),
    };
  });
  return typed
    .slice(-REMEMBERED)
    .filter((mark) => !kept.text.includes(mark))
    .map((mark) => `typed and not kept: "${mark}"; there are ${kept.works.join(", ")}`);
}

/** What a link would hold, as JSON. */
async function shown(page: Page): Promise<string> {
  await openDialog(page, "y", "dialog[open] .share-link textarea");
  const link = await page.locator("dialog[open] .share-link textarea").inputValue();
  await closeDialogs(page);
  const opened = await openLink(link);
  if (!opened.ok) return `the page's own link does not open: ${opened.failure.message}`;
  const { digest: _digest, ...rest } = opened.shared;
  return JSON.stringify(rest);
}

/** A seek may still be on its way: what is shown twice in a row stands. */
async function atRest(page: Page): Promise<string> {
  let last = await shown(page);
  for (let n = 0; n < 10; n++) {
    await page.waitForTimeout(300);
    const next = await shown(page);
    if (next === last) return next;
    last = next;
  }
  return last;
}

/** The same program, schedule and moment before and after. */
export async function reloaded({ page }: Hand): Promise<string[]> {
  const isLevel = (await page.locator(".goal-strip").count()) > 0;
  await page.waitForTimeout(KEPT_AFTER_MS);
  const before = await atRest(page);
  await page.waitForTimeout(KEPT_AFTER_MS);
  await page.reload();
  await ready(page);
  await settled(page);
  if (isLevel) return [];
  const after = await atRest(page);
  return before === after ? [] : [`another scenario after a reload:\n${before}\n${after}`];
}
