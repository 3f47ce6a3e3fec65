// Memory after an hour of use: a seeded action a second, done without the waiting. What
// is kept on purpose (history, console) is bounded; what grows after that is a leak.
import { open } from "./figures.mjs";

const SECONDS = 3600;
const SEED = 20100716;
const HANDLERS = ["naive", "desnoyers-2010", "desnoyers-2010-repaired", "mainline"];
const KEYS = ["s", "s", "s", "s", "s", "b", "b", "n", "f", "c", "C", "i", "i", "u", "]", "[", "r", "T", "m", "D", "p"];

/** Lehmer's generator: the same hour each time. */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

async function memory(session) {
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const { nodes } = await session.send("Memory.getDOMCounters");
  return { megabytes: usedSize / 1e6, nodes };
}

async function act(page, next) {
  if (next(100) === 0) {
    await page.locator(".handler-choice").selectOption(HANDLERS[next(HANDLERS.length)]);
    await page.locator("#sentence").focus();
  } else await page.keyboard.press(KEYS[next(KEYS.length)]);
}

export async function hourOfUse(site) {
  const { page, context } = await open(site);
  await page.locator(".monaco-editor .view-line").first().waitFor();
  const session = await context.newCDPSession(page);
  await session.send("HeapProfiler.enable");
  const next = numbers(SEED);
  await page.locator("#sentence").focus();
  const start = await memory(session);
  let half = start;
  for (let second = 0; second < SECONDS; second++) {
    await act(page, next);
    if (second === SECONDS / 2) half = await memory(session);
  }
  const end = await memory(session);
  await context.close();
  const { megabytes, nodes } = end;
  return [
    {
      name: "memory of the page after an hour",
      value: megabytes,
      unit: "MB",
      budget: 80,
      note: `${start.megabytes.toFixed(1)} at the start, ${half.megabytes.toFixed(1)} at half`,
    },
    {
      name: "nodes of the document after an hour",
      value: nodes,
      unit: "",
      budget: 20_000,
      note: `${start.nodes} at the start`,
    },
  ];
}
