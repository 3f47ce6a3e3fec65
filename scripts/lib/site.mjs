// The built page served on this machine, and a browser to open it with: for
// browser tests, and for scripts that measure or photograph the page.
import { root } from "./fresh.mjs";
import { HEADERS } from "./headers.mjs";
import { findBrowser } from "./tools.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-gpu",
  "--disable-quic",
];

/** Serves dist/ below `base` and starts a browser; undefined if there is none. */
export async function openBuiltPage(base = "/") {
  const executablePath = await findBrowser();
  if (executablePath === undefined) return undefined;
  const [{ preview }, { chromium }] = await Promise.all([import("vite"), import("playwright-core")]);
  const server = await preview({
    root,
    configFile: false,
    base,
    logLevel: "error",
    preview: { headers: HEADERS, host: "127.0.0.1", port: 4300, open: false },
  });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error("the preview server has no address");
  const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS });
  const close = async () => {
    await browser.close();
    await server.close();
  };
  return { browser, url, close };
}
