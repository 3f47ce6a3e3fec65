// Two handlers side by side: chosen, stepped together, the first divergence marked,
// what separates them searched for; reached from the tool with an edited handler.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeLink } from "../../src/scenario/link/link.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type Site } from "./support/browser.ts";

const SIDES = ["left", "right"] as const;

/** "Step 26 of 37": 27 are done. */
const positionIn = (text: string | null): number => Number(/\d+/.exec(text ?? "")?.[0] ?? -1) + 1;

/** Positions of both. */
async function steps(page: Page): Promise<number[]> {
  const found = SIDES.map(async (side) => {
    return positionIn(await page.locator(`[data-side=${side}] .figure-step`).textContent());
  });
  return Promise.all(found);
}

/** Those that the list gives for the row where both stand. */
async function rowSteps(page: Page): Promise<number[]> {
  const texts = await page.locator(".compare-rows [aria-current] .compare-at").allTextContents();
  return texts.map(positionIn);
}

const currentRow = (page: Page) => page.locator(".compare-rows [aria-current]").textContent();
const broken = (page: Page, side: string) => page.locator(`[data-side=${side}] .figure-verdict.fails`).count();
const status = (page: Page) => page.locator(".live-box [role=status]");
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

const choice = (page: Page, name: string) => page.getByRole("combobox", { name, exact: true });

async function ready(page: Page): Promise<void> {
  await page.locator(".compare-rows").waitFor();
  await expect.poll(() => status(page).textContent()).not.toContain("Starting");
}

