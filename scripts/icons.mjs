// npm run icons: the icons of the installed app, drawn from public/icon.svg.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./lib/fresh.mjs";
import { installIfNeeded } from "./lib/install.mjs";
import { findBrowser } from "./lib/tools.mjs";

/** `inset`: how much of each side stays free, so that a round mask cuts nothing off. */
const ICONS = [
  { file: "icon-192.png", size: 192, inset: 0 },
  { file: "icon-512.png", size: 512, inset: 0 },
  { file: "icon-maskable-512.png", size: 512, inset: 0.1 },
  { file: "apple-touch-icon.png", size: 180, inset: 0.06 },
];

await installIfNeeded();
const executablePath = await findBrowser();
if (executablePath === undefined) {
  console.error("No Chromium: set CHROMIUM_PATH.");
  process.exit(1);
}
const { chromium } = await import("playwright-core");
const svg = readFileSync(join(root, "public/icon.svg"), "utf8");
const ground = /<rect width="32" height="32"[^>]*fill="([^"]+)"/.exec(svg)?.[1];
if (ground === undefined) throw new Error("public/icon.svg has no ground");
const folder = join(root, "public/icons");
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
for (const { file, size, inset } of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const image = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
  const [background, margin, width] =
    inset === 0 ? ["transparent", 0, size] : [ground, size * inset, size * (1 - 2 * inset)];
  await page.setContent(
    `<body style="margin:0;background:${background}"><img src="${image}" style="position:absolute;left:${margin}px;top:${margin}px;width:${width}px;height:${width}px">`,
  );
  await page.waitForFunction(() => [...document.images].every((one) => one.complete));
  writeFileSync(join(folder, file), await page.screenshot({ omitBackground: inset === 0 }));
  await page.close();
  console.log(`public/icons/${file}`);
}
await browser.close();
