// Keys chosen anew in the built page: pressed, taken from another command, kept over a
// reload, given back; and instructions in Intel's syntax, kept too.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { TEXTS } from "../../src/ui/texts.ts";
import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type Site } from "./support/browser.ts";
import { blur, command, consoleText, inTool, linkTo, openConsole, press, ready, soon, step } from "./support/tool.ts";

describe.skipIf(browserPath === undefined)("keys", () => {
  let site: Site;
  let fragment: string;
  beforeAll(async () => {
    site = await openSite();
    fragment = await linkTo("naive", "nmi@1", 1);
  });
  afterAll(() => site.close());

  it("go to the page after a choice from a list by mouse; to the list where keys have come to it", () =>
    inTool(site, fragment, async ({ page }) => {
      const list = page.getByRole("combobox", { name: TEXTS.top.handler });
      await list.click();
      await page.keyboard.press("End");
      await page.keyboard.press("Enter");
      await soon(() => list.inputValue()).not.toBe("naive");
      const chosen = await list.inputValue();
      await soon(() => step(page)).toBe("start");
      await press(page, "s", "0");
      await press(page, "ArrowRight", "1");
      expect(await list.inputValue()).toBe(chosen);

      await page.keyboard.press("Tab");
      await list.focus();
      await page.keyboard.press("ArrowUp");
      await soon(() => list.inputValue()).not.toBe(chosen);
      expect(await list.evaluate((element) => element === document.activeElement)).toBe(true);
    }));

  it("typed while the palette is on its way are its search, and press nothing on the page", () =>
    inTool(site, fragment, async ({ page }) => {
      const before = await step(page);
      let release = (): void => undefined;
      const released = new Promise<void>((go) => (release = go));
      await page.route(/\/palette-[^/]*\.js$/, async (route) => {
        await released;
        await route.continue();
      });
      await page.locator('[data-command="step"]').focus();
      await page.keyboard.press("Control+k");
      await page.keyboard.type("present");
      await page.keyboard.press("Enter");
      // The browser's own keys stay its own, should the palette never come.
      const isLeft = await page.evaluate(() => {
        const reload = new KeyboardEvent("keydown", { key: "F5", bubbles: true, cancelable: true });
        return document.body.dispatchEvent(reload);
      });
      expect(isLeft).toBe(true);
      release();
      const search = page.locator(".palette-search");
      await soon(() => search.inputValue()).toBe("present");
      expect(await step(page)).toBe(before);
      await page.keyboard.type("ation");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+k");
      await soon(() => search.inputValue()).toBe("");
    }));

  it("are chosen by pressing them; another's key is taken only after it is said", () =>
    inTool(site, fragment, async ({ page }) => {
      await page.keyboard.press("?");
      await page.getByRole("button", { name: "Choose other keys" }).click();
      const row = (id: string) => page.locator(`.keys-list [data-command="${id}"]`);
      await row("step").getByRole("button", { name: "Add a key for: Step" }).click();
      await page.keyboard.press("F5");
      await soon(() => page.locator(".keys-said").textContent()).toContain("belongs to the browser");
      await page.keyboard.press("q");
      await soon(() => row("step").textContent()).toContain("q");
      expect(await axeViolations(page)).toEqual([]);
      await row("over")
        .getByRole("button", { name: /^Add a key/ })
        .click();
      await page.keyboard.press("s");
      await soon(() => row("over").getByRole("alert").textContent()).toContain("s is taken by: Step.");
      await page.getByRole("button", { name: "Take it from there" }).click();
      await soon(() => row("over").locator("kbd").allTextContents()).toEqual(["n", "F10", "s"]);
      await page.getByRole("button", { name: "Remove i from: Inject NMI here" }).click();
      await page.keyboard.press("Escape");
      await soon(() => page.locator("dialog").count()).toBe(0);
      await soon(() => command(page, "step").textContent()).not.toMatch(/s$/);

      await page.reload();
      await ready(page);
      await press(page, "q", "1");
      for (const expected of ["2", "3", "4"]) await press(page, "q", expected);
      await press(page, "s", "22");
      const rows = await page.locator(".schedule-row").count();
      await page.keyboard.press("i");
      await press(page, "b", "21");
      expect(await page.locator(".schedule-row").count()).toBe(rows);

      await page.keyboard.press("Control+k");
      await page.locator("dialog[open] .palette-search").fill("choose other keys");
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "All as delivered" }).click();
      await soon(() => page.locator(".keys-said").textContent()).toContain("as delivered");
      await page.keyboard.press("Escape");
      await soon(() => page.locator("dialog").count()).toBe(0);
      await press(page, "s", "22");
      await page.keyboard.press("i");
      await soon(() => page.locator(".schedule-row").count()).toBe(rows + 1);
    }));

  it("leave the browser its own, wherever the focus is", async () =>
    inTool(site, await linkTo("naive", "nmi@1", 5), async ({ page }) => {
      await page.evaluate(() => {
        const taken: string[] = [];
        Object.assign(globalThis, { taken });
        addEventListener("keydown", (event) => {
          if (event.defaultPrevented) taken.push(event.key);
          // this browser has no window to lose: the test goes on
          event.preventDefault();
        });
      });
      const taken = () => page.evaluate(() => (globalThis as unknown as { taken: string[] }).taken.splice(0));
      const everywhere = "F5 F6 Control+r Control+w Control+t Control+n Control+l Control+Tab Control+0 Alt+ArrowLeft";
      await page.locator("#sentence").focus();
      for (const key of `${everywhere} F3 F12 Control+f Control+p`.split(" ")) await page.keyboard.press(key);
      expect(await taken()).toEqual([]);
      await page.locator(".monaco-editor .view-line", { hasText: "pushq" }).first().click();
      for (const key of everywhere.split(" ")) await page.keyboard.press(key);
      expect(await taken()).toEqual([]);
      await page.locator("#sentence").focus();
      await page.keyboard.press("s");
      expect(await taken()).toEqual(["s"]);
    }));

  it("work at once after Escape has closed a dialog, whichever it is", () =>
    inTool(site, fragment, async ({ page }) => {
      const byKey = { palette: "Control+k", help: "?", share: "y", steps: "l", levels: "L", history: "H" };
      const shown = page.locator("dialog[open]");
      let at = 0;
      for (const [name, key] of Object.entries(byKey)) {
        await page.keyboard.press(key);
        await shown.waitFor();
        // Not one after the other's answer: as fast as keys can follow each other.
        await Promise.all([page.keyboard.press("Escape"), page.keyboard.press("s")]);
        at++;
        await soon(async () => [name, await step(page)]).toEqual([name, String(at)]);
        expect(await shown.count()).toBe(0);
      }
      const byPalette = ["Choose other keys", "Make a level"];
      for (const name of byPalette) {
        await page.keyboard.press("Control+k");
        await page.locator("dialog[open] .palette-search").fill(name);
        await page.keyboard.press("Enter");
        await page.locator(`dialog[open]:not(:has(.palette-search))`).waitFor();
        await Promise.all([page.keyboard.press("Escape"), page.keyboard.press("s")]);
        at++;
        await soon(async () => [name, await step(page)]).toEqual([name, String(at)]);
      }
    }));

  it("Intel's syntax: set in the console, seen in console, listings, lanes and exports, kept over a reload", () =>
    inTool(site, fragment, async ({ page }) => {
      await openConsole(page);
      await page.keyboard.type("set disassembly-flavor intel\n");
      await page.keyboard.type("x/3i vec_14\n");
      await soon(() => consoleText(page)).toContain("test BYTE PTR [rsp],0x1");
      await page.locator("#code-tab-vectors").click();
      await soon(() => page.locator(".code").textContent()).toContain("test BYTE PTR [rsp],0x1");
      expect(await page.locator(".code").textContent()).not.toContain("%rsp");
      await soon(() => page.locator(".lanes-drawing").textContent()).not.toMatch(/pushq|movb/);
      expect(await page.locator(".lanes-drawing").textContent()).toMatch(/push/);
      await blur(page);
      await page.keyboard.press("y");
      await page.locator(".share-export select").selectOption("run");
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.locator(".share-export").getByRole("button", { name: "Save" }).click(),
      ]);
      const run = readFileSync(await download.path(), "utf8");
      expect(run).toContain("test BYTE PTR [rsp],0x1");
      expect(run).not.toMatch(/%r\w\w/);
      await page.getByText("Frame for another page").click();
      expect(await page.getByLabel("Lines for the other page").inputValue()).toContain("&amp;flavor=intel");
      await page.keyboard.press("Escape");
      await page.reload();
      await ready(page);
      await blur(page);
      await page.locator("#code-tab-vectors").click();
      await soon(() => page.locator(".code").textContent()).toContain("test BYTE PTR [rsp],0x1");
      await openConsole(page);
      await page.keyboard.type("x/i vec_14\n");
      await soon(() => consoleText(page)).toContain("test BYTE PTR [rsp],0x1");
      await blur(page);
      await page.keyboard.press("Control+k");
      // At once: nothing of it may act on the page while the dialog is on its way.
      await page.keyboard.type("intel's syntax");
      await page.locator("dialog[open] .palette-search").fill("intel's syntax");
      await page.keyboard.press("Enter");
      await soon(() => page.locator(".code").textContent()).toContain("testb $0x1,(%rsp)");
      await soon(() => consoleText(page)).toContain("set disassembly-flavor att");
      expect(await step(page)).toBe("0");
    }));
});
