// The tool on paper: what is on the screen, on one sheet.
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { browserPath, openSite, type Site } from "./support/browser.ts";
import { inTool, linkTo, soon } from "./support/tool.ts";

describe.skipIf(browserPath === undefined)("the tool on paper", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  it("is one sheet, across: code, stack, registers and lanes, dark on white, nothing that only a hand can use", async () => {
    const link = await linkTo("naive", "nmi@workload; nmi@page_touched", 24);
    const window = { colorScheme: "dark", viewport: { width: 1040, height: 720 } } as const;
    await inTool(
      site,
      link,
      async ({ page }) => {
        const app = page.locator(".app");
        expect(await app.getAttribute("data-layout")).toBe("narrow");
        await page.emulateMedia({ media: "print" });
        await soon(() => app.getAttribute("data-layout")).toBe("wide");
        for (const part of [".monaco-editor", ".word.frame", ".changed-row", ".lane-cell", ".schedule-row"])
          await soon(() => page.locator(`${part}:visible`).count()).toBeGreaterThan(0);
        const forHands = ":is(.controls button, .console, .top-button, .add-item, .schedule-buttons)";
        expect(await page.locator(`${forHands}:visible`).count()).toBe(0);
        // The window's own narrow layout does not reach the sheet.
        expect((await page.locator(".top-bar h1 span").boundingBox())?.width).toBeGreaterThan(40);
        expect(await page.locator(".verdict-long").isVisible()).toBe(true);
        const paper = await page.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
        expect(paper).toBe("rgb(255, 255, 255)");
        const file = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
        expect(file.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
        const [, width, height] = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/.exec(file) ?? [];
        expect(Number(width)).toBeGreaterThan(Number(height));
      },
      window,
    );
  });
});
