// npm run pictures: the pictures of docs/pictures.md and the README, taken from the built
// page itself, so that they can be taken again. WebP, to be small.
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildPage } from "./lib/builds.mjs";
import { root } from "./lib/fresh.mjs";
import { installIfNeeded } from "./lib/install.mjs";
import { SHOTS } from "./lib/shots.mjs";

const DESKTOP = { width: 1440, height: 900 };
const QUALITY = 40;

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
for (const file of readdirSync(folder)) rmSync(join(folder, file));

let total = 0;
for (const { name, at = "", viewport = DESKTOP, colorScheme = "light", steps } of SHOTS) {
  const context = await site.browser.newContext({ viewport, colorScheme, serviceWorkers: "block" });
  const page = await context.newPage();
  await page.goto(site.url + at);
  await page.locator(".lanes-drawing .lane-cell").first().waitFor();
  if (viewport.width > 600) await page.locator(".monaco-editor .view-line").first().waitFor();
  for (const step of steps) await step(page);
  await page.waitForTimeout(1000);
  const session = await context.newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: QUALITY });
  const path = join(folder, `${name}.webp`);
  writeFileSync(path, Buffer.from(data, "base64"));
  total += statSync(path).size;
  console.log(`docs/pictures/${name}.webp`);
  await context.close();
}
console.log(`${Math.round(total / 1000)} kB`);
await site.close();
