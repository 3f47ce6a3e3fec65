// The page in a frame of a host page of another origin: nothing is stored, the
// host's scrolling and address stay its own, and the two can talk.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { makeLink } from "../../src/scenario/link/link.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type Site } from "./support/browser.ts";

const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 20_000 });

const SCENARIO: Scenario = {
  handler: { kind: "catalogue", name: "naive" },
  workload: "kernel",
  body: "touch",
  options: {},
  schedule: [
    { event: "nmi", when: "1" },
    { event: "pf", when: "touch_page" },
  ],
};

/** Keeps all that the frame says; text above and below, so that it can scroll. */
const hostPage = (src: string): string => `<!doctype html><html lang="en"><title>Host</title><body style="margin:0">
<p style="height:100px">Above</p>
<iframe id="frame" src="${src}" title="Stepper" width="100%" height="420"></iframe>
<p style="height:2000px">Below</p>
<script>window.heard = []; addEventListener("message", (event) => heard.push({ origin: event.origin, data: event.data }));</script>`;

describe.skipIf(browserPath === undefined)("embedded in another page", () => {
  let site: Site;
  let host: Server;
  let hostUrl: string;
  let fragment: string;
  beforeAll(async () => {
    site = await openSite();
    host = createServer((request, response) => {
      const query = new URL(request.url ?? "/", "http://x").searchParams.get("src") ?? "";
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      response.end(hostPage(query.replaceAll("&", "&amp;").replaceAll('"', "&quot;")));
    });
    await new Promise<void>((done) => host.listen(0, "127.0.0.1", done));
    hostUrl = `http://127.0.0.1:${(host.address() as AddressInfo).port}/`;
    const made = await makeLink({ scenario: SCENARIO, position: 4 });
    if (!made.ok) throw new Error(made.failure.message);
    ({ fragment } = made);
  });
  afterAll(async () => {
    await site.close();
    await new Promise((done) => host.close(done));
  });

  async function embedded(
    query: string,
    test: (parts: { page: Page; frame: FrameLocator; errors: readonly string[] }) => Promise<void>,
    options: { reducedMotion?: "reduce"; viewport?: { width: number; height: number } } = {},
  ): Promise<void> {
    const context = await site.browser.newContext({ viewport: { width: 760, height: 700 }, ...options });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    await page.goto(`${hostUrl}?src=${encodeURIComponent(`${site.url}${query}${fragment}`)}`);
    await test({ page, frame: page.frameLocator("#frame"), errors });
    expect(errors).toEqual([]);
    await context.close();
  }

  const step = (frame: FrameLocator) => frame.locator(".step-number b");
  const heard = (page: Page, type: string): Promise<Record<string, unknown>[]> =>
    page.evaluate(
      (wanted) =>
        (globalThis as unknown as { heard: { data: Record<string, unknown> }[] }).heard
          .map(({ data }) => data)
          .filter((data) => data["type"] === wanted),
      type,
    );
  const send = (page: Page, message: object): Promise<void> =>
    page.evaluate((data) => {
      document.querySelector("iframe")?.contentWindow?.postMessage(data, "*");
    }, message);

  it("shows the moment of its link, stores nothing, and opens it in full", () =>
    embedded("?embed=1", async ({ page, frame }) => {
      await soon(() => step(frame).textContent()).toBe("3");
      expect(await frame.locator(".top-bar").count()).toBe(0);
      expect(await frame.locator(".word.frame").count()).toBe(5);
      const stored = await page.frames()[1]?.evaluate(() => localStorage.length);
      expect(stored).toBe(0);
      await frame.locator('[data-command="step"]').click();
      await soon(() => step(frame).textContent()).toBe("4");
      const [whole] = await Promise.all([
        page.context().waitForEvent("page"),
        frame.getByRole("link", { name: "Open in full" }).click(),
      ]);
      await soon(() => whole.locator(".step-number b").textContent()).toBe("4");
      expect(await whole.locator(".handler-choice").inputValue()).toBe("naive");
      expect(await whole.locator(".schedule-row").count()).toBe(2);
    }));

  it("is where its link says again after a reload of the host", () =>
    embedded("?embed=1", async ({ page, frame }) => {
      await soon(() => step(frame).textContent()).toBe("3");
      await frame.locator('[data-command="step"]').click();
      await soon(() => step(frame).textContent()).toBe("4");
      await page.reload();
      await soon(() => step(frame).textContent()).toBe("3");
    }));

  it("takes neither focus nor scrolling from the host", () =>
    embedded("?embed=1&view=code,stack,lanes&ro=1", async ({ page, frame }) => {
      const still = (): Promise<void> =>
        soon(async () => {
          const before = await page.evaluate(() => scrollY);
          await page.waitForTimeout(300);
          return (await page.evaluate(() => scrollY)) - before;
        }).toBe(0);
      await soon(() => step(frame).textContent()).toBe("3");
      expect(await page.evaluate(() => [scrollY, document.activeElement?.tagName])).toEqual([0, "BODY"]);
      await page.keyboard.press("s");
      await page.keyboard.press("PageDown");
      await soon(() => page.evaluate(() => scrollY)).toBeGreaterThan(100);
      await still();
      expect(await step(frame).textContent()).toBe("3");
      await page.evaluate(() => scrollTo(0, 0));
      await frame.locator(".plot").hover();
      await page.mouse.wheel(0, 300);
      await soon(() => page.evaluate(() => scrollY)).toBeGreaterThan(100);
      await still();
      await page.evaluate(() => scrollTo(0, 50));
      await frame.locator('[data-command="step"]').focus();
      await page.evaluate(() => scrollTo(0, 50));
      for (let n = 0; n < 6; n++) await page.keyboard.press("s");
      await soon(() => step(frame).textContent()).toBe("9");
      expect(await page.evaluate(() => scrollY)).toBe(50);
    }));

  it("answers its host, and only with what was checked", () =>
    embedded("?embed=1&at=2&unknown=x", async ({ page, frame }) => {
      await soon(async () => (await heard(page, "ready")).length).toBe(1);
      expect(await heard(page, "ready")).toMatchObject([
        { source: "nmi-stepper", version: 1, ignored: ["unknown=x"], readOnly: false },
      ]);
      await soon(() => step(frame).textContent()).toBe("1");
      await send(page, { type: "seek", position: 6, id: "a" });
      await soon(async () => (await heard(page, "state")).find((state) => state["id"] === "a")?.["position"]).toBe(6);
      await send(page, { type: "step", count: -2, id: "b" });
      await soon(async () => (await heard(page, "state")).find((state) => state["id"] === "b")?.["position"]).toBe(4);
      await send(page, { type: "inject", event: "nmi", id: "c" });
      await soon(
        async () => (await heard(page, "state")).find((state) => state["id"] === "c")?.["schedule"],
      ).toHaveLength(3);
      await send(page, { type: "verdict", id: "d" });
      await soon(async () => (await heard(page, "verdict")).find((state) => state["id"] === "d")?.["holds"]).toBe(
        false,
      );
      await send(page, { type: "seek", position: "x" });
      await soon(async () => (await heard(page, "error")).map((error) => error["message"])).toEqual([
        "seek: position must be a whole number from 0",
      ]);
    }));

  it("is deaf to others than the origin it was told, and refuses to be changed when read-only", async () => {
    await embedded("?embed=1&origin=https://elsewhere.example", async ({ page, frame }) => {
      await soon(() => step(frame).textContent()).toBe("3");
      await send(page, { type: "seek", position: 1 });
      await page.waitForTimeout(500);
      expect(await step(frame).textContent()).toBe("3");
      expect(await page.evaluate(() => (globalThis as unknown as { heard: unknown[] }).heard)).toEqual([]);
    });
    await embedded("?embed=1&ro=1", async ({ page, frame }) => {
      await soon(async () => (await heard(page, "ready")).length).toBe(1);
      await send(page, { type: "inject", event: "nmi" });
      await soon(async () => (await heard(page, "error")).length).toBe(1);
      await send(page, { type: "open", scenario: { version: 1, handler: "mainline" } });
      await soon(async () => (await heard(page, "error")).length).toBe(2);
      await send(page, { type: "explore", nmis: 1 });
      await soon(async () => (await heard(page, "error")).length).toBe(3);
      expect(await frame.locator('[data-command="inject-nmi"]').count()).toBe(0);
    });
    await embedded("?embed=1", async ({ page, frame }) => {
      await soon(async () => (await heard(page, "ready")).length).toBe(1);
      await send(page, {
        type: "open",
        scenario: { version: 1, handler: "mainline", schedule: ["nmi@2"], position: 5 },
      });
      await soon(() => step(frame).textContent()).toBe("4");
      await soon(() => frame.locator(".embed-about").textContent()).toContain("mainline");
      await send(page, { type: "machine" });
      await soon(async () => (await heard(page, "machine")).length).toBe(1);
    });
  });

  it("shows instructions in Intel's syntax if the address says so", () =>
    embedded("?embed=1&flavor=intel&ro=1", async ({ page, frame }) => {
      await soon(() => frame.locator(".sentence-words").textContent()).toMatch(/^push rcx stores/);
      const states = await heard(page, "state");
      expect(JSON.stringify(states.at(-1))).toMatch(/"next":"[^"%]+"/);
    }));

  it("waits for a click, plays by itself, and stays still for who wants little motion", async () => {
    await embedded("?embed=1&ctl=1&autoplay=1&speed=20&title=Two%20NMIs", async ({ page, frame }) => {
      await frame.getByRole("button", { name: "Load the stepper" }).waitFor();
      expect(page.workers()).toHaveLength(0);
      expect(await frame.getByRole("heading", { level: 1 }).textContent()).toBe("Two NMIs");
      await frame.getByRole("button", { name: "Load the stepper" }).click();
      await soon(async () => Number(await step(frame).textContent())).toBeGreaterThan(6);
    });
    await embedded(
      "?embed=1&autoplay=1&speed=20",
      async ({ page, frame }) => {
        await frame.getByRole("button", { name: "Play" }).waitFor();
        await soon(() => step(frame).textContent()).toBe("3");
        await page.waitForTimeout(500);
        expect(await step(frame).textContent()).toBe("3");
      },
      { reducedMotion: "reduce" },
    );
  });

  it("cuts no register and no word with code, stack and registers in a small frame: it scrolls", async () => {
    const { page, context } = await site.open(`?embed=1&view=code,stack,lanes,regs${fragment}`, {
      viewport: { width: 900, height: 600 },
    });
    await soon(() => page.locator(".step-number b").textContent()).toBe("3");
    const cut = await page
      .locator(".changed-row > *, .word-now")
      .evaluateAll((values) =>
        values
          .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth)
          .map(({ textContent }) => textContent),
      );
    expect(cut).toEqual([]);
    await context.close();
  });

  it.each([
    ["?embed=1", 760],
    ["?embed=1&view=code,stack,lanes,regs,console&theme=dark", 1280],
    ["?embed=1&theme=dark&view=stack,lanes", 390],
    ["?embed=1&ctl=1", 390],
  ])("has no flaw that axe finds: %s at %i", async (query, width) => {
    const { page, context } = await site.open(query + fragment, { viewport: { width, height: 420 } });
    await page.locator("h1").first().waitFor();
    if (!query.includes("ctl")) await soon(() => page.locator(".step-number b").textContent()).toBe("3");
    expect(await axeViolations(page)).toEqual([]);
    await context.close();
  });
});
