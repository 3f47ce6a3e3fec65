// What the first screen promises is on it, without scrolling: code, stack, registers,
// NMI state, flags, schedule, controls and lanes; nothing moves while stepping; larger
// windows have larger type, and before an audience the type is larger still.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { browserPath, openSite, type Site } from "./support/browser.ts";

const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 15_000 });

/** With one variable, with three, and with as many as there are. */
const HANDLERS = ["naive", "desnoyers-2010", "mainline", "cr3-as-found"];

async function twoNmis(page: Page, handler: string): Promise<void> {
  await page.locator(".handler-choice").selectOption(handler);
  const field = page.getByLabel("Add to schedule");
  for (const [index, item] of ["nmi@workload", "nmi@vec_14"].entries()) {
    await field.fill(item);
    await field.press("Enter");
    await page.locator(".schedule-row").nth(index).waitFor();
  }
  await page.locator("#sentence").focus();
  await page.keyboard.press("s");
  await soon(() => page.locator(".step-number b").textContent()).toBe("0");
}

/** Names of what is not wholly in the window, or scrolls. */
function outOfSight(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const looked = ".registers, .nmi-state, .flag-variables, .flag-list > :last-child, .add-item input";
    const drawn = ".stack-pair .word.frame, .controls, .lanes, .code-pane, .sentence, .schedule-row:last-child";
    const wanted = `${looked}, ${drawn}`.split(", ");
    const dock = document.querySelector(".dock")?.getBoundingClientRect().top ?? 0;
    const hidden = wanted.filter((selector) =>
      [...document.querySelectorAll(selector)].some((element) => {
        const box = element.getBoundingClientRect();
        const end = element.closest(".dock") === null ? dock : innerHeight;
        return box.height === 0 || box.top < 0 || box.bottom > end + 1 || box.right > innerWidth + 1;
      }),
    );
    const missing = wanted.filter((selector) => document.querySelector(selector) === null);
    const scrolls = [...document.querySelectorAll(".side-state, .dock, .controls, .top-bar, .side-tabs header")]
      .filter(
        (element) => element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1,
      )
      .map(({ className }) => `${className} scrolls`);
    return [...hidden, ...missing.map((selector) => `no ${selector}`), ...scrolls];
  });
}

/** Where panels, registers and the words of the frame stand, in the order of the document. */
const boxes = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const panels = ".top-bar, .sentence, .pane, .dock, .controls, .lanes, .console";
    const inside = ".register-grid > *, .nmi-fact, .flag-variable, .word.frame .word-place";
    return [...document.querySelectorAll(`${panels}, ${inside}`)].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return `${element.tagName} ${[x, y, width, height].map(Math.round).join(" ")}`;
    });
  });

async function present(page: Page): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.locator(".palette-search").fill("presentation");
  await page.keyboard.press("Enter");
  await page.locator("html[data-presenting]").waitFor();
}

const rootSize = (page: Page) =>
  page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));

/** Controls whose boxes lie over each other, or leave the window. */
function crowded(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const all = [
      ...document.querySelectorAll<HTMLElement>(".top-bar > :not(.spring), .controls > button, .sentence > div"),
    ]
      .map((element) => ({
        name: element.textContent.slice(0, 20),
        isName: element.matches("h1"),
        box: element.getBoundingClientRect(),
      }))
      .filter(({ box }) => box.width > 1);
    const outside = all
      .filter(({ box }) => box.left < 0 || box.right > innerWidth + 1)
      .map(({ name }) => `${name} leaves`);
    const narrow = all.filter(({ box, isName }) => box.width < 24 && !isName).map(({ name }) => `${name} is narrow`);
    const touching = all.flatMap((one, index) =>
      all
        .slice(index + 1)
        .filter(
          ({ box }) =>
            box.left < one.box.right - 1 &&
            box.right > one.box.left + 1 &&
            box.top < one.box.bottom - 1 &&
            box.bottom > one.box.top + 1,
        )
        .map(({ name }) => `${one.name} / ${name}`),
    );
    const cut = [...document.querySelectorAll<HTMLElement>(".controls > button, .sentence-words")]
      .filter(
        ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
          scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 2,
      )
      .map((element) => `${element.textContent} is cut off`);
    return [...outside, ...narrow, ...touching, ...cut];
  });
}

