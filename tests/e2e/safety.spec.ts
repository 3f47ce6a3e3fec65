// What the user has is safe: in links, in drafts, when the machine dies, and
// under the page's own policy.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { makeLink } from "../../src/scenario/link/link.ts";
import { browserPath, openSite, type Site } from "./support/browser.ts";

/** Typed by the user; the editor draws spaces as no-break spaces. */
const MINE = /#\s*mine/;

/** Under load the answer of the machine takes its time. */
const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 15_000 });

const step = (page: Page) => page.locator(".step-number b");
const schedule = (page: Page) => page.locator(".schedule-row code").allTextContents();

async function ready(page: Page): Promise<void> {
  await page.locator(".lanes-drawing .lane-cell").first().waitFor();
}

async function linkOf(page: Page): Promise<string> {
  await page.keyboard.press("y");
  const link = await page.locator("dialog .share-link textarea").inputValue();
  await page.keyboard.press("Escape");
  return link;
}

describe.skipIf(browserPath === undefined)("safety", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  it("opens a shared link at the same handler, schedule and step", async () => {
    const first = await site.open();
    await ready(first.page);
    await first.page.locator(".handler-choice").selectOption("naive");
    await first.page.keyboard.press("i");
    await first.page.locator(".schedule-row").waitFor();
    for (const expected of ["0", "1", "2"]) {
      await first.page.locator('[data-command="step"]').click();
      await soon(() => step(first.page).textContent()).toBe(expected);
    }
    const link = await linkOf(first.page);
    const items = await schedule(first.page);
    await first.context.close();

    const second = await site.open(link.slice(site.url.length));
    await soon(() => step(second.page).textContent()).toBe("2");
    expect(await second.page.locator(".handler-choice").inputValue()).toBe("naive");
    expect(await schedule(second.page)).toEqual(items);
    expect(await second.page.locator(".notice").count()).toBe(0);
    expect(second.errors).toEqual([]);
    await second.context.close();
  });

  it("opens a link whose run ends otherwise now, and says so", async () => {
    const made = await makeLink({
      scenario: {
        handler: { kind: "catalogue", name: "naive" },
        workload: "kernel",
        body: "touch",
        options: {},
        schedule: [],
      },
      position: 1,
      digest: { state: "0", steps: 3, end: "idle" },
    });
    if (!made.ok) throw new Error(made.failure.message);
    const { page, context } = await site.open(made.fragment);
    await page.getByText("the emulator has changed since").waitFor();
    await soon(() => step(page).textContent()).toBe("0");
    await page.locator(".notice button").click();
    await soon(() => page.locator(".notice").count()).toBe(0);
    await context.close();
  });

  it("keeps the user's text over a reload, beside a link, and when the link is damaged", async () => {
    const { page, context, errors } = await site.open();
    await ready(page);
    const link = await linkOf(page);
    await page.locator(".monaco-editor .view-line").first().click();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("# mine\n");
    await page.waitForFunction(() => localStorage.getItem("nmi-stepper.keeps") !== null);
    await page.reload();
    await ready(page);
    await soon(() => page.locator(".code-panel").textContent()).toMatch(MINE);

    await page.goto("about:blank");
    await page.goto(link);
    await page.getByRole("button", { name: "Keep mine" }).waitFor();
    expect(await page.locator(".code-panel").textContent()).not.toMatch(MINE);
    await page.getByRole("button", { name: "Keep mine" }).click();
    await soon(() => page.locator(".handler-choice").inputValue()).toBe("own");
    // The editor stays where the link's text was looked at: below its header.
    await page.locator(".monaco-editor .view-line").first().click();
    await page.keyboard.press("Control+Home");
    await soon(() => page.locator(".code-panel").textContent()).toMatch(MINE);

    await page.goto("about:blank");
    await page.goto(link.slice(0, -9));
    await page.getByText("This link could not be opened.").waitFor();
    await soon(() => page.locator(".code-panel").textContent()).toMatch(MINE);
    expect(errors).toEqual([]);
    await context.close();
  });

  it("survives the death of its machine", async () => {
    const { page, context } = await site.open();
    await ready(page);
    await page.keyboard.press("i");
    await page.locator(".schedule-row").waitFor();
    await page.locator('[data-command="step"]').click();
    await soon(() => step(page).textContent()).toBe("0");
    const items = await schedule(page);
    const [worker] = page.workers();
    await worker?.evaluate(
      () =>
        void setTimeout(() => {
          throw new Error("broken on purpose");
        }),
    );
    await page.getByText("The machine stopped. Your text and schedule are safe. Restart at step 0").waitFor();
    expect(await schedule(page)).toEqual(items);
    expect(await page.locator('[data-command="step"]').getAttribute("title")).toContain("restart");
    await page.keyboard.press("y");
    expect(await page.locator("dialog .share-link textarea").inputValue()).toContain("#v1.");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Restart", exact: true }).click();
    await soon(() => page.locator(".strip").count()).toBe(0);
    expect(await step(page).textContent()).toBe("0");
    await page.locator('[data-command="step"]').click();
    await soon(() => step(page).textContent()).toBe("1");
    await context.close();
  });

  it("takes a pasted mail: the code is found, the rest is left out and said so", async () => {
    const { page, context, errors } = await site.open();
    await ready(page);
    await page.locator(".monaco-editor").waitFor();
    const mail = [
      "From: A Reader",
      "Date: Fri Jul 16 2010",
      "",
      "Hi all, this is what I have in mind:",
      "",
      "nmi:",
      "    pushq %rax",
      "    popq %rax",
      "    iretq",
      "",
      "--",
      "A Reader",
    ].join("\n");
    await page.locator(".monaco-editor .view-line").first().click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(mail);
    await page.keyboard.press("Control+Enter");
    await soon(() => page.locator(".code-footer").textContent()).toContain("left out");
    expect(await page.locator(".left-out-text").count()).toBeGreaterThan(0);
    expect(await page.locator(".footer-state").textContent()).toContain("assembled");
    expect(errors).toEqual([]);
    await context.close();
  });

  it("breaks none of its own policy, editor and console included", async () => {
    const { page, context, errors } = await site.open();
    const violations: string[] = [];
    await page.exposeFunction("reportViolation", (text: string) => void violations.push(text));
    await page.evaluate(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        const report = globalThis as unknown as { reportViolation(text: string): void };
        report.reportViolation(`${event.violatedDirective}: ${event.blockedURI}`);
      });
    });
    await ready(page);
    await page.locator(".monaco-editor").waitFor();
    await page.keyboard.press("`");
    await page.locator(".xterm").waitFor();
    await page.keyboard.type("help\n");
    await page.locator(".monaco-editor .view-line").first().click();
    await page.keyboard.press("Control+f");
    await page.locator(".find-widget").waitFor();
    expect(violations).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  });
});
