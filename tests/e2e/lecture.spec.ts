// What a lecturer relies on: a clicker in the tool and in a presentation, schedules on
// one key each, a handout, and a level on a phone.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type Site } from "./support/browser.ts";

const step = (page: Page) => page.locator(".step-number").textContent();

/** One step forward by the clicker, from the step named `before`, and one back. */
async function clickThereAndBack(page: Page, before: string | null): Promise<void> {
  await page.keyboard.press("PageDown");
  await expect.poll(() => step(page)).not.toBe(before);
  await page.keyboard.press("PageUp");
  await expect.poll(() => step(page)).toBe(before);
}

describe.skipIf(browserPath === undefined)("a lecture", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  it("has schedules on one key each, and a clicker that steps", async () => {
    const { page, context, errors } = await site.open();
    await page.locator("#sentence").waitFor();
    await expect.poll(() => page.locator(".demonstrations kbd").first().textContent()).toBe("1");
    await page.locator("#sentence").focus();
    await page.keyboard.press("1");
    await expect.poll(() => page.locator(".schedule-row").count()).toBeGreaterThan(0);
    await expect.poll(() => step(page)).not.toMatch(/of *28/);
    const before = await step(page);
    await clickThereAndBack(page, before);
    expect(errors).toEqual([]);
    await context.close();
  });

  it("steps by clicker before an audience wherever the focus is; otherwise the editor pages", async () => {
    const { page, context, errors } = await site.open();
    await page.locator(".monaco-editor .view-line").first().waitFor();
    await page.locator(".situations button").first().click();
    await expect.poll(() => page.locator(".schedule-row").count()).toBe(2);
    const before = await step(page);
    const line = page.locator(".monaco-editor .view-line").first();
    await line.click();
    await page.keyboard.press("PageDown");
    await page.waitForTimeout(300);
    expect(await step(page)).toBe(before);
    await page.keyboard.press("Control+k");
    await page.locator(".palette-search").fill("presentation");
    await page.keyboard.press("Enter");
    await page.locator("html[data-presenting]").waitFor();
    await line.click();
    await clickThereAndBack(page, before);
    expect(errors).toEqual([]);
    await context.close();
  });

  it("goes on by clicker also while the focus is on the NMI of a figure", async () => {
    const { page, context } = await site.open("lessons/a-flag-is-not-enough.html");
    await page.locator(".figure-controls button").first().waitFor();
    await page.getByRole("button", { name: "Present" }).click();
    const status = page.locator(".present-status");
    await page.keyboard.press("2");
    await expect.poll(() => page.locator("figure:visible").count()).toBe(1);
    const at = await status.textContent();
    const nmi = page.locator("figure:visible .drag");
    await nmi.focus();
    const place = await nmi.getAttribute("aria-valuetext");
    await page.keyboard.press("PageDown");
    await expect.poll(() => status.textContent()).not.toBe(at);
    expect(await page.locator(".drag").getAttribute("aria-valuetext")).toBe(place);
    await context.close();
  });

  it("hands out paper: no buttons, every step, on more than one sheet", async () => {
    const { page, context } = await site.open("lessons/same-stack-same-address.html");
    await page.locator(".figure-controls button").first().waitFor();
    const paper = await page.pdf({ format: "A4" });
    expect(paper.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0).toBeGreaterThan(1);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".figure-controls:visible").count()).toBe(0);
    expect(await page.locator(".figure-trace li:visible").count()).toBeGreaterThan(20);
    await context.close();
  });

  it("shows a level's locked lines on a phone", async () => {
    const phone = await site.open("#level=write-your-own", { viewport: { width: 390, height: 844 } });
    await expect.poll(() => phone.page.locator(".goal").textContent()).toContain("Goal:");
    await phone.page.getByRole("tab", { name: "Code" }).click();
    await expect.poll(() => phone.page.locator(".locked-line").count()).toBeGreaterThan(6);
    expect(await axeViolations(phone.page)).toEqual([]);
    await phone.context.close();
  });
});
