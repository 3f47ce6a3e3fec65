// What comes over the page: files that fall on it, a storage that is full. Nothing typed
// is lost.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { browserPath, openSite, type Site } from "./support/browser.ts";
import { blur, command, inTool, linkTo, soon, step } from "./support/tool.ts";

const handler = (page: Page) => page.locator(".handler-choice").inputValue();
const notices = (page: Page) => page.locator(".notice").allTextContents().then(String);

async function drop(page: Page, files: readonly { readonly name: string; readonly text: string }[]): Promise<void> {
  await page.evaluate((given) => {
    const data = new DataTransfer();
    for (const { name, text } of given) data.items.add(new File([text], name, { type: "text/plain" }));
    const target = document.querySelector(".stack") ?? document.body;
    const over = new DragEvent("dragover", { dataTransfer: data, bubbles: true, cancelable: true });
    target.dispatchEvent(over);
    if (!over.defaultPrevented) throw new Error("the page lets the browser open what falls on it");
    target.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, files);
}

describe.skipIf(browserPath === undefined)("faults", () => {
  let site: Site;
  let fragment: string;
  beforeAll(async () => {
    site = await openSite();
    fragment = await linkTo("naive", "nmi@1");
  });
  afterAll(() => site.close());

  it("opens what is dropped on it, a program, a scenario or a level, and refuses other files with a reason", () =>
    inTool(site, "", async ({ page }) => {
      await drop(page, [{ name: "mine.S", text: "nmi:\n  pushq %rax\n  popq %rax\n  iretq\n" }]);
      await soon(() => handler(page)).toBe("own");
      await page.keyboard.press("i");
      await soon(() => page.locator(".schedule-row").count()).toBe(1);
      await drop(page, [
        { name: "two.json", text: '{"version": 1, "handler": "naive", "schedule": ["nmi@1", "nmi@9"]}' },
      ]);
      await soon(() => handler(page)).toBe("naive");
      await soon(() => page.locator(".schedule-row").count()).toBe(2);
      await drop(page, [{ name: "broken.json", text: '{"version": 1' }]);
      await soon(() => notices(page)).toContain("broken.json was not opened");
      await drop(page, [{ name: "zero.S", text: "a\0b" }]);
      await soon(() => notices(page)).toContain("zero.S was not opened: it holds zero bytes");
      expect(await handler(page)).toBe("naive");
      await page.getByRole("button", { name: "Keep mine" }).click();
      await soon(() => handler(page)).toBe("own");
      await soon(() => page.locator(".schedule-row").count()).toBe(1);
    }));

  it("says that the storage is full, once, and goes on: all of it can be saved as a file", () =>
    inTool(site, fragment, async ({ page }) => {
      await page.evaluate(() => {
        const full = (): never => {
          throw new DOMException("full", "QuotaExceededError");
        };
        IDBObjectStore.prototype.put = full;
        Storage.prototype.setItem = full;
      });
      await page.locator(".editor .view-line", { hasText: "incq" }).first().click();
      await page.keyboard.press("Control+Home");
      await page.keyboard.type("# written on a full disk\n");
      await page.keyboard.press("Control+Enter");
      await page.getByText("Your work is not kept in this browser").waitFor();
      await page.locator(".notice button").click();
      await soon(() => handler(page)).toBe("own");
      await blur(page);
      await command(page, "step").click();
      await soon(() => step(page)).toBe("0");
      await page.keyboard.press("i");
      await soon(() => page.locator(".schedule-row").count()).toBe(2);
      expect(await page.getByText("Your work is not kept in this browser").count()).toBe(0);
      await page.keyboard.press("y");
      await page.locator(".share-export select").selectOption("source");
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.locator(".share-export").getByRole("button", { name: "Save" }).click(),
      ]);
      const saved = await (await download.createReadStream()).toArray();
      expect(Buffer.concat(saved as Buffer[]).toString("utf8")).toMatch(/^# written on a full disk\n/);
    }));
});
