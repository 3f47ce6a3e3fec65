// Looking closer in the built page: trace, origins, phases, tables, memory. Every
// answer comes from the real machine; keyboard and axe included.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type OpenPage, type Site } from "./support/browser.ts";
import { blur, inTool, press, soon, step } from "./support/tool.ts";

/** The NMI of step 1 is delivered, the handler has taken two steps. */
async function intoTheHandler(page: Page): Promise<void> {
  await press(page, "s", "0");
  await page.keyboard.press("i");
  await soon(() => page.locator(".lane-labels, .lanes").first().textContent()).toContain("NMI 1");
  await press(page, "s", "1");
}

describe.skipIf(browserPath === undefined)("looking closer", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  const inHandler = (
    test: (open: OpenPage) => Promise<void>,
    options: Parameters<Site["open"]>[1] = {},
  ): Promise<void> =>
    inTool(
      site,
      "",
      async (open) => {
        await intoTheHandler(open.page);
        await test(open);
      },
      options,
    );

  it("lists the trace, filters it, and goes to a step by key and by click", () =>
    inHandler(async ({ page }) => {
      await page.keyboard.press("T");
      const rows = page.locator(".trace-row");
      await soon(() => page.locator(".trace-row[aria-selected=true] .trace-step").textContent()).toBe("1");
      await page.locator(".trace").focus();
      await press(page, "j", "2");
      await press(page, "ArrowDown", "3");
      await press(page, "k", "2");
      // Keys that come faster than answers count all the same.
      for (const key of ["j", "j", "ArrowDown", "k"]) await page.keyboard.press(key);
      await soon(() => step(page)).toBe("4");
      await page.keyboard.press("k");
      await press(page, "k", "2");
      await rows.filter({ hasText: "pushq %rax" }).first().click();
      await soon(() => page.locator(".trace-row[aria-selected=true] .trace-changes").textContent()).toContain("rsp");
      await page.getByRole("button", { name: "deliveries" }).click();
      await soon(() => page.locator(".trace-row.delivery").count()).toBeGreaterThan(1);
      expect(await page.locator(".trace-row:not(.delivery)").count()).toBe(0);
      await page.getByRole("button", { name: "deliveries" }).click();
      await page.getByRole("searchbox").fill("no such thing at all");
      await soon(() => page.locator(".look-body").textContent()).toContain("No step of this run is like that");
      expect(await axeViolations(page)).toEqual([]);
    }));

  it("is not covered by what stopped the run: the notice goes", () =>
    inHandler(async ({ page }) => {
      await page.keyboard.press("c");
      await soon(() => page.locator(".notice").textContent()).toContain("Violation");
      await page.keyboard.press("T");
      await page.locator(".trace-row[aria-selected=true]").waitFor();
      expect(await page.locator(".notice").count()).toBe(0);
    }));

  it("tells where a word and a register came from", () =>
    inHandler(async ({ page }) => {
      await page.locator("button.word.fresh").nth(1).click();
      await page.getByRole("button", { name: "Origins", exact: true }).click();
      await soon(() => page.locator(".origins").textContent()).toContain("the CPU pushed RSP");
      await page.locator(".register-link", { hasText: "rsp" }).first().click();
      await soon(() => page.locator(".origins").textContent()).toContain("the delivery set rsp");
      await page.locator(".look-table .link-button").first().click();
      await soon(() => step(page)).toBe("1");
      expect(await axeViolations(page)).toEqual([]);
    }));

  it("takes a delivery apart without moving the machine", () =>
    inHandler(async ({ page }) => {
      await blur(page);
      await page.keyboard.press("p");
      const phases = page.locator(".phases button");
      await soon(() => phases.count()).toBe(10);
      await phases.filter({ hasText: "RSP pushed" }).click();
      await soon(() => page.locator(".word.phase-now").count()).toBe(1);
      expect(await page.locator(".word.phase-later").count()).toBe(3);
      await page.keyboard.press("ArrowDown");
      await soon(() => page.locator(".word.phase-later").count()).toBe(2);
      expect(await step(page)).toBe("1");
      expect(await axeViolations(page)).toEqual([]);
      await page.getByRole("button", { name: "Close this panel" }).click();
      await soon(() => page.locator(".word.phase-later").count()).toBe(0);
    }));

  it("decodes the tables and follows their links; walks the pages", () =>
    inHandler(async ({ page }) => {
      await blur(page);
      await page.keyboard.press("D");
      await page.getByRole("button", { name: "IST1" }).click();
      await soon(() => page.locator("tr.look-here").textContent()).toContain("ffffffff83003000");
      expect(await axeViolations(page)).toEqual([]);
      await page.getByRole("button", { name: "GDT", exact: true }).click();
      await soon(() => page.locator(".look-table").textContent()).toContain("0x10__KERNEL_CS");
      await page.getByRole("button", { name: "Per-CPU", exact: true }).click();
      await soon(() => page.locator(".look-table").textContent()).toContain("nmi_run_count");
      await page.getByRole("button", { name: "Control", exact: true }).click();
      await soon(() => page.locator(".look-table").textContent()).toContain("LMA long mode active");
      await page.getByRole("button", { name: "Page walk" }).click();
      await page.getByLabel("Address, symbol or $register to walk").fill("nmi_stack_bottom");
      await page.keyboard.press("Enter");
      await soon(() => page.locator(".look-table caption").textContent()).toContain("physical 0x13c000");
    }));

  it("shows memory as hex, decimal and symbols, and the other stacks", () =>
    inHandler(async ({ page }) => {
      await blur(page);
      await page.keyboard.press("m");
      const table = page.locator(".look-table.memory");
      await soon(() => table.textContent()).toContain("0000000000000010");
      await page.getByLabel("Values as").selectOption("dec");
      await soon(() => table.locator("tbody tr").nth(1).textContent()).toContain("16");
      await page.getByLabel("Values as").selectOption("symbol");
      await soon(() => table.locator("tbody tr").nth(1).textContent()).toContain("__KERNEL_CS");
      await page.getByRole("button", { name: "kernel stack", exact: true }).click();
      await soon(() => table.textContent()).toContain("return to");
      await page.getByLabel("Address, symbol or $register").fill("nowhere at all");
      await page.keyboard.press("Enter");
      await soon(() => page.locator(".look [role=alert]").textContent()).toContain("is no address");
      expect(await axeViolations(page)).toEqual([]);
    }));

  it("works on a phone, in the dark", () =>
    inHandler(
      async ({ page }) => {
        await blur(page);
        await page.keyboard.press("T");
        await soon(() => page.locator(".trace-row").count()).toBeGreaterThan(3);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
        expect(await axeViolations(page)).toEqual([]);
      },
      { viewport: { width: 390, height: 844 }, colorScheme: "dark" },
    ));
});
