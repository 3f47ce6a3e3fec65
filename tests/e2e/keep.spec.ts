// What the user did is kept: over a reload, a crash, in two tabs; listed in the
// history; and every change is a what-if that undo and the tree come back to.
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { axeViolations } from "./support/axe.ts";
import { browserPath, openSite, type Site } from "./support/browser.ts";
import { linkTo } from "./support/tool.ts";

const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 20_000 });

const schedule = (page: Page) => page.locator(".schedule-row code").allTextContents();
const step = (page: Page) => page.locator(".step-number b").textContent();
const shown = (page: Page) => page.locator(".code-panel").textContent();

async function ready(page: Page): Promise<void> {
  await page.locator(".lanes-drawing .lane-cell").first().waitFor();
}

async function typeFirst(page: Page, text: string): Promise<void> {
  await page.locator(".monaco-editor .view-line").first().click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type(text);
}

/** The tree is there once its keeper is: the panel lists the first what-if. */
async function showWhatIfs(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "What-ifs" }).click();
  await page.locator(".what-if.here").waitFor();
}

async function keeperIsThere(page: Page): Promise<void> {
  await showWhatIfs(page);
  await page.getByRole("tab", { name: "Schedule" }).first().click();
}

/** Drafts on the shelf, as the browser has them. */
function drafts(page: Page): Promise<{ title: string; firstLines: string[] }[]> {
  return page.evaluate(
    () =>
      new Promise<{ title: string; firstLines: string[] }[]>((resolve, reject) => {
        const asked = indexedDB.open("nmi-stepper");
        asked.addEventListener("error", () => reject(new Error("no database")));
        asked.addEventListener("success", () => {
          const db = asked.result;
          if (!db.objectStoreNames.contains("works")) return resolve([]);
          const all = db.transaction("works").objectStore("works").getAll();
          all.addEventListener("success", () => {
            db.close();
            resolve(all.result as { title: string; firstLines: string[] }[]);
          });
        });
      }),
  );
}

async function another(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await ready(page);
  return page;
}

