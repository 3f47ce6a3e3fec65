// Which outside tools this machine has, and what their absence leaves unchecked.
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

function inPath(name) {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      continue;
    }
  }
  return undefined;
}

const BROWSERS = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const MAC_BROWSERS = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Chromium: named by the environment, the system's, or the one that Playwright has installed. */
export async function findBrowser() {
  const named = process.env.CHROMIUM_PATH ?? process.env.BROWSER_PATH;
  if (named) return existsSync(named) ? named : undefined;
  for (const name of BROWSERS) {
    const path = inPath(name);
    if (path) return path;
  }
  const mac = MAC_BROWSERS.find((path) => existsSync(path));
  if (mac) return mac;
  const { chromium } = await import("playwright-core");
  const own = chromium.executablePath();
  return own && existsSync(own) ? own : undefined;
}

export const findAssembler = () => (process.platform === "linux" ? inPath("as") : undefined);
export const findLinker = () => (process.platform === "linux" ? inPath("ld") : undefined);
export const findSpin = () => inPath("spin");
export const findCompiler = () => inPath("gcc");
export const findGdb = () => process.env.GDB_PATH ?? inPath("gdb");
export const findQemu = () => process.env.QEMU_PATH ?? inPath("qemu-system-x86_64");

/** Every tool: [name, path or undefined, what it checks, how to get it]. */
export async function outsideTools() {
  return [
    {
      name: "GNU as",
      path: findAssembler(),
      checks: "assembled bytes against GNU as",
      get: "install binutils (Debian: apt-get install binutils)",
    },
    {
      name: "qemu-system-x86_64",
      path: findQemu(),
      checks: "steps against QEMU",
      get: "install QEMU (Debian: apt-get install qemu-system-x86)",
    },
    {
      name: "gdb",
      path: findGdb(),
      checks: "exported gdb scripts on QEMU",
      get: "install gdb (Debian: apt-get install gdb)",
    },
    {
      name: "Chromium",
      path: await findBrowser(),
      checks: "the page in a browser",
      get: "install chromium (Debian: apt-get install chromium), or `npx playwright-core install chromium`, or set CHROMIUM_PATH",
    },
  ];
}
