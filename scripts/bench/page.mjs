// The page in a real browser, each figure beside its budget: how soon it is there, how
// long a step, a seek and an edit take, scrubbing over a million steps, memory after an hour of
// use, what is downloaded. Prints figures; fails nothing. PAGE=scrubbing: that part alone.
import { openBuiltPage } from "../lib/site.mjs";
import { chunks } from "./page/chunks.mjs";
import { hourOfUse } from "./page/hour.mjs";
import { loads } from "./page/loads.mjs";
import { scrubbing } from "./page/scrubbing.mjs";
import { seeks } from "./page/seeks.mjs";
import { typing } from "./page/typing.mjs";

const PARTS = { loads, typing, seeks, scrubbing, hour: hourOfUse, chunks };

/** One line: what, how much, and whether that is within its budget, if it has one. */
function print({ name, value, unit, budget, note = "" }) {
  const figure = `${unit === "ms" && value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString("en-GB")} ${unit}`;
  const within =
    budget === undefined ? "" : `budget ${Number(budget.toFixed(1))} ${unit}${value <= budget ? "" : "  OVER"}`;
  console.log(`  ${name.padEnd(44)} ${figure.padStart(12)}   ${within.padEnd(22)} ${note}`);
}

const site = await openBuiltPage();
if (site === undefined) {
  console.log("page: no Chromium, nothing measured");
} else {
  console.log("page");
  for (const [name, measure] of Object.entries(PARTS)) {
    if (process.env.PAGE !== undefined && process.env.PAGE !== name) continue;
    for (const line of await measure(site)) print(line);
  }
  await site.close();
}
