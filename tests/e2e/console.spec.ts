// The console in the built page: each command of the gdb dialect typed, and what it
// prints; history, completion, paging, scripts, interrupts, errors that teach.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { COMMANDS } from "../../src/session/console/console.ts";
import { LINES } from "./support/console-lines.ts";
import { browserPath, openSite, type Site } from "./support/browser.ts";
import { blur, consoleText, inTool, linkTo, openConsole, soon, step } from "./support/tool.ts";

let typed = 0;

/** Types a line; what the console has shown since. A comment, which prints nothing, marks where that begins. */
async function type(page: Page, line: string): Promise<() => Promise<string>> {
  const mark = `# ${++typed}.`;
  await page.keyboard.type(`${mark}\n${line}\n`);
  return async () => {
    const text = await consoleText(page);
    const at = text.lastIndexOf(mark);
    return at < 0 ? text : text.slice(at + mark.length);
  };
}

async function says(page: Page, line: string, expected: RegExp): Promise<void> {
  await soon(await type(page, line)).toMatch(expected);
  if ((await consoleText(page)).includes("Enter for more")) await page.keyboard.press("q");
}

describe.skipIf(browserPath === undefined)("the console", () => {
  let site: Site;
  let fragment: string;
  beforeAll(async () => {
    site = await openSite();
    fragment = await linkTo("naive", "nmi@1");
  });
  afterAll(() => site.close());

  const inConsole = (test: (page: Page) => Promise<void>): Promise<void> =>
    inTool(site, fragment, async ({ page }) => {
      await openConsole(page);
      await test(page);
    });

  it("knows the commands of gdb, rr and UDB, each typed here", { timeout: 180_000 }, () =>
    inConsole(async (page) => {
      for (const [line, expected] of LINES) await says(page, line, expected);
    }),
  );

  it("is tried with every command there is, here or in the explorer's and levels' own tests", () => {
    const tried = new Set(LINES.map(([line]) => /^[a-z-]+/.exec(line)?.[0] ?? ""));
    const elsewhere = [
      "explore",
      "minimise",
      "share",
      "level",
      "solve",
      "redo",
      "undo",
      "body",
      "option",
      "commands",
      "save",
    ];
    const names = COMMANDS.filter(
      ({ name, aliases }) => ![name, ...aliases].some((one) => tried.has(one) || elsewhere.includes(one)),
    ).map(({ name }) => name);
    expect(names).toEqual([]);
  });

  it("repeats on an empty line, walks its history, edits the line, completes", () =>
    inConsole(async (page) => {
      await says(page, "si", /<turn\+0>/);
      await page.keyboard.press("Enter");
      await soon(() => step(page)).toBe("1");
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("Enter");
      await soon(() => step(page)).toBe("2");
      await page.keyboard.type("advance do_nmi_e");
      await page.keyboard.press("Tab");
      await soon(() => consoleText(page)).toMatch(/\(nmi\) advance do_nmi_end/);
      await page.keyboard.press("Enter");
      await soon(() => step(page)).toBe("25");
      await page.keyboard.type("x/2gx $rs");
      await page.keyboard.press("Tab");
      await soon(() => consoleText(page)).toMatch(/\$rsi +\$rsp/);
      await page.keyboard.press("Control+u");
      await page.keyboard.type("wen");
      await page.keyboard.press("ArrowLeft");
      await page.keyboard.press("ArrowLeft");
      await page.keyboard.type("h");
      await page.keyboard.press("Enter");
      await soon(() => consoleText(page)).toMatch(/Position 26 of/);
    }));

  it("shows a long answer a screen at a time: Enter for more, q for no more", () =>
    inConsole(async (page) => {
      await page.keyboard.type("help\n");
      await soon(() => consoleText(page)).toMatch(/-- \d+ more lines: Enter for more, c for all, q for none --/);
      const left = async (): Promise<number> => Number(/-- (\d+) more/.exec(await consoleText(page))?.[1] ?? 0);
      const first = await left();
      await page.keyboard.press("Enter");
      await soon(left).toBeLessThan(first);
      await page.keyboard.press("q");
      await soon(() => consoleText(page)).toMatch(/\(nmi\)\s*$/);
      await page.keyboard.type("help\n");
      await soon(left).toBe(first);
      // Another command typed there is that, from its first letter on.
      await page.keyboard.type("info nmi\n");
      await soon(() => consoleText(page)).toMatch(/\(nmi\) info nmi\s+blocked {3}/);
      await page.keyboard.type("help\n");
      await soon(left).toBe(first);
      await page.keyboard.press("c");
      await soon(() => consoleText(page)).toMatch(/\(nmi\)\s*$/);
    }));

  it("runs a pasted script line by line, with lines at a breakpoint, and saves what was typed", () =>
    inConsole(async (page) => {
      const script = "# a script\nb do_nmi\ncommands\nsilent\np $rsp\nend\nc\n";
      await page.evaluate((text) => {
        const data = new DataTransfer();
        data.setData("text/plain", text);
        const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
        document.querySelector(".xterm-helper-textarea")?.dispatchEvent(paste);
      }, script);
      await soon(() => consoleText(page)).toMatch(/\$1 = /);
      await soon(() => step(page)).toBe("3");
      const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.type("save lost-nmi\n")]);
      expect(download.suggestedFilename()).toBe("lost-nmi.gdb");
      const saved = await (await download.createReadStream()).toArray();
      expect(Buffer.concat(saved as Buffer[]).toString("utf8")).toContain("b do_nmi\ncommands\nsilent\np $rsp\nend\nc");
    }));

  it("is interrupted by Ctrl+C, in a long run and in a line half typed", () =>
    inConsole(async (page) => {
      await page.keyboard.type("half a line");
      await page.keyboard.press("Control+c");
      await soon(() => consoleText(page)).toMatch(/half a line\^C/);
      await page.keyboard.type("si 900000000\n");
      await soon(() => page.locator(".sentence").textContent()).toContain("The machine is running");
      await page.keyboard.press("Control+c");
      await soon(() => page.locator(".sentence").textContent()).not.toContain("The machine is running");
      await says(page, "seek 3", /=> .*<nmi\+1>:/);
    }));

  it("teaches: what is near, what is missing, what there is", () =>
    inConsole(async (page) => {
      await says(page, "brek nmi", /Undefined command: "brek"\. {2}Did you mean "break"\?/);
      await says(page, "d", /All breakpoints|There are none|deleted/);
      await says(page, "re", /Ambiguous command "re": /);
      await says(page, "b nowhere_at_all", /nowhere_at_all/);
      await says(page, "x/9q $rsp", /format|letter|x\//);
      await says(page, "catch rain", /catch takes an event: nmi \(an NMI is delivered\)/);
      await says(page, "p $r99", /r99/);
      await says(page, "seek minus", /number|position/);
    }));

  it("opens the link and the levels, gives hints, and shows an exploration", { timeout: 120_000 }, () =>
    inConsole(async (page) => {
      await page.keyboard.type("share\n");
      await page.locator("dialog[open] .share-link textarea").waitFor();
      await page.keyboard.press("Escape");
      await openConsole(page);
      await says(page, "explore nmis=2 faults=1", /goto violation N opens one/);
      await page.keyboard.type("goto violation 1\n");
      await soon(() => page.locator(".schedule-row").count()).toBeGreaterThan(1);
      await page.keyboard.type("minimise\n");
      await soon(() => consoleText(page)).toMatch(/became|breaks nothing/);
      await page.keyboard.type("level one-at-a-time\n");
      await soon(() => page.locator(".goal-strip").count()).toBe(1);
      await openConsole(page);
      await says(page, "hint", /\w{3}/);
      await blur(page);
    }),
  );
});
