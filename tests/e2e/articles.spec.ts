// The site's articles: readable without scripts, alive with them, from any path.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type Site } from "./support/browser.ts";

describe.skipIf(browserPath === undefined)("the gallery's articles", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite("/some/where/");
  });
  afterAll(() => site.close());

  it("are whole without scripts: text, code and the stack at rest", async () => {
    const { page, context, errors } = await site.open("gallery/naive.html", { javaScriptEnabled: false });
    expect(await page.locator("h1").textContent()).toContain("Naive");
    expect(await page.locator(".figure-code").textContent()).toContain("iretq");
    expect(await page.locator(".figure-stack").textContent()).toContain("RFLAGS");
    expect(await page.locator(".figure-verdict").textContent()).toContain("breaks at step");
    expect(errors).toEqual([]);
    await context.close();
  });

  it("have figures that step, go back and open in the tool", async () => {
    const { page, context, errors } = await site.open("gallery/naive.html");
    const sentence = page.locator(".figure-sentence");
    await page.getByRole("button", { name: "Step", exact: true }).click();
    await expect.poll(() => sentence.textContent()).toContain("Step 1 of");
    await page.getByRole("button", { name: "Back" }).click();
    await expect.poll(() => sentence.textContent()).toContain("Step 0 of");
    await page.getByRole("link", { name: "Open in the tool" }).click();
    await page.locator("#sentence").waitFor();
    await expect.poll(() => page.locator("body").textContent()).toContain("page_touched");
    expect(errors).toEqual([]);
    await context.close();
  });

  it.each(["light", "dark"] as const)("are accessible, %s", async (colorScheme) => {
    const { page, context } = await site.open("gallery/naive.html", { colorScheme });
    await page.getByRole("button", { name: "Step", exact: true }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await context.close();
  });
});
