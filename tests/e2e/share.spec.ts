// Sharing in the built page: what a link carries is what opens, exports are the
// run's, files open beside the draft.
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type OpenPage, type Site } from "./support/browser.ts";

const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 20_000 });
const step = (page: Page) => page.locator(".step-number b");

describe.skipIf(browserPath === undefined)("sharing", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  async function inPage(test: (open: OpenPage) => Promise<void>): Promise<void> {
    const open = await site.open();
    await open.page.locator(".lanes-drawing .lane-cell").first().waitFor();
    await test(open);
    expect(open.errors).toEqual([]);
    await open.context.close();
  }

  it("puts title, note, moment and view in the link, and draws its code", () =>
    inPage(async ({ page, context }) => {
      await page.locator('[data-command="inject-nmi"]').click();
      for (let n = 1; n <= 3; n++) {
        await page.keyboard.press("s");
        await soon(() => step(page).textContent()).toBe(String(n - 1));
      }
      await page.locator("#side-tab-properties").click();
      await page.locator("h1").click();
      await page.keyboard.press("y");
      await page.getByLabel("Title (in the link)").fill("One <b>NMI</b>");
      await page.getByLabel("Note (in the link)").fill("Look at T-40.");
      await page.getByLabel("With the tabs and tables as they are now").check();
      expect(await page.getByRole("img", { name: "The link as a QR code" }).locator("path").getAttribute("d")).toMatch(
        /^M4 4h1/,
      );
      await page.getByText("Frame for another page").click();
      await soon(() => page.getByLabel("Lines for the other page").inputValue()).toContain(
        'title="One &lt;b&gt;NMI&lt;/b&gt;"',
      );
      expect(await axeViolations(page)).toEqual([]);
      const link = await page.getByLabel("Link to this handler, schedule and step").last().inputValue();
      const other = await context.newPage();
      await other.goto(link);
      await soon(() => step(other).textContent()).toBe("2");
      expect(await other.locator(".link-note").textContent()).toBe("One <b>NMI</b> Look at T-40.");
      expect(await other.locator("#side-tab-properties").getAttribute("aria-selected")).toBe("true");
    }));

  it("saves this moment as text and as a picture", () =>
    inPage(async ({ page }) => {
      await page.keyboard.press("y");
      const part = page.locator(".share-export");
      const save = async (format: string): Promise<Buffer> => {
        await part.locator("select").selectOption(format);
        const [download] = await Promise.all([
          page.waitForEvent("download"),
          part.getByRole("button", { name: "Save" }).click(),
        ]);
        return readFileSync(await download.path());
      };
      expect((await save("text")).toString("utf8")).toContain("Call Trace:");
      expect((await save("png")).subarray(1, 4).toString("latin1")).toBe("PNG");
      expect(JSON.parse((await save("scenario")).toString("utf8"))).toMatchObject({ handler: "desnoyers-2010" });
    }));

  it("opens a program and a scenario from files, and says what is wrong with others", () =>
    inPage(async ({ page }) => {
      const open = async (name: string, text: string | Buffer): Promise<void> => {
        const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Control+o")]);
        await chooser.setFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
      };
      await open("mine.S", "nmi:\n  pushq %rax\n  popq %rax\n  iretq\n");
      await soon(() => page.locator(".handler-choice").inputValue()).toBe("own");
      await page.locator('[data-command="inject-nmi"]').click();
      await soon(() => page.locator(".schedule-row").count()).toBe(1);
      await open("picture.S", Buffer.from([0xff, 0xd8, 0xff]));
      await soon(() => page.locator(".notice").textContent()).toContain("picture.S was not opened: it is no text");
      await open("bad.json", '{"version": 1}');
      await soon(() => page.locator(".notice").textContent()).toContain("bad.json was not opened");
      await open("one.json", '{"version": 1, "handler": "naive", "schedule": ["nmi@1"]}');
      await soon(() => page.locator(".handler-choice").inputValue()).toBe("naive");
      await page.getByRole("button", { name: "Keep mine" }).click();
      await soon(() => page.locator(".handler-choice").inputValue()).toBe("own");
    }));
});
