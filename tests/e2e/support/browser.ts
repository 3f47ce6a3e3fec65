// A Chromium for browser tests, and the built page served to it. Knows nothing of
// what the page shows.
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { openBuiltPage } from "../../../scripts/lib/site.mjs";
import { findBrowser } from "../../../scripts/lib/tools.mjs";

/** Path of a Chromium, or undefined: `describe.skipIf(browserPath === undefined)`. */
export const browserPath: string | undefined = await findBrowser();

export interface Site {
  /** Address of the page, with a slash at its end. */
  readonly url: string;
  readonly browser: Browser;
  /** A page of its own context; what it logs as an error, or throws, is collected. */
  open(path?: string, options?: BrowserContextOptions): Promise<OpenPage>;
  close(): Promise<void>;
}

export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Uncaught errors and console errors so far. */
  readonly errors: readonly string[];
}

/** Serves dist/ below `base` and starts a browser; close it in `afterAll`. */
export async function openSite(base = "/"): Promise<Site> {
  const site = await openBuiltPage(base);
  if (site === undefined) throw new Error("no Chromium: set CHROMIUM_PATH");
  const { browser, url, close } = site;
  return {
    url,
    browser,
    async open(path = "", options = {}) {
      // The service worker would fetch the whole site for each of them: tests that want it allow it.
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        serviceWorkers: "block",
        ...options,
      });
      // A busy machine is no failure.
      context.setDefaultNavigationTimeout(90_000);
      const page = await context.newPage();
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") errors.push(message.text());
      });
      await page.goto(url + path);
      return { page, context, errors };
    },
    close,
  };
}
