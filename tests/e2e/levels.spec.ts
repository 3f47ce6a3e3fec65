// Levels in the built page: opened by link, won by keyboard, left without loss.
import { readFile } from "node:fs/promises";
import { inflateRawSync } from "node:zlib";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtInLevels } from "../../src/scenario/level/built-in.ts";
import { readLevelFile } from "../../src/scenario/level/read-level.ts";
import type { Level } from "../../src/scenario/level/level.ts";
import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type Site } from "./support/browser.ts";

describe.skipIf(browserPath === undefined)("levels", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  it("the first is won with two keys, and the win is kept", async () => {
    const { page, context, errors } = await site.open("#level=one-at-a-time");
    const goal = page.locator(".goal");
    await expect.poll(() => goal.textContent()).toContain("Goal:");
    await page.locator("#sentence").focus();
    await page.keyboard.press("i");
    await expect.poll(() => page.locator(".step-number").textContent()).toContain("of");
    expect(await goal.textContent()).toContain("Goal:");
    await page.keyboard.press("i");
    await expect.poll(() => goal.textContent()).toContain("Won with 2 events");
    await page.reload();
    await expect.poll(() => goal.textContent()).toContain("Goal:");
    await page.keyboard.press("Shift+L");
    await expect.poll(() => page.locator(".level-list").textContent()).toContain("won with 2, par 2");
    expect(errors).toEqual([]);
    await context.close();
  });

  it("the first is won on a phone, by thumb", async () => {
    const { page, context, errors } = await site.open("#level=one-at-a-time", {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const goal = page.locator(".goal");
    await expect.poll(() => goal.textContent()).toContain("Goal:");
    const inject = page.locator('.controls [data-command="inject-nmi"]');
    await inject.tap();
    await expect.poll(() => page.locator(".lanes-drawing .mark-injection").count()).toBe(1);
    await inject.tap();
    await expect.poll(() => goal.textContent()).toContain("Won with 2 events");
    expect(errors).toEqual([]);
    await context.close();
  });

  it("what was typed and sent in a level is there again after a reload, until it is won or reset", async () => {
    const { page, context, errors } = await site.open("#level=leave-word");
    const goal = page.locator(".goal");
    const text = () => page.locator(".monaco-editor .view-lines").textContent();
    await expect.poll(() => goal.textContent()).toContain("Goal:");
    await page.locator(".monaco-editor .view-line").first().waitFor();
    await page.locator(".monaco-editor .view-line", { hasText: "pushq" }).first().click();
    await page.keyboard.press("End");
    await page.keyboard.type(" # my own word");
    await expect.poll(text).toMatch(/my\s*own\s*word/);
    await page.locator("#side-tab-schedule").click();
    await page.locator(".add-item input").fill("nmi@3");
    await page.locator(".add-item input").press("Enter");
    await expect.poll(() => page.locator(".schedule-row").count()).toBe(1);
    await page.reload();
    await expect.poll(() => goal.textContent()).toContain("Goal:");
    await expect.poll(text).toMatch(/my\s*own\s*word/);
    await expect.poll(() => page.locator(".notice").allTextContents().then(String)).toContain("What you tried last");
    await page.getByRole("button", { name: "Reset", exact: true }).click();
    await expect.poll(text).not.toMatch(/my\s*own\s*word/);
    await page.reload();
    await expect.poll(() => goal.textContent()).toContain("Goal:");
    await page.locator(".monaco-editor .view-line").first().waitFor();
    expect(await text()).not.toMatch(/my\s*own\s*word/);
    expect(errors).toEqual([]);
    await context.close();
  });

  it("carries what was won to another browser, as a file", async () => {
    const first = await site.open("#level=one-at-a-time");
    const goal = first.page.locator(".goal");
    await expect.poll(() => goal.textContent()).toContain("Goal:");
    await first.page.locator("#sentence").focus();
    await first.page.keyboard.press("i");
    await expect.poll(() => first.page.locator(".schedule-row, .level-panel").count()).toBeGreaterThan(0);
    await first.page.keyboard.press("i");
    await expect.poll(() => goal.textContent()).toContain("Won with 2 events");
    await first.page.keyboard.press("Shift+L");
    const [download] = await Promise.all([
      first.page.waitForEvent("download"),
      first.page.getByRole("button", { name: "Save progress" }).click(),
    ]);
    const path = await download.path();
    const { page, context } = await site.open();
    await page.locator("#sentence").waitFor();
    await page.keyboard.press("Shift+L");
    await expect.poll(() => page.locator(".level-list").textContent()).not.toContain("won with 2");
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("button", { name: "Load progress" }).click(),
    ]);
    await chooser.setFiles(path);
    await expect.poll(() => page.locator(".level-list").textContent()).toContain("won with 2, par 2");
    await first.context.close();
    await context.close();
  });

  it("hints come one by one; the solution plays; leaving gives back the user's own work", async () => {
    const { page, context } = await site.open();
    await page.locator("#sentence").waitFor();
    await page.keyboard.press("i");
    await expect.poll(() => page.locator("#side-panel").textContent()).toContain("nmi@workload");
    await page.goto(`${site.url}#level=the-same-stack`);
    const goal = page.locator(".goal");
    await expect.poll(() => goal.textContent()).toContain("Goal:");
    await page.getByRole("button", { name: "Hint 1 of 3" }).click();
    await expect.poll(() => page.locator(".level-hints li").count()).toBe(1);
    await page.getByRole("button", { name: "Solution" }).click();
    await expect.poll(() => goal.textContent()).toContain("Won");
    expect(await page.locator(".level-card").textContent()).toContain("livelock");
    await page.getByRole("button", { name: "Leave" }).click();
    await expect.poll(() => page.locator("#side-panel").textContent()).toContain("nmi@workload");
    expect(await page.locator(".goal-strip").count()).toBe(0);
    await context.close();
  });

  it("is tried anew from any step: what was sent later is taken back", async () => {
    const { page, context } = await site.open("#level=the-open-door");
    const rows = () => page.locator(".schedule-row").count();
    await expect.poll(() => page.locator(".goal").textContent()).toContain("Goal:");
    await page.getByRole("button", { name: "Solution" }).click();
    await expect.poll(() => page.locator(".goal").textContent()).toContain("Won");
    await page.getByRole("tab", { name: "Schedule" }).click();
    await expect.poll(rows).toBe(2);
    await page.locator("#sentence").focus();
    for (let step = 0; step < 3; step++) await page.keyboard.press("s");
    const step = () => page.locator(".step-number").textContent();
    await expect.poll(step).toContain("2of");
    await page.getByRole("button", { name: "Try from here" }).click();
    await expect.poll(rows).toBe(1);
    expect(await step()).toContain("2of");
    await expect.poll(() => page.locator(".goal").textContent()).not.toContain("Won");
    await context.close();
  });

  it.each(["light", "dark"] as const)("a level that is won is accessible, %s", async (colorScheme) => {
    const { page, context } = await site.open("#level=the-open-door", { colorScheme });
    await expect.poll(() => page.locator(".goal").textContent()).toContain("Goal:");
    await page.getByRole("button", { name: "Solution" }).click();
    await expect.poll(() => page.locator(".goal").textContent()).toContain("Won");
    expect(await axeViolations(page)).toEqual([]);
    await context.close();
  });

  it("a defender mends the handler: the explorer wins, is shown, and loses against the solution", async () => {
    const { page, context, errors } = await site.open("#level=leave-word");
    const goal = page.locator(".goal");
    const text = () => page.locator(".monaco-editor .view-lines").textContent();
    await expect.poll(() => goal.textContent()).toContain("Goal:");
    await expect.poll(() => page.locator(".locked-line").count()).toBeGreaterThan(3);
    await page.getByRole("button", { name: "Let the explorer try" }).click();
    await expect.poll(() => goal.textContent(), { timeout: 20_000 }).toContain("The explorer wins");
    await page.getByRole("button", { name: "Show it" }).click();
    await expect.poll(() => page.locator("#side-panel").textContent()).toContain("nmi@");
    await page.getByRole("button", { name: "Back to my schedule" }).click();
    await expect.poll(() => page.locator("#side-panel").textContent()).not.toContain("nmi@");

    await paste(page, (await sourceOf("leave-word")).replace("incq", "nop #"));
    await expect.poll(() => goal.textContent()).toContain("Line 17 of the handler is locked");
    await page.getByRole("button", { name: "Put it back" }).click();
    await expect.poll(() => goal.textContent()).not.toContain("locked");
    await expect.poll(text).toContain("incq");

    await paste(page, await solutionOf("leave-word"));
    await expect.poll(() => goal.textContent(), { timeout: 20_000 }).toContain("Won.");
    expect(await goal.textContent()).toContain("finds nothing within up to 2 NMIs and 1 fault");
    expect(await page.locator(".level-card").textContent()).toContain("July 2010");
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole("button", { name: "Next level" }).click();
    await expect.poll(() => page.locator(".goal-title").textContent()).toContain("The wrong address");
    expect(errors).toEqual([]);
    await context.close();
  });

  it("a level is made of what was played, proven, saved, and opens from its link", async () => {
    const { page, context, errors } = await site.open();
    await page.locator("#sentence").waitFor();
    await page.keyboard.press("i");
    await expect.poll(() => page.locator(".schedule-row").count()).toBe(1);
    await page.keyboard.press("Control+k");
    await page.locator(".palette-search").fill("make a level");
    await page.keyboard.press("Enter");
    const said = page.locator(".builder-said");
    await expect.poll(() => page.getByLabel("Title").evaluate((field) => field === document.activeElement)).toBe(true);
    await page.getByLabel("Title").fill("My first level");
    await page.getByLabel("Goal, one sentence").fill("Crash the handler.");
    await page.getByRole("button", { name: "Check that it wins" }).click();
    await expect.poll(() => said.textContent(), { timeout: 20_000 }).toContain("The solution wins");
    await page.getByRole("button", { name: "Prove par" }).click();
    await expect.poll(() => said.textContent(), { timeout: 20_000 }).toContain("Par is 1");
    expect(await axeViolations(page)).toEqual([]);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save file" }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe("my-first-level.level.json");
    const saved = await readFile(await file.path(), "utf8");
    expect(saved).not.toContain("nmi@workload");
    expect(await readLevelFile(saved)).toMatchObject({ ok: true, level: { par: 1, title: "My first level" } });
    await page.getByRole("button", { name: "Copy link" }).click();
    const link = await page.getByLabel("Link to the level").inputValue();
    await page.getByRole("button", { name: "Try it" }).click();
    const goal = page.locator(".goal");
    await expect.poll(() => goal.textContent()).toContain("Crash the handler.");
    await page.getByRole("button", { name: "Solution" }).click();
    await expect.poll(() => goal.textContent()).toContain("Won with 1 event");
    await page.getByRole("button", { name: "Leave" }).click();
    await expect.poll(() => page.locator(".goal-strip").count()).toBe(0);
    expect(await page.locator("#side-panel").textContent()).toContain("nmi@workload");
    expect(errors).toEqual([]);
    await context.close();
    // Whoever looks into the link finds no solution; whoever opens it elsewhere can win.
    const { hash } = new URL(link);
    const inside = inflateRawSync(Buffer.from(hash.slice(hash.indexOf(".") + 1), "base64url")).toString("utf8");
    expect(inside).toContain("Crash the handler.");
    expect(inside).not.toContain("nmi@workload");
    const opened = await site.open(new URL(link).hash);
    const theirs = opened.page.locator(".goal");
    await expect.poll(() => theirs.textContent()).toContain("Crash the handler.");
    await opened.page.locator("#sentence").focus();
    await opened.page.keyboard.press("i");
    await expect.poll(() => theirs.textContent()).toContain("Won with 1 event");
    expect(opened.errors).toEqual([]);
    await opened.context.close();
  });

  it("a breaker deletes the line, and sends what proves that it was needed", async () => {
    const { page, context } = await site.open("#level=which-line");
    const goal = page.locator(".goal");
    await expect.poll(() => goal.textContent()).toContain("Nothing is deleted yet");
    await page.locator(".monaco-editor").waitFor();
    await paste(page, (await sourceOf("which-line")).replace(/^\s*std\b.*$/m, ""));
    await expect.poll(() => goal.textContent()).toContain("is deleted: std");
    await type(page, "schedule set nmi@workload; nmi@kernel_iret");
    await expect.poll(() => goal.textContent()).toContain("Won with 2 events");
    await context.close();
  });
});

/** As one who pastes over everything. */
async function paste(page: Page, source: string): Promise<void> {
  await page.locator(".monaco-editor .view-lines").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(source);
}

async function type(page: Page, line: string): Promise<void> {
  await page.locator("#sentence").focus();
  await page.keyboard.press("Backquote");
  await page.locator(".xterm").waitFor();
  await page.locator(".xterm").click();
  await page.keyboard.type(line);
  await page.keyboard.press("Enter");
}

async function levelNamed(id: string): Promise<Level> {
  const level = (await builtInLevels()).find((one) => one.id === id);
  if (level === undefined) throw new Error(`no level ${id}`);
  return level;
}

async function solutionOf(id: string): Promise<string> {
  const { solution } = (await levelNamed(id)).teaching;
  if (solution?.kind !== "source") throw new Error(`${id} is not solved by a text`);
  return solution.text;
}

async function sourceOf(id: string): Promise<string> {
  const { handler } = (await levelNamed(id)).scenario;
  if (handler.kind === "source") return handler.text;
  return readFile(new URL(`../../src/scenario/catalogue/linux/${handler.name}.S`, import.meta.url), "utf8");
}
