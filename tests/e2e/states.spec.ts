// Every state of the page: nothing for axe to find, in light and dark, on a desktop and
// on a phone; and at 320 CSS pixels, which is 1280 at 400%, no scrolling in two directions.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type OpenPage, type Site } from "./support/browser.ts";
import { STATES, type PageState } from "./support/states.ts";

const PHONE = { width: 390, height: 844 };
/** Three judgements of a whole page take long on a busy computer. */
const LIMIT_MS = 180_000;
const REFLOW = { width: 320, height: 640 };
/** WCAG 2.2's least size of a target is left out by axe unless asked for. */
const ALL = { rules: { "target-size": { enabled: true } } };
/** All that another theme changes; without motion, as colours on their way from one theme to the other are no theme's. */
const COLOURS = { runOnly: ["color-contrast"] };

const START: PageState = { name: "the start", go: async () => {} };

/** What sticks out at the right, but for tables, code and drawings, which may scroll by themselves. */
function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const free =
      ".look-scroll, .outcome-scroll, .word-table, .heat-table, .needed-table, .code-panel, .lanes, .console, textarea, .stack-pane > header, .hidden-text, .skip-links";
    const found = [...document.querySelectorAll<HTMLElement>("body *")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && box.height > 0 && box.right > innerWidth + 1 && element.closest(free) === null;
    });
    const outer = found.filter((element) => !found.some((other) => other !== element && other.contains(element)));
    return outer.map(({ tagName, className, textContent }) => `${tagName} ${className}: ${textContent.slice(0, 40)}`);
  });
}

/**
 * Targets lower or narrower than 24 pixels, by WCAG 2.5.8. Left out: links within a sentence;
 * with a mouse, lines of the stack and names of registers, which Origins' list offers as well;
 * the editor's and the terminal's own; the scrubber, whose target is the whole drawing.
 */
function tooSmall(page: Page, exempt: string): Promise<string[]> {
  return page.evaluate((left) => {
    const targets = "button, a[href], input, select, summary, textarea, [role=slider], [role=menuitem]";
    const found = [...document.querySelectorAll(targets)].flatMap((element) => {
      if (element.closest(left) !== null) return [];
      const boxes = [element, element.closest("label")].flatMap((one) => one?.getBoundingClientRect() ?? []);
      const width = Math.max(...boxes.map((box) => box.width));
      const height = Math.max(...boxes.map((box) => box.height));
      const isSeen = width > 1 && height > 1;
      const name = `${element.className || element.tagName} ${element.textContent.slice(0, 20)}`;
      return isSeen && (width < 23.9 || height < 23.9)
        ? [`${name}: ${Math.round(width)} by ${Math.round(height)}`]
        : [];
    });
    return [...new Set(found)];
  }, exempt);
}

/** Texts below 12 pixels, drawings' too; not glyphs that stand for a word of their title. */
function smallText(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = new Set<string>();
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const element = node.parentElement;
      // A mark without a letter or digit is no text to read.
      if (element === null || !/[\p{L}\p{N}]/u.test(node.textContent ?? "")) continue;
      if (element.closest(".hidden-text, title") !== null) continue;
      const box = element.getBoundingClientRect();
      const size = Number.parseFloat(getComputedStyle(element).fontSize);
      if (box.width > 1 && box.height > 1 && size < 11.95) found.add(`${element.outerHTML.slice(0, 80)}: ${size}`);
    }
    return [...found];
  });
}
const ALWAYS_EXEMPT = "p a, .monaco-editor, .xterm, .scrubber, .skip-links";
const WITH_A_MOUSE = `${ALWAYS_EXEMPT}, .word.line, .word.copy, .register-link`;

