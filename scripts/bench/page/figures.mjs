// What the measurements of the page share: the open page, and the figures of a list.

export async function open(site, script) {
  const context = await site.browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: "block" });
  const page = await context.newPage();
  if (script !== undefined) await page.addInitScript(script);
  await page.goto(site.url);
  await page.locator(".lanes-drawing .lane-cell").first().waitFor();
  return { page, context };
}

/** The value below which `part` of them lie. */
export const quantile = (values, part) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];

export const median = (values) => quantile(values, 0.5);

export const percentiles = (values) =>
  `95% below ${quantile(values, 0.95).toFixed(1)}, 99% below ${quantile(values, 0.99).toFixed(1)}, longest ${Math.max(...values).toFixed(1)} ms`;
