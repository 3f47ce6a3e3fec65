// Steering in the built page: over, out, to the cursor, forwards and back; playing;
// each event injected; running to events and to conditions. The numbers of the steps
// are those of docs/gallery's naive handler: an NMI at step 1, its page fault from step
// 5 to the IRET of step 22, its own IRET at step 28.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { browserPath, openSite, type Site } from "./support/browser.ts";
import { blur, command, inTool, linkTo, press, sentence, soon, step } from "./support/tool.ts";

/** The step shown, once it has been the same for a quarter of a second: what was under way has arrived. */
async function atRest(page: Page): Promise<string | null> {
  for (let before: string | null = "", now = await step(page); ; before = now, now = await step(page)) {
    if (now === before) return now;
    await page.waitForTimeout(250);
  }
}

const notice = (page: Page) => page.locator(".notice").textContent();

describe.skipIf(browserPath === undefined)("steering", () => {
  let site: Site;
  let quiet: string;
  let one: string;
  let two: string;
  let three: string;
  beforeAll(async () => {
    site = await openSite();
    quiet = await linkTo("naive");
    one = await linkTo("naive", "nmi@1", 5);
    two = await linkTo("naive", "nmi@1; pf@touch_page; nmi@vec_14");
    three = await linkTo("naive", "nmi@1; nmi@3; nmi@4");
  });
  afterAll(() => site.close());

  it("steps over a nested delivery and out of it, forwards and back, by key and by button", () =>
    inTool(site, one, async ({ page }) => {
      await soon(() => step(page)).toBe("4");
      await press(page, "n", "22");
      await press(page, "N", "4");
      await press(page, "F10", "22");
      await press(page, "Shift+F10", "4");
      await command(page, "over").click();
      await soon(() => step(page)).toBe("22");
      await press(page, "b", "21");
      await press(page, "N", "20");
      await press(page, "f", "22");
      await press(page, "f", "28");
      await press(page, "b", "27");
      await command(page, "out").click();
      await soon(() => step(page)).toBe("28");
    }));

  it("decodes RFLAGS, and boxes a bit that the step changed, with both values", () =>
    inTool(site, one, async ({ page }) => {
      await press(page, "r", "start");
      for (const expected of ["0", "1", "2", "3"]) await press(page, "s", expected);
      // The delivery took IF away; INCQ of a counter at 0 leaves an odd 1.
      const flags = page.locator(".flag-row li");
      expect(await flags.filter({ hasText: /^IF/ }).textContent()).toBe("IF0");
      await press(page, "s", "4");
      expect(await flags.filter({ hasText: /^IF/ }).getAttribute("title")).toBe("maskable interrupts are taken");
      const changed = await page.locator(".flag-row .flag-changed").allTextContents();
      for (const text of changed) expect(text).toMatch(/^[A-Z]F(?:0→1|1→0)$/);
      await press(page, "b", "3");
      expect(await page.locator(".flag-row .flag-changed").count()).toBe(0);
      await press(page, "b", "2");
      await press(page, "b", "1");
      expect(await page.locator(".flag-row .flag-changed").allTextContents()).toContain("IF1→0");
    }));

  it("runs to the cursor, by t and by F4, and says when the run never comes there", () =>
    inTool(site, one, async ({ page }) => {
      const line = (text: string) => page.locator(".editor .view-line", { hasText: text }).first();
      await line("do_nmi_end:").waitFor();
      await page.locator(".editor .view-line", { hasText: /^\s*iretq\s*$/ }).click();
      await page.keyboard.press("F4");
      await soon(() => step(page)).toBe("27");
      await blur(page);
      await press(page, "r", "start");
      await line("movzbl").click();
      await blur(page);
      await press(page, "t", "23");
      await page.keyboard.press("t");
      await soon(() => notice(page).catch(() => "")).toContain("page_touched");
    }));

  it("plays by itself, slower and faster, until the end or until the user takes over", () =>
    inTool(site, one, async ({ page }) => {
      for (let n = 0; n < 3; n++) await page.keyboard.press(">");
      await soon(() => notice(page)).toContain("16 steps a second");
      await page.keyboard.press("P");
      await soon(() => command(page, "play").textContent()).toContain("Pause");
      await soon(async () => Number(await step(page))).toBeGreaterThan(8);
      await page.keyboard.press("b");
      await soon(() => command(page, "play").textContent()).toContain("Play");
      const here = await atRest(page);
      await page.waitForTimeout(600);
      expect(await step(page)).toBe(here);
      await command(page, "play").click();
      await soon(() => step(page)).toBe("42");
      await soon(() => command(page, "play").textContent()).toContain("Play");
      await page.keyboard.press("<");
      await soon(() => notice(page)).toContain("8 steps a second");
      await page.keyboard.press("P");
      await soon(() => command(page, "play").textContent()).toContain("Pause");
      await page.keyboard.press("Escape");
      await soon(() => command(page, "play").textContent()).toContain("Play");
      expect(Number((await step(page)) === "start" ? 0 : await step(page))).toBeLessThan(42);
    }));

  it("stands still while nobody sees it play, and goes on when somebody does", () =>
    inTool(site, one, async ({ page }) => {
      const see = (state: "hidden" | "visible"): Promise<void> =>
        page.evaluate((now) => {
          Object.defineProperty(document, "visibilityState", { value: now, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }, state);
      for (let n = 0; n < 2; n++) await page.keyboard.press(">");
      await page.keyboard.press("P");
      await soon(async () => Number(await step(page))).toBeGreaterThan(3);
      await see("hidden");
      const here = await atRest(page);
      await page.waitForTimeout(600);
      expect(await step(page)).toBe(here);
      expect(Number(here)).toBeLessThan(42);
      await see("visible");
      await soon(() => step(page)).toBe("42");
    }));

  it.each([
    ["nmi", "NMI 1", "on IST1"],
    ["pf", "#PF", "kstack_top-216"],
    ["db", "#DB", "kstack_top-216"],
    ["bp", "#BP", "kstack_top-216"],
    ["mc", "#MC", "on IST3"],
    // No gate of the table is there for it: the CPU reports that instead.
    ["irq", "#GP", "Nobody expects this vector"],
  ])("injects %s: delivered by the next step, listed, taken back", (event, name, words) =>
    inTool(site, quiet, async ({ page }) => {
      await press(page, "s", "0");
      await command(page, `inject-${event}`).click();
      await soon(() => page.locator(".schedule-row").count()).toBe(1);
      await press(page, "s", "1");
      await soon(() => sentence(page)).toContain(`The CPU delivers ${name}`);
      expect(await sentence(page)).toContain(words);
      expect(await page.locator(".schedule-row").textContent()).toContain("delivered");
      await page.keyboard.press("u");
      await soon(() => page.locator(".schedule-row").count()).toBe(0);
    }),
  );

  it.each([
    ["a frame still needed is overwritten", "overwritten", "23"],
    ["a property is broken", "violation", "26"],
  ])("runs to the step at which %s", (_what, event, expected) =>
    inTool(site, two, async ({ page }) => {
      await page.keyboard.press("S");
      await page.getByLabel("Kind of stop").selectOption("catch");
      await page.getByLabel("Event", { exact: true }).selectOption(event);
      await page.getByRole("button", { name: "Add", exact: true }).click();
      await page.locator(".stops .stop").waitFor();
      await blur(page);
      await press(page, "c", expected);
    }),
  );

  it("runs to the step at which an NMI is latched, and to that at which one is lost", () =>
    inTool(site, three, async ({ page }) => {
      await page.keyboard.press("S");
      for (const event of ["latched", "lost"]) {
        await page.getByLabel("Kind of stop").selectOption("catch");
        await page.getByLabel("Event", { exact: true }).selectOption(event);
        await page.getByRole("button", { name: "Add", exact: true }).click();
      }
      await soon(() => page.locator(".stops .stop").count()).toBe(2);
      await blur(page);
      await press(page, "c", "3");
      await press(page, "c", "4");
      expect(await page.locator(".nmi-fact").allTextContents().then(String)).toContain("merged");
      await press(page, "C", "3");
    }));

  it("stops at a breakpoint only where its condition holds", () =>
    inTool(site, two, async ({ page }) => {
      await page.keyboard.press("S");
      await page.getByLabel("Kind of stop").selectOption("break");
      await page.getByLabel("Place, variable").fill("do_nmi");
      await page.keyboard.press("Enter");
      await page.locator(".stops .stop").waitFor();
      const condition = page.getByLabel("Condition of breakpoint do_nmi");
      await condition.fill("nmi_run_count == 1");
      await condition.press("Enter");
      await soon(() => page.locator(".stops .stop").textContent()).toContain("where its condition holds");
      await blur(page);
      await press(page, "c", "25");
    }));
});
