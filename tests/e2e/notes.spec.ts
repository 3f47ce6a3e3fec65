// Notes pinned to steps in the built page: written at a step, shown there and on the
// lanes, walked by keys, kept, carried in the link and the frame, and never markup.
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { makeLink } from "../../src/scenario/link/link.ts";
import type { MomentNote } from "../../src/scenario/scenario.ts";
import { parseSchedule } from "../../src/scenario/schedule.ts";
import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type Site } from "./support/browser.ts";
import { blur, consoleText, inTool, openConsole, press, ready, soon, step } from "./support/tool.ts";

const SCHEDULE = "nmi@workload; nmi@page_touched";
const MARKUP = "<b>five</b> words <img src=x onerror=alert(1)>";
const NOTES: readonly MomentNote[] = [
  { at: 0, text: "Nothing has run yet." },
  { at: 5, text: MARKUP },
  { at: 24, text: "NMI 2's frame lands on NMI 1's." },
  { at: 90_000, text: "Far away." },
];

async function linkWith(notes: readonly MomentNote[], position: number): Promise<string> {
  const made = await makeLink({
    scenario: {
      handler: { kind: "catalogue", name: "naive" },
      workload: "kernel",
      body: "touch",
      options: {},
      schedule: parseSchedule(SCHEDULE).items,
      notes,
    },
    position,
  });
  if (!made.ok) throw new Error(made.failure.message);
  return made.fragment;
}

const note = (page: Page) => page.locator(".note-text").textContent();
const marks = (page: Page) => page.locator(".note-at title").allTextContents();

async function write(page: Page, text: string): Promise<void> {
  await page.keyboard.press("a");
  await page.locator(".note-field input").fill(text);
  await page.keyboard.press("Enter");
  await page.locator(".note-field").waitFor({ state: "detached" });
}