describe.skipIf(browserPath === undefined)("what is kept", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  it("is there after a reload at once after typing", async () => {
    const { page, context, errors } = await site.open();
    await ready(page);
    await page.locator(".monaco-editor").waitFor();
    await keeperIsThere(page);
    await typeFirst(page, "# typed and gone");
    await page.reload();
    await ready(page);
    await soon(() => shown(page)).toMatch(/#\s*typed\s*and\s*gone/);
    expect(errors).toEqual([]);
    await context.close();
  });

  it("is there after a reload although what keeps it had not come yet", async () => {
    const { page, context, errors } = await site.open("about-to-be-opened");
    // A slow network: the first view is there long before the rest.
    await page.route(/keeper/, () => {});
    await page.goto(site.url);
    await ready(page);
    await page.locator(".monaco-editor").waitFor();
    await typeFirst(page, "# typed and gone");
    await page.unroute(/keeper/);
    await page.reload();
    await ready(page);
    await soon(() => shown(page)).toMatch(/#\s*typed\s*and\s*gone/);
    expect(errors).toEqual([]);
    await context.close();
  });

  it("is not mixed up between two tabs, and both are in the history", async () => {
    const { page: first, context, errors } = await site.open();
    await ready(first);
    await first.locator(".monaco-editor").waitFor();
    await keeperIsThere(first);
    await typeFirst(first, "# of the first tab\n");
    await soon(async () => (await drafts(first)).length).toBe(1);

    const second = await another(context, site.url);
    expect(await shown(second)).not.toMatch(/of\s*the\s*first/);
    await second.locator(".monaco-editor").waitFor();
    await keeperIsThere(second);
    await typeFirst(second, "# of the second tab\n");
    await soon(async () => (await drafts(second)).length).toBe(2);

    for (const [page, mine, theirs] of [
      [first, /of\s*the\s*first/, /of\s*the\s*second/],
      [second, /of\s*the\s*second/, /of\s*the\s*first/],
    ] as const) {
      await page.reload();
      await ready(page);
      await soon(() => shown(page)).toMatch(mine);
      expect(await shown(page)).not.toMatch(theirs);
    }

    await second.keyboard.press("H");
    await second.locator(".history-entry").first().waitFor();
    expect(await second.locator(".history-open[aria-current]").textContent()).toContain("# of the second tab");
    const other = second.locator(".history-entry", { hasText: "# of the first tab" });
    expect(await other.textContent()).toContain("open in another tab");
    expect(await axeViolations(second)).toEqual([]);
    await other.locator(".history-open").click();
    await soon(() => shown(second)).toMatch(/of\s*the\s*first/);
    expect(errors).toEqual([]);
    await context.close();
  });

  it("survives the crash of its page", async () => {
    const { page, context } = await site.open();
    await ready(page);
    await page.locator(".monaco-editor").waitFor();
    await keeperIsThere(page);
    await typeFirst(page, "# before the crash");
    const crashed = page.waitForEvent("crash");
    void page.goto("chrome://crash").catch(() => {});
    await crashed;
    const next = await another(context, site.url);
    await soon(() => shown(next)).toMatch(/#\s*before\s*the\s*crash/);
    await context.close();
  });

  it("is opened, deleted and put back from the history", async () => {
    const { page, context, errors } = await site.open();
    await ready(page);
    await keeperIsThere(page);
    await page.keyboard.press("i");
    await soon(() => schedule(page)).toHaveLength(1);
    const items = await schedule(page);
    await page.locator(".handler-choice").selectOption("naive");
    await soon(() => page.locator(".handler-choice").inputValue()).toBe("naive");

    await page.keyboard.press("H");
    const opened = page.locator(".history h3:text-is('Opened') + ul .history-entry", { hasText: "naive" });
    await opened.locator(".history-open").click();
    await soon(() => page.locator("dialog").count()).toBe(0);
    // A work of its own: the draft before stays in the history.
    await page.keyboard.press("H");
    const draft = page.locator(".history h3:text-is('Drafts') + ul .history-entry").first();
    await draft.waitFor();
    const title = (await draft.locator("b").textContent()) ?? "";
    await draft.getByRole("button", { name: /^Delete/ }).click();
    await page.getByText(`Deleted: ${title}.`).waitFor();
    await soon(() => page.locator(".history h3:text-is('Drafts') + ul .history-entry").count()).toBe(0);
    await page.getByRole("button", { name: "Put it back" }).click();
    await draft.locator(".history-open").click();
    await soon(() => schedule(page)).toEqual(items);
    expect(errors).toEqual([]);
    await context.close();
  });

  it("is acted on by the key that follows at once when it is opened beside a link", async () => {
    const { page, context, errors } = await site.open();
    await ready(page);
    await keeperIsThere(page);
    await page.keyboard.press("i");
    await soon(() => schedule(page)).toHaveLength(1);
    for (const shownStep of ["0", "1", "2"]) {
      await page.keyboard.press("s");
      await soon(() => step(page)).toBe(shownStep);
    }
    const link = await linkTo("naive", "nmi@2", 1);
    await page.evaluate((hash) => void (location.hash = hash), link);
    const mine = page.getByRole("button", { name: "Keep mine" });
    await mine.waitFor();
    await soon(() => step(page)).toBe("0");
    await mine.evaluate((button) => {
      (button as HTMLElement).click();
      dispatchEvent(new KeyboardEvent("keydown", { key: "r" }));
    });
    await soon(() => page.locator(".handler-choice").inputValue()).toBe("desnoyers-2010");
    await soon(() => step(page)).toBe("start");
    expect(errors).toEqual([]);
    await context.close();
  });

  it("says once that nothing can be kept, and works all the same", async () => {
    const { page, context, errors } = await site.open("", { viewport: { width: 1440, height: 900 } });
    await page.addInitScript(() => {
      for (const name of ["indexedDB", "localStorage", "sessionStorage"])
        Object.defineProperty(globalThis, name, {
          get() {
            throw new DOMException("denied", "SecurityError");
          },
        });
    });
    await page.reload();
    await ready(page);
    await keeperIsThere(page);
    await page.keyboard.press("i");
    await page.getByText("Your work is not kept in this browser").waitFor();
    await page.locator(".notice button").click();
    await page.locator('[data-command="step"]').click();
    await soon(() => step(page)).toBe("0");
    await page.keyboard.press("Control+z");
    await soon(() => schedule(page)).toEqual([]);
    expect(await page.locator(".notice").textContent()).toContain("Undone");
    await page.keyboard.press("H");
    await page.getByText("its storage is closed to this page").waitFor();
    expect(errors).toEqual([]);
    await context.close();
  });
});

describe.skipIf(browserPath === undefined)("what-ifs", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  it("undo and redo any change, by key and in the console", async () => {
    const { page, context, errors } = await site.open();
    await ready(page);
    await keeperIsThere(page);
    await page.keyboard.press("i");
    await soon(() => schedule(page)).toHaveLength(1);
    const items = await schedule(page);
    await page.locator(".workload-choice").selectOption("user");
    await soon(() => page.locator(".workload-choice").inputValue()).toBe("user");
    await page.locator("body").press("Control+z");
    await soon(() => page.locator(".workload-choice").inputValue()).toBe("kernel");
    await page.keyboard.press("Control+z");
    await soon(() => schedule(page)).toEqual([]);
    await page.keyboard.press("Control+Shift+z");
    await soon(() => schedule(page)).toEqual(items);
    await page.keyboard.press("`");
    await page.locator(".xterm").waitFor();
    await page.keyboard.type("redo\n");
    await soon(() => page.locator(".workload-choice").inputValue()).toBe("user");
    await page.keyboard.type("undo\n");
    await soon(() => page.locator(".workload-choice").inputValue()).toBe("kernel");
    expect(errors).toEqual([]);
    await context.close();
  });

  it("loses no branch: a change made in the past stands beside what came of it before", async () => {
    const { page, context, errors } = await site.open();
    await ready(page);
    await keeperIsThere(page);
    await page.keyboard.press("i");
    await soon(() => schedule(page)).toHaveLength(1);
    const one = await schedule(page);
    await page.keyboard.press("Control+z");
    await soon(() => schedule(page)).toEqual([]);
    await page.locator('[data-command="step"]').click();
    await soon(() => step(page)).toBe("0");
    await page.keyboard.press("i");
    await soon(() => schedule(page)).toHaveLength(1);
    expect(await schedule(page)).not.toEqual(one);

    await page.keyboard.press("z");
    await soon(() => page.locator(".what-if").count()).toBe(3);
    const here = page.locator(".what-if.here");
    await here.locator(".what-if-go").focus();
    await page.keyboard.press("F2");
    await page.locator(".what-if-form input").fill("late");
    await page.locator(".what-if-form textarea").fill("one step later");
    await page.locator(".what-if-form input").press("Enter");
    await soon(() => here.textContent()).toContain("late");
    expect(await axeViolations(page)).toEqual([]);

    await here.locator(".what-if-go").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.reload();
    await ready(page);
    await keeperIsThere(page);
    await soon(() => schedule(page)).toEqual(one);
    await page.keyboard.press("z");
    await page.locator(".what-if-go", { hasText: "late" }).click();
    expect(await page.locator(".what-if-note").textContent()).toBe("one step later");
    await soon(() => page.locator(".what-if.here").textContent()).toContain("late");
    expect(errors).toEqual([]);
    await context.close();
  });
});
