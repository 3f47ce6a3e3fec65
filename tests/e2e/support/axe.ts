// Accessibility of an open page, judged by axe-core.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** One line a violation: rule, what it asks for, and where. Empty if there is none. */
export async function axeViolations(page: Page, options: RunOptions = {}): Promise<string[]> {
  // Evaluated by the debugger, so the page's own policy does not stop it.
  await page.evaluate(source);
  // A colour on its way to another is nobody's colour: what ends by itself is brought to its end.
  await page.evaluate(() => {
    for (const one of document.getAnimations()) if (one.effect?.getComputedTiming().endTime !== Infinity) one.finish();
  });
  const results = await page.evaluate(async (given) => {
    const { axe } = globalThis as unknown as { axe: { run(of: Document, options: RunOptions): Promise<AxeResults> } };
    return axe.run(document, given);
  }, options);
  return results.violations.map(
    ({ id, help, nodes }) => `${id}: ${help} (${nodes.map((node) => node.target.join(" ")).join("; ")})`,
  );
}
