// The built page served on this machine, and a browser to open it with: for
// scripts that measure or photograph it.
import { root } from "./fresh.mjs";
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

/** undefined if there is no browser: the caller says so. */
export async function openBuiltPage() {
  const executablePath = await findBrowser();
  if (executablePath === undefined) return undefined;
  const [{ preview }, { chromium }] = await Promise.all([import("vite"), import("playwright-core")]);
  const server = await preview({
    root,
    configFile: false,
    base: "/",
    logLevel: "error",
    preview: { host: "127.0.0.1", port: 4400, open: false },
  });
  const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS });
  const close = async () => {
    await browser.close();
    await server.close();
  };
  return { browser, url: server.resolvedUrls.local[0], close };
}
