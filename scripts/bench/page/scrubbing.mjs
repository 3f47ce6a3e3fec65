// Scrubbing over a million steps: a drag along the whole run and one along a page of it,
// a new place every frame. Work is what the page's own thread is busy with.
import { dragAlong } from "./drag.mjs";
import { median, open, percentiles } from "./figures.mjs";
import { openLongRun, showAll } from "./long-run.mjs";

const WARM_FRAMES = 180;
const FRAMES = 600;
const FRAME_MS = 1000 / 60;

/** From the right end of the lanes to the left one. */
const along = (frames) => Array.from({ length: frames }, (_, n) => 1 - (n + 1) / frames);

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
    await dragAlong(page, along(WARM_FRAMES));
    const { times, shown, busyMs } = await busy(page, context, () => dragAlong(page, along(FRAMES)));
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
