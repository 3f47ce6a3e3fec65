// The page under a thumb: no keys named where there are none, nothing cut off where no
// pointer can ask for the rest, frames and lessons in the width of a phone.
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type OpenPage, type Site } from "./support/browser.ts";

const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 15_000 });

const THUMB = { hasTouch: true, isMobile: true, reducedMotion: "reduce" } as const;
const PHONE = { ...THUMB, viewport: { width: 390, height: 844 } };
const SMALL = { ...THUMB, viewport: { width: 360, height: 740 } };

/** What of the stack's words, their old values and writers does not fit into its box. */
const cutWords = (page: Page): Promise<string[]> =>
  page
    .locator(".word, .word :not(.hidden-text)")
    .evaluateAll((all) =>
      all
        .filter((one) => getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1)
        .map(({ className, textContent }) => `${className}: ${textContent}`),
    );

/** Buttons, menus and tabs that leave the window, are no target, or lie under another. */
const crowded = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const shown = [...document.querySelectorAll<HTMLElement>(".top-bar > *, .phone [role=tab], .controls > button")]
      .map((one) => ({ name: one.textContent.slice(0, 20), one, box: one.getBoundingClientRect() }))
      .filter(({ one, box }) => box.width > 1 && one.matches("button, select, a"));
    return shown.flatMap(({ name, one, box }) => {
      const { left, right, top, bottom, width, height } = box;
      if (left < 0 || top < 0 || right > innerWidth + 1 || bottom > innerHeight + 1) return [`${name} leaves`];
      if (width < 24 || height < 24 || one.scrollWidth > one.clientWidth + 1) return [`${name} has no room`];
      const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      return one.contains(hit) ? [] : [`${name} lies under ${hit?.className ?? "nothing"}`];
    });
  });

const overflow = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    return [Math.max(0, scrollWidth - innerWidth), Math.max(0, scrollHeight - innerHeight)];
  });

async function lostFrame(page: Page): Promise<void> {
  await page.locator(".situations button").first().click();
  await soon(() => page.locator(".begin").count()).toBe(0);
  await page.locator('.controls [data-command="step"]').click();
  await soon(() => page.locator(".word.fresh").count()).toBe(5);
}

