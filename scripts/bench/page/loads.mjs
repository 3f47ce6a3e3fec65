// How soon the page is there, and how long a click on Step takes to be seen.
import { median, open, quantile } from "./figures.mjs";

const LOADS = 9;
/** Fewer steps than the run has. */
const CLICKS = 40;
const ROUNDS = 3;

/** When the first lane is drawn the machine has answered: whatever is pressed then acts. */
function watch() {
  const wanted = { interactive: ".lanes-drawing .lane-cell", editor: ".monaco-editor .view-line" };
  globalThis.times = {};
  const look = () => {
    for (const [name, selector] of Object.entries(wanted))
      if (globalThis.times[name] === undefined && document.querySelector(selector) !== null)
        globalThis.times[name] = performance.now();
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}

/** From the click's event to the frame that shows the new step number. */
const click = (page, clicks) =>
  page.evaluate(async (count) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const number = () => document.querySelector(".step-number b").textContent;
    const button = document.querySelector('[data-command="step"]');
    const times = [];
    for (let done = 0; done < count; done++) {
      const before = number();
      await frame();
      const start = performance.now();
      button.click();
      while (number() === before) await new Promise((resolve) => setTimeout(resolve, 0));
      await frame();
      times.push(performance.now() - start);
    }
    return times;
  }, clicks);

export async function loads(site) {
  const found = [];
  const clicks = [];
  for (let count = 0; count < LOADS; count++) {
    const { page, context } = await open(site, watch);
    await page.waitForFunction(() => globalThis.times.editor !== undefined);
    found.push(
      await page.evaluate(() => ({
        painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
        ...globalThis.times,
      })),
    );
    if (count === LOADS - 1) {
      await page.locator('[data-command="inject-nmi"]').click();
      for (let round = 0; round < ROUNDS; round++) {
        await page.waitForTimeout(500);
        clicks.push(...(await click(page, CLICKS)));
        await page.locator('[data-command="restart"]').click();
      }
    }
    await context.close();
  }
  const of = (name) => {
    const times = found.map((load) => load[name]);
    return { value: median(times), unit: "ms", note: `best of ${LOADS} ${Math.min(...times).toFixed(0)} ms` };
  };
  return [
    { name: "first content", ...of("painted"), budget: 500 },
    { name: "the machine has answered", ...of("interactive"), budget: 1000 },
    { name: "editor", ...of("editor"), budget: 2000 },
    {
      name: "click on Step to its picture",
      value: median(clicks),
      unit: "ms",
      budget: 50,
      note: `95% below ${quantile(clicks, 0.95).toFixed(1)} ms`,
    },
  ];
}
