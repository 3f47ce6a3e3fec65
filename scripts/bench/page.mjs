// The page in a real browser: how soon it shows something, how soon the editor is
// there, how long a click on Step takes to be seen, what is downloaded.
// Prints figures; fails nothing.
import { gzipSync } from "node:zlib";
import { openBuiltPage } from "../lib/site.mjs";

const LOADS = 5;
const CLICKS = 40;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const line = (name, text) => console.log(`  ${name.padEnd(34)} ${text}`);

async function load(site) {
  const context = await site.browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: "block" });
  const page = await context.newPage();
  const scripts = [];
  page.on("response", async (response) => {
    if (!response.url().endsWith(".js")) return;
    const at = scripts.length;
    scripts.push({ name: new URL(response.url()).pathname.split("/").at(-1), bytes: 0 });
    scripts[at].bytes = gzipSync(await response.body()).length;
  });
  await page.goto(site.url);
  await page.locator(".monaco-editor .view-line").first().waitFor();
  const times = await page.evaluate(() => ({
    painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
    editor: performance.now(),
  }));
  return { page, context, times, scripts };
}

/** From the click's event to the frame that shows the new step number, in ms. */
async function clickLatencies(page) {
  return page.evaluate(async (clicks) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const number = () => document.querySelector(".step-number b").textContent;
    const button = document.querySelector('[data-command="step"]');
    const times = [];
    for (let click = 0; click < clicks; click++) {
      const before = number();
      await frame();
      const start = performance.now();
      button.click();
      while (number() === before) await new Promise((resolve) => setTimeout(resolve, 0));
      await frame();
      times.push(performance.now() - start);
    }
    return times;
  }, CLICKS);
}

const site = await openBuiltPage();
if (site === undefined) {
  console.log("page: no Chromium, nothing measured");
} else {
  console.log(`page (median of ${LOADS} loads, of ${CLICKS} clicks on Step)`);
  const loads = [];
  for (let count = 0; count < LOADS; count++) {
    const opened = await load(site);
    loads.push(opened.times);
    if (count === LOADS - 1) {
      await opened.page.locator('[data-command="inject-nmi"]').click();
      await opened.page.waitForTimeout(500);
      const clicks = await clickLatencies(opened.page);
      line("first content", `${median(loads.map(({ painted }) => painted)).toFixed(0)} ms`);
      line("editor ready", `${median(loads.map(({ editor }) => editor)).toFixed(0)} ms`);
      line("click on Step to its frame", `${median(clicks).toFixed(1)} ms (worst ${Math.max(...clicks).toFixed(1)})`);
      for (const { name, bytes } of opened.scripts) line(name, `${(bytes / 1000).toFixed(1)} kB compressed`);
    }
    await opened.context.close();
  }
  await site.close();
}
