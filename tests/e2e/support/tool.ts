// The tool as a test uses it: opened, waited for, steered by key, asked in the console.
import type { Page } from "playwright-core";
import { expect } from "vitest";

import { makeLink } from "../../../src/scenario/link/link.ts";
import { parseSchedule } from "../../../src/scenario/schedule.ts";
import type { OpenPage, Site } from "./browser.ts";

/** Under load the answer of the machine takes its time. */
export const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 15_000 });

export const step = (page: Page): Promise<string | null> => page.locator(".step-number b").textContent();
export const sentence = (page: Page): Promise<string | null> => page.locator(".sentence-words").textContent();
export const command = (page: Page, id: string) => page.locator(`.controls [data-command="${id}"]`);

/** The machine has answered: the lanes know a run. */
export async function ready(page: Page): Promise<void> {
  await page.locator(".lanes-drawing .lane-cell").first().waitFor();
}

/** Keys go to the page again. */
export const blur = (page: Page): Promise<void> =>
  page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });

export async function press(page: Page, key: string, expected: string): Promise<void> {
  await page.keyboard.press(key);
  await soon(() => step(page)).toBe(expected);
}

/** A link to a catalogue handler with a schedule, as the page reads it behind its address. */
export async function linkTo(name: string, schedule = "", position = 0): Promise<string> {
  const { items, problems } = parseSchedule(schedule);
  if (problems.length > 0) throw new Error(problems[0]?.message);
  const made = await makeLink({
    scenario: {
      handler: { kind: "catalogue", name },
      workload: "kernel",
      body: "touch",
      options: {},
      schedule: items,
    },
    position,
  });
  if (!made.ok) throw new Error(made.failure.message);
  return made.fragment;
}

/** Opens it, tests it, and sees that nothing failed meanwhile. */
export async function inTool(
  site: Site,
  path: string,
  test: (open: OpenPage) => Promise<void>,
  options: Parameters<Site["open"]>[1] = {},
): Promise<void> {
  const open = await site.open(path, options);
  try {
    await ready(open.page);
    await test(open);
    expect(open.errors).toEqual([]);
  } finally {
    await open.context.close();
  }
}

/** The console, opened, with the focus. */
export async function openConsole(page: Page): Promise<void> {
  if ((await page.locator(".console.open").count()) === 0) await page.locator(".console-toggle").click();
  await page.locator(".xterm-helper-textarea").waitFor({ state: "attached" });
  await page.locator(".xterm-helper-textarea").focus();
}

/** All that the terminal shows, a line each, without trailing blanks. */
export function consoleText(page: Page): Promise<string> {
  return page
    .locator(".xterm-accessibility-tree")
    .evaluate((tree) =>
      Array.from(tree.children, (row) => (row.textContent ?? "").replaceAll("\u00a0", " ").trimEnd()).join("\n"),
    );
}
