// Levels in the built page: opened by link, won by keyboard, left without loss.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type Site } from "./support/browser.ts";

describe.skipIf(browserPath === undefined)("levels", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  it("the first is won with two keys, and the win is kept", async () => {
    const { page, context, errors } = await site.open("#level=one-at-a-time");
    const goal = page.locator(".goal");
    await expect.poll(() => goal.textContent()).toContain("Goal:");
    await page.locator("#sentence").focus();
    await page.keyboard.press("i");
    await expect.poll(() => page.locator(".step-number").textContent()).toContain("of");
    expect(await goal.textContent()).toContain("Goal:");
    await page.keyboard.press("i");
    await expect.poll(() => goal.textContent()).toContain("Won with 2 events");
    await page.reload();
    await expect.poll(() => goal.textContent()).toContain("Goal:");
    await page.keyboard.press("Shift+L");
    await expect.poll(() => page.locator(".level-list").textContent()).toContain("won with 2, par 2");
    expect(errors).toEqual([]);
    await context.close();
  });

  it("hints come one by one; the solution plays; leaving gives back the user's own work", async () => {
    const { page, context } = await site.open();
    await page.locator("#sentence").waitFor();
    await page.keyboard.press("i");
    await expect.poll(() => page.locator("#side-panel").textContent()).toContain("nmi@workload");
    await page.goto(`${site.url}#level=the-same-stack`);
    const goal = page.locator(".goal");
    await expect.poll(() => goal.textContent()).toContain("Goal:");
    await page.getByRole("button", { name: "Hint 1 of 3" }).click();
    await expect.poll(() => page.locator(".level-hints li").count()).toBe(1);
    await page.getByRole("button", { name: "Solution" }).click();
    await expect.poll(() => goal.textContent()).toContain("Won");
    expect(await page.locator(".level-card").textContent()).toContain("livelock");
    await page.getByRole("button", { name: "Leave" }).click();
    await expect.poll(() => page.locator("#side-panel").textContent()).toContain("nmi@workload");
    expect(await page.locator(".goal-strip").count()).toBe(0);
    await context.close();
  });

  it.each(["light", "dark"] as const)("a level that is won is accessible, %s", async (colorScheme) => {
    const { page, context } = await site.open("#level=the-open-door", { colorScheme });
    await expect.poll(() => page.locator(".goal").textContent()).toContain("Goal:");
    await page.getByRole("button", { name: "Solution" }).click();
    await expect.poll(() => page.locator(".goal").textContent()).toContain("Won");
    expect(await axeViolations(page)).toEqual([]);
    await context.close();
  });
});
