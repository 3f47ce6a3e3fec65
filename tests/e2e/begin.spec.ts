// The first screen: what the tool shows is told there, three situations lead to what
// they promise by one step, and nothing that is told is cut off.
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type Site } from "./support/browser.ts";

const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 15_000 });
const sentence = (page: Page) => page.locator(".sentence-words");

/** Elements with text that their own box cuts off. */
function cutOff(page: Page, selector: string): Promise<string[]> {
  return page.evaluate(
    (wanted) =>
      [...document.querySelectorAll<HTMLElement>(wanted)]
        .filter((element) => element.closest(".hidden-text") === null)
        .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
        .map((element) => `${element.className}: ${element.textContent}`),
    selector,
  );
}

describe.skipIf(browserPath === undefined)("the first screen", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  it.each([
    { number: 0, after: "it overwrites the frame of NMI 1. No other copy exists", property: "fail" },
    { number: 1, after: "iret pops five 4-byte words", property: "fail" },
    { number: 2, after: "NMI 1's five words survive in the stack copy", property: "hold" },
  ])("has situation $number, shown one step before it happens", async ({ number, after, property }) => {
    const { page, context, errors } = await site.open();
    await page.locator(".situations button").nth(number).click();
    await soon(() => page.locator(".schedule-row").count()).toBeGreaterThan(0);
    await soon(() => page.locator(".begin").count()).toBe(0);
    expect(await sentence(page).textContent()).not.toContain(after);
    await page.locator('[data-command="step"]').click();
    await soon(() => sentence(page).textContent()).toContain(after);
    expect(await page.locator(".verdict").textContent()).toContain(property);
    expect(errors).toEqual([]);
    await context.close();
  });

  it("keeps each line number and address beside its line when another handler comes in", async () => {
    const { page, context } = await site.open("", { viewport: { width: 1280, height: 720 } });
    await page.locator(".monaco-editor .view-line").first().waitFor();
    await page.locator(".situations button").first().click();
    await page.locator(".schedule-row").nth(1).waitFor();
    await page.locator('[data-command="step"]').click();
    await soon(() => page.locator(".word.fresh").count()).toBe(5);
    const lines = await page.evaluate(() => {
      const tops = (selector: string) =>
        [...document.querySelectorAll(selector)]
          .map((found) => ({ text: found.textContent.trim(), top: Math.round(found.getBoundingClientRect().top) }))
          .sort((one, other) => one.top - other.top);
      const numbers = tops(".monaco-editor .line-numbers");
      return tops(".monaco-editor .view-line").map(({ text, top }) => ({
        text: text.replaceAll("\u00a0", " "),
        number: numbers.find((number) => number.top === top)?.text.replace(/^\S+\s+/, ""),
      }));
    });
    const source = readFileSync(new URL("../../src/scenario/catalogue/naive.S", import.meta.url), "utf8").split("\n");
    expect(lines.length).toBeGreaterThan(10);
    expect(lines).toEqual(
      lines.map(({ number }) => ({ number, text: (source[Number(number) - 1] ?? "").trim().replaceAll("\t", "    ") })),
    );
    await context.close();
  });

  it("is told once, if the reader wants it so; the handler's own schedules stay", async () => {
    const { page, context } = await site.open();
    await page.getByRole("button", { name: "Do not show again" }).click();
    await soon(() => page.locator(".welcome").count()).toBe(0);
    await page.reload();
    await page.locator(".demonstrations button").first().waitFor();
    expect(await page.locator(".welcome").count()).toBe(0);
    await context.close();
  });

  it.each([
    [1280, 720],
    [1440, 900],
    [1920, 1080],
  ])("cuts nothing off at %i by %i, in bar, sentence, footer and schedule", async (width, height) => {
    const { page, context } = await site.open("", { viewport: { width, height } });
    await page.locator(".situations button").first().waitFor();
    const told = ".top-bar *, .sentence *, .code-footer *, .body-choice, .word-detail, .side-tabs header *, .begin *";
    expect(await cutOff(page, told)).toEqual([]);
    // The schedule's field is in sight.
    const field = await page.getByLabel("Add to schedule").boundingBox();
    const dock = await page.locator(".dock").boundingBox();
    expect(field === null || dock === null ? undefined : field.y + field.height <= dock.y).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
    await page.locator(".situations button").first().click();
    await soon(() => page.locator(".schedule-row").count()).toBeGreaterThan(0);
    await page.locator('[data-command="step"]').click();
    await soon(() => page.locator(".word.fresh").count()).toBe(5);
    expect(await cutOff(page, ".top-bar *, .sentence *, .code-footer *, .side-tabs header *")).toEqual([]);
    await context.close();
  });

  it("opens each dialog with its own look, whichever comes first", async () => {
    for (const key of ["?", "L", "l", "H", "y"]) {
      const { page, context } = await site.open();
      await page.locator(".lanes-drawing .lane-cell").first().waitFor();
      await page.keyboard.press(key);
      await page.locator("dialog[open] .dialog-body > *:nth-child(2)").waitFor();
      // No text touches the edge of the dialog.
      const gap = await page.evaluate(() => {
        const dialog = document.querySelector("dialog[open]");
        if (dialog === null) return 0;
        const texts = document.createTreeWalker(dialog, NodeFilter.SHOW_TEXT);
        const range = document.createRange();
        let least = Infinity;
        for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
          range.selectNodeContents(node);
          const box = range.getBoundingClientRect();
          if (box.width > 0) least = Math.min(least, box.left - dialog.getBoundingClientRect().left);
        }
        return least;
      });
      expect(gap, key).toBeGreaterThanOrEqual(4);
      await context.close();
    }
  });
});
