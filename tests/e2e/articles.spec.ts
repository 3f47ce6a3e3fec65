// The site's articles: readable without scripts, alive with them, from any path.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLink } from "../../src/scenario/link/link.ts";
import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type Site } from "./support/browser.ts";

describe.skipIf(browserPath === undefined)("the gallery's articles", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite("/some/where/");
  });
  afterAll(() => site.close());

  it("are whole without scripts: text, code and the stack at rest", async () => {
    const { page, context, errors } = await site.open("gallery/naive.html", { javaScriptEnabled: false });
    expect(await page.locator("h1").textContent()).toContain("Naive");
    expect(await page.locator(".figure-code").first().textContent()).toContain("iretq");
    expect(await page.locator(".figure-stack").first().textContent()).toContain("RFLAGS");
    expect(await page.locator(".figure-verdict").first().textContent()).toContain("breaks at step");
    // The lists of an article have bullets, those of a figure its own marks.
    const bullets = (list: string) =>
      page
        .locator(list)
        .first()
        .evaluate((found) => getComputedStyle(found).listStyleType);
    expect(await bullets(".figure .ledger")).toBe("none");
    expect(errors).toEqual([]);
    await context.close();
  });

  it("have figures that step, go back and open in the tool", async () => {
    const { page, context, errors } = await site.open("gallery/naive.html");
    const figure = page.locator("[data-figure]").first();
    const sentence = figure.locator(".figure-sentence");
    await figure.getByRole("button", { name: "To the start" }).click();
    await expect.poll(() => sentence.textContent()).toContain("Start.");
    await figure.getByRole("button", { name: "Step", exact: true }).click();
    await expect.poll(() => sentence.textContent()).toContain("Step 0 of");
    await figure.getByRole("button", { name: "Back" }).click();
    await expect.poll(() => sentence.textContent()).toContain("Start.");
    await figure.getByRole("link", { name: "Open in the tool" }).click();
    await page.locator("#sentence").waitFor();
    await expect.poll(() => page.locator("body").textContent()).toContain("page_touched");
    expect(errors).toEqual([]);
    await context.close();
  });

  it.each(["light", "dark"] as const)("are accessible, %s", async (colorScheme) => {
    const { page, context } = await site.open("gallery/naive.html", { colorScheme });
    await page.getByRole("button", { name: "Step", exact: true }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await context.close();
  });
});

describe.skipIf(browserPath === undefined)("the lessons", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  it("let the reader drag the NMI by keyboard, and tell at once what breaks", async () => {
    const { page, context, errors } = await site.open("lessons/the-last-instruction.html");
    const slider = page.getByRole("slider", { name: "Where the NMI arrives" }).first();
    await slider.focus();
    const figure = page.locator(".figure").first();
    await expect.poll(() => figure.locator(".figure-verdict").textContent()).toContain("breaks at step");
    await page.keyboard.press("Home");
    await expect.poll(() => slider.getAttribute("aria-valuetext")).toContain("nmi");
    await expect.poll(() => figure.locator(".figure-sentence").textContent()).toContain("Step");
    expect(errors).toEqual([]);
    await context.close();
  });

  it("ask before they reveal", async () => {
    const { page, context } = await site.open("lessons/same-stack-same-address.html");
    await page.getByRole("button", { name: "Step", exact: true }).first().waitFor();
    const quiz = page.locator(".figure-quiz");
    const words = page.locator(".figure").first().locator("button.word");
    await words.filter({ hasText: "T-48" }).click();
    await expect.poll(() => quiz.textContent()).toContain("You chose T-48");
    await words.filter({ hasText: "T-40" }).first().click();
    await expect.poll(() => quiz.textContent()).toContain("Right.");
    // Once it is stepped, "the next step" is another.
    expect(await quiz.textContent()).toContain("Predict:");
    const asked = /Step \d+/.exec((await page.locator(".figure-sentence").first().textContent()) ?? "")?.[0];
    await page.getByRole("button", { name: "Step", exact: true }).first().click();
    await expect.poll(() => quiz.textContent()).toContain(`Predict, after ${asked?.toLowerCase()}:`);
    expect(await quiz.textContent()).not.toContain("Choose the word");
    await context.close();
  });

  it("are whole without scripts: every outcome beside its instruction, answers behind a fold", async () => {
    const { page, context } = await site.open("lessons/same-stack-same-address.html", { javaScriptEnabled: false });
    expect(await page.locator(".drag-row.harmful").count()).toBeGreaterThan(5);
    expect(await page.locator(".figure-quiz details").textContent()).toContain("T-40");
    await context.close();
  });

  it("are presented one part at a time, by a clicker's keys", async () => {
    const { page, context, errors } = await site.open("lessons/same-stack-same-address.html");
    await page.getByRole("button", { name: "Present" }).click();
    const status = page.locator(".present-status");
    await expect.poll(() => status.textContent()).toMatch(/^1 of /);
    await page.locator("body").press("PageDown");
    await page.keyboard.press("PageDown");
    await expect.poll(() => status.textContent()).toMatch(/^3 of /);
    expect(await page.locator("article figure:visible").count()).toBe(1);
    await page.keyboard.press("2");
    await expect.poll(() => page.locator("figure:visible h2").textContent()).toContain("Drag the second NMI");
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press("PageUp");
    expect(await page.locator("figure:visible").count()).toBe(0);
    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator("article figure:visible").count()).toBe(2);
    expect(errors).toEqual([]);
    await context.close();
  });

  it("print with every step as text, and give the lines that embed a figure", async () => {
    const { page, context } = await site.open("lessons/one-at-a-time.html");
    await page.getByRole("button", { name: "Embed" }).click();
    const lines = await page.getByLabel("Lines to paste into another page").inputValue();
    expect(lines).toContain('loading="lazy"');
    expect(lines).toContain("index.html?embed=1&amp;view=code,lanes&amp;title=Three+NMIs");
    const embedded = /src="([^"]*)"/.exec(lines)?.[1]?.replaceAll("&amp;", "&") ?? "";
    expect(await openLink(new URL(embedded).hash)).toMatchObject({ ok: true });
    expect(await page.locator(".figure-trace").isVisible()).toBe(false);
    await page.emulateMedia({ media: "print" });
    // Up to the last IRETQ: the workload's own steps are not printed.
    expect(await page.locator(".figure-trace li:visible").count()).toBe(12);
    expect(await page.locator(".present-button").isVisible()).toBe(false);
    await context.close();
  });

  it("are accessible, each of them, on a phone too", { timeout: 240_000 }, async () => {
    const { page, context } = await site.open("lessons/index.html");
    const pages = await page
      .locator(".course-card h3 a")
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
    expect(pages.length).toBe(13);
    await page.setViewportSize({ width: 390, height: 844 });
    for (const address of pages) {
      await page.goto(address);
      await page.locator(".figure-controls button").first().waitFor();
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      expect([address, await axeViolations(page)]).toEqual([address, []]);
      const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect([address, isWide]).toEqual([address, false]);
    }
    await context.close();
  });
});
