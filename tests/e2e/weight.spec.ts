// What a first visit downloads before the editor's own chunk, compressed as a
// server would. A limit on bytes, not on time.
import { gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserPath, openSite, type Site } from "./support/browser.ts";

const LIMIT_BYTES = 150_000;

const read = (path: string): string => readFileSync(`dist/${path}`, "utf8");

/** The scripts that index.html names and all that these import statically. */
function firstScripts(): Set<string> {
  const found = new Set<string>();
  const visit = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    for (const [, to = ""] of read(path).matchAll(/(?:^|[;}\n])(?:import|export)[^"'()]*?["'](\.[^"']+\.js)["']/g)) {
      visit(posix.join(posix.dirname(path), to));
    }
  };
  for (const [, to = ""] of read("index.html").matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)) visit(to);
  return found;
}

const weigh = (paths: Iterable<string>): number =>
  [...paths].reduce((sum, path) => sum + gzipSync(read(path)).length, 0);

describe.skipIf(browserPath === undefined)("a first visit", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  it(`has at most ${LIMIT_BYTES / 1000} kB of compressed JavaScript before the editor`, () => {
    const scripts = firstScripts();
    expect(scripts.size).toBeGreaterThan(0);
    expect(weigh(scripts)).toBeLessThanOrEqual(LIMIT_BYTES);
  });

  it("asks its own server only, and misses nothing", async () => {
    const { page, context } = await site.open("#");
    const foreign: string[] = [];
    const failed: string[] = [];
    page.on("request", (request) => {
      if (!/^(?:data:|blob:)/.test(request.url()) && !request.url().startsWith(site.url)) foreign.push(request.url());
    });
    page.on("response", (response) => {
      if (response.status() >= 400) failed.push(`${response.status()} ${response.url()}`);
    });
    await page.reload();
    await page.waitForLoadState("networkidle");
    expect(foreign).toEqual([]);
    expect(failed).toEqual([]);
    await context.close();
  });
});
