// Sharing in the built page: what a link carries is what opens, exports are the
// run's, files open beside the draft.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

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
      await page.keyboard.press("m");
      await page.locator(".look table").first().waitFor();
      await page.keyboard.press("y");
      await page.getByLabel("Title (in the link)").fill("One <b>NMI</b>");
      await page.getByLabel("Note (in the link)").fill("Look at T-40.");
      await page.getByLabel("With the tabs and tables as they are now").check();
      await soon(() => page.locator(".share-holds").textContent()).toMatch(
        /In the link: handler desnoyers-2010 \(built in\), workload kernel, .*1 event, step 2, title, note, tabs and tables/,
      );
      expect(await page.locator(".share-link .dim").first().textContent()).toMatch(
        /^\d+ characters: fits in mail and chat/,
      );
      expect(
        await page.getByRole("button", { name: "The link as a QR code" }).locator("path").getAttribute("d"),
      ).toMatch(/^M4 4h1/);
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
      await other.locator(".look table").first().waitFor();
      expect(await other.locator("#side-tab-properties").getAttribute("aria-selected")).toBe("true");
    }));

  it("draws a code that a decoder of somebody else's reads as the link, in both themes", async () => {
    const wasm = createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm");
    prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } });
    for (const colorScheme of ["light", "dark"] as const) {
      const { page, context, errors } = await site.open("", { colorScheme });
      await page.locator(".lanes-drawing .lane-cell").first().waitFor();
      await page.locator('[data-command="inject-nmi"]').click();
      await soon(() => page.locator(".schedule-row").count()).toBe(1);
      await page.keyboard.press("y");
      await page.getByLabel("Title (in the link)").fill("Größe & <b>");
      await soon(() => page.locator(".share-holds").textContent()).toContain("title");
      const link = page.getByLabel("Link to this handler, schedule and step").last();
      const code = page.getByRole("button", { name: "The link as a QR code" });
      await soon(async () => {
        const seen = await readBarcodes(new Uint8Array(await code.screenshot()), { formats: ["QRCode"] });
        return seen.map(({ text }) => text);
      }).toEqual([await link.inputValue()]);
      // For the back of the room: the whole window, and small again.
      const small = await code.boundingBox();
      await code.click();
      const side = async () => (await code.locator("svg").boundingBox())?.width ?? 0;
      await soon(side).toBeGreaterThan(800);
      const large = await readBarcodes(new Uint8Array(await code.screenshot()), { formats: ["QRCode"] });
      expect(large.map(({ text }) => text)).toEqual([await link.inputValue()]);
      await code.click();
      await soon(() => code.boundingBox()).toEqual(small);
      expect(errors).toEqual([]);
      await context.close();
    }
  });

  it("saves this moment and the whole run: texts for mail, tables, data, pictures, scripts, files", () =>
    inPage(async ({ page }) => {
      await page.locator(".handler-choice").selectOption("naive");
      await soon(() => page.locator(".handler-choice").inputValue()).toBe("naive");
      const field = page.locator(".add-item input");
      for (const item of ["nmi@1", "pf@touch_page", "nmi@vec_14"]) {
        await field.fill(item);
        await field.press("Enter");
        await page.locator(".schedule-row").filter({ hasText: item }).waitFor();
      }
      await page.locator("h1").click();
      await page.keyboard.press("]");
      await soon(() => page.locator(".bad-step").textContent()).toContain("no-reentry");
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
      const text = async (format: string): Promise<string> => (await save(format)).toString("utf8");

      // each is saved once: the browser stops a page's eleventh download
      const [moment, run] = [await text("text"), await text("run")];
      for (const mail of [moment, run]) {
        expect(mail).toMatch(/^[\x20-\x7e\n]*$/);
        expect(mail.split("\n").filter((line) => line.length > 80)).toEqual([]);
      }
      expect(moment).toMatch(/RIP: 0010:[\s\S]*Code: [\s\S]*RSP: [\s\S]*CR2: [\s\S]*Stack: [\s\S]*Call Trace:/);
      expect(run).toMatch(/no-reentry is broken here/);
      expect(await text("markdown")).toMatch(/^\| 23 \|.*NMI 2.*\|$/m);
      const lines = (await text("json")).trimEnd().split("\n");
      const parsed = lines.map((line) => JSON.parse(line) as { readonly type: string; readonly steps?: number });
      expect(parsed.filter(({ type }) => type === "step")).toHaveLength(parsed.at(-1)?.steps ?? -1);
      expect(JSON.parse(await text("chrome"))).toHaveProperty("traceEvents");
      expect(await text("gdb")).toMatch(/target remote/);
      expect(await text("test")).toMatch(/^#!\/bin\/sh/);
      expect(JSON.parse(await text("scenario"))).toMatchObject({ handler: "naive" });
      const svg = await text("svg");
      expect(svg).toMatch(/^<svg [\s\S]*T-40[\s\S]*NMI 2[\s\S]*<\/svg>\s*$/);
      const png = await save("png");
      expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
      const wide = Number(/^<svg [^>]*width="(\d+)"/.exec(svg)?.[1]);
      expect(png.readUInt32BE(16)).toBe(2 * wide);
      // Something is drawn: a blank picture of this size would take a few hundred bytes a colour.
      expect(png.length).toBeGreaterThan(20_000);
    }));

  const openFile = async (page: Page, name: string, text: string | Buffer): Promise<void> => {
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Control+o")]);
    await chooser.setFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
  };

  it("opens a program and a scenario from files, and says what is wrong with others", () =>
    inPage(async ({ page }) => {
      const open = (name: string, text: string | Buffer): Promise<void> => openFile(page, name, text);
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

  it("shows of a program that does not assemble its text and nothing of the run before", () =>
    inPage(async ({ page }) => {
      const tab = page.locator('.code-pane [role="tab"][aria-selected="true"]');
      await page.keyboard.press("s");
      await soon(() => page.locator(".step-number b").textContent()).toBe("0");
      await soon(() => tab.textContent()).toContain("Workload");
      await openFile(page, "broken.S", "nmi:\n  pushq %rxx\n  iretq\n");
      await soon(() => page.locator(".handler-choice option:checked").textContent()).toBe("broken.S");
      await soon(() => page.locator(".sentence").textContent()).toContain("does not assemble");
      await soon(() => tab.textContent()).toBe("Handler");
      expect(await page.locator(".step-number b").textContent()).toBe("start");
      expect(await page.locator(".stack-pane .word").count()).toBe(0);
      const note = page.locator(".schedule-buttons").getByRole("button", { name: "Note here" });
      expect(await note.getAttribute("aria-disabled")).toBe("true");
    }));
});
