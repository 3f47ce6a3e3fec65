// A script drives the page through nmiStepper: opens, steps, injects, asks for the state,
// explores to a verdict; what is wrong is refused with a reason, and links run no code.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openLink } from "../../src/scenario/link/link.ts";
import type { ScriptFace } from "../../src/ui/scripts.ts";
import { browserPath, openSite, type Site } from "./support/browser.ts";
import { inTool, linkTo, soon, step } from "./support/tool.ts";

type Answer = Readonly<Record<string, unknown>>;

const send = (page: Page, message: unknown): Promise<Answer> =>
  page.evaluate(async (sent) => (await window.nmiStepper?.send(sent)) as Answer, message);
const refusal = (page: Page, message: unknown): Promise<string> =>
  send(page, message).then(
    () => "",
    (error: unknown) => String(error),
  );

describe.skipIf(browserPath === undefined)("scripts", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  it("open, step, inject, and read the state, each after the one before", () =>
    inTool(site, "", async ({ page }) => {
      const link = await linkTo("naive", "nmi@workload; nmi@page_touched", 3);
      expect(await send(page, { type: "open", link })).toMatchObject({ type: "state", handler: "naive", position: 3 });
      const [sought, stepped, state, machine] = await page.evaluate(async () => {
        const face: ScriptFace | undefined = window.nmiStepper;
        return Promise.all([
          face?.send({ type: "seek", position: 25 }),
          face?.send({ type: "step", count: -1 }),
          face?.send({ type: "state" }),
          face?.send({ type: "machine" }),
        ]);
      });
      expect(sought).toMatchObject({ position: 25 });
      expect(stepped).toMatchObject({ position: 24 });
      expect(state).toMatchObject({ position: 24, nmi: { blocked: true } });
      expect(await step(page)).toBe("23");
      const rip = await page.locator(".registers").textContent();
      const { registers, nmi } = machine as { registers: Record<string, string>; nmi: Answer };
      expect(registers["rip"]).toMatch(/^0xffffffff81[\da-f]{6}$/);
      expect(rip).toContain(registers["rip"]?.slice(2));
      expect(Object.keys(registers)).toEqual(expect.arrayContaining(["rax", "rflags", "cs", "ss", "cr2", "gsBase"]));
      expect(nmi).toEqual({ blocked: true, pending: false, merged: 0 });

      expect(await send(page, { type: "inject", event: "nmi" })).toMatchObject({
        schedule: ["nmi@workload", "nmi@page_touched", expect.stringMatching(/^nmi@/)],
      });
      await soon(() => page.locator(".schedule-row").count()).toBe(3);
      expect(await send(page, { type: "verdict" })).toMatchObject({ known: true, holds: false });
    }));

  it("open a source, and explore it to a verdict with its counterexamples", () =>
    inTool(site, "", async ({ page }) => {
      const scenario = {
        version: 1,
        handler: { source: "nmi:\n\tpushq %rax\n\tpopq %rcx\n\tiretq\n", name: "mine" },
        schedule: ["nmi@workload"],
      };
      expect(await send(page, { type: "open", scenario })).toMatchObject({ handler: "mine", assembled: true });
      const found = (await send(page, { type: "explore", nmis: 1, faults: 0 })) as {
        readonly verdict: string;
        readonly bounds: Answer;
        readonly violations: readonly { property: string; schedule: string; link: string; steps: number }[];
      };
      expect(found).toMatchObject({ type: "explored", verdict: "violated", bounds: { nmis: 1, faults: 0 } });
      expect(found.violations[0]).toMatchObject({ property: "resume-exact", schedule: expect.stringMatching(/^nmi@/) });
      const opened = await openLink(found.violations[0]?.link ?? "");
      expect(opened.ok && opened.shared.position).toBe((found.violations[0]?.steps ?? 0) - 1);
      await send(page, { type: "open", link: await linkTo("desnoyers-2010-repaired") });
      expect(await send(page, { type: "explore", nmis: 2, faults: 1 })).toMatchObject({
        verdict: "holds",
        limits: [],
        violations: [],
      });
    }));

  it("are refused with the reason, and change nothing, if a message is wrong", () =>
    inTool(site, "", async ({ page }) => {
      const before = await send(page, { type: "state" });
      for (const [message, why] of [
        ["step", "a message has a type"],
        [{ type: "reboot" }, "a message has a type"],
        [{ type: "seek", position: -1 }, "seek: position must be"],
        [{ type: "step", count: 1e9 }, "step: count must be"],
        [{ type: "explore", nmis: 99 }, "explore: nmis must be"],
        [{ type: "open" }, "open: link must be a text"],
        [{ type: "open", link: "#v1.AAAA" }, "open: The link is"],
        [{ type: "open", link: "javascript:alert(1)" }, "open: This is no link"],
        [{ type: "open", scenario: { version: 1 } }, "open: "],
        [{ type: "open", scenario: { version: 1, handler: "no-such" } }, "there is no such handler"],
      ] as const) {
        expect(await refusal(page, message), JSON.stringify(message)).toContain(why);
      }
      expect(await send(page, { type: "state" })).toEqual(before);
      expect(await page.locator(".strip.bad").count()).toBe(0);
    }));

  it("wait for the machine, and find what a link opened; nothing in a link is run", async () => {
    const { page, context, errors } = await site.open(await linkTo("naive", "nmi@1", 7));
    await page.waitForFunction(() => window.nmiStepper !== undefined);
    expect(await send(page, { type: "state" })).toMatchObject({ handler: "naive", position: 7 });
    await send(page, {
      type: "open",
      scenario: {
        version: 3,
        handler: { source: "nmi:\n\tiretq\n", name: "<img src=x onerror=window.ran=1>" },
        title: "<script>window.ran=1</script>",
        notes: [{ at: 0, text: "<img src=x onerror=window.ran=1>" }],
      },
    });
    await page.locator(".note-text").getByText("<img src=x").waitFor();
    expect(await page.evaluate(() => "ran" in window)).toBe(false);
    expect(errors).toEqual([]);
    await context.close();
  });
});