describe.skipIf(browserPath === undefined)("one screen", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  async function at(width: number, height: number, test: (page: Page) => Promise<void>): Promise<void> {
    const { page, context, errors } = await site.open("", { viewport: { width, height }, reducedMotion: "reduce" });
    await page.locator(".lanes-drawing .lane-cell").first().waitFor();
    await test(page);
    expect(errors).toEqual([]);
    await context.close();
  }

  it.each(HANDLERS)("holds all of it at 1440 by 900, with two events on %s", (handler) =>
    at(1440, 900, async (page) => {
      await twoNmis(page, handler);
      expect(await outOfSight(page)).toEqual([]);
    }),
  );

  it("holds all of it at 1920 by 1080, in larger type", () =>
    at(1920, 1080, async (page) => {
      expect(await rootSize(page)).toBe(12);
      await twoNmis(page, "mainline");
      expect(await outOfSight(page)).toEqual([]);
      // What is drawn without the document's sizes follows them.
      await page.setViewportSize({ width: 1440, height: 900 });
      await soon(() => rootSize(page)).toBe(10);
      await soon(async () => (await page.locator(".monaco-editor .view-line").first().boundingBox())?.height).toBe(15);
    }));

  it("keeps NMI state and flags in sight while the explorer is shown", () =>
    at(1440, 900, async (page) => {
      await page.locator(".handler-choice").selectOption("desnoyers-2010");
      await page.locator("#side-tab-explorer").click();
      await page.locator(".explorer").waitFor();
      const flags = await page.locator(".flag-list > :last-child").boundingBox();
      const tabs = await page.locator(".side-tabs").boundingBox();
      expect((flags?.y ?? 0) + (flags?.height ?? 0)).toBeLessThanOrEqual(tabs?.y ?? 0);
      expect(tabs?.height).toBeGreaterThan(250);
    }));

  it("moves no panel, register or word of the frame over fifty steps", () =>
    at(1440, 900, async (page) => {
      await page.locator(".situations button").nth(2).click();
      await page.locator(".schedule-row").nth(1).waitFor();
      await page.locator("#sentence").focus();
      await page.keyboard.press("s");
      await soon(() => page.locator(".word.fresh").count()).toBe(5);
      const before = await boxes(page);
      expect(before.length).toBeGreaterThan(30);
      const first = Number(await page.locator(".step-number b").textContent());
      for (let step = 1; step <= 50; step += 1) {
        await page.keyboard.press("s");
        await soon(() => page.locator(".step-number b").textContent()).toBe(String(first + step));
        expect(await boxes(page), `step ${first + step}`).toEqual(before);
      }
    }));

  it("says once, and within the window, why nothing can be done while the text does not assemble", () =>
    at(1280, 720, async (page) => {
      await page.locator(".monaco-editor .view-line").first().click();
      await page.keyboard.press("Control+Home");
      await page.keyboard.insertText("  movq %rax\n");
      await page.keyboard.press("Control+Enter");
      await soon(() => page.locator(".inject-label").textContent()).toContain("does not assemble");
      expect(await page.locator(".controls", { hasText: "does not assemble" }).locator(".inject > span").count()).toBe(
        0,
      );
      expect(await crowded(page)).toEqual([]);
    }));

  it("lets a window that is too low for its bands scroll, as at 400% zoom", () =>
    at(320, 256, async (page) => {
      const main = await page.locator(".main-part").boundingBox();
      expect(main?.height).toBeGreaterThan(300);
      const step = page.locator('[data-command="step"]');
      await step.scrollIntoViewIfNeeded();
      const box = await step.boundingBox();
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(256);
      await step.click();
      await soon(() => page.locator(".step-number b").textContent()).toBe("0");
    }));

  it("tells on a phone, too, who wrote a word, and offers every command", () =>
    at(390, 844, async (page) => {
      await page.locator(".situations button").first().click();
      await soon(() => page.locator(".begin").count()).toBe(0);
      await page.locator('[data-command="step"]').click();
      await soon(() => page.locator(".word.fresh").count()).toBe(5);
      await page.locator("button.word.fresh").nth(1).click();
      await soon(() => page.locator(".word-detail").textContent()).toContain("before that 1");
      await page.locator(".word-detail").getByRole("button", { name: "Go to step 0" }).click();
      await soon(() => page.locator(".step-number b").textContent()).toBe("0");
      await page.getByRole("button", { name: "Menu" }).click();
      await page.locator(".palette-search").fill("memory");
      await page.keyboard.press("Enter");
      await page.locator(".look-table.memory tbody tr").first().waitFor();
    }));

  it.each([
    [1180, 800],
    [1024, 768],
    [800, 600],
  ])("shows on a small screen what is chosen, and every button, at %i by %i", (width, height) =>
    at(width, height, async (page) => {
      for (const handler of ["naive", "desnoyers-2010"]) {
        await twoNmis(page, handler);
        expect(await crowded(page)).toEqual([]);
        expect((await page.locator(".handler-choice").boundingBox())?.width).toBeGreaterThanOrEqual(140);
      }
    }),
  );

  it.each(["mainline", "desnoyers-2010-repaired"])(
    "cuts no value of a frame or its copy at 1366 by 768, with %s",
    (handler) =>
      at(1366, 768, async (page) => {
        await twoNmis(page, handler);
        await page.locator("#sentence").focus();
        await page.keyboard.press("c");
        await soon(() => page.locator(".word.copy:not(.never)").count()).toBeGreaterThan(4);
        const cut = () =>
          page
            .locator(".word .word-now")
            .evaluateAll((values) =>
              values
                .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth)
                .map(({ textContent }) => textContent),
            );
        await soon(cut).toEqual([]);
      }),
  );

  it("keeps each column's share before an audience when the window goes to a smaller screen", () =>
    at(1920, 1080, async (page) => {
      await present(page);
      const share = async () => {
        const code = await page.locator(".code-pane").boundingBox();
        return Math.round(((code?.width ?? 0) / (await page.evaluate(() => innerWidth))) * 10);
      };
      const before = await share();
      await page.setViewportSize({ width: 1280, height: 720 });
      await soon(() => rootSize(page)).toBe(11.5);
      await soon(share).toBe(before);
    }));

  it.each([
    [1024, 768, 11.5],
    [1280, 720, 11.5],
    [1440, 900, 11.5],
    [1920, 1080, 15],
  ])("has room for its buttons and its sentence before an audience, at %i by %i", (width, height, size) =>
    at(width, height, async (page) => {
      await page.locator(".situations button").first().click();
      await page.locator(".schedule-row").nth(1).waitFor();
      await page.locator("#sentence").focus();
      await page.keyboard.press("s");
      await soon(() => page.locator(".word.fresh").count()).toBe(5);
      await present(page);
      expect(await rootSize(page)).toBe(size);
      expect(await crowded(page)).toEqual([]);
      // The words just written are what it is about.
      const dock = await page.locator(".dock").boundingBox();
      const word = await page.locator(".word.fresh").nth(4).boundingBox();
      expect((word?.y ?? 0) + (word?.height ?? 0)).toBeLessThanOrEqual(dock?.y ?? 0);
      await page.getByRole("button", { name: "End presentation" }).click();
      await soon(() => page.locator("html[data-presenting]").count()).toBe(0);
    }),
  );
});
