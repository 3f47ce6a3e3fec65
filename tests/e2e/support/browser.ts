// A Chromium for browser tests, and the built page served to it. Knows nothing of
// what the page shows.
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "playwright-core";
import { fileURLToPath } from "node:url";
import { preview, type PreviewServer } from "vite";
import { findBrowser } from "../../../scripts/lib/tools.mjs";

/** Path of a Chromium, or undefined: `describe.skipIf(browserPath === undefined)`. */
export const browserPath: string | undefined = await findBrowser();

const FLAGS = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-gpu",
  "--disable-quic",
];

const root = fileURLToPath(new URL("../../../", import.meta.url));

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

async function serve(base: string): Promise<{ server: PreviewServer; url: string }> {
  const server = await preview({
    root,
    configFile: false,
    base,
    logLevel: "error",
    preview: { host: "127.0.0.1", port: 4300, open: false },
  });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error("the preview server has no address");
  return { server, url };
}

/** Serves dist/ below `base` and starts a browser; close it in `afterAll`. */
export async function openSite(base = "/"): Promise<Site> {
  if (browserPath === undefined) throw new Error("no Chromium: set CHROMIUM_PATH");
  const { server, url } = await serve(base);
  const browser = await chromium.launch({ executablePath: browserPath, headless: true, args: FLAGS });
  return {
    url,
    browser,
    async open(path = "", options = {}) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
      const page = await context.newPage();
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") errors.push(message.text());
      });
      await page.goto(url + path);
      return { page, context, errors };
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