describe.skipIf(browserPath === undefined)("two handlers side by side", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite("/below/");
  });
  afterAll(() => site.close());

  async function open(search: string, options = {}) {
    const opened = await site.open(`compare.html${search}`, options);
    await ready(opened.page);
    return opened;
  }

  it("open at the first divergence, which is marked, and the page stays at its top", async () => {
    const { page, context, errors } = await open("");
    expect(await page.locator(".compare-rows .first").count()).toBe(1);
    expect(await currentRow(page)).toContain("First divergence. Left only: no-reentry breaks");
    expect(await steps(page)).toEqual(await rowSteps(page));
    expect([await broken(page, "left"), await broken(page, "right")]).toEqual([1, 0]);
    // One number for one step, wherever it is named.
    const named = /breaks at step (\d+)/.exec(
      (await page.locator("[data-side=left] .figure-verdict").textContent()) ?? "",
    );
    expect(await page.locator("[data-side=left] .figure-step").textContent()).toContain(`Step ${named?.[1]} of`);
    await page.waitForTimeout(500);
    expect(await page.evaluate(() => scrollY)).toBe(0);
    // What differs there, as values.
    expect(await page.locator(".compare-differences tr", { hasText: "nmi_stack_nesting" }).textContent()).toBe(
      "nmi_stack_nesting0ff",
    );
    expect(errors).toEqual([]);
    await context.close();
  });

  it.each(["light", "dark"] as const)("show every word of their stacks whole, %s", async (colorScheme) => {
    const { page, context } = await open("", { viewport: { width: 1440, height: 900 }, colorScheme });
    const cut = () =>
      page.locator(".compare-side .figure-stack").evaluateAll((stacks) =>
        stacks.map((stack) => {
          const [all, views] = [stack, stack.parentElement ?? stack].map((element) => element.getBoundingClientRect());
          const words = [...stack.querySelectorAll(".word.frame, .word.live")];
          const isCut = (word: Element) =>
            [...word.children].some(
              (part) => part.getBoundingClientRect().right > word.getBoundingClientRect().right + 1,
            );
          return [words.length > 0, (all?.width ?? 0) > 0.9 * (views?.width ?? 0), words.filter(isCut).length];
        }),
      );
    await expect.poll(cut).toEqual([
      [true, true, 0],
      [true, true, 0],
    ]);
    await context.close();
  });

  it("step together, by buttons and arrow keys, where one has fewer steps to the next event than the other", async () => {
    const { page, context } = await open("");
    await press(page, "To the start");
    await expect.poll(() => steps(page)).toEqual([0, 0]);
    await expect.poll(() => page.getByText("Nothing differs here but where the code lies.").count()).toBe(1);
    await press(page, "Step both");
    await expect.poll(() => steps(page)).toEqual([1, 1]);
    // #PF: 4 steps on at the left, 21 at the right. The left waits there.
    for (let step = 0; step < 5; step++) await page.keyboard.press("ArrowRight");
    await expect.poll(() => steps(page)).toEqual([5, 6]);
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => steps(page)).toEqual([4, 4]);
    await page.keyboard.press("Shift+ArrowRight");
    await expect.poll(() => steps(page)).toEqual([5, 22]);
    expect(await currentRow(page)).toContain("#PF is delivered");
    await page.keyboard.press("Shift+ArrowLeft");
    await expect.poll(() => steps(page)).toEqual([1, 1]);
    await press(page, "To the first divergence");
    await expect.poll(() => currentRow(page)).toContain("First divergence");
    // Both ends: the right goes on alone when the left is over.
    const last = page.locator(".compare-rows li").last();
    await last.locator("button").click();
    await expect.poll(() => steps(page)).toEqual((await last.locator(".compare-at").allTextContents()).map(positionIn));
    await page.keyboard.press("ArrowRight");
    expect(await currentRow(page)).toContain("the run ends: idle");
    await context.close();
  });

  it("go along when one of them is moved in its lanes", async () => {
    const { page, context } = await open("");
    const [left, right] = await steps(page);
    await page.locator("[data-side=right] .lane-cell, [data-side=right] [data-step]").first().click();
    await expect.poll(async () => (await steps(page))[1]).not.toBe(right);
    await expect.poll(async () => (await steps(page))[0]).not.toBe(left);
    await context.close();
  });

  it("are chosen, exchanged, and given a schedule, which the address keeps", async () => {
    const { page, context, errors } = await open("");
    await choice(page, "Right").selectOption("rostedt-3.7");
    await expect.poll(() => page.locator("[data-side=right] h2").first().textContent()).toContain("Rostedt 3.7");
    await choice(page, "Workload").selectOption("syscall");
    const schedule = page.getByLabel(/^Schedule/);
    await schedule.fill("nmi@entry_syscall; nmi@");
    expect(await page.getByRole("alert").count()).toBe(1);
    expect(await page.getByRole("button", { name: "Run both" }).isDisabled()).toBe(true);
    await schedule.fill("nmi@entry_syscall");
    await page.getByRole("button", { name: "Run both" }).click();
    await expect
      .poll(() => page.locator("[data-side=right] .figure-verdict").textContent())
      .toContain("every-nmi-served");
    await page.getByRole("button", { name: "Swap sides" }).click();
    await expect.poll(() => page.locator("[data-side=left] h2").first().textContent()).toContain("Rostedt 3.7");
    expect(await page.locator("[data-side=left] .figure-verdict").textContent()).toContain("every-nmi-served");
    expect(await page.getByText("in places of the handler at the right").count()).toBe(1);
    const kept = await currentRow(page);
    await page.reload();
    await ready(page);
    expect(await currentRow(page)).toBe(kept);
    expect(await page.getByLabel(/^Schedule/).inputValue()).toBe("nmi@entry_syscall");
    expect(errors).toEqual([]);
    await context.close();
  });

  it("are two runs of one handler, when one of them has a schedule of its own", async () => {
    const { page, context } = await open("?left=rostedt-3.7&right=rostedt-3.7&schedule=nmi@workload");
    expect(await status(page).textContent()).toBe("Under this schedule both go the same way.");
    await page.getByLabel("A schedule of its own at the right").check();
    await page.getByLabel("Schedule at the right").fill("nmi@workload; nmi@page_touched");
    await page.getByRole("button", { name: "Run both" }).click();
    await expect.poll(() => currentRow(page)).toContain("First divergence. Right only: NMI 2 is delivered");
    await page.reload();
    await ready(page);
    expect(await page.getByLabel("Schedule at the right").inputValue()).toBe("nmi@workload; nmi@page_touched");
    expect(await currentRow(page)).toContain("Right only: NMI 2 is delivered");
    await page.getByLabel("A schedule of its own at the right").uncheck();
    await page.getByRole("button", { name: "Run both" }).click();
    await expect.poll(() => status(page).textContent()).toBe("Under this schedule both go the same way.");
    await context.close();
  });

  it("say which places were matched by role, and which one of them lacks", async () => {
    const { page, context } = await open(
      "?left=desnoyers-2010-repaired&right=naive&schedule=nmi@workload;nmi@regular_nmi_code;nmi@fake_nmi",
    );
    const told = await page.locator(".carried li").allTextContents();
    expect(told).toEqual([
      "By its role: nmi@regular_nmi_code is do_nmi there: the first instruction of the regular code.",
      "Not on the other side: nmi@fake_nmi: the other handler has no such label, and nothing of the same role.",
    ]);
    await context.close();
  });

  it("are separated by a schedule that the explorer finds, run on both", { timeout: 120_000 }, async () => {
    const { page, context, errors } = await open("?left=rostedt-3.4&right=rostedt-3.5&workload=page-fault&schedule=");
    expect(await status(page).textContent()).toBe("Under this schedule both go the same way.");
    await page.getByRole("button", { name: "Find the schedule" }).click();
    await expect.poll(() => status(page).textContent(), { timeout: 60_000 }).toContain("The shortest one found");
    expect(await status(page).textContent()).toContain("cr2-preserved breaks in Rostedt 3.4");
    expect(await page.getByLabel(/^Schedule/).inputValue()).not.toBe("");
    await expect.poll(() => broken(page, "left")).toBe(1);
    expect(await broken(page, "right")).toBe(0);
    expect(await currentRow(page)).toContain("First divergence");
    expect(errors).toEqual([]);
    await context.close();
  });

  it("say so when nothing within the bounds separates them; other bounds may", { timeout: 120_000 }, async () => {
    const { page, context } = await open("?schedule=nmi@workload");
    const find = page.getByRole("button", { name: "Find the schedule" });
    await choice(page, "NMIs").selectOption("1");
    await choice(page, "faults").selectOption("0");
    await find.click();
    await expect
      .poll(() => status(page).textContent(), { timeout: 60_000 })
      .toContain("Within 1 NMI, 0 faults nothing separates them");
    expect(await page.getByLabel(/^Schedule/).inputValue()).toBe("nmi@workload");
    await choice(page, "NMIs").selectOption("2");
    await choice(page, "faults").selectOption("1");
    await find.click();
    await expect
      .poll(() => status(page).textContent(), { timeout: 60_000 })
      .toMatch(/breaks in Naive.* and holds in The 2010 handler, repaired.* Of 2 NMIs, 1 fault,/);
    await expect.poll(() => broken(page, "left")).toBe(1);
    expect(await broken(page, "right")).toBe(0);
    await context.close();
  });

  it("stop being searched when told to", { timeout: 60_000 }, async () => {
    const { page, context } = await open("?left=mainline&right=lutomirski-4.2&schedule=");
    await choice(page, "NMIs").selectOption("3");
    await choice(page, "faults").selectOption("2");
    await page.getByRole("button", { name: "Find the schedule" }).click();
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await expect.poll(() => status(page).textContent()).toContain("was not explored to the end");
    await context.close();
  });

  it(
    "come from the hazard table: each hazard beside where it is mended, and they part",
    { timeout: 240_000 },
    async () => {
      const { page, context, errors } = await site.open("gallery/hazards.html");
      const links = await page
        .locator('a[href^="../compare.html"]')
        .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
      expect(links.length).toBeGreaterThan(25);
      // Those of one event: the rest differ in their schedules only.
      for (const link of links.filter((href) => !href.includes("%3B"))) {
        await page.goto(link);
        await ready(page);
        expect([link, await page.locator(".carried .fails").count(), await broken(page, "right")]).toEqual([
          link,
          0,
          0,
        ]);
      }
      expect(errors).toEqual([]);
      await context.close();
    },
  );

  it("open in the tool where they stand", async () => {
    const { page, context } = await open("");
    const [, right] = await steps(page);
    await page.locator("[data-side=right] [data-open-tool]").click();
    await page.locator(".step-number").waitFor();
    await expect.poll(() => page.locator(".handler-choice").inputValue()).toBe("desnoyers-2010-repaired");
    await expect.poll(() => page.locator(".step-number").textContent()).toContain(String((right ?? 0) - 1));
    await context.close();
  });

  it("show the two programs line by line", async () => {
    const { page, context } = await open("?left=desnoyers-2010&right=desnoyers-2010-step-1");
    await page.getByText("The two programs, line by line").click();
    const lines = page.locator(".diff-lines");
    expect(await lines.locator(".diff-left", { hasText: /iret$/ }).count()).toBe(1);
    expect(await lines.locator(".diff-right", { hasText: /iretq$/ }).count()).toBe(1);
    await context.close();
  });

  it("come from the tool: an edited handler beside the one it was made from", { timeout: 60_000 }, async () => {
    const repaired: Scenario = {
      handler: { kind: "catalogue", name: "desnoyers-2010-repaired" },
      workload: "kernel",
      body: "touch",
      options: {},
      schedule: [
        { event: "nmi", when: "workload" },
        { event: "nmi", when: "page_touched" },
      ],
    };
    const made = await makeLink({ scenario: repaired, position: 0 });
    if (!made.ok) throw new Error(made.failure.message);
    const { page, context, errors } = await site.open(made.fragment);
    await page.locator(".monaco-editor .view-lines").waitFor();
    await page.locator(".monaco-editor textarea, .monaco-editor .native-edit-context").first().focus();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("# mine\n");
    await page.keyboard.press("Control+Enter");
    await expect.poll(() => page.locator(".handler-choice").inputValue()).toBe("own");
    await page.locator(".schedule-row").first().waitFor();
    const [compare] = await Promise.all([
      context.waitForEvent("page"),
      page.getByRole("button", { name: "Compare with another handler" }).click(),
    ]);
    await ready(compare);
    expect(await choice(compare, "Left").inputValue()).toBe("own");
    expect(await choice(compare, "Right").inputValue()).toBe("desnoyers-2010-repaired");
    expect(await compare.getByLabel(/^Schedule/).inputValue()).toBe("nmi@workload; nmi@page_touched");
    expect(await status(compare).textContent()).toBe("Under this schedule both go the same way.");
    await compare.getByText("The two programs, line by line: 1 line differs").click();
    expect(await compare.locator(".diff-left").allTextContents()).toEqual([expect.stringContaining("# mine")]);
    // The key, with another one chosen there.
    await page.locator("#sentence, .step-number").first().click();
    const [second] = await Promise.all([context.waitForEvent("page"), page.keyboard.press("K")]);
    await ready(second);
    await choice(second, "Right").selectOption("naive");
    await expect.poll(() => status(second).textContent()).toContain("They part");
    await second.reload();
    await ready(second);
    expect(await choice(second, "Left").inputValue()).toBe("own");
    expect(errors).toEqual([]);
    await context.close();
  });

  it("say what is wrong with a link, and with a text that does not assemble", async () => {
    const bad = await site.open("compare.html#v1.AAAA");
    await ready(bad.page);
    expect(await bad.page.getByRole("alert").textContent()).toContain("cannot be read");
    await bad.context.close();
    const handler = { kind: "source", text: "nmi:\n    frobnicate %rax\n    iretq\n", name: "mine" } as const;
    const made = await makeLink({
      scenario: { handler, workload: "kernel", body: "touch", options: {}, schedule: [] },
      position: 0,
    });
    if (!made.ok) throw new Error(made.failure.message);
    const { page, context, errors } = await site.open(`compare.html${made.fragment}`);
    await expect.poll(() => status(page).textContent()).toContain("The handler at the left does not assemble");
    await choice(page, "Left").selectOption("naive");
    await ready(page);
    expect(errors).toEqual([]);
    await context.close();
  });

  it.each(["light", "dark"] as const)("are accessible, and fit a phone, %s", async (colorScheme) => {
    const { page, context } = await open("", { colorScheme });
    await page.getByText("The two programs, line by line").click();
    expect((await axeViolations(page)).map((one) => one.slice(0, 300))).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect((await axeViolations(page)).map((one) => one.slice(0, 300))).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
    await context.close();
  });
});
