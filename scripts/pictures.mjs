// npm run pictures: the pictures of the README and the documents, taken from the
// built page itself, so that they can be taken again.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { buildPage } from "./lib/builds.mjs";
import { root } from "./lib/fresh.mjs";
import { installIfNeeded } from "./lib/install.mjs";

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

/** What is opened, which keys are pressed, how it is called. */
const SHOTS = [
  {
    file: "naive.png",
    handler: "naive",
    keys: ["i", ...Array(8).fill("s"), "i", ...Array(15).fill("s")],
    step: "22",
    viewport: DESKTOP,
    colorScheme: "light",
  },
  {
    file: "mailed-dark.png",
    handler: "desnoyers-2010",
    keys: ["i", "c"],
    step: "43",
    viewport: DESKTOP,
    colorScheme: "dark",
  },
  {
    file: "phone.png",
    handler: "naive",
    keys: ["i", ...Array(8).fill("s"), "i", ...Array(15).fill("s")],
    step: "22",
    viewport: PHONE,
    colorScheme: "light",
  },
];

await installIfNeeded();
if (!(await buildPage())) process.exit(1);
const { openBuiltPage } = await import("./lib/site.mjs");
const site = await openBuiltPage();
if (site === undefined) {
  console.error("No Chromium: set CHROMIUM_PATH or install one.");
  process.exit(1);
}
const folder = join(root, "docs", "pictures");
mkdirSync(folder, { recursive: true });

for (const { file, handler, keys, step, viewport, colorScheme } of SHOTS) {
  const context = await site.browser.newContext({ viewport, colorScheme, serviceWorkers: "block" });
  const page = await context.newPage();
  await page.goto(site.url);
  await page.locator(".lanes-drawing .lane-cell").first().waitFor();
  if ((await page.locator(".handler-choice").inputValue()) !== handler) {
    await page.locator(".handler-choice").selectOption(handler);
    await page.waitForTimeout(1500);
    await page.locator(".handler-choice").blur();
  }
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.waitForTimeout(120);
  }
  await page.waitForTimeout(1500);
  const shown = await page.locator(".step-number b").textContent();
  if (shown !== step) throw new Error(`${file} shows step ${shown}, not ${step}`);
  await page.screenshot({ path: join(folder, file) });
  console.log(`docs/pictures/${file}`);
  await context.close();
}
await site.close();
