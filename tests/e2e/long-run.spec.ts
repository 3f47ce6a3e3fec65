// Runs of a million steps in the built page: what the lanes fold and show, the
// scrubber dragged across them, and what tells the same in words.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type Site } from "./support/browser.ts";

const LAST = 1_000_000;
const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 60_000 });
const step = async (page: Page) => Number(await page.locator(".step-number b").textContent());
const drawn = (page: Page) => page.locator(".lanes-drawing").textContent();
const scrubber = (page: Page) => page.locator(".scrubber");
const button = (page: Page, name: string) => page.locator(".zoom").getByRole("button", { name });

/** An NMI early on, a page fault in the middle, and the position at the end. */
async function longRun(page: Page): Promise<void> {
  await page.locator(".lanes-drawing .lane-cell").first().waitFor();
  await page.locator(".handler-choice").selectOption("desnoyers-2010-repaired");
  await soon(() => page.locator(".handler-choice").inputValue()).toBe("desnoyers-2010-repaired");
  const field = page.getByLabel("Add to schedule");
  for (const [n, item] of ["nmi@5", "pf@500000"].entries()) {
    await field.fill(item);
    await field.press("Enter");
    await soon(() => page.locator(".schedule-row").count()).toBe(n + 1);
  }
  await field.evaluate((element: HTMLElement) => element.blur());
  await page.keyboard.press("`");
  await page.locator(".xterm-helper-textarea").waitFor({ state: "attached" });
  await soon(() => page.locator(".xterm-rows").textContent()).toContain("(nmi)");
  await page.locator(".xterm-helper-textarea").focus();
  await page.keyboard.type(`seek ${LAST}`);
  await page.keyboard.press("Enter");
  await soon(() => step(page)).toBe(LAST - 1);
  await page.keyboard.press("Escape");
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press("`");
}

describe.skipIf(browserPath === undefined)("a run of a million steps", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  it("shows all that happens at once, folds the rest, zooms, and is scrubbed", async () => {
    const { page, context, errors } = await site.open();
    await longRun(page);
    // Nothing between the two events is drawn at length; both are there, with their names.
    await soon(() => drawn(page)).toContain("⋯");
    const marks = page.locator(".mark-injection");
    expect(await marks.count()).toBe(2);
    expect(await page.locator(".lane-cell.folded").count()).toBeGreaterThanOrEqual(2);
    expect(await page.locator(".lanes-drawing *").count()).toBeLessThan(3000);
    expect(await axeViolations(page)).toEqual([]);

    await button(page, "Fold stretches").click();
    await button(page, "Show the whole run").click();
    await soon(() => page.locator(".lane-cell.folded").count()).toBe(0);
    await soon(() => drawn(page)).toContain("steps");
    const box = await page.locator(".plot").boundingBox();
    if (box === null) throw new Error("no lanes");
    await page.mouse.move(box.x + box.width - 5, box.y + 120);
    await page.mouse.down();
    for (let n = 1; n <= 40; n++) await page.mouse.move(box.x + box.width - 5 - (n * box.width) / 80, box.y + 120);
    await soon(async () => Math.abs((await step(page)) / LAST - 0.5) < 0.01).toBe(true);
    await page.mouse.up();
    expect(await page.evaluate(() => getSelection()?.toString())).toBe("");
    const words = (await scrubber(page).getAttribute("aria-valuetext")) ?? "";
    expect(words).toMatch(/^step \d+ of 999999: ./);
    await scrubber(page).focus();
    await page.keyboard.press("Home");
    await soon(() => page.locator(".step-number b").textContent()).toBe("start");
    await page.keyboard.press("End");
    await soon(() => step(page)).toBe(LAST - 1);

    await button(page, "Fold stretches").click();
    await soon(() => page.locator(".lane-cell.folded").count()).toBeGreaterThan(1);
    await button(page, "Zoom in").click();
    await button(page, "Zoom in").click();
    // Nearer means fewer columns, wherever the steps lie: cells are wide enough to read.
    await soon(() => page.locator(".lane-cell .cell-text").count()).toBeGreaterThan(3);
    expect(errors).toEqual([]);
    await context.close();
  });
});