describe.skipIf(browserPath === undefined)("every state", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  async function inState(
    state: PageState,
    options: Parameters<Site["open"]>[1],
    test: (open: OpenPage) => Promise<void>,
  ): Promise<void> {
    const open = await site.open(state.at ?? "", options);
    try {
      await open.page.locator(".lanes-drawing .lane-cell").first().waitFor();
      await state.go(open.page);
      await test(open);
    } finally {
      await open.context.close();
    }
  }

  it.each(STATES)(
    "$name: clean by axe, light, dark and on a phone; nothing sticks out at 320 pixels",
    (state) =>
      inState(state, { reducedMotion: "reduce" }, async ({ page }) => {
        expect(await axeViolations(page, ALL)).toEqual([]);
        expect(await tooSmall(page, WITH_A_MOUSE)).toEqual([]);
        await page.emulateMedia({ colorScheme: "dark" });
        await expect.poll(() => page.locator("html").getAttribute("data-theme")).toBe("dark");
        expect(await axeViolations(page, COLOURS)).toEqual([]);
        if (state.onPhone === undefined) return;
        await page.setViewportSize(PHONE);
        if (state.onPhone !== "dialog") await page.locator(`#phone-tab-${state.onPhone}`).click();
        expect(await axeViolations(page, ALL)).toEqual([]);
        expect(await tooSmall(page, ALWAYS_EXEMPT)).toEqual([]);
        expect(await smallText(page)).toEqual([]);
        await page.setViewportSize(REFLOW);
        expect(await sticksOut(page)).toEqual([]);
      }),
    LIMIT_MS,
  );

  it("wants no motion where none is wanted, and keeps its facts in forced colours", () =>
    inState(START, { reducedMotion: "reduce", forcedColors: "active" }, async ({ page }) => {
      await page.locator(".situations button").first().click();
      await page.locator(".schedule-row").nth(1).waitFor();
      await page.locator('[data-command="step"]').click();
      const fresh = page.locator(".word.fresh").first();
      await fresh.waitFor();
      const style = await fresh.evaluate((word) => {
        const { transitionDuration, outlineStyle } = getComputedStyle(word);
        return { transitionDuration, outlineStyle };
      });
      expect(style).toEqual({ transitionDuration: "0s", outlineStyle: "solid" });
      // One tab of a list is underlined, not all.
      const underlined = await page.locator("#side-tab-schedule, #side-tab-properties").evaluateAll((tabs) =>
        tabs.map((tab) => {
          const { borderBottomColor, borderTopColor } = getComputedStyle(tab);
          return borderBottomColor !== borderTopColor;
        }),
      );
      expect(underlined).toEqual([true, false]);
      const ground = (id: string): Promise<string> =>
        page.locator(`.controls [data-command="${id}"]`).evaluate((button) => getComputedStyle(button).backgroundColor);
      expect(await ground("step")).not.toBe(await ground("over"));
      expect(await axeViolations(page)).toEqual([]);
    }));

  it("shows where the focus is at every stop of the Tab key, and reaches every part", () =>
    inState(START, {}, async ({ page }) => {
      await page.locator("body").click({ position: { x: 2, y: 2 } });
      const regions = new Set<string>();
      const unseen: string[] = [];
      for (let stop = 0; stop < 90; stop++) {
        await page.keyboard.press("Tab");
        const found = await page.evaluate(() => {
          const focused = document.activeElement;
          if (!(focused instanceof HTMLElement) || focused === document.body) return undefined;
          const region = focused.closest("section, header, footer, [role=toolbar], .skip-links");
          const drawn = [focused, focused.closest(".monaco-editor"), focused.nextElementSibling].some((element) => {
            if (element === null) return false;
            const own = getComputedStyle(element);
            const after = getComputedStyle(element, "::after");
            return (
              own.outlineStyle !== "none" || own.boxShadow !== "none" || after.backgroundColor !== "rgba(0, 0, 0, 0)"
            );
          });
          return {
            region: region?.getAttribute("aria-label") ?? region?.className ?? "",
            isEditor: focused.closest(".monaco-editor") !== null,
            drawn,
            name: focused.outerHTML.slice(0, 90),
          };
        });
        if (found === undefined) continue;
        regions.add(found.region);
        if (!found.drawn && !found.isEditor) unseen.push(found.name);
        if (found.isEditor) await page.keyboard.press("Control+m");
      }
      expect(unseen).toEqual([]);
      const wanted = [
        "Handler source",
        "NMI stack and stack copy",
        "Registers",
        "Step controls",
        "Timeline of contexts",
      ];
      for (const region of [...wanted, "Where to begin", "Schedule, explorer, properties, what-ifs", "Console"])
        expect([...regions]).toContain(region);
    }));

  it("divides its columns by separators that the arrow keys move", () =>
    inState(START, {}, async ({ page }) => {
      const stack = page.locator("#stack");
      const width = async () => (await stack.boundingBox())?.width ?? 0;
      const before = await width();
      await page.locator(".column-separator").first().focus();
      await page.keyboard.press("ArrowRight");
      await expect.poll(width).toBeLessThan(before);
    }));

  it("says one sentence of a run in a live region, not one of each step", () =>
    inState(START, {}, async ({ page }) => {
      await page.locator(".situations button").first().click();
      await page.locator(".schedule-row").nth(1).waitFor();
      const live = '.sentence [role="status"]';
      await page.evaluate((selector) => {
        const said: string[] = [];
        Object.assign(globalThis, { said });
        const region = document.querySelector(selector);
        if (region === null) return;
        new MutationObserver(() => {
          if (region.textContent !== said.at(-1)) said.push(region.textContent ?? "");
        }).observe(region, { childList: true, subtree: true, characterData: true });
      }, live);
      await page.locator("#sentence").focus();
      await page.keyboard.press("c");
      await expect.poll(() => page.locator(".step-number b").textContent()).not.toBe("22");
      const shown = (await page.locator(".sentence-words").textContent()) ?? "";
      await expect.poll(() => page.locator(live).textContent()).toContain(shown.slice(0, 30));
      // One of the run, and at most one that was still to come before it.
      const said = await page.evaluate(() => (globalThis as unknown as { said: string[] }).said);
      expect(said.length).toBeLessThanOrEqual(2);
    }));
});
