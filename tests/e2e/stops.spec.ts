// Watchpoints by Shift-click, key and menu in the built page, and the list of what a
// run stops at.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type OpenPage, type Site } from "./support/browser.ts";

const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 15_000 });
const step = (page: Page) => page.locator(".step-number b").textContent();
const stops = (page: Page) => page.locator(".stops .stop");
const whats = (page: Page) => page.locator(".stops .stop-what code").allTextContents();
const blur = (page: Page) => page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());

async function press(page: Page, key: string, expected: string): Promise<void> {
  await page.keyboard.press(key);
  await soon(() => step(page)).toBe(expected);
}

describe.skipIf(browserPath === undefined)("what a run stops at", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  /** An NMI is delivered by step 1; its frame stands on the stack. */
  async function inHandler(
    test: (open: OpenPage) => Promise<void>,
    options: Parameters<Site["open"]>[1] = {},
  ): Promise<void> {
    const open = await site.open("", options);
    const { page } = open;
    try {
      await page.locator(".lanes-drawing .lane-cell").first().waitFor();
      await press(page, "s", "0");
      await page.keyboard.press("i");
      await soon(() => page.locator(".lane-labels, .lanes").first().textContent()).toContain("NMI 1");
      await press(page, "s", "1");
      await test(open);
      expect(open.errors).toEqual([]);
    } finally {
      await open.context.close();
    }
  }

  it("watches a flag, a register and a word by Shift-click, and Run stops at the write", () =>
    inHandler(async ({ page }) => {
      await page.locator("[data-variable=nmi_run_count]").click({ modifiers: ["Shift"] });
      await soon(() => page.locator("[data-variable=nmi_run_count] .watch-mark").count()).toBe(1);
      await blur(page);
      await page.keyboard.press("c");
      await soon(() => page.locator(".notice, .strip").allTextContents().then(String)).toContain("nmi_run_count");
      await soon(() => page.locator("[data-variable=nmi_run_count] > b").textContent()).toBe("1");
      const stopped = await step(page);
      await press(page, "b", String(Number(stopped) - 1));
      await press(page, "s", String(stopped));
      await press(page, "s", String(Number(stopped) + 1));
      await press(page, "s", String(Number(stopped) + 2));
      await press(page, "C", String(stopped));
      await page
        .locator(".register-link", { hasText: "rax" })
        .first()
        .click({ modifiers: ["Shift"] });
      await page
        .locator("button.word.frame")
        .nth(4)
        .click({ modifiers: ["Shift"] });
      await soon(() => page.locator(".word .watch-mark").count()).toBe(1);
      await blur(page);
      await page.keyboard.press("S");
      await soon(() => whats(page)).toEqual(["nmi_run_count", "$rax", "*0xffffffff83002fd8"]);
      // From the end back to the write that it stopped at.
      await page.keyboard.press("]");
      await soon(() => step(page)).not.toBe(stopped);
      await stops(page).first().getByRole("button", { name: "last hit" }).click();
      await soon(() => step(page)).toBe(stopped);
      await soon(() => stops(page).first().textContent()).toContain("once on this run, now 1");
      expect(await axeViolations(page)).toEqual([]);
    }));

  it("takes a condition, says what is wrong with it, switches off and deletes", () =>
    inHandler(async ({ page }) => {
      await page
        .locator(".register-link", { hasText: "rax" })
        .first()
        .click({ modifiers: ["Shift"] });
      await blur(page);
      await page.keyboard.press("S");
      await soon(() => stops(page).first().textContent()).toContain("times on this run");
      const condition = page.getByLabel("Condition of watch writes $rax");
      await condition.fill("no_such_thing == 1");
      await condition.press("Enter");
      await soon(() => page.locator(".stop-problem").textContent()).toContain("no_such_thing");
      await condition.fill("$rax == 0xb1b1");
      await condition.press("Enter");
      await soon(() => page.locator(".stop-problem").count()).toBe(0);
      await soon(() => stops(page).first().textContent()).toContain("where its condition holds");
      await soon(() => stops(page).first().getByRole("button", { name: "next hit" }).isDisabled()).toBe(true);
      const struck = () =>
        stops(page)
          .first()
          .locator("code")
          .evaluate((code) => getComputedStyle(code).textDecorationLine);
      expect(await struck()).toBe("none");
      await page.getByLabel("Stop at watch writes $rax").click();
      await soon(() => page.locator(".stop.off").count()).toBe(1);
      expect(await struck()).toBe("line-through");
      await page.getByRole("button", { name: "Delete watch writes $rax" }).click();
      await soon(() => stops(page).count()).toBe(0);
      await page.getByLabel("Kind of stop").selectOption("break");
      await page.getByLabel("Place, variable").fill("nowhere_at_all");
      await page.keyboard.press("Enter");
      await soon(() => page.locator(".stops [role=alert]").textContent()).toContain("nowhere_at_all");
      await page.getByLabel("Kind of stop").selectOption("catch");
      await page.getByLabel("Event", { exact: true }).selectOption("iret");
      await page.getByRole("button", { name: "Add", exact: true }).click();
      await soon(() => whats(page)).toEqual(["a handler returns by IRET"]);
    }));

  it("is all there by keys: W, and a menu that Escape closes", () =>
    inHandler(async ({ page }) => {
      await page.locator("button.word.frame").first().focus();
      await page.keyboard.press("W");
      await soon(() => page.locator(".word .watch-mark").count()).toBe(1);
      await page.keyboard.press("W");
      await soon(() => page.locator(".word .watch-mark").count()).toBe(0);
      await page.keyboard.press("ContextMenu");
      // Some systems bring the menu with another key: then the mouse must do.
      if ((await page.locator(".watch-menu").count()) === 0)
        await page.locator("button.word.frame").first().click({ button: "right" });
      await page.locator(".watch-menu").waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await soon(() => page.locator(".watch-menu").count()).toBe(0);
      await soon(() => page.locator(".word .watch-mark").count()).toBe(1);
      await page.locator("button.word.frame").first().click({ button: "right" });
      await page.locator(".watch-menu").waitFor();
      await soon(() => page.locator(".watch-menu [aria-checked=true]").textContent()).toContain("read");
      await page.keyboard.press("Escape");
      await soon(() => page.locator(".watch-menu").count()).toBe(0);
      await soon(() => page.evaluate(() => document.activeElement?.className ?? "")).toContain("word");
    }));

  it("fits a phone, in the dark", () =>
    inHandler(
      async ({ page }) => {
        await page
          .locator("button.word.frame")
          .first()
          .click({ modifiers: ["Shift"] });
        await soon(() => page.locator(".word .watch-mark").count()).toBe(1);
        await blur(page);
        await page.keyboard.press("S");
        await soon(() => stops(page).count()).toBe(1);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
        expect(await axeViolations(page)).toEqual([]);
      },
      { viewport: { width: 390, height: 844 }, colorScheme: "dark" },
    ));
});
