// Typing in the built page: hover, completion, renaming, definitions, outline, folds,
// repairs, bytes and columns in the editor; watchpoints and scripts in the console.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type OpenPage, type Site } from "./support/browser.ts";

const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 15_000 });

const source = (page: Page) => page.locator(".editor .view-lines");
const line = (page: Page, text: string) => page.locator(".editor .view-line", { hasText: text }).first();

/** Monaco draws spaces as no-break spaces. */
const textOf = async (page: Page): Promise<string> =>
  ((await source(page).innerText()) ?? "").replaceAll("\u00a0", " ");

/** The middle of a word, once it stands still: the editor draws its lines anew after a change. */
async function wordIn(page: Page, text: string, word: string): Promise<{ x: number; y: number }> {
  let last = await drawnAt(page, text, word);
  await soon(async () => {
    const before = last;
    last = await drawnAt(page, text, word);
    return last !== undefined && before !== undefined && last.x === before.x && last.y === before.y;
  }).toBe(true);
  if (last === undefined) throw new Error(`"${word}" is not drawn in "${text}"`);
  return last;
}

/** Undefined: not drawn, or just taken away. */
function drawnAt(page: Page, text: string, word: string): Promise<{ x: number; y: number } | undefined> {
  return line(page, text).evaluate(async (element, wanted) => {
    await new Promise((drawn) => requestAnimationFrame(drawn));
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = (node.textContent ?? "").indexOf(wanted);
      if (at < 0 || !element.isConnected) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + wanted.length);
      const { x, y, width, height } = range.getBoundingClientRect();
      return width === 0 ? undefined : { x: x + width / 2, y: y + height / 2 };
    }
    return undefined;
  }, word);
}

async function clickWord(page: Page, text: string, word: string): Promise<void> {
  const { x, y } = await wordIn(page, text, word);
  await page.mouse.click(x, y);
}

