// Moving an injection along the run in the built page: by mouse, by finger, by keys,
// from the lanes and from the schedule's list.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type OpenPage, type Site } from "./support/browser.ts";

const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 15_000 });
const handle = (page: Page) => page.locator(".handle").first();
const held = (page: Page) => page.locator(".handle.held").count();
const at = (page: Page) => handle(page).getAttribute("aria-valuenow");
const words = (page: Page) => handle(page).getAttribute("aria-valuetext");
const items = (page: Page) => page.locator(".schedule-row code").allTextContents();
const step = (page: Page) => page.locator(".step-number b").textContent();

/** An NMI before step 1, delivered there. */
async function withNmi(page: Page): Promise<void> {
  await page.locator(".lanes-drawing .lane-cell").first().waitFor();
  await page.keyboard.press("s");
  await soon(() => step(page)).toBe("0");
  await page.keyboard.press("i");
  await handle(page).waitFor();
  await soon(() => at(page)).toBe("1");
}

/** The x of a boundary in the lanes, in pixels. */
async function xOf(page: Page, boundary: number): Promise<{ x: number; y: number }> {
  const plot = await page.locator(".handles").boundingBox();
  const box = await handle(page).boundingBox();
  const length = Number(await handle(page).getAttribute("aria-valuemax"));
  if (plot === null || box === null) throw new Error("nothing drawn");
  return { x: plot.x + (plot.width * boundary) / length, y: box.y + box.height / 2 };
}

describe.skipIf(browserPath === undefined)("moving an injection", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  async function inPage(
    test: (open: OpenPage) => Promise<void>,
    options: Parameters<Site["open"]>[1] = {},
  ): Promise<void> {
    const open = await site.open("", options);
    try {
      await withNmi(open.page);
      await test(open);
      expect(open.errors).toEqual([]);
    } finally {
      await open.context.close();
    }
  }

  it("follows the mouse with the run's outcome, and keeps the place where it is dropped", () =>
    inPage(async ({ page }) => {
      const from = await xOf(page, 1);
      const to = await xOf(page, 4);
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(to.x, to.y, { steps: 6 });
      await soon(() => words(page)).toContain("before step 4: delivered 4");
      // Nothing is kept yet, but all panels show the run as it would be.
      await soon(() => step(page)).toBe("4");
      await soon(() => page.locator(".handle-outcome").textContent()).toContain("breaks");
      expect(await page.locator(".handle-origin").count()).toBe(1);
      await page.mouse.up();
      await soon(() => held(page)).toBe(0);
      await soon(() => items(page)).toEqual(["nmi@turn+0x7"]);
      expect(await at(page)).toBe("4");
      expect(await axeViolations(page)).toEqual([]);
    }));

  it("moves by keys, takes back with Escape, keeps with Enter, removes with Delete", () =>
    inPage(async ({ page }) => {
      const [before] = await items(page);
      await handle(page).focus();
      await page.keyboard.press("ArrowRight");
      await soon(() => words(page)).toContain("before step 2: delivered 2");
      await page.keyboard.press("End");
      await soon(() => at(page).then(Number)).toBeGreaterThan(20);
      expect(await axeViolations(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await soon(() => at(page)).toBe("1");
      await soon(() => step(page)).toBe("0");
      expect(await items(page)).toEqual([before]);
      await page.keyboard.press("Home");
      await soon(() => words(page)).toContain("before step 0: delivered 0");
      await page.keyboard.press("Enter");
      await soon(() => items(page)).toEqual(["nmi@workload"]);
      await page.keyboard.press("Delete");
      await soon(() => items(page)).toEqual([]);
      await soon(() => page.locator(".handle").count()).toBe(0);
    }));

  it("moves from the schedule's list too: along the run, and in the list", () =>
    inPage(async ({ page }) => {
      await page.keyboard.press("s");
      await soon(() => step(page)).toBe("1");
      await page.keyboard.press("i");
      await soon(() => page.locator(".schedule-row").count()).toBe(2);
      const [first, second] = await items(page);
      const boxes = page.locator(".schedule-row input[type=checkbox]");
      await boxes.first().focus();
      await page.keyboard.press("Alt+ArrowDown");
      await soon(() => items(page)).toEqual([second, first]);
      await boxes.nth(1).focus();
      await page.keyboard.press("ArrowRight");
      await soon(() => page.locator(".schedule-row.held .schedule-outcome").textContent()).toBe("delivered 2");
      await page.keyboard.press("Tab");
      await soon(() => page.locator(".schedule-row.held").count()).toBe(0);
      await soon(() => items(page)).toEqual([second, "nmi@turn+0x1"]);
    }));

  it("follows a finger, in the dark, on a phone", () =>
    inPage(
      async ({ page, context }) => {
        const from = await xOf(page, 1);
        const to = await xOf(page, 6);
        const finger = await context.newCDPSession(page);
        const touch = (type: "touchStart" | "touchMove" | "touchEnd", point?: { x: number; y: number }) =>
          finger.send("Input.dispatchTouchEvent", { type, touchPoints: point === undefined ? [] : [point] });
        await touch("touchStart", from);
        for (let n = 1; n <= 4; n++) await touch("touchMove", { x: from.x + ((to.x - from.x) * n) / 4, y: from.y });
        await soon(() => words(page)).toContain("before step 6: delivered 6");
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
        await touch("touchEnd");
        await soon(() => held(page)).toBe(0);
        expect(await at(page)).toBe("6");
        expect(await axeViolations(page)).toEqual([]);
      },
      { viewport: { width: 390, height: 844 }, colorScheme: "dark", hasTouch: true },
    ));
});
