// Every lesson read through by keyboard alone: the focus goes down the page in order,
// always in sight, and each figure is stepped on the way. Then in light and dark.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LESSONS } from "../../src/site/lessons/lessons.ts";
import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type Site } from "./support/browser.ts";

const MOST_STOPS = 400;

interface Stop {
  /** Behind the stop before, in the document's order; undefined: nowhere. */
  readonly follows: boolean | undefined;
  readonly name: string;
  readonly figure: number;
  readonly isInSight: boolean;
}

function here(page: Page): Promise<Stop> {
  return page.evaluate(() => {
    const held = document.activeElement;
    if (held === null || held === document.body) return { follows: undefined, name: "", figure: -1, isInSight: false };
    const { top, bottom } = held.getBoundingClientRect();
    const before = document.querySelector("[data-held]");
    before?.removeAttribute("data-held");
    held.setAttribute("data-held", "");
    return {
      follows: before === null || (before.compareDocumentPosition(held) & Node.DOCUMENT_POSITION_FOLLOWING) > 0,
      name: held.classList.contains("drag") ? "the NMI" : held.textContent.trim().slice(0, 60),
      figure: [...document.querySelectorAll("[data-figure]")].findIndex((figure) => figure.contains(held)),
      isInSight: bottom > 0 && top < innerHeight,
    };
  });
}

/** What was pressed keeps the focus, where it was on the screen: the page does not move under the reader's hand. */
async function press(page: Page, key: string, until: () => Promise<unknown>): Promise<void> {
  const top = () => page.evaluate(() => document.activeElement?.getBoundingClientRect().top ?? Number.NaN);
  const held = await page.evaluateHandle(() => document.activeElement);
  const before = await top();
  await page.keyboard.press(key);
  await until();
  await page.evaluate(() => new Promise(requestAnimationFrame));
  expect(await held.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(Math.abs((await top()) - before)).toBeLessThan(2);
}

/** Numbers of the figures that were stepped, and those whose NMI was moved. */
async function readThrough(page: Page): Promise<{ readonly stepped: number[]; readonly moved: number[] }> {
  const stepped: number[] = [];
  const moved: number[] = [];
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    await page.keyboard.press("Tab");
    let stop = await here(page);
    if (stop.follows === undefined) break;
    expect(stop).toMatchObject({ follows: true, isInSight: true });
    if (stop.figure >= 0) {
      const figure = page.locator("[data-figure]").nth(stop.figure);
      await figure.locator(".figure-controls button").first().waitFor();
      stop = await here(page);
      const sentence = figure.locator(".figure-sentence");
      if (stop.name === "To the start") {
        await press(page, "Enter", () => expect.poll(() => sentence.textContent()).toContain("Start."));
      } else if (stop.name === "Step") {
        await press(page, "Enter", () => expect.poll(() => sentence.textContent()).toContain("Step 0 of"));
        stepped.push(stop.figure);
      } else if (stop.name === "the NMI") {
        const slider = figure.locator(".drag");
        const before = await slider.getAttribute("aria-valuetext");
        await press(page, "ArrowDown", () => expect.poll(() => slider.getAttribute("aria-valuetext")).not.toBe(before));
        moved.push(stop.figure);
      }
    }
  }
  return { stepped, moved };
}

describe.skipIf(browserPath === undefined)("reading by keyboard alone", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  it.each(LESSONS.map((lesson) => [lesson.id, lesson] as const))("%s", { timeout: 120_000 }, async (id, lesson) => {
    const { page, context, errors } = await site.open(`lessons/${id}.html`, { colorScheme: "light" });
    const figures = lesson.parts.flatMap((part) => (typeof part !== "string" && part.kind === "figure" ? [part] : []));
    await page.locator(".figure-controls button").first().waitFor();
    const { stepped, moved } = await readThrough(page);
    expect(stepped).toEqual(figures.map((_, index) => index));
    expect(moved).toEqual(figures.flatMap(({ drags }, index) => (drags === undefined ? [] : [index])));
    expect(await axeViolations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    // The pictures' own colours follow a moment later.
    await expect.poll(() => axeViolations(page), { timeout: 15_000 }).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  });
});
