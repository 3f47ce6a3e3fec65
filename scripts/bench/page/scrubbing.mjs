// Scrubbing over a million steps: a drag along the whole run and one along a page of it,
// a new place every frame. Work is what the page's own thread is busy with.
import { median, open, percentiles } from "./figures.mjs";
import { openLongRun, showAll } from "./long-run.mjs";

const WARM_FRAMES = 180;
const FRAMES = 600;
const FRAME_MS = 1000 / 60;

const drag = (page, frames) =>
  page.evaluate(async (count) => {
    const plot = document.querySelector(".plot");
    const box = plot.getBoundingClientRect();
    plot.setPointerCapture = () => {};
    plot.hasPointerCapture = () => true;
    const at = (type, x) =>
      plot.dispatchEvent(
        new PointerEvent(type, { bubbles: true, button: 0, pointerId: 1, clientX: x, clientY: box.top + 100 }),
      );
    at("pointerdown", box.right - 5);
    const times = [];
    const shown = new Set();
    let last = performance.now();
    for (let n = 1; n <= count; n++) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      times.push(performance.now() - last);
      last = performance.now();
      at("pointermove", box.right - 5 - (box.width - 10) * (n / count));
      shown.add(document.querySelector(".step-number b").textContent);
    }
    at("pointerup", box.left + 5);
    return { times, shown: shown.size };
  }, frames);

/** Time in tasks of the page's own thread, the processor's time alone. */
async function busy(page, context, action) {
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const read = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  const before = await read();
  const result = await action();
  const after = await read();
  return { ...result, busyMs: (after.TaskDuration - before.TaskDuration) * 1000 };
}

export async function scrubbing(site) {
  const { page, context } = await open(site);
  await openLongRun(page);
  const lines = [];
  for (const view of ["folded", "whole"]) {
    if (view === "whole") await showAll(page);
    await drag(page, WARM_FRAMES);
    const { times, shown, busyMs } = await busy(page, context, () => drag(page, FRAMES));
    lines.push(
      {
        name: `scrubbing a million steps, ${view}: a frame`,
        value: median(times),
        unit: "ms",
        budget: Math.ceil(FRAME_MS),
        note: `${percentiles(times)}; ${shown} places shown in ${FRAMES} frames`,
      },
      {
        name: `scrubbing a million steps, ${view}: work`,
        value: busyMs / FRAMES,
        unit: "ms",
        budget: 10,
        note: "a frame",
      },
    );
  }
  await context.close();
  return lines;
}
