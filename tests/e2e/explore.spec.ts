// Exploring in the built page: every schedule in a worker of its own, what is
// found opened and stepped, edits, a stop, a death; by mouse, by keyboard, by
// console and on a phone.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type OpenPage, type Site } from "./support/browser.ts";

/** Under load the answer takes its time. */
const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 20_000 });

const step = (page: Page) => page.locator(".step-number b");
const verdict = (page: Page) => page.locator(".verdict-line");
const chip = (page: Page) => page.locator(".verdict.explored");

async function choose(page: Page, handler: string): Promise<void> {
  await page.locator(".handler-choice").selectOption(handler);
  await soon(() => page.locator(".handler-choice").inputValue()).toBe(handler);
  await page.locator(".handler-choice").blur();
}

async function setCount(page: Page, label: string, count: number): Promise<void> {
  await page.locator(".explore-bounds").getByRole("spinbutton", { name: label }).fill(String(count));
}

describe.skipIf(browserPath === undefined)("the explorer in the page", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  async function inPage(
    handler: string,
    test: (open: OpenPage) => Promise<void>,
    options: Parameters<Site["open"]>[1] = {},
  ): Promise<void> {
    const open = await site.open("", options);
    try {
      await open.page.locator(".lanes-drawing .lane-cell").first().waitFor();
      await choose(open.page, handler);
      await test(open);
      expect(open.errors).toEqual([]);
    } finally {
      await open.context.close();
    }
  }

  it("finds what breaks the naive handler; one opened lands one step before the damage", () =>
    inPage("naive", async ({ page }) => {
      await page.locator(".explore-button").click();
      await soon(() => verdict(page).textContent()).toContain(
        "properties fail within up to 2 NMIs and 1 fault on kernel",
      );
      expect(await chip(page).textContent()).toContain("≤ 2 NMI, ≤ 1 #PF, kernel");
      const open = page.getByRole("button", { name: /^Open violation \d+: resume-exact/ });
      await open.click();
      await soon(() => page.locator(".bad-step").textContent()).toMatch(/next bad step|first bad step/);
      const before = Number(await step(page).textContent());
      expect(await page.locator(".bad-step").textContent()).toContain("resume-exact");
      expect(await page.evaluate(() => document.activeElement?.id)).toBe("sentence");
      await page.keyboard.press("s");
      await soon(() => step(page).textContent()).toBe(String(before + 1));
      expect(await page.locator(".bad-step").textContent()).toContain("this step breaks it");
      expect(await page.locator(".notice").count()).toBe(0);
    }));

  it("gives the user's own schedule back", () =>
    inPage("naive", async ({ page }) => {
      const field = page.locator(".add-item input");
      await field.fill("nmi@page_touched");
      await field.press("Enter");
      await page.locator(".schedule-row").filter({ hasText: "nmi@page_touched" }).waitFor();
      await page.locator("h1").click();
      await page.keyboard.press("e");
      await page.getByRole("button", { name: /^Open violation 1:/ }).click();
      await page.locator("#side-tab-schedule").click();
      await soon(() => page.locator(".schedule-row code").allTextContents()).not.toEqual(["nmi@page_touched"]);
      await page.getByRole("button", { name: "Back to mine" }).click();
      await soon(() => page.locator(".schedule-row code").allTextContents()).toEqual(["nmi@page_touched"]);
    }));

  it("says that the repaired handler holds, with bounds and states", () =>
    inPage("desnoyers-2010-repaired", async ({ page }) => {
      await page.locator("#side-tab-explorer").click();
      await setCount(page, "NMIs", 3);
      await setCount(page, "Faults", 2);
      await page.locator(".explore-bounds").getByRole("button", { name: "Explore" }).click();
      await soon(() => verdict(page).textContent()).toContain(
        "holds for up to 3 NMIs and 2 faults on kernel: 1,893,501 states",
      );
      expect(await chip(page).textContent()).toContain("Explored: holds");
    }));

  it("is stopped, and stepping stays live meanwhile", () =>
    inPage("desnoyers-2010-repaired", async ({ page }) => {
      await page.locator("#side-tab-explorer").click();
      await setCount(page, "NMIs", 6);
      await setCount(page, "Faults", 4);
      await page.locator(".explore-bounds").getByRole("button", { name: "Explore" }).click();
      await soon(() => page.locator(".exploring").textContent()).toMatch(/states · [\d,]+\/s/);
      await page.locator('[data-command="step"]').click();
      await soon(() => step(page).textContent()).toBe("0");
      await page.getByRole("button", { name: "Hold" }).click();
      await soon(() => page.locator(".exploring").textContent()).toContain("held");
      await page.getByRole("button", { name: "Go on" }).click();
      await soon(() => page.locator(".exploring").textContent()).not.toContain("held");
      await page.keyboard.press("Escape");
      await soon(() => verdict(page).textContent()).toContain("incomplete");
      expect(await page.locator(".limit").allTextContents()).toEqual(["it was stopped"]);
    }));

  it("goes on where it was stopped, to the count of a search that was not", () =>
    inPage("desnoyers-2010-repaired", async ({ page }) => {
      await page.locator("#side-tab-explorer").click();
      await setCount(page, "NMIs", 4);
      await setCount(page, "Faults", 2);
      await page.locator(".explore-bounds").getByRole("button", { name: "Explore" }).click();
      await soon(() => page.locator(".exploring").textContent()).toMatch(/states · [\d,]+\/s/);
      await page.keyboard.press("Escape");
      await soon(() => verdict(page).textContent()).toContain("incomplete");
      await page.getByRole("button", { name: "Go on with the search" }).click();
      await expect
        .poll(() => verdict(page).textContent(), { timeout: 40_000 })
        .toContain("holds for up to 4 NMIs and 2 faults on kernel: 6,555,258 states");
      expect(await page.locator(".limit").count()).toBe(0);
    }));

  it("keeps whole states when asked, and says the same", () =>
    inPage("desnoyers-2010-repaired", async ({ page }) => {
      await page.locator("#side-tab-explorer").click();
      await page.locator(".more-bounds summary").click();
      await page.getByRole("combobox", { name: "What is kept of each state" }).selectOption("exact");
      await page.locator(".explore-bounds").getByRole("button", { name: "Explore" }).click();
      await soon(() => verdict(page).textContent()).toContain("holds for up to 3 NMIs and 1 fault on kernel");
    }));

  it("explores again after an edit", () =>
    inPage("desnoyers-2010-repaired", async ({ page }) => {
      await page.keyboard.press("e");
      await soon(() => verdict(page).textContent()).toContain("holds");
      await page.locator(".monaco-editor .view-lines").click();
      await page.keyboard.press("Control+End");
      await page.keyboard.type("\nafter_the_end: nop\n");
      await soon(() => chip(page).textContent()).toMatch(/Explored: holds/);
      await page.keyboard.press("Control+A");
      await page.keyboard.insertText("nmi:\n  pushq %rax\n  popq %rcx\n  iretq\n");
      await soon(() => chip(page).textContent()).toContain("fail");
      expect(await verdict(page).textContent()).toContain("1 of 8 properties fail");
    }));

  it("marks in the gutter what an NMI at each instruction leads to; a harmful mark opens its schedule", () =>
    inPage("naive", async ({ page }) => {
      await page.keyboard.press("e");
      await page.locator(".monaco-editor .gutter-heat-harmful").first().waitFor();
      expect(await page.locator(".monaco-editor .gutter-heat-blocked").count()).toBeGreaterThan(0);
      expect(await page.locator(".heat-legend").textContent()).toContain("harm");
      await page.locator(".monaco-editor .gutter-heat-harmful").first().click();
      await soon(() => step(page).textContent()).not.toBe("start");
      expect(await page.locator(".bad-step").textContent()).toMatch(/(first|next) bad step/);
      expect(await page.locator(".kept-schedule").count()).toBe(1);
      await page.locator(".heat-table summary").click();
      const rows = await page.locator(".heat-table tbody tr td:nth-child(3)").allTextContents();
      const outcomes = await page
        .locator(".outcomes li")
        .evaluateAll((all) =>
          all.map((one) => [one.children[0]?.textContent ?? "", Number(one.children[2]?.textContent)] as const),
        );
      expect(outcomes.reduce((sum, [, count]) => sum + count, 0)).toBe(rows.length);
      for (const [words, count] of outcomes)
        expect(rows.filter((text) => text.trim().slice(2) === words.trim().slice(2)).length, words).toBe(count);
      expect(outcomes.length).toBeGreaterThan(2);
      const row = page.locator(".heat-table tr").filter({ hasText: "page_touched" }).first();
      expect(await row.textContent()).toContain("2 injections");
      await page.locator("#code-tab-workload").click();
      await page.locator(".code .code-heat.heat-safe").first().waitFor();
    }));

  it("says what was exercised, which line is needed, and makes a schedule smaller", () =>
    inPage("naive", async ({ page }) => {
      const field = page.locator(".add-item input");
      for (const text of ["nmi@workload", "nmi@nmi", "nmi@do_nmi_end"]) {
        await field.fill(text);
        await field.press("Enter");
        await page.locator(".schedule-row").filter({ hasText: text }).waitFor();
      }
      await page.getByRole("button", { name: "Make it smaller" }).click();
      await soon(() => page.locator(".notice").textContent()).toContain("became 2 events");
      await soon(() => page.locator(".schedule-row").count()).toBe(2);
      await page.locator("#side-tab-explorer").click();
      await setCount(page, "NMIs", 1);
      await page.locator(".explore-bounds").getByRole("button", { name: "Explore" }).click();
      await soon(() => page.locator(".exercised summary").textContent()).toContain("Exercised: 0 nested NMIs");
      await page.getByRole("button", { name: "Which line is needed?" }).click();
      await soon(() => page.locator(".needed summary").textContent()).toContain("instructions are needed");
      expect(await page.locator(".needed tr").filter({ hasText: "iretq" }).textContent()).toContain("breaks");
      expect(await axeViolations(page)).toEqual([]);
    }));

  it("says under the verdict what that is silent about; a third NMI is tried where two break nothing", () =>
    inPage("desnoyers-2010-repaired", async ({ page }) => {
      const notes = page.getByRole("region", { name: "What this says nothing about" });
      await page.keyboard.press("e");
      await soon(() => verdict(page).textContent()).toContain("holds for up to 3 NMIs and 1 fault on kernel");
      expect(await chip(page).textContent()).toContain("≤ 3 NMI, ≤ 1 #PF, kernel");
      await page.getByRole("button", { name: "All runs as a graph" }).click();
      const other = page.locator(".outcome-other");
      await soon(() => other.textContent()).toContain("The explorer's verdict is about others: up to 3 NMIs");
      await page.keyboard.press("Escape");
      await soon(() => page.locator("dialog").count()).toBe(0);
      expect(await notes.getByRole("listitem").allTextContents()).toEqual([
        expect.stringMatching(/^not at stake over kernel: CR2/),
      ]);
      const further = page.getByRole("checkbox", { name: "one NMI more where these break nothing" });
      await further.uncheck();
      await page.locator(".explore-bounds").getByRole("button", { name: "Explore" }).click();
      await soon(() => verdict(page).textContent()).toContain("holds for up to 2 NMIs and 1 fault on kernel");
      expect(await notes.getByRole("listitem").allTextContents()).toEqual([
        "no third NMI was tried, and some defects show only with three",
        expect.stringMatching(/^not at stake over kernel: CR2/),
      ]);
      expect(await axeViolations(page)).toEqual([]);
      await further.check();
      await setCount(page, "NMIs", 3);
      expect(await further.isChecked()).toBe(false);
      await choose(page, "naive");
      await soon(() => verdict(page).textContent()).toContain("properties fail");
      expect(await notes.count()).toBe(0);
    }));

  it("draws what all runs come to as a graph; a box opens its first run, and a table says the same", () =>
    inPage("naive", async ({ page }) => {
      await page.keyboard.press("O");
      await page.getByText("Nothing was explored of this program yet").waitFor();
      await page.keyboard.press("Escape");
      await page.locator("dialog").waitFor({ state: "detached" });
      await page.keyboard.press("e");
      await page.getByRole("button", { name: "All runs as a graph" }).click();
      const boxes = page.locator(".outcome-box");
      await soon(() => boxes.count()).toBeGreaterThan(2);
      expect(await page.locator(".outcome-other").count()).toBe(0);
      const rows = page.locator(".outcome-table tbody tr");
      expect(await rows.count()).toBe(await boxes.count());
      const drawn = await boxes.evaluateAll((all) => all.map((box) => Number(box.querySelector("i")?.textContent)));
      expect(drawn.toSorted((a, b) => a - b)).toEqual(drawn.map((_, at) => at + 1));
      expect(await page.locator(".outcome-line").count()).toBe(await rows.locator("td:nth-child(4) p").count());
      const broken = boxes.and(page.locator(".breaks"));
      const words = await broken.first().locator("b").textContent();
      expect(words).toMatch(/✕ break resume-exact/);
      expect(await rows.filter({ hasText: "✕" }).first().textContent()).toMatch(
        /by NMI at .*(touch_page|do_nmi_end).*: \d+ runs/,
      );
      expect(await axeViolations(page)).toEqual([]);
      await broken.first().focus();
      await page.keyboard.press("Enter");
      await soon(() => page.locator("dialog[open]").count()).toBe(0);
      await soon(() => page.locator(".bad-step").textContent()).toMatch(/(first|next) bad step/);
      await page.locator("#side-tab-schedule").click();
      await soon(() => page.locator(".schedule-row").count()).toBe(2);
      await page.locator("#side-tab-properties").click();
      for (const property of words?.replace(/^.*break /, "").split(", ") ?? [])
        await soon(() =>
          page.locator(".property").filter({ hasText: property }).locator(".violation").count(),
        ).not.toBe(0);
      await page.keyboard.press("O");
      await page
        .locator(".outcome-table")
        .getByRole("button", { name: /^Open the first run of kind 1: / })
        .click();
      await page.locator("#side-tab-schedule").click();
      await soon(() => page.locator(".schedule-row").count()).toBe(0);
    }));

  it("works by keyboard alone", () =>
    inPage("naive", async ({ page }) => {
      await page.keyboard.press("e");
      await soon(() => page.locator(".found-row").count()).toBeGreaterThan(1);
      await page.keyboard.press("]");
      await soon(() => page.locator(".found-row.open .found-number").textContent()).toBe("1");
      await page.locator("#side-panel").focus();
      for (let stop = 0; stop < 20; stop++) {
        await page.keyboard.press("Tab");
        const label = await page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
        if (label?.startsWith("Open violation 2") === true) break;
      }
      await page.keyboard.press("Enter");
      await soon(() => page.locator(".found-row.open .found-number").textContent()).toBe("2");
      await page.keyboard.press("U");
      await soon(() => page.locator(".found-row.open").count()).toBe(0);
      await page.keyboard.press("[");
      await soon(() => page.locator(".found-row.open").count()).toBe(1);
    }));

  it("obeys the console", () =>
    inPage("naive", async ({ page }) => {
      await page.keyboard.press("`");
      await page.locator(".xterm").waitFor();
      await page.locator(".xterm").click();
      const shown = () => page.locator(".xterm-rows").textContent();
      await page.keyboard.type("explore nmis=1 faults=1\n");
      await soon(shown).toContain("Explored: holds for up to 1 NMI and 1 fault on kernel");
      await page.keyboard.type("explore nmis=2\n");
      await soon(shown).toContain("goto violation N opens one");
      await page.keyboard.type("goto violation 2\n");
      await soon(() =>
        page
          .locator(".found-row.open")
          .count()
          .then((count) => count === 0 && 0),
      ).toBe(0);
      await soon(() => step(page).textContent()).toBe("36");
    }));

  it("survives the death of its worker, and begins anew", () =>
    inPage("desnoyers-2010-repaired", async ({ page, errors }) => {
      await page.locator("#side-tab-explorer").click();
      await setCount(page, "NMIs", 6);
      await setCount(page, "Faults", 4);
      await page.locator(".explore-bounds").getByRole("button", { name: "Explore" }).click();
      await soon(() => page.locator(".exploring").textContent()).toContain("states");
      const worker = page.workers().find((one) => one.url().includes("explore"));
      await worker?.evaluate(
        () =>
          void setTimeout(() => {
            throw new Error("broken on purpose");
          }),
      );
      await page.getByText("The explorer stopped:").waitFor();
      await page.locator('[data-command="step"]').click();
      await soon(() => step(page).textContent()).toBe("0");
      await setCount(page, "NMIs", 2);
      await setCount(page, "Faults", 1);
      await page.locator(".explore-bounds").getByRole("button", { name: "Explore" }).click();
      await soon(() => verdict(page).textContent()).toContain("holds");
      expect(await page.locator(".explorer-failure").count()).toBe(0);
      (errors as string[]).length = 0;
    }));

  for (const colorScheme of ["light", "dark"] as const) {
    it(`is accessible: ${colorScheme}`, () =>
      inPage(
        "naive",
        async ({ page }) => {
          await page.keyboard.press("e");
          await soon(() => page.locator(".found-row").count()).toBeGreaterThan(1);
          expect(await axeViolations(page)).toEqual([]);
        },
        { colorScheme },
      ));
  }

  it("is reached on a phone, and read there", () =>
    inPage(
      "naive",
      async ({ page }) => {
        await page.locator("#phone-tab-schedule").click();
        await page.locator("#side-tab-explorer").click();
        await page.locator(".explore-bounds").getByRole("button", { name: "Explore" }).click();
        await soon(() => verdict(page).textContent()).toContain("properties fail");
        expect(await chip(page).textContent()).toContain("3 of 8 fail");
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(wide).toBe(0);
        const right = await page.locator(".top-bar").evaluate((bar) => bar.scrollWidth - bar.clientWidth);
        expect(right).toBe(0);
        await page.getByRole("button", { name: /^Open violation 1:/ }).click();
        await soon(() => step(page).textContent()).toBe("24");
        expect(await axeViolations(page)).toEqual([]);
      },
      { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    ));
});