describe.skipIf(browserPath === undefined)("typing", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  async function inEditor(test: (open: OpenPage) => Promise<void>): Promise<void> {
    const open = await site.open();
    try {
      const { page } = open;
      await page.locator(".lanes-drawing .lane-cell").first().waitFor();
      await page.locator(".handler-choice").selectOption("naive");
      await soon(() => page.locator(".handler-choice").inputValue()).toBe("naive");
      await line(page, "incq").waitFor();
      await test(open);
      expect(open.errors).toEqual([]);
    } finally {
      await open.context.close();
    }
  }

  it("says of an instruction what it does, its flags, its bytes, and what an NMI there would do", () =>
    inEditor(async ({ page }) => {
      const { x, y } = await wordIn(page, "incq", "incq");
      await page.mouse.move(x, y);
      const hover = page.locator(".monaco-hover:not(.hidden)");
      await hover.waitFor();
      const text = await hover.innerText();
      expect(text).toMatch(/incq/);
      expect(text).toContain("Flags:");
      expect(text).toMatch(/65 48 ff/);
      expect(text).toContain("NMI here: not explored yet");
    }));

  it("can be taken back after the editor was away: for a narrow window, for a level", () =>
    inEditor(async ({ page }) => {
      const write = async (text: string): Promise<void> => {
        await clickWord(page, "incq", "incq");
        await page.keyboard.press("Control+Home");
        await page.keyboard.type(text);
        await page.keyboard.press("Escape");
        await page.keyboard.press("Enter");
        await soon(() => textOf(page)).toContain(text);
      };
      const inLevel = async (): Promise<string> => {
        await source(page).click();
        await page.keyboard.press("Control+Home");
        return textOf(page);
      };
      const takeBack = async (text: string): Promise<void> => {
        await clickWord(page, "incq", "incq");
        for (let n = 0; n < 9 && (await textOf(page)).includes(text); n++) await page.keyboard.press("Control+z");
      };
      await write("# narrow");
      await page.setViewportSize({ width: 390, height: 844 });
      await soon(() => page.locator(".monaco-editor").count()).toBe(0);
      await page.setViewportSize({ width: 1440, height: 900 });
      await takeBack("# narrow");

      await write("# level");
      await page.locator(".step-number").click();
      await page.keyboard.press("L");
      await page.locator("dialog[open] li button").first().click();
      await page.locator(".goal-strip").waitFor();
      await soon(() => textOf(page)).not.toContain("# level");
      const found = await inLevel();
      for (let n = 0; n < 3; n++) await page.keyboard.press("Control+z");
      // Nothing of the reader's own comes into the level.
      expect(await inLevel()).toBe(found);
      await page.locator(".goal-buttons button").last().click();
      await page.locator(".goal-strip").waitFor({ state: "detached" });
      await soon(() => textOf(page)).toContain("# level");
      await takeBack("# level");
    }));

  it("completes mnemonics, registers, labels and per-CPU variables with Tab", () =>
    inEditor(async ({ page }) => {
      await clickWord(page, "pushq %rcx", "%rcx");
      await page.keyboard.press("End");
      await page.keyboard.press("Enter");
      await page.keyboard.type("swapg");
      const list = page.locator(".suggest-widget.visible");
      await list.waitFor();
      expect(await list.innerText()).toContain("swapgs");
      expect(await axeViolations(page)).toEqual([]);
      await page.keyboard.press("Tab");
      await soon(() => textOf(page)).toContain("swapgs");
      await page.keyboard.press("Enter");
      await page.keyboard.type("incq %gs:nmi_run_c");
      await list.waitFor();
      await page.keyboard.press("Tab");
      await soon(() => textOf(page)).toMatch(/incq %gs:nmi_run_count\n(?:.*\n)*?.*incq %gs:nmi_run_count/);
      await page.keyboard.press("Enter");
      await page.keyboard.type("jmp do_nmi_");
      await list.waitFor();
      await page.keyboard.press("Tab");
      await soon(() => textOf(page)).toContain("jmp do_nmi_end");
    }));

  it("renames a label everywhere, its annotation too, and takes it back with one undo", () =>
    inEditor(async ({ page }) => {
      await clickWord(page, "do_nmi:", "do_nmi");
      await page.keyboard.press("F2");
      await soon(() => page.evaluate(() => document.activeElement?.className)).toContain("rename-input");
      await page.keyboard.type("service");
      await page.keyboard.press("Enter");
      await soon(() => textOf(page)).toContain("service:");
      expect(await textOf(page)).toMatch(/#@ service service do_nmi_end/);
      await page.keyboard.press("ControlOrMeta+Z");
      await soon(() => textOf(page)).toContain("#@ service do_nmi do_nmi_end");
      expect(await textOf(page)).toContain("do_nmi:");
    }));

  it("goes to the definition, lists the outline, folds", () =>
    inEditor(async ({ page }) => {
      const { x, y } = await wordIn(page, "#@ service", "do_nmi_end");
      await page.keyboard.down("Control");
      await page.mouse.move(x, y);
      await page.mouse.move(x + 1, y);
      await page.mouse.click(x + 1, y);
      await page.keyboard.up("Control");
      const atLabel = await line(page, "do_nmi_end:").evaluate((element) => element.getBoundingClientRect().y);
      await soon(() =>
        page.locator(".editor .line-numbers.active-line-number").evaluate((found) => found.getBoundingClientRect().y),
      ).toBeCloseTo(atLabel, -1);
      await page.keyboard.press("ControlOrMeta+Shift+O");
      const outline = page.locator(".quick-input-widget");
      await outline.waitFor();
      expect(await outline.innerText()).toContain("page_touched");
      await page.keyboard.press("Escape");
      const before = await page.locator(".editor .view-line").count();
      await clickWord(page, "do_nmi:", "do_nmi");
      await page.keyboard.press("ControlOrMeta+Shift+BracketLeft");
      await soon(() => page.locator(".editor .view-line").count()).toBeLessThan(before);
    }));

  it("shows bytes when asked, and puts the source in columns without changing one", () =>
    inEditor(async ({ page }) => {
      await clickWord(page, "pushq %rcx", "%rcx");
      await page.keyboard.press("Shift+Alt+B");
      await soon(() => textOf(page)).toMatch(/iretq\s*48 cf/);
      await page.keyboard.press("Shift+Alt+B");
      await page.keyboard.press("Home");
      await page.keyboard.type("      ");
      await page.keyboard.press("Shift+Alt+F");
      await soon(() => page.locator("body").innerText()).toContain(
        "The source stands in columns; its bytes are the same.",
      );
      await soon(() => textOf(page)).toMatch(/^ {4}pushq %rcx$/m);
    }));

  it("offers the assembler's repairs at the line", () =>
    inEditor(async ({ page }) => {
      await clickWord(page, "popq %rax", "%rax");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("End");
      await page.keyboard.press("Backspace");
      await page.keyboard.press("ControlOrMeta+Enter");
      await page.locator(".remark-error, .remark-warning").first().waitFor();
      await page.keyboard.press("ControlOrMeta+Period");
      const menu = page.locator(".action-widget", { hasText: "iretq" });
      await menu.waitFor();
      await page.keyboard.press("Enter");
      await soon(() => textOf(page)).toContain("iretq");
    }));

  it("runs a pasted script in the console; a watchpoint stops the page's Run", () =>
    inEditor(async ({ page }) => {
      await page.locator(".console-toggle").click();
      await page.locator(".xterm").waitFor();
      await page.evaluate(() => {
        const data = new DataTransfer();
        data.setData("text/plain", "schedule set nmi@workload\nwatch nmi_run_count\nstart\n");
        document
          .querySelector(".xterm-helper-textarea")
          ?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
      });
      await page.locator(".schedule-row").waitFor();
      const screen = page.locator(".xterm-accessibility, .xterm");
      await soon(async () => (await screen.first().innerText()).replaceAll("\u00a0", " ")).toContain(
        "Hardware watchpoint 1: nmi_run_count",
      );
      await page.locator('[data-command="run"]').first().click();
      await soon(() => page.locator("body").innerText()).toContain("New value = 1");
    }));

  it("says on hover what an NMI there would do, once that was explored", () =>
    inEditor(async ({ page }) => {
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await page.keyboard.press("e");
      await page.locator(".monaco-editor .gutter-heat-harmful").first().waitFor();
      const { x, y } = await wordIn(page, "movzbl", "movzbl");
      await page.mouse.move(x, y);
      const hover = page.locator(".monaco-hover:not(.hidden)");
      await soon(() => hover.innerText().catch(() => "")).toMatch(/NMI here: An NMI here breaks/);
    }));

  it("marks what is wrong while it is typed, and moves the addresses along", () =>
    inEditor(async ({ page }) => {
      const address = async (): Promise<number> => {
        const text = await page.locator(".editor .view-line", { hasText: /^\s*iretq\s*$/ }).evaluate((element) => {
          const { top } = element.getBoundingClientRect();
          const numbers = Array.from(document.querySelectorAll(".editor .line-numbers"));
          return numbers.find((one) => Math.abs(one.getBoundingClientRect().top - top) < 4)?.textContent ?? "";
        });
        return Number.parseInt(/[0-9a-f]{4}/.exec(text)?.[0] ?? "", 16);
      };
      await soon(address).toBeGreaterThan(0);
      const before = await address();
      await clickWord(page, "pushq %rcx", "%rcx");
      await page.keyboard.press("End");
      await page.keyboard.type("\nbogus");
      await page.keyboard.press("Escape");
      await page.locator(".remark-error").first().waitFor();
      await soon(() => page.locator(".footer-state").textContent()).toContain("does not assemble");
      for (let n = 0; n < "bogus".length; n++) await page.keyboard.press("Backspace");
      await page.keyboard.type("nop");
      await page.keyboard.press("Escape");
      await soon(() => page.locator(".remark-error").count()).toBe(0);
      await soon(address).toBe(before + 1);
    }));

  it("judges what the file itself asserts", () =>
    inEditor(async ({ page }) => {
      const items = page.locator(".add-item input");
      await items.fill("nmi@1");
      await items.press("Enter");
      await page.locator(".schedule-row").waitFor();
      await clickWord(page, "#@ service", "service");
      await page.keyboard.press("End");
      await page.keyboard.type("\n#@ assert do_nmi_end  %gs:nmi_run_count == 7");
      await page.keyboard.press("Escape");
      await page.locator("#side-tab-properties").click();
      await soon(() => page.locator(".property").filter({ hasText: "assertion" }).textContent()).toContain("fails at");
      // the keys go to the tab until the text has been clicked
      await clickWord(page, "incq", "incq");
      await page.keyboard.press("Control+Home");
      await clickWord(page, "#@ assert", "assert");
      await page.keyboard.press("End");
      await page.keyboard.press("Backspace");
      await page.keyboard.type("1");
      await page.keyboard.press("Escape");
      await soon(() => page.locator(".property").filter({ hasText: "assertion" }).textContent()).toContain("holds");
    }));
});
