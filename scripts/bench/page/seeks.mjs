// Seeks in a run of a million steps, to places all over it: each from the question to
// the machine's worker until its answer, views copied.
import { askedOf, watchWorkers } from "./asked.mjs";
import { dragAlong } from "./drag.mjs";
import { median, open, percentiles } from "./figures.mjs";
import { openLongRun, showAll } from "./long-run.mjs";

const SEEKS = 600;
const FRAMES_EACH = 2;
const FRAME_MS = 1000 / 60;
/** Of a Lehmer generator: the same places each time. */
const SEED = 20100716;

/** Parts of the lanes' width, as a drag jumps about. */
function places(count, seed) {
  const most = 2147483647;
  const parts = [];
  for (let state = seed; parts.length < count;) parts.push((state = (state * 48271) % most) / most);
  return parts;
}

export async function seeks(site) {
  const { page, context } = await open(site, watchWorkers);
  await openLongRun(page);
  await showAll(page);
  await dragAlong(page, places(SEEKS / 4, 1), FRAMES_EACH);
  const before = (await askedOf(page)).length;
  await dragAlong(page, places(SEEKS, SEED), FRAMES_EACH);
  await page.waitForTimeout(500);
  const asked = (await askedOf(page)).slice(before).filter(({ move }) => move?.kind === "seek");
  await context.close();
  const times = asked.map(({ milliseconds }) => milliseconds);
  const worst = asked.toSorted((a, b) => b.milliseconds - a.milliseconds)[0];
  return [
    {
      name: "a seek in a million steps, answered",
      value: median(times),
      unit: "ms",
      budget: FRAME_MS,
      note: `of ${times.length}: ${percentiles(times)}`,
    },
    {
      name: "the longest of them",
      value: worst.milliseconds,
      unit: "ms",
      budget: FRAME_MS,
      note: `to ${worst.move.position}`,
    },
  ];
}
