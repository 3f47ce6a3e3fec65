// What the page tells of a run beyond the core loop: the hidden NMI state, there and back;
// what a step changed; choices that cannot be; nested contexts; what broke, step by step; a schedule that an edit
// keeps.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type Site } from "./support/browser.ts";
import { command, inTool, linkTo, press, sentence, soon, step } from "./support/tool.ts";

const NESTED = "nmi@workload; nmi@page_touched";

/** Blocked, pending, merged: as they are now. */
const nmiState = (page: Page): Promise<string[]> =>
  page
    .locator(".nmi-fact > p:first-child > b")
    .evaluateAll((all) => all.map((fact) => (fact.lastChild?.textContent ?? "").replace(/^.*→/, "")));

describe.skipIf(browserPath === undefined)("facts of a run", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  it("are the NMIs blocked, the one pending and those merged, and steps back take them back", async () => {
    await inTool(site, await linkTo("naive", "nmi@workload; nmi@2; nmi@3", 4), async ({ page }) => {
      await soon(() => nmiState(page)).toEqual(["yes", "1", "1"]);
      await press(page, "b", "2");
      await soon(() => nmiState(page)).toEqual(["yes", "1", "0"]);
      await press(page, "b", "1");
      await soon(() => nmiState(page)).toEqual(["yes", "0", "0"]);
      await press(page, "r", "start");
      await soon(() => nmiState(page)).toEqual(["no", "0", "0"]);
    });
  });

  it("are what a step changed, old to new: registers, words of the stack, and the same in the trace", async () => {
    await inTool(site, await linkTo("naive", NESTED, 24), async ({ page }) => {
      const rip = page.locator('.changed-row[data-register="rip"]');
      await soon(() => rip.locator(".register-old").textContent()).toBe("ffffffff81100012");
      expect(await rip.locator(".register-new").textContent()).toBe("ffffffff81100000");
      expect(await rip.locator(".register-meaning").allTextContents()).toEqual(["page_touched", "nmi"]);
      const word = page.locator(".word.fresh").filter({ hasText: /^T-40/ });
      expect(await word.locator("s").textContent()).toContain("81001000 workload");
      expect(await word.textContent()).toContain("ffffffff81100012");
      await page.keyboard.press("T");
      const changes = page.locator(".trace-row[aria-selected=true] .trace-changes");
      await soon(() => changes.textContent()).toMatch(/rsp \S+2fc8 → T-40/);
      expect(await changes.textContent()).toContain("T-40 RIP ffffffff81001000 → page_touched");
    });
  });

  it("come into sight: the line whose macro makes the instruction, and the word just pushed, however deep", async () => {
    await inTool(site, await linkTo("mainline", "nmi@workload; nmi@vec_14", 40), async ({ page }) => {
      const isInside = (inner: string, outer: string) =>
        page.evaluate(
          (selectors) => {
            const [inside, around] = selectors.map((selector) =>
              document.querySelector(selector)?.getBoundingClientRect(),
            );
            if (inside === undefined || around === undefined) return false;
            return inside.height > 0 && inside.top >= around.top - 1 && inside.bottom <= around.bottom + 1;
          },
          [inner, outer],
        );
      await page.locator(".monaco-editor").waitFor();
      for (const expected of ["40", "41", "42", "43"]) {
        await press(page, "s", expected);
        await soon(() => isInside(".next-line", ".monaco-editor")).toBe(true);
        await soon(() => isInside(".word.fresh", ".stack")).toBe(true);
        await soon(() => isInside(".rsp-now", ".stack")).toBe(true);
      }
      await press(page, "b", "42");
      await soon(() => isInside(".rsp-now", ".stack")).toBe(true);
      // What became of each frame scrolls by itself, by keys too.
      await page.setViewportSize({ width: 1280, height: 720 });
      const fates = page.locator(".stack-lower-right");
      await fates.focus();
      await page.keyboard.press("ArrowDown");
      await soon(() => fates.evaluate((element) => element.scrollTop)).toBeGreaterThan(0);
      expect(await axeViolations(page)).toEqual([]);
    });
  });

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

  it("are the contexts in lanes, in the order in which they nest", async () => {
    await inTool(site, await linkTo("naive", NESTED, 24), async ({ page }) => {
      const lanes = () => page.locator(".lane-labels > span").allTextContents();
      await soon(async () => (await lanes()).join(" ")).toMatch(/workload.*NMI 1.*#PF.*NMI 2/);
      await page.locator(".schedule-row input").last().click();
      await soon(async () => (await lanes()).join(" ")).not.toContain("NMI 2");
    });
  });

  it("are what broke, in a sentence, and its causes from the first write on, each a way to its step", async () => {
    await inTool(site, await linkTo("naive", NESTED, 24), async ({ page }) => {
      expect(await sentence(page)).toContain("overwrites the frame of NMI 1");
      await page.locator("#side-tab-properties").click();
      const property = page
        .locator(".property")
        .filter({ has: page.locator(".property-name", { hasText: /^resume-exact$/ }) });
      await property.locator("summary").click();
      expect(await property.textContent()).toContain("NMI 1 returns through the frame at T-40, which was used already");
      const causes = property.locator(".violation li");
      expect(await causes.allTextContents()).toEqual([
        expect.stringContaining("The delivery of NMI 1 stored RIP workload at T-40"),
        expect.stringContaining("The delivery of NMI 2 overwrote it with page_touched"),
        expect.stringContaining("NMI 2 returned through that word"),
        expect.stringContaining("NMI 1 returns through it once more, to page_touched"),
      ]);
      for (const [at, where] of ["0", "23", "32", "37"].entries()) {
        await causes.nth(at).locator("button").click();
        await soon(() => step(page)).toBe(where);
      }
    });
  });

  it("are run anew under the same schedule when the program is edited", async () => {
    await inTool(site, await linkTo("naive", NESTED, 3), async ({ page }) => {
      const rows = () => page.locator(".schedule-row code").allTextContents();
      const length = () => page.locator(".step-number span").textContent();
      expect(await rows()).toEqual(["nmi@workload", "nmi@page_touched"]);
      const before = await length();
      const line = page.locator(".monaco-editor .view-line").filter({ hasText: "pushq" }).first();
      const colours = () =>
        line.locator("span > span").evaluateAll((all) => all.map((span) => getComputedStyle(span).color));
      await soon(async () => new Set(await colours()).size).toBeGreaterThan(1);
      await line.click();
      await page.keyboard.press("Home");
      await page.keyboard.insertText("nop; ");
      await page.keyboard.press("Control+Enter");
      await soon(length).not.toBe(before);
      expect(await rows()).toEqual(["nmi@workload", "nmi@page_touched"]);
      expect(await page.locator(".schedule-outcome").allTextContents().then(String)).toMatch(/delivered.*delivered/);
    });
  });
});
