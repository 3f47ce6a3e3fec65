// Random use of the page, the same for the same seed: action upon action, and after
// each that nothing failed, nothing typed is lost and the machine answers.
import type { Page } from "playwright-core";
import { expect } from "vitest";

import { openLink } from "../../../src/scenario/link/link.ts";
import { Random } from "../../fuzz/random.ts";
import type { OpenPage } from "../support/browser.ts";
import { ACTIONS, closeDialogs, type Action, type Hand } from "./actions.ts";
import { heapBytes } from "./heap.ts";

export interface Soak {
  readonly seed: number;
  /** Ends with whichever comes first. */
  readonly actions: number;
  readonly until?: number;
  /** Actions between two reloads of the page. */
  readonly chapter: number;
  /** Told now and then. */
  report(line: string): void;
}

export interface SoakResult {
  readonly actions: number;
  readonly failures: readonly string[];
  /** After a collection of garbage, in order; one list a chapter. */
  readonly heaps: readonly (readonly number[])[];
}

/** Of the page at the first failure. */
const PICTURE = "build/reports/soak.png";
const MEASURE_EVERY = 30;
/** Marks that must still be somewhere; older drafts may have been dropped for newer ones. */
const REMEMBERED = 12;
/** The keeper writes half a second after the last change. */
const KEPT_AFTER_MS = 900;

export async function soak({ page, errors }: OpenPage, url: string, wish: Soak): Promise<SoakResult> {
  const hand: Hand = { page, url, random: new Random(wish.seed, 0), typed: [] };
  const failures: string[] = [];
  const heaps: number[][] = [[]];
  const done: string[] = [];
  let actions = 0;
  await ready(page);
  /** Whatever cannot be done is a failure too. */
  const judge = async (test: () => Promise<readonly string[]>): Promise<void> => {
    if (failures.length > 0) return;
    try {
      failures.push(...(await test()), ...errors);
    } catch (failure) {
      failures.push(String(failure), ...errors);
    }
  };
  while (actions < wish.actions && failures.length === 0 && (wish.until === undefined || Date.now() < wish.until)) {
    const action = pick(hand.random);
    done.push(action.name);
    actions++;
    await judge(async () => {
      await action.run(hand);
      await settled(page);
      return [];
    });
    if (actions % MEASURE_EVERY === 0) {
      await judge(() => answers(hand));
      await judge(() => lost(hand));
      const bytes = await heapBytes(page);
      heaps.at(-1)?.push(bytes);
      wish.report(`${actions} actions, heap ${(bytes / 1e6).toFixed(1)} MB`);
    }
    if (actions % wish.chapter === 0) {
      await judge(() => reloaded(hand));
      heaps.push([]);
    }
  }
  await judge(() => lost(hand));
  await judge(() => reloaded(hand));
  if (failures.length > 0) {
    failures.push(`after: ${done.slice(-12).join(", ")} (${actions} actions, seed ${wish.seed})`);
    await page.screenshot({ path: PICTURE });
  }
  return { actions, failures, heaps: heaps.filter((list) => list.length > 0) };
}

function pick(random: Random): Action {
  let at = random.below(ACTIONS.reduce((sum, { weight }) => sum + weight, 0));
  for (const action of ACTIONS) {
    at -= action.weight;
    if (at < 0) return action;
  }
  throw new Error("no action");
}

async function ready(page: Page): Promise<void> {
  await page.locator(".step-number").waitFor();
  await page.locator(".lanes").first().waitFor();
}

/** The machine works on nothing any more. */
async function settled(page: Page): Promise<void> {
  const busy = /The machine is (?:running|starting)/;
  await expect.poll(() => page.locator(".sentence").textContent(), { timeout: 60_000 }).not.toMatch(busy);
}

/** Goes back to the start; a text that does not assemble is left first. */
async function answers({ page }: Hand): Promise<string[]> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const canStep = page.locator('[data-command="step"][aria-disabled=false]');
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
async function lost({ page, typed }: Hand): Promise<string[]> {
  await page.waitForTimeout(KEPT_AFTER_MS);
  const kept = await page.evaluate(async () => {
    const opened = await new Promise<IDBDatabase | undefined>((done) => {
      const asked = indexedDB.open("nmi-stepper");
      asked.addEventListener("success", () => done(asked.result));
      asked.addEventListener("error", () => done(undefined));
    });
    let text = Object.values(localStorage).join("\n");
    if (opened === undefined) return text;
    for (const name of opened.objectStoreNames) {
      const all = await new Promise<unknown[]>((done) => {
        const asked = opened.transaction(name).objectStore(name).getAll();
        asked.addEventListener("success", () => done(asked.result));
      });
      text += JSON.stringify(all);
    }
    opened.close();
    return text;
  });
  return typed
    .slice(-REMEMBERED)
    .filter((mark) => !kept.includes(mark))
    .map((mark) => `typed and not kept: "${mark}"`);
}

/** What a link would hold, as JSON. */
async function shown(page: Page): Promise<string> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press("y");
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
async function reloaded({ page }: Hand): Promise<string[]> {
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
