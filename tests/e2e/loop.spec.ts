// The core loop in the built page, on the real machine: by mouse, by keyboard
// alone, with edits and repairs. What is seen is judged, not how it is made.
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type OpenPage, type Site } from "./support/browser.ts";
import { command, inTool, sentence, soon, step } from "./support/tool.ts";

/** The choice shows what the machine has opened, so it changes when that is there. */
async function choose(page: Page, handler: string): Promise<void> {
  await page.locator(".handler-choice").selectOption(handler);
  await soon(() => page.locator(".handler-choice").inputValue()).toBe(handler);
}

/** Presses the key and waits until the step number is another one. */
async function pressAndSee(page: Page, key: string): Promise<void> {
  const before = await step(page);
  await page.keyboard.press(key);
  await page.waitForFunction((old) => document.querySelector(".step-number b")?.textContent !== old, before);
}

describe.skipIf(browserPath === undefined)("the core loop", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  const inPage = (
    test: (open: OpenPage) => Promise<void>,
    options: Parameters<Site["open"]>[1] = {},
    path = "",
  ): Promise<void> => inTool(site, path, test, options);

  it("shows the mailed handler at step 0 and steps it by mouse", () =>
    inPage(async ({ page }) => {
      expect(await page.locator(".handler-choice").inputValue()).toBe("desnoyers-2010");
      expect(await step(page)).toBe("start");
      await command(page, "step").click();
      await soon(() => step(page)).toBe("0");
      await command(page, "back").click();
      await soon(() => step(page)).toBe("start");
    }));

  it("needs no scrolling at 1440 by 900", () =>
    inPage(async ({ page }) => {
      await command(page, "inject-nmi").click();
      await command(page, "step").click();
      await page.locator(".word.frame.live, .word.frame.fresh").first().waitFor({ state: "attached" });
      const overflow = await page.evaluate(() => {
        const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
        const columns = [".stack", ".side-state"].map((selector) => document.querySelector(selector));
        return [
          scrollWidth - clientWidth,
          scrollHeight - clientHeight,
          ...columns.map((column) => (column === null ? -1 : column.scrollHeight - column.clientHeight)),
        ];
      });
      expect(overflow).toEqual([0, 0, 0, 0]);
    }));

  it("injects an NMI, shows its five words and what became of it, and ends in #GP", () =>
    inPage(async ({ page }) => {
      await command(page, "inject-nmi").click();
      await soon(() => page.locator(".schedule-row code").allTextContents()).toHaveLength(1);
      await command(page, "step").click();
      await expect
        .poll(() => page.locator(".word.fresh .word-label").allTextContents())
        .toEqual(["SS", "RSP", "RFLAGS", "CS", "RIP"]);
      expect(await page.locator(".nmi-fact.on").first().textContent()).toContain("yes");
      await page.keyboard.press("]");
      await soon(() => sentence(page)).toContain("#GP");
      expect(await page.locator(".bad-step").textContent()).toContain("no-crash");
      expect(await page.locator(".verdict").textContent()).toContain("This run: 1 of 8 properties fail");
    }));

  it("shows the frame being overwritten in the naive handler and names the livelock", () =>
    inPage(async ({ page }) => {
      await choose(page, "naive");
      await page.locator(".demonstrations button").first().click();
      await soon(() => page.locator(".verdict").textContent()).toContain("fail");
      await page.locator("#side-tab-properties").click();
      expect(await page.locator(".property").filter({ hasText: "progress" }).textContent()).toContain("fails at");
      await page.keyboard.press("]");
      await soon(() => page.locator(".fate.lost").count()).toBe(1);
      expect(await page.locator(".word.frame s").count()).toBeGreaterThan(0);
    }));

  it("unticks an item: the run is another at once; ticked again it is the first", () =>
    inPage(async ({ page }) => {
      await command(page, "inject-nmi").click();
      const bounds = page.locator(".verdict-bounds");
      await page.locator(".schedule-row").waitFor();
      const injected = await bounds.textContent();
      await page.locator(".schedule-row input").click();
      await soon(() => bounds.textContent()).not.toBe(injected);
      await page.locator(".schedule-row input").click();
      await soon(() => bounds.textContent()).toBe(injected);
    }));

  it("adds, moves and deletes items of the schedule, and says what is wrong with one", () =>
    inPage(async ({ page }) => {
      const field = page.locator(".add-item input");
      await field.fill("nmi@");
      await field.press("Enter");
      expect(await page.locator(".add-problem").textContent()).not.toBe("");
      for (const text of ["nmi@workload", "nmi@regular_nmi_code"]) {
        await field.fill(text);
        await field.press("Enter");
        await page.locator(".schedule-row").filter({ hasText: text }).waitFor();
      }
      const texts = () => page.locator(".schedule-row code").allTextContents();
      await page.locator(".row-menu > button").first().click();
      await page.getByRole("menuitem", { name: "Move down" }).click();
      await soon(texts).toEqual(["nmi@regular_nmi_code", "nmi@workload"]);
      await page.locator(".row-menu > button").first().click();
      await page.getByRole("menuitem", { name: "Delete" }).click();
      await soon(texts).toEqual(["nmi@workload"]);
    }));

  it("jumps from a stack word to the step that wrote it", () =>
    inPage(async ({ page }) => {
      await command(page, "inject-nmi").click();
      await page.keyboard.press("]");
      await page.locator(".word.frame.live").first().click();
      await page
        .locator(".word-detail .link-button")
        .filter({ hasText: /^step 0$/ })
        .first()
        .click();
      await soon(() => step(page)).toBe("0");
      expect(await page.locator(".word.fresh").count()).toBeGreaterThanOrEqual(5);
    }));

  it("works by keyboard alone, from injection to the bad step and back", () =>
    inPage(async ({ page }) => {
      await pressAndSee(page, "s");
      await pressAndSee(page, "ArrowRight");
      await page.keyboard.press("i");
      await page.locator(".schedule-row").waitFor();
      await pressAndSee(page, "s");
      expect(await sentence(page)).toContain("NMI");
      await pressAndSee(page, "]");
      await pressAndSee(page, "b");
      await pressAndSee(page, "r");
      expect(await step(page)).toBe("start");
      await page.keyboard.press("u");
      await soon(() => page.locator(".schedule-row").count()).toBe(0);
      await page.keyboard.press("x");
      await page.keyboard.press("2");
      await expect
        .poll(() => page.locator(".schedule-row code").allTextContents())
        .toEqual([expect.stringContaining("bp@")]);
      await page.keyboard.press("?");
      await page.locator("dialog[open]").waitFor();
      await page.keyboard.press("Escape");
      await soon(() => page.locator("dialog[open]").count()).toBe(0);
      await page.keyboard.press("Control+k");
      await page.keyboard.type("next bad");
      await page.keyboard.press("Enter");
      await soon(() => page.locator("dialog[open]").count()).toBe(0);
    }));

  it("reaches every pane with Tab and moves inside with arrows", () =>
    inPage(async ({ page }) => {
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("stack");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      expect(await page.evaluate(() => document.activeElement?.getAttribute("data-command"))).toBe("step");
      await page.keyboard.press("ArrowRight");
      expect(await page.evaluate(() => document.activeElement?.getAttribute("data-command"))).toBe("over");
      const scrubber = page.locator(".scrubber");
      await scrubber.focus();
      await page.keyboard.press("End");
      await soon(() => scrubber.getAttribute("aria-valuetext")).toMatch(/^step \d+ of \d+: ./);
      await page.keyboard.press("Home");
      await soon(() => scrubber.getAttribute("aria-valuetext")).toMatch(/^start/);
    }));

  it("leaves letters alone while typing, and everywhere once they are switched off", () =>
    inPage(async ({ page }) => {
      await page.locator(".add-item input").fill("s");
      await page.locator(".add-item input").press("s");
      expect(await step(page)).toBe("start");
      await page.getByRole("button", { name: /^Help/ }).click();
      await page.getByLabel("Single letters act outside text fields").uncheck();
      await page.keyboard.press("Escape");
      await page.locator("h1").click();
      await page.keyboard.press("s");
      await page.keyboard.press("F7");
      await soon(() => step(page)).toBe("0");
    }));

  it("assembles what is typed and repairs it with one click", () =>
    inPage(async ({ page }) => {
      await page.locator(".monaco-editor").waitFor();
      await choose(page, "naive");
      await page
        .locator(".monaco-editor .view-line")
        .filter({ hasText: /^\s*iretq$/ })
        .click();
      await page.keyboard.press("End");
      await page.keyboard.press("Backspace");
      await page.keyboard.press("Control+Enter");
      const repair = page.getByRole("button", { name: /iretq/ }).first();
      await repair.click();
      await soon(() => page.locator(".diagnostic").count()).toBe(0);
      expect(await page.locator(".monaco-editor").textContent()).toContain("iretq");
      expect(await page.locator(".footer-state").textContent()).toContain("assembled");
    }));

  it("keeps the last good run, and says why it cannot step, when the source does not assemble", () =>
    inPage(async ({ page }) => {
      await page.locator(".monaco-editor").waitFor();
      await page.locator(".monaco-editor .view-line").filter({ hasText: "cmpq" }).first().click();
      await page.keyboard.press("Home");
      await page.keyboard.type("bogus ");
      await page.keyboard.press("Control+Enter");
      await soon(() => sentence(page)).toContain("Source differs from this run since line");
      expect(await command(page, "step").getAttribute("aria-disabled")).toBe("true");
      expect(await command(page, "step").getAttribute("title")).toContain("does not assemble");
      for (let undo = 0; undo < 3; undo += 1) await page.keyboard.press("Control+z");
      await page.keyboard.press("Control+Enter");
      await soon(() => command(page, "step").getAttribute("aria-disabled")).toBe("false");
    }));

  it("obeys the console and echoes every click in it", () =>
    inPage(async ({ page }) => {
      await command(page, "step").click();
      await soon(() => page.locator(".console-line").textContent()).toContain("si");
      await page.keyboard.press("`");
      await page.locator(".xterm").waitFor();
      await page.keyboard.type("nmi");
      await page.keyboard.press("Enter");
      await page.locator(".schedule-row").waitFor();
      await page.keyboard.type("si");
      await page.keyboard.press("Enter");
      await soon(() => step(page)).toBe("1");
      await page.keyboard.press("Enter");
      await soon(() => step(page)).toBe("2");
    }));

  it("saves a bootable image, and says why there is none of idealised instructions", () =>
    inPage(async ({ page }) => {
      await page.keyboard.press("y");
      const part = page.locator(".share-image");
      await part.locator("button").click();
      await soon(() => part.locator("[role=status]").textContent()).toContain("idealised");
      await page.keyboard.press("Escape");
      await choose(page, "naive");
      await page.keyboard.press("y");
      const [download] = await Promise.all([page.waitForEvent("download"), part.locator("button").click()]);
      expect(download.suggestedFilename()).toBe("naive.elf");
      const bytes = readFileSync(await download.path());
      expect(bytes.subarray(0, 4).toString("latin1")).toBe("\u007fELF");
      await soon(() => part.locator("code").allTextContents()).toContain("qemu-system-x86_64 -kernel naive.elf -s -S");
      expect(await axeViolations(page)).toEqual([]);
    }));

  it.each(["light", "dark"] as const)("is clean by axe in the %s theme, drawn, tabled, and on a phone", (colorScheme) =>
    inPage(
      async ({ page }) => {
        await page.locator(".monaco-editor").waitFor();
        await command(page, "inject-nmi").click();
        await page.keyboard.press("]");
        await page.locator(".bad-step").waitFor();
        expect(await axeViolations(page)).toEqual([]);
        await page.locator("#side-tab-properties").click();
        await page.getByRole("button", { name: "as a table" }).click();
        expect(await axeViolations(page)).toEqual([]);
        for (const key of ["?", "y", "l", "Control+k"]) {
          await page.locator("h1").click();
          await page.keyboard.press(key);
          await page.locator("dialog[open]").waitFor();
          expect(await axeViolations(page)).toEqual([]);
          await page.keyboard.press("Escape");
        }
        await page.setViewportSize({ width: 390, height: 844 });
        for (const tab of ["stack", "code", "state", "schedule"]) {
          await page.locator(`#phone-tab-${tab}`).click();
          expect(await axeViolations(page)).toEqual([]);
        }
      },
      { colorScheme },
    ),
  );
});
