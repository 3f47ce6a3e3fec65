// The course: its index with ticks, the lecturer's link that leads through the hour, and
// lessons that say all without scripts and on a phone.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LESSONS } from "../../src/site/lessons/lessons.ts";
import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type Site } from "./support/browser.ts";

const PHONE = { width: 390, height: 844 };

describe.skipIf(browserPath === undefined)("the course", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  const isWide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

  it.each(["lessons/index.html", "lessons/teach.html"])("%s is accessible, and fits a phone", async (path) => {
    for (const colorScheme of ["light", "dark"] as const) {
      const { page, context, errors } = await site.open(path, { colorScheme, viewport: PHONE });
      expect(await axeViolations(page)).toEqual([]);
      expect(await isWide(page)).toBe(false);
      expect(errors).toEqual([]);
      await context.close();
    }
  });

  it("ticks a lesson when its end was seen, and a level when it was won", async () => {
    const { page, context } = await site.open("lessons/index.html");
    expect(await page.locator("[data-tick]:visible").count()).toBe(0);
    await page.goto(`${site.url}lessons/one-at-a-time.html`);
    await page.locator(".lesson-sources").scrollIntoViewIfNeeded();
    await expect.poll(() => page.evaluate(() => localStorage.getItem("nmi-stepper.progress"))).toContain("lesson/");
    await page.goto(`${site.url}#level=one-at-a-time`);
    await expect.poll(() => page.locator(".goal").textContent()).toContain("Goal:");
    await page.locator("#sentence").focus();
    await page.keyboard.press("i");
    await page.keyboard.press("i");
    await expect.poll(() => page.locator(".goal").textContent()).toContain("Won");
    await page.goto(`${site.url}lessons/index.html`);
    await expect.poll(() => page.locator("[data-tally]").textContent()).toContain("1 of 13 lessons read, 1 of 12");
    expect(await page.locator(".course-card.done").count()).toBe(1);
    await context.close();
  });

  it("leads a lecturer from one link through the lessons, and back", async () => {
    const { page, context, errors } = await site.open("lessons/teach.html", { viewport: { width: 1280, height: 720 } });
    await page.getByRole("link", { name: "Begin the lecture" }).click();
    const status = page.locator(".present-status");
    await expect.poll(() => status.textContent()).toMatch(/^1 of \d+$/);
    const slides = Number((await status.textContent())?.split(" ").at(-1));
    for (let slide = 2; slide <= slides; slide++) {
      await page.keyboard.press("PageDown");
      await expect.poll(() => status.textContent()).toBe(`${slide} of ${slides}`);
      const figure = page.locator("figure:visible");
      if ((await figure.count()) === 0) continue;
      // One figure, whole in the window, its buttons too.
      expect(await figure.count()).toBe(1);
      const buttons = page.locator("figure:visible .figure-controls button:visible");
      await buttons.first().waitFor();
      const box = await buttons.last().boundingBox();
      expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(720);
    }
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(720);
    await page.keyboard.press("PageDown");
    await page.waitForURL(/the-iret-that-opens-the-door\.html#present/);
    await expect.poll(() => status.textContent()).toMatch(/^1 of/);
    await page.keyboard.press("PageUp");
    await page.waitForURL(/one-at-a-time\.html#present/);
    await expect.poll(() => status.textContent()).toBe(`${slides} of ${slides}`);
    expect(errors).toEqual([]);
    await context.close();
  });

  it("steps the figure on the wall by keys", async () => {
    const { page, context } = await site.open("lessons/same-stack-same-address.html#present=3");
    const sentence = page.locator("figure:visible .figure-sentence");
    await page.locator("figure:visible .figure-controls button").first().waitFor();
    await expect.poll(() => sentence.textContent()).toContain("Step 22");
    await page.keyboard.press("s");
    await expect.poll(() => sentence.textContent()).toContain("Step 23");
    await page.keyboard.press("b");
    await expect.poll(() => sentence.textContent()).toContain("Step 22");
    await context.close();
  });

  it("keeps the NMI in sight on the wall, and the slide as tall as the window", async () => {
    const { page, context } = await site.open("lessons/which-line-can-go.html#present=3", {
      viewport: { width: 1280, height: 720 },
    });
    await page.locator("figure:visible .figure-controls button").first().waitFor();
    const list = await page.locator("figure:visible .drag").boundingBox();
    const nmi = await page.locator("figure:visible .drag-row.here").boundingBox();
    if (list === null || nmi === null) throw new Error("no list, or no NMI in it");
    expect(nmi.y).toBeGreaterThanOrEqual(list.y);
    expect(nmi.y + nmi.height).toBeLessThanOrEqual(list.y + list.height + 1);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(720);
    await context.close();
  });

  it("prints black on white from the dark theme, with answers", async () => {
    const { page, context } = await site.open("lessons/same-stack-same-address.html", { colorScheme: "dark" });
    await page.locator(".figure-controls button").first().waitFor();
    await page.emulateMedia({ media: "print" });
    const [ink, paper] = await page.evaluate(() => {
      const { color, backgroundColor } = getComputedStyle(document.body);
      return [color, backgroundColor].map((text) => Number(/\d+/.exec(text)?.[0]));
    });
    expect(ink).toBeLessThan(64);
    expect(paper).toBeGreaterThan(192);
    expect(await page.locator(".quiz-on-paper:visible").count()).toBe(1);
    expect(await page.locator(".figure-quiz details:visible").count()).toBe(0);
    // Steps are numbered as the sentences name them: "iretq at 21 had ended NMI blocking".
    const ended = page.locator(".figure-trace li", { hasText: "ends NMI blocking" }).first();
    const named = page.locator(".figure-trace li", { hasText: "had ended NMI blocking" }).first();
    const number = await ended.evaluate((item) => {
      const list = item.parentElement;
      return list instanceof HTMLOListElement ? list.start + [...list.children].indexOf(item) : -1;
    });
    expect(await named.textContent()).toContain(`iretq at ${number} had ended NMI blocking`);
    await context.close();
  });

  it.each(LESSONS.map((lesson) => [lesson.id, lesson] as const))(
    "%s, without scripts and on a phone",
    async (id, lesson) => {
      const { page, context } = await site.open(`lessons/${id}.html`, { javaScriptEnabled: false, viewport: PHONE });
      const figures = lesson.parts.flatMap((part) =>
        typeof part !== "string" && part.kind === "figure" ? [part] : [],
      );
      for (const { title, views } of figures) {
        const figure = page.getByRole("group", { name: title, exact: true });
        expect(await figure.locator(".figure-sentence").textContent()).toMatch(/^Step \d+ of \d+ ./);
        expect(await figure.locator(".figure-verdict").count()).toBe(1);
        if (views.includes("lanes"))
          expect(await figure.locator(".lanes-drawing .cell-fill").count()).toBeGreaterThan(0);
        if (views.includes("stack")) expect(await figure.locator(".word").count()).toBeGreaterThan(4);
      }
      expect(await page.locator(".figure-controls button").count()).toBe(0);
      const { width } = PHONE;
      expect((await page.locator("article.lesson").boundingBox())?.width ?? Infinity).toBeLessThanOrEqual(width);
      await context.close();
    },
  );
});
