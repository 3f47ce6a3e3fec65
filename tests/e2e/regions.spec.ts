// The stack of the kernels that keep two frames: their regions named and drawn, their
// words told and traced to who wrote them; other stacks; the copy of the mailed handler.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type OpenPage, type Site } from "./support/browser.ts";

const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 15_000 });
const step = (page: Page) => page.locator(".step-number b").textContent();
const exact = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

describe.skipIf(browserPath === undefined)("regions of the stack", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  async function inPage(test: (open: OpenPage) => Promise<void>): Promise<void> {
    const open = await site.open();
    try {
      await open.page.locator(".situations button").first().waitFor();
      await test(open);
      expect(open.errors).toEqual([]);
    } finally {
      await open.context.close();
    }
  }

  async function handler(page: Page, name: string, workload?: string): Promise<void> {
    await page.locator(".handler-choice").selectOption(name);
    if (workload !== undefined) await page.locator(".workload-choice").selectOption(workload);
    await page.locator("#sentence").focus();
  }

  it("are those of Linux: executing, iret and outermost frame, with writers and provenance", () =>
    inPage(async ({ page }) => {
      await page.locator(".situations button").nth(2).click();
      await soon(() => page.locator(".schedule-row").count()).toBe(2);
      await page.locator('[data-command="step"]').click();
      await soon(() => page.locator(".word.frame.fresh").count()).toBe(5);
      expect(await page.locator(".region-band").allTextContents()).toEqual(["Iret frame", "Outermost frame"]);
      expect(await page.locator(".guard").first().textContent()).toContain("original frame");
      expect(await page.locator(".word.line .word-label", { hasText: "executing" }).count()).toBe(1);
      // What NMI 2 overwrote is in the copy beside it: RSP and RIP differ now, SS does not.
      expect(await page.locator(".copy-link").allTextContents()).toEqual(["=", "≠", "≠", "=", "≠"]);
      const outermost = page.getByRole("group", { name: "Outermost frame" });
      const rip = outermost.locator("button.word", { hasText: "RIP" });
      expect(await rip.locator(".hidden-text").textContent()).toMatch(/ffffffff81001000 workload; written by NMI 1 at/);
      expect(await rip.locator(".word-now").textContent()).toBe("…81001000");

      await rip.click();
      const detail = page.locator(".word-detail");
      await soon(() => detail.textContent()).toContain("T-136 RIP");
      await exact(page, "Origins").click();
      await soon(() => page.locator(".origins").textContent()).toContain("pushq 88(%rsp) stored it at T-136");
      const jump = detail.locator(".link-button").first();
      const wrote = /\d+/.exec((await jump.textContent()) ?? "")?.[0];
      await jump.click();
      await soon(() => step(page)).toBe(wrote);
      expect(await axeViolations(page)).toEqual([]);
    }));

  it("lead from a word to the code that it points to", () =>
    inPage(async ({ page }) => {
      await page.locator(".situations button").first().click();
      await soon(() => page.locator(".schedule-row").count()).toBe(2);
      await page.locator('[data-command="step"]').click();
      await soon(() => page.locator(".word.frame.fresh").count()).toBe(5);
      await page.locator("button.word.fresh", { hasText: "RIP" }).click();
      await exact(page, "Code").click();
      await soon(() => page.locator(".gutter-shown").count()).toBe(1);
      // RSP's word points to no code; a step takes the mark away.
      await page.locator("button.word.fresh", { hasText: "RSP" }).first().click();
      await soon(() => exact(page, "Code").count()).toBe(0);
      await page.locator('[data-command="step"]').click();
      await soon(() => page.locator(".gutter-shown").count()).toBe(0);
    }));

  it("are the mailed handler's copy, beside the frame that it was made of", () =>
    inPage(async ({ page }) => {
      await page.locator(".situations button").nth(1).click();
      await soon(() => page.locator(".copy-link").count()).toBe(5);
      expect(await page.locator(".copy-title").textContent()).toContain("Stack copy");
      expect(await page.locator(".gap.band").textContent()).toContain("stack copy, six words, drawn beside");
      expect(await page.locator(".copy-link").allTextContents()).toEqual(["=", "=", "=", "=", "="]);
    }));

  it("have the thread's stack below them when an NMI from user mode moves there", () =>
    inPage(async ({ page }) => {
      await handler(page, "lutomirski-4.2", "user");
      await page.keyboard.press("i");
      await page.keyboard.press("s");
      const kernel = page.getByRole("group", { name: "Kernel stack", exact: true });
      for (let steps = 0; steps < 30 && (await kernel.count()) === 0; steps++) {
        const before = await step(page);
        await page.keyboard.press("s");
        await soon(() => step(page)).not.toBe(before);
      }
      expect(await kernel.locator("button.word").count()).toBeGreaterThan(0);
      await soon(() => kernel.locator(".rsp-now").count()).toBe(1);
    }));

  it("are bands in memory, grown down like the stack; the values before this step", () =>
    inPage(async ({ page }) => {
      await page.locator(".situations button").nth(2).click();
      await soon(() => page.locator(".schedule-row").count()).toBe(2);
      await page.locator('[data-command="step"]').click();
      await soon(() => page.locator(".word.frame.fresh").count()).toBe(5);
      await page.locator("#sentence").focus();
      await page.keyboard.press("m");
      await exact(page, "NMI stack ◂").click();
      const bands = page.locator(".memory-band");
      await soon(() => bands.count()).toBeGreaterThan(2);
      expect((await bands.allTextContents()).join(" ")).toMatch(/iret.*outermost/is);
      const rip = page.locator(".look-table.memory tbody tr", { hasText: "T-40" }).first();
      expect(await rip.textContent()).toContain("page_touched");
      await exact(page, "Before this step").click();
      await soon(() => rip.textContent()).toContain("ffffffff81001000");
      expect(await rip.locator("s").count()).toBe(0);
    }));
});
