// What the page tells of a run beyond the core loop: choices that cannot be, and a schedule
// that an edit keeps.
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { browserPath, openSite, type Site } from "./support/browser.ts";
import { command, inTool, linkTo, soon } from "./support/tool.ts";

const NESTED = "nmi@workload; nmi@page_touched";

describe.skipIf(browserPath === undefined)("facts of a run", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  it("are choices that cannot be, with the reason, and refused when clicked", async () => {
    await inTool(site, await linkTo("naive", "nmi@workload", 2), async ({ page }) => {
      const irq = command(page, "inject-irq");
      await soon(() => irq.getAttribute("aria-disabled")).toBe("true");
      expect(await irq.textContent()).toContain("interrupts are off");
      expect(await command(page, "inject-nmi").textContent()).toContain("waits: blocked by NMI 1");
      await irq.click({ force: true });
      await soon(() => page.locator(".notice").textContent()).toContain("interrupts are off");
      expect(await page.locator(".schedule-row").count()).toBe(1);
    });
  });

  it("are run anew under the same schedule when the program is edited", async () => {
    await inTool(site, await linkTo("naive", NESTED, 3), async ({ page }) => {
      const rows = () => page.locator(".schedule-row code").allTextContents();
      const length = () => page.locator(".step-number span").textContent();
      expect(await rows()).toEqual(["nmi@workload", "nmi@page_touched"]);
      const before = await length();
      await page.locator(".monaco-editor .view-line").filter({ hasText: "pushq" }).first().click();
      await page.keyboard.press("Home");
      await page.keyboard.insertText("nop; ");
      await page.keyboard.press("Control+Enter");
      await soon(length).not.toBe(before);
      expect(await rows()).toEqual(["nmi@workload", "nmi@page_touched"]);
      expect(await page.locator(".schedule-outcome").allTextContents().then(String)).toMatch(/delivered.*delivered/);
    });
  });
});
