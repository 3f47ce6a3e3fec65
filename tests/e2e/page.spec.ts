// The page opens, from any path, with nothing in its console.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserPath, openSite, type Site } from "./support/browser.ts";

describe.skipIf(browserPath === undefined).each(["/", "/some/where/"])("the page served at %s", (base) => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite(base);
  });
  afterAll(() => site.close());

  it("opens with its title and without errors", async () => {
    const { page, context, errors } = await site.open();
    expect(await page.title()).toContain("NMI Stepper");
    await page.locator("#root > *").first().waitFor();
    expect(errors).toEqual([]);
    await context.close();
  });
});
