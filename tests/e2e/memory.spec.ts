// What the page lets go: an editor that is made anew, an explorer whose answer is there.
// Counts of the browser after a collection of garbage, before and after many rounds.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { Meter, type Sample } from "./soak/measure.ts";
import { browserPath, openSite, type Site } from "./support/browser.ts";
import { blur, inTool } from "./support/tool.ts";

const WARM_ROUNDS = 3;
const ROUNDS = 12;
/** Of 12 rounds: one that leaves its editor behind leaves more than a hundred nodes, and 107 listeners. The last may. */
const MOST_NODES = 600;
const MOST_LISTENERS = 300;

describe.skipIf(browserPath === undefined)("memory", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  async function growth(page: Page, round: () => Promise<void>): Promise<Pick<Sample, "nodes" | "listeners">> {
    const meter = await Meter.of(page, site.browser);
    for (let n = 0; n < WARM_ROUNDS; n++) await round();
    const before = await meter.read(0);
    for (let n = 0; n < ROUNDS; n++) await round();
    const after = await meter.read(ROUNDS);
    await meter.close();
    return { nodes: after.nodes - before.nodes, listeners: after.listeners - before.listeners };
  }

  it("is given back by the editor of a level that is left", () =>
    inTool(site, "", async ({ page }) => {
      await page.locator(".monaco-editor .view-line").first().waitFor();
      const found = await growth(page, async () => {
        await blur(page);
        await page.keyboard.press("L");
        await page.locator("dialog[open] li button").first().click();
        await page.locator(".goal-strip").waitFor();
        await page.locator(".monaco-editor .view-line").first().waitFor();
        await page.locator(".goal-buttons").getByRole("button", { name: "Leave" }).click();
        await page.locator(".goal-strip").waitFor({ state: "detached" });
        await page.locator(".monaco-editor .view-line").first().waitFor();
      });
      expect(found.nodes).toBeLessThan(MOST_NODES);
      expect(found.listeners).toBeLessThan(MOST_LISTENERS);
    }));
});
