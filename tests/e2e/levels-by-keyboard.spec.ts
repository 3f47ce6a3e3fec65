// Every built-in level won in the page by keyboard alone, as its model solution goes: an
// attacker steps and sends, a breaker deletes and sends, a defender writes.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtInLevels } from "../../src/scenario/level/built-in.ts";
import type { Level, Solution } from "../../src/scenario/level/level.ts";
import type { ScheduleItem } from "../../src/scenario/scenario.ts";
import { runScenario } from "../../src/session/index.ts";
import { machine } from "../explore/support.ts";
import { browserPath, openSite, type Site } from "./support/browser.ts";

const levels = await builtInLevels();

/** The boundary at which each item of the solution is sent. */
function boundaries(level: Level, schedule: readonly ScheduleItem[], source?: string): readonly number[] {
  const handler = source === undefined ? level.scenario.handler : { kind: "source" as const, text: source };
  for (const fact of runScenario({ ...level.scenario, handler, schedule }, { machine }))
    if (fact.kind === "end") return fact.view.schedule.map(({ at }) => at ?? -1);
  throw new Error("the run has no end");
}

const goal = (page: Page) => page.locator(".goal").textContent();
const at = (page: Page) => page.locator("#sentence .step-number").textContent();

/** Steps to each boundary in turn, and sends. The focus is not in the editor. */
async function play(page: Page, sent: readonly number[]): Promise<void> {
  await page.keyboard.press("r");
  let position = 0;
  for (const [index, boundary] of sent.entries()) {
    for (; position < boundary; position++) {
      await page.keyboard.press("s");
      // The number of the step just done.
      await expect.poll(() => at(page)).toMatch(new RegExp(`^${position}of`));
    }
    await page.keyboard.press("i");
    await expect.poll(() => page.locator(".schedule-row, .goal-strip.won").count()).toBeGreaterThan(index);
  }
}

/** Into the editor by the Tab key, and all of its text anew. */
async function write(page: Page, text: string): Promise<void> {
  await page.locator(".monaco-editor").waitFor();
  for (let stops = 0; stops < 80; stops++) {
    if (await page.evaluate(() => document.activeElement?.closest(".monaco-editor") !== null)) break;
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
}

function sourceOf(level: Level): string {
  const { handler } = level.scenario;
  return handler.kind === "source"
    ? handler.text
    : readFileSync(join(import.meta.dirname, `../../src/scenario/catalogue/linux/${handler.name}.S`), "utf8");
}

async function solve(page: Page, level: Level, solution: Solution): Promise<void> {
  if (solution.kind === "source") return write(page, solution.text);
  const { deletedLine, schedule } = solution;
  if (deletedLine === undefined) return play(page, boundaries(level, schedule));
  const text = sourceOf(level)
    .split("\n")
    .map((line, index) => (index + 1 === deletedLine ? `# ${line}` : line))
    .join("\n");
  await write(page, text);
  await expect.poll(() => goal(page)).toContain(`Line ${deletedLine} is deleted`);
  // The first Escape is the editor's own; Ctrl+M gives Tab back to the page.
  await page.keyboard.press("Control+m");
  await page.keyboard.press("Tab");
  await play(page, boundaries(level, schedule, text));
}

describe.skipIf(browserPath === undefined)("levels by keyboard alone", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  it.each(levels.map((level) => [level.id, level] as const))("%s", { timeout: 120_000 }, async (_, level) => {
    const { page, context, errors } = await site.open(`#level=${level.id}`);
    const { solution } = level.teaching;
    if (solution === undefined) throw new Error(`${level.id} has no solution`);
    await expect.poll(() => goal(page)).toContain(`Goal: ${level.goal}`);
    await expect.poll(() => at(page)).toContain("of");
    await solve(page, level, solution);
    await expect.poll(() => goal(page), { timeout: 30_000 }).toContain("Won");
    // The goal stays in sight, and the side tells why.
    expect(await goal(page)).toContain(`Goal: ${level.goal}`);
    expect(
      await page.locator(".goal-strip").evaluate((strip) => strip.getBoundingClientRect().top),
    ).toBeGreaterThanOrEqual(0);
    for (const paragraph of level.teaching.explanation)
      expect(await page.locator(".level-card").textContent()).toContain(paragraph);
    if (level.par !== undefined) expect(await goal(page)).toContain("That is par");
    expect(errors).toEqual([]);
    await context.close();
  });
});