describe.skipIf(browserPath === undefined)("notes pinned to steps", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  it("are written at a step, shown there, changed, taken away and undone", () =>
    inTool(site, "", async ({ page }) => {
      await press(page, "s", "0");
      await press(page, "s", "1");
      await write(page, "  RSP is\tT-40 now. ");
      await soon(() => note(page)).toBe("RSP is T-40 now.");
      await soon(() => marks(page)).toEqual(["Note at step 1: RSP is T-40 now."]);
      await soon(() => page.locator(".sentence [role=status]").textContent()).toContain("Note: RSP is T-40 now.");
      expect(await axeViolations(page)).toEqual([]);

      await press(page, "s", "2");
      await soon(() => note(page)).toBe("");
      expect(await page.locator(".note-count").textContent()).toBe("One note");
      await page.getByRole("button", { name: "Pin a note here" }).click();
      await page.keyboard.type("Not kept");
      await page.keyboard.press("Escape");
      await page.locator(".note-field").waitFor({ state: "detached" });
      await press(page, "s", "3");
      expect(await marks(page)).toHaveLength(1);

      await press(page, "b", "2");
      await press(page, "b", "1");
      await page.getByRole("button", { name: "Edit the note at step 1" }).click();
      await page.keyboard.press("Control+a");
      await page.keyboard.type("Changed.");
      await page.keyboard.press("Enter");
      await soon(() => note(page)).toBe("Changed.");
      await page.getByRole("button", { name: "Remove the note at step 1" }).first().click();
      await soon(() => page.locator(".notes-bar").count()).toBe(0);
      expect(await marks(page)).toEqual([]);
      await blur(page);
      await page.keyboard.press("Control+z");
      await soon(() => note(page)).toBe("Changed.");
      await page.keyboard.press("z");
      await soon(() => page.locator(".what-ifs").textContent()).toMatch(
        /Pinned a note to step 1.*Changed the note at step 1.*Removed the note at step 1/s,
      );
      expect(await step(page)).toBe("1");
    }));

  it("are walked by keys, and listed with those that the run does not reach", async () => {
    const link = await linkWith(NOTES, 0);
    await inTool(site, link, async ({ page }) => {
      await soon(() => note(page)).toBe("Nothing has run yet.");
      await page.keyboard.press("}");
      await soon(() => step(page)).toBe("4");
      await soon(() => note(page)).toBe(MARKUP);
      expect(await page.locator(".notes-bar img, .notes-bar b, .notes-list img").count()).toBe(0);
      await page.getByRole("button", { name: "Next note: step 23" }).click();
      await soon(() => step(page)).toBe("23");
      await soon(() => page.getByRole("button", { name: "No later note" }).getAttribute("aria-disabled")).toBe("true");
      await page.keyboard.press("}");
      await page.keyboard.press("{");
      await soon(() => step(page)).toBe("4");
      expect(await page.locator(".not-reached").textContent()).toMatch(
        /step 89999 Far away\. not reached: this run ends at step \d+/,
      );
      await page.locator(".note-at").nth(2).hover();
      await page.mouse.down();
      await page.mouse.up();
      await soon(() => step(page)).toBe("23");
      await page.keyboard.press("l");
      await soon(() => page.locator(".step-list").textContent()).toContain("Note: NMI 2's frame lands on NMI 1's.");
    });
  });

  it("stay at their step when the schedule before them changes, and are not reached when the run ends before", async () => {
    const link = await linkWith([{ at: 5, text: "Early." }], 34);
    await inTool(site, link, async ({ page }) => {
      await write(page, "The frame is used up.");
      await soon(() => marks(page)).toEqual(["Note at step 4: Early.", "Note at step 33: The frame is used up."]);
      const use = page.locator(".schedule-row input");
      await use.nth(1).click();
      await use.nth(0).click();
      await soon(() => page.locator(".not-reached").allTextContents()).toEqual([
        "step 33 The frame is used up. not reached: this run ends at step 28Remove",
      ]);
      expect(await marks(page)).toEqual(["Note at step 4: Early."]);
      await use.nth(0).click();
      await use.nth(1).click();
      await soon(() => marks(page)).toEqual(["Note at step 4: Early.", "Note at step 33: The frame is used up."]);
      expect(await page.locator(".not-reached").count()).toBe(0);
    });
  });

  it("are kept over a reload, in the link, in what is exported, and shown in the console", { timeout: 120_000 }, () =>
    inTool(site, "", async ({ page, context }) => {
      await press(page, "s", "0");
      await write(page, MARKUP);
      await soon(() => note(page)).toBe(MARKUP);
      await page.keyboard.press("y");
      await soon(() => page.locator(".share-holds").textContent()).toContain("1 note at a step");
      const link = await page.getByLabel("Link to this handler, schedule and step").last().inputValue();
      expect(link).toContain("#v3.");
      await page.locator(".share-export select").selectOption("markdown");
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.locator(".share-export").getByRole("button", { name: "Save" }).click(),
      ]);
      expect(readFileSync(await download.path(), "utf8")).toContain(
        "**Note:** &lt;b>five&lt;/b> words &lt;img src=x onerror=alert(1)>",
      );
      await page.keyboard.press("Escape");

      const other = await context.newPage();
      await other.goto(link);
      await soon(() => note(other)).toBe(MARKUP);
      await other.close();

      await page.reload();
      await ready(page);
      await soon(() => note(page)).toBe(MARKUP);
      await openConsole(page);
      await page.keyboard.type("note @3 From the console\n");
      await soon(() => marks(page)).toHaveLength(2);
      await page.keyboard.type("note\n");
      await soon(() => consoleText(page)).toContain("@3  step 2: From the console");
    }),
  );

  it("are read in a frame, where nobody can change them", async () => {
    const link = await linkWith(NOTES, 24);
    const { page, context, errors } = await site.open(`?embed=1${link}`);
    await soon(() => note(page)).toBe("NMI 2's frame lands on NMI 1's.");
    expect(await page.getByRole("button", { name: /Edit|Remove|Pin/ }).count()).toBe(0);
    expect(await page.locator(".notes-bar").innerText()).toContain("read-only: open in full to edit");
    await page.getByRole("button", { name: "Previous note: step 4" }).click();
    await soon(() => note(page)).toBe(MARKUP);
    await page.keyboard.press("}");
    await soon(() => note(page)).toBe("NMI 2's frame lands on NMI 1's.");
    expect(await axeViolations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  });

  it("fit on a phone", async () => {
    const link = await linkWith(NOTES, 24);
    await inTool(
      site,
      link,
      async ({ page }) => {
        await soon(() => note(page)).toBe("NMI 2's frame lands on NMI 1's.");
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
        await page.getByRole("button", { name: "Previous note: step 4" }).click();
        await soon(() => note(page)).toBe(MARKUP);
        expect(await axeViolations(page)).toEqual([]);
      },
      { viewport: { width: 390, height: 844 } },
    );
  });
});
