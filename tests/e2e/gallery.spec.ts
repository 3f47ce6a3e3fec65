// The gallery, hazards and matrix: every page opens, every link to a schedule
// replays what it is said to show, and the matrix agrees with the explorer.
import { execFileSync } from "node:child_process";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CATALOGUE } from "../../src/scenario/catalogue/catalogue.ts";
import { openLink } from "../../src/scenario/link/link.ts";
import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type Site } from "./support/browser.ts";

const PATHS = ["index", "hazards", "matrix", ...CATALOGUE.map(({ name }) => name)].map(
  (name) => `gallery/${name}.html`,
);

interface Replay {
  readonly fragment: string;
  readonly handler: string;
  readonly position: number;
  /** Empty: whatever it shows. */
  readonly property: string;
}

async function replaysOn(page: Page): Promise<readonly Replay[]> {
  const found = await page.locator("a[data-replay]").evaluateAll((links) =>
    links.map((link) => ({
      fragment: (link as HTMLAnchorElement).hash,
      property: (link as HTMLElement).dataset["replay"] ?? "",
    })),
  );
  return Promise.all(
    found.map(async ({ fragment, property }) => {
      const opened = await openLink(fragment);
      if (!opened.ok || opened.shared.scenario.handler.kind !== "catalogue") throw new Error(`a bad link: ${fragment}`);
      expect(opened.shared.digest).toBeDefined();
      const { position } = opened.shared;
      return { fragment, property, position, handler: opened.shared.scenario.handler.name };
    }),
  );
}

/** What the tool shows: handler, boundary (the number is that of the step before it), and whether the run is bad. */
function shownBy(page: Page): Promise<string> {
  return page.evaluate(() => {
    const handler = document.querySelector<HTMLSelectElement>(".handler-choice")?.value ?? "";
    const step = /^\d+|^start/.exec(document.querySelector(".step-number")?.textContent.trim() ?? "")?.[0] ?? "";
    const isBad = document.querySelector(".bad-step")?.textContent.includes("bad step") === true;
    return `${handler} at ${step === "start" ? 0 : Number(step) + 1}, ${isBad ? "bad" : "good"}`;
  });
}

describe.skipIf(browserPath === undefined)("the gallery", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite("/below/");
  });
  afterAll(() => site.close());

  it("has a page for each handler, whole without scripts, and no link that leads nowhere", async () => {
    const { page, context, errors } = await site.open("gallery/index.html", { javaScriptEnabled: false });
    const known = new Set<string>();
    for (const path of PATHS) {
      await page.goto(site.url + path, { waitUntil: "domcontentloaded" });
      expect([path, await page.locator("h1").count()]).toEqual([path, 1]);
      const links = await page
        .locator("a[href]")
        .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href.replace(/[#?].*$/s, "")));
      for (const link of links) known.add(link);
    }
    for (const link of known) expect([link, (await context.request.get(link)).status()]).toEqual([link, 200]);
    expect(errors).toEqual([]);
    await context.close();
  });

  it("opens every schedule that it links to, and the tool shows what breaks", { timeout: 600_000 }, async () => {
    const { page, context } = await site.open();
    const replays = new Map<string, Replay>();
    for (const path of PATHS) {
      await page.goto(site.url + path, { waitUntil: "commit" });
      await page.waitForLoadState("domcontentloaded");
      for (const one of await replaysOn(page)) {
        if (one.property !== "") replays.set(`${one.fragment} ${one.property}`, one);
      }
    }
    await context.close();
    expect(replays.size).toBeGreaterThan(100);
    // All of them in one visit, as one link after the other is followed.
    const visit = await site.open();
    await visit.page.locator("#sentence").waitFor();
    for (const { fragment, handler, property, position } of replays.values()) {
      await visit.page.evaluate((hash) => location.assign(hash), fragment);
      await expect
        .poll(() => shownBy(visit.page), { timeout: 20_000, interval: 20, message: `${handler}: ${property}` })
        .toBe(`${handler} at ${position}, bad`);
    }
    expect(visit.errors).toEqual([]);
    await visit.context.close();
  });

  it("has a matrix that is the command's", { timeout: 120_000 }, async () => {
    const { page, context } = await site.open("gallery/matrix.html", { javaScriptEnabled: false });
    const handlers = ["naive", "rostedt-3.4", "lutomirski-4.2", "gs-by-cs"];
    const cli = ["scripts/cli.mjs", "matrix", ...handlers, "--workload", "syscall", "--json"];
    let printed = "";
    try {
      printed = execFileSync(process.execPath, cli, { encoding: "utf8" });
    } catch (failure) {
      // Status 1: something is violated.
      printed = String((failure as { stdout: unknown }).stdout);
    }
    const { rows } = JSON.parse(printed) as {
      rows: { handler: string; workload: string; cells: { property: string; verdict: string }[] }[];
    };
    expect(rows).toHaveLength(handlers.length);
    for (const { handler, workload, cells } of rows) {
      const shown = await page
        .locator(`tr[data-handler="${handler}"][data-workload="${workload}"] td`)
        .evaluateAll((all) => all.map((cell) => ({ ...(cell as HTMLElement).dataset })));
      expect(shown).toEqual(cells.map(({ property, verdict }) => ({ property, verdict })));
    }
    await context.close();
  });

  it("makes the matrix anew in the browser, and stops when told to", { timeout: 120_000 }, async () => {
    const { page, context, errors } = await site.open("gallery/matrix.html");
    const status = page.locator(".live-box [role=status]");
    await page.getByRole("button", { name: "Run it here" }).click();
    const agreed = page.locator('tr[data-handler="desnoyers-2010-step-3"] td[data-live="same"]');
    await expect.poll(() => agreed.count(), { timeout: 60_000 }).toBe(8);
    await page.getByRole("button", { name: "Stop" }).click();
    await expect.poll(() => status.textContent()).toContain("Stopped after");
    expect(await page.locator('td[data-live="different"]').count()).toBe(0);
    expect(errors).toEqual([]);
    await context.close();
  });

  it.each(["light", "dark"] as const)("is accessible, and fits a phone, %s", async (colorScheme) => {
    const { page, context } = await site.open("gallery/index.html", { colorScheme });
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ["index", "hazards", "matrix", "rostedt-3.7", "missing-cld"]) {
      await page.goto(`${site.url}gallery/${path}.html`);
      expect([path, (await axeViolations(page)).map((one) => one.slice(0, 300))]).toEqual([path, []]);
      const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect([path, isWide]).toEqual([path, false]);
    }
    await context.close();
  });
});
