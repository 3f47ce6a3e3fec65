// Seeks in a run of a million steps, to places all over it: each from the question to
// the machine's worker until its answer, views copied.
import { askedOf, watchWorkers } from "./asked.mjs";
import { median, open, percentiles } from "./figures.mjs";
import { openLongRun, showAll } from "./long-run.mjs";

const SEEKS = 600;
const FRAME_MS = 1000 / 60;
/** Of a Lehmer generator: the same places each time. */
const SEED = 20100716;

/** A place a frame along the lanes, as a drag jumps about. */
const jump = (page, { count, seed }) =>
  page.evaluate(
    async ([most, first]) => {
      const plot = document.querySelector(".plot");
      const box = plot.getBoundingClientRect();
      plot.setPointerCapture = () => {};
      plot.hasPointerCapture = () => true;
      const at = (type, x) =>
        plot.dispatchEvent(
          new PointerEvent(type, { bubbles: true, button: 0, pointerId: 1, clientX: x, clientY: box.top + 100 }),
        );
      let state = first;
      at("pointerdown", box.right - 5);
      for (let n = 0; n < most; n++) {
        for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
        state = (state * 48271) % 2147483647;
        at("pointermove", box.left + 5 + ((box.width - 10) * state) / 2147483647);
      }
      at("pointerup", box.left + 5);
    },
    [count, seed],
  );

export async function seeks(site) {
  const { page, context } = await open(site, watchWorkers);
  await openLongRun(page);
  await showAll(page);
  await jump(page, { count: SEEKS / 4, seed: 1 });
  const before = (await askedOf(page)).length;
  await jump(page, { count: SEEKS, seed: SEED });
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