describe.skipIf(browserPath === undefined)("on a phone", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  async function opened(
    path: string,
    options: BrowserContextOptions,
    test: (open: OpenPage) => Promise<void>,
  ): Promise<void> {
    const open = await site.open(path, options);
    try {
      await test(open);
      expect(open.errors).toEqual([]);
    } finally {
      await open.context.close();
    }
  }

  const inTool = (options: BrowserContextOptions, test: (page: Page) => Promise<void>, path = ""): Promise<void> =>
    opened(path, options, async ({ page }) => {
      await page.locator(".lanes-drawing .lane-cell").first().waitFor();
      await test(page);
    });

  it("the first sentence names the keys that there are: none for a thumb, the chosen one for a keyboard", async () => {
    const words = (page: Page) => page.locator(".sentence-words").innerText();
    await inTool(PHONE, async (page) => {
      expect(await words(page)).toMatch(/^The workload runs\. Step takes a step, NMI sends an NMI\./);
      expect(await page.locator("kbd").evaluateAll((all) => all.filter((key) => key.checkVisibility()).length)).toBe(0);
    });
    await inTool({}, async (page) => expect(await words(page)).toMatch(/Step\s*\(s\) takes a step, NMI\s*\(i\) sends/));
  });

  it.each([PHONE, SMALL])("a lesson's figure shows every value of the stack, $viewport.width wide", (options) =>
    opened("lessons/same-stack-same-address.html", options, async ({ page }) => {
      await page.locator(".figure .lanes-drawing, .figure .word.stale").first().waitFor();
      const step = page.locator(".figure").first().locator('[data-command="step"]');
      await step.tap();
      await soon(() => page.locator(".figure").first().locator(".word.fresh").count()).toBe(5);
      expect(await cutWords(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    }),
  );

  it("a lesson's NMI goes where it is tapped, and what that leads to stays in sight", () =>
    opened("lessons/same-stack-same-address.html", PHONE, async ({ page }) => {
      const figure = page.locator(".figure", { has: page.locator(".drag-row.here") });
      await figure.scrollIntoViewIfNeeded();
      await figure.locator('[role="slider"].drag').waitFor();
      const rows = figure.locator(".drag-row[data-row]");
      await rows.last().scrollIntoViewIfNeeded();
      await page.mouse.wheel(0, 200);
      const sentence = figure.locator(".figure-sentence");
      const before = await sentence.textContent();
      await rows.last().tap();
      await soon(() => sentence.textContent()).not.toBe(before);
      expect(await rows.last().getAttribute("class")).toContain("here");
      expect((await sentence.boundingBox())?.y).toBeGreaterThanOrEqual(0);
    }));

  it("the stack shows every value, at 320 pixels too", () =>
    inTool(PHONE, async (page) => {
      await page.locator(".situations button").first().tap();
      await soon(() => page.locator(".begin").count()).toBe(0);
      await page.locator('[data-command="step"]').tap();
      await soon(() => page.locator(".word.fresh").count()).toBe(5);
      for (const width of [390, 360, 320]) {
        await page.setViewportSize({ width, height: 740 });
        expect(await cutWords(page), `${width}`).toEqual([]);
      }
    }));

  it("a remark stays in sight while its line is scrolled sideways", async () => {
    await inTool(PHONE, async (page) => {
      await page.locator("#phone-tab-code").tap();
      await page.getByRole("button", { name: "Edit", exact: true }).waitFor();
      const remark = page.locator(".diagnostic").first();
      await remark.scrollIntoViewIfNeeded();
      const place = async () => {
        const box = await remark.boundingBox();
        return [box?.x ?? 0, box?.width ?? 0] as const;
      };
      const before = await place();
      await page.locator(".code").evaluate((code) => code.scrollTo({ left: 200 }));
      await soon(() => page.locator(".code").evaluate((code) => code.scrollLeft)).toBe(200);
      expect(await place()).toEqual(before);
      expect(before[0] + before[1]).toBeLessThanOrEqual(390);
    });
    await inTool({ viewport: { width: 1280, height: 800 } }, async (page) => {
      await page.locator(".monaco-editor .view-line").first().click();
      await page.keyboard.press("Control+Home");
      await page.keyboard.insertText(`  movq %rax, %rbx, %rcx # ${"far ".repeat(40)}\n`);
      const remark = page.locator(".code-zone .diagnostic").first();
      await remark.waitFor();
      await page.keyboard.press("Control+Home");
      await soon(async () => Math.round((await remark.boundingBox())?.x ?? 0)).toBeGreaterThan(0);
      const left = async () => Math.round((await remark.boundingBox())?.x ?? 0);
      const at = await left();
      await page.keyboard.press("End");
      await soon(() =>
        page
          .locator(".monaco-editor .view-line")
          .first()
          .boundingBox()
          .then((box) => box?.x ?? 0),
      ).toBeLessThan(0);
      await soon(left).toBe(at);
    });
  });

  it("an event is moved along the run by taps alone", () =>
    inTool(PHONE, async (page) => {
      await lostFrame(page);
      await page.locator("#phone-tab-schedule").tap();
      const outcome = page.locator(".schedule-row .schedule-outcome").nth(1);
      expect(await outcome.textContent()).toContain("delivered 23");
      for (const [item, said] of [
        ["One step earlier", "22"],
        ["One step later", "23"],
      ] as const) {
        await page.locator(".row-menu > button").nth(1).tap();
        await page.getByRole("menuitem", { name: item }).tap();
        await soon(() => outcome.textContent()).toContain(said);
      }
      await page.locator(".row-menu > button").first().tap();
      await soon(() => page.getByRole("menuitem", { name: "One step earlier" }).isDisabled()).toBe(true);
    }));

  it("the menu opens without a keyboard over it, and begins with what has no button here", () =>
    inTool(PHONE, async (page) => {
      await page.getByRole("button", { name: "Menu" }).tap();
      await page.locator("[role=option]").first().waitFor();
      expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe("INPUT");
      const first = await page
        .locator("[role=option]")
        .evaluateAll((all) => all.slice(0, 2).map((one) => one.textContent));
      expect(first).toEqual([expect.stringContaining("Lessons"), expect.stringContaining("Levels")]);
      await page.locator("[role=option]").nth(1).tap();
      await page.locator(".level-list").waitFor();
    }));

  it("a frame 358 pixels wide and 420 high has room for its stack, and one row of buttons", () =>
    opened(
      "?embed=1&view=stack,lanes&title=Nested",
      { ...THUMB, viewport: { width: 358, height: 420 } },
      async ({ page }) => {
        await page.locator(".lanes-drawing .lane-cell").first().waitFor();
        const stack = await page.locator(".embed-stack").boundingBox();
        expect(stack?.height).toBeGreaterThanOrEqual(140);
        const dock = await page.locator(".dock").boundingBox();
        expect(dock?.y).toBeGreaterThanOrEqual((stack?.y ?? 0) + (stack?.height ?? 0));
        const buttons = page.locator(".controls > button:visible");
        const tops = await buttons.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
        expect(tops).toHaveLength(8);
        expect(new Set(tops).size).toBe(1);
        const last = page.locator(".lanes");
        await last.evaluate((lanes) => lanes.scrollIntoView({ block: "end" }));
        const box = await last.boundingBox();
        expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(421);
        // A frame has no phases to show: nothing offers them.
        await page.locator('[data-command="inject-nmi"]').tap();
        await page.locator('[data-command="step"]').tap();
        await soon(() => page.locator(".step-number b").textContent()).toBe("0");
        expect(await page.getByRole("button", { name: "phases" }).count()).toBe(0);
        expect(await axeViolations(page)).toEqual([]);
      },
    ));

  it.each([
    [844, 390, THUMB],
    [667, 331, THUMB],
    [720, 450, {}],
    [683, 384, {}],
  ] as const)(
    "on its side, or a laptop twice enlarged, %i by %i: nothing scrolls away, nothing is cut",
    (width, height, more) =>
      inTool({ ...more, viewport: { width, height } }, async (page) => {
        expect(await crowded(page)).toEqual([]);
        await lostFrame(page);
        expect(await crowded(page)).toEqual([]);
        expect(await overflow(page)).toEqual([0, 0]);
        expect(await cutWords(page)).toEqual([]);
        const panel = await page.locator(".phone-panel").boundingBox();
        expect(panel?.height).toBeGreaterThan(180);
        await page.locator("#phone-tab-schedule").click();
        expect(await page.locator(".schedule-row").count()).toBe(2);
        expect(await axeViolations(page)).toEqual([]);
      }),
  );

  it.each([
    [1024, 640],
    [960, 600],
    [800, 600],
    [640, 720],
  ])("half a laptop's window, %i by %i, has its menu of handlers, its buttons and its values", (width, height) =>
    inTool({ viewport: { width, height } }, async (page) => {
      expect(await crowded(page)).toEqual([]);
      // Where to begin lies over nothing.
      const words = await page.locator(".begin").boundingBox();
      const stack = await page.locator(".stack-pane").boundingBox();
      const [upper, lower] = [words, stack].toSorted((one, other) => (one?.y ?? 0) - (other?.y ?? 0));
      expect((upper?.y ?? 0) + (upper?.height ?? 0)).toBeLessThanOrEqual((lower?.y ?? 0) + 1);
      await lostFrame(page);
      expect(await crowded(page)).toEqual([]);
      expect(await overflow(page)).toEqual([0, 0]);
      // A mouse asks an old value for the rest of it.
      expect((await cutWords(page)).filter((word) => !word.startsWith(": "))).toEqual([]);
      expect((await page.locator(".handler-choice").boundingBox())?.width).toBeGreaterThan(80);
      await page.getByRole("button", { name: /^(?:Menu|Palette)/ }).click();
      await page.locator("[role=option]").first().waitFor();
    }),
  );

  it.each([PHONE, { viewport: { width: 1440, height: 900 } }])(
    "text of twice the size finds its room, at $viewport.width by $viewport.height",
    (options) =>
      opened("", options, async ({ page, context }) => {
        const session = await context.newCDPSession(page);
        await session.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
        await page.reload();
        await page.locator(".lanes-drawing .lane-cell").first().waitFor();
        await lostFrame(page);
        expect((await overflow(page))[0]).toBe(0);
        expect((await page.locator(".main-part").boundingBox())?.height).toBeGreaterThan(250);
        const step = page.locator('.controls [data-command="step"]');
        await step.scrollIntoViewIfNeeded();
        expect(await step.evaluate((one) => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(1);
        await step.click();
        await soon(() => page.locator(".step-number b").textContent()).toBe("24");
      }),
  );

  it("the source is written as plain text, and its remarks stand in the listing", () =>
    inTool(PHONE, async (page) => {
      await page.locator("#phone-tab-code").tap();
      await page.getByRole("button", { name: "Edit", exact: true }).tap();
      const field = page.locator(".plain-text");
      await field.waitFor();
      expect(await field.evaluate((one) => Number.parseFloat(getComputedStyle(one).fontSize))).toBeGreaterThanOrEqual(
        16,
      );
      await page.keyboard.insertText("  movq %rax\n");
      await page.getByRole("button", { name: "Done" }).tap();
      await soon(() => page.locator(".code .diagnostic.error").first().textContent()).toMatch(/operand/);
      expect(await page.locator(".code-line").first().textContent()).toContain("movq %rax");
      await page.getByRole("button", { name: "Edit", exact: true }).tap();
      await field.waitFor();
      for (let letter = 0; letter < 12; letter += 1) await page.keyboard.press("Delete");
      await page.getByRole("button", { name: "Done" }).tap();
      await soon(() => page.locator(".code .diagnostic.error").count()).toBe(0);
      expect(await axeViolations(page)).toEqual([]);
    }));

  it("a level that is written has room for writing, and its tabs lie over nothing", () =>
    inTool(
      SMALL,
      async (page) => {
        await page.locator(".goal").waitFor();
        await page.locator("#phone-tab-schedule").tap();
        const tabs = await page.locator(".side-tabs [role=tablist]").boundingBox();
        const panel = await page.locator(".side-panel").boundingBox();
        expect((tabs?.y ?? 0) + (tabs?.height ?? 0)).toBeLessThanOrEqual((panel?.y ?? 0) + 1);
        await page.locator("#phone-tab-code").tap();
        await page.getByRole("button", { name: "Edit", exact: true }).tap();
        await soon(async () => (await page.locator(".plain-text").boundingBox())?.height).toBeGreaterThan(300);
        await page.getByRole("button", { name: "Done" }).tap();
        await soon(() => page.locator('.controls [data-command="step"]').isVisible()).toBe(true);
      },
      "#level=leave-word",
    ));

  it("two fingers enlarge everywhere, and nothing locks the way it is held", () =>
    inTool(PHONE, async (page) => {
      await lostFrame(page);
      const stopped = await page
        .locator("body, body *")
        .evaluateAll((all) =>
          all
            .filter((one) => !/auto|manipulation|pinch-zoom/.test(getComputedStyle(one).touchAction))
            .map(({ className }) => String(className)),
        );
      expect(stopped).toEqual([]);
      expect(await page.locator("meta[name=viewport]").getAttribute("content")).not.toMatch(
        /maximum-scale|user-scalable/,
      );
      const manifest = await page.evaluate(async () => (await fetch("manifest.webmanifest")).text());
      expect(manifest).not.toMatch(/orientation/);
    }));
});
