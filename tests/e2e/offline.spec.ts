// The installed app: opens without its server from any folder of a plain static
// host, is cross-origin isolated, says when a newer version is there.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type Site } from "./support/browser.ts";
import { startStaticHost } from "./support/static-host.ts";

const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 30_000 });

const step = (page: Page) => page.locator(".step-number b").textContent();

async function ready(page: Page): Promise<void> {
  await page.locator(".lanes-drawing .lane-cell").first().waitFor();
}

/** The service worker has every file and answers for the page. */
async function isKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller === null)
      await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done));
  });
}

describe.skipIf(browserPath === undefined)("offline", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  async function openAt(url: string) {
    const context = await site.browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    await page.goto(url);
    return { context, page, errors };
  }

  it("is isolated by the project's own server, with its workers", async () => {
    const { page, context, errors } = await site.open();
    await ready(page);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(await page.workers()[0]?.evaluate(() => crossOriginIsolated)).toBe(true);
    await page.locator(".monaco-editor").waitFor();
    expect(errors).toEqual([]);
    await context.close();
  });

  it("stands in a frame of a page of another origin that is isolated itself", async () => {
    const host = createServer((_, response) => {
      response.setHeader("Content-Type", "text/html");
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
      response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
      response.end(`<!doctype html><title>Host</title><iframe id="frame" src="${site.url}?embed=1"></iframe>`);
    });
    await new Promise<void>((done) => host.listen(0, "127.0.0.1", done));
    const url = `http://127.0.0.1:${(host.address() as AddressInfo).port}/`;
    const { page, context, errors } = await openAt(url);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await page.frameLocator("#frame").locator(".lanes-drawing .lane-cell").first().waitFor();
    expect(errors).toEqual([]);
    await context.close();
    await new Promise((done) => host.close(done));
  });

  it(
    "opens without its server, from a folder of a plain host: tool, editor, lessons",
    { timeout: 120_000 },
    async () => {
      const host = await startStaticHost();
      const { page, context, errors } = await openAt(host.url);
      await ready(page);
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
      await isKept(page);
      await page.reload();
      await ready(page);
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
      await host.stop();

      await page.reload();
      await ready(page);
      await page.locator(".monaco-editor").waitFor();
      await page.locator('[data-command="step"]').click();
      await soon(() => step(page)).toBe("0");
      await page.keyboard.press("e");
      await page.locator(".verdict.explored").waitFor();
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
      await page.goto(`${host.url}lessons/`);
      await page.locator("main h1").waitFor();
      await page.goto(`${host.url}?anything=1#level=one-at-a-time`);
      await page.locator(".goal-strip").waitFor();
      expect(errors).toEqual([]);
      await context.close();
    },
  );

  it(
    "says quietly that a newer version is there, and keeps what was typed over the change",
    { timeout: 120_000 },
    async () => {
      const host = await startStaticHost("v");
      const { page, context, errors } = await openAt(host.url);
      await ready(page);
      await isKept(page);
      expect(await page.locator(".new-version").count()).toBe(0);
      await page.keyboard.press("i");
      await soon(() => page.locator(".schedule-row").count()).toBe(1);
      host.changed.set("sw.js", (text) => `${text}\n// newer`);
      await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
      await page.locator(".new-version").waitFor();
      expect(await axeViolations(page)).toEqual([]);
      const loaded = page.waitForEvent("load");
      await page.locator(".new-version button").click();
      await loaded;
      await ready(page);
      await soon(() => page.locator(".schedule-row").count()).toBe(1);
      expect(await page.locator(".new-version").count()).toBe(0);
      expect(errors).toEqual([]);
      await context.close();
      await host.stop();
    },
  );
});
