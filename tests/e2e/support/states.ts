// The states that the page can be in, each with the way to it from a fresh page. What
// opens is left open: every state has a page of its own or the next one closes it.
import type { Page } from "playwright-core";

export interface PageState {
  readonly name: string;
  /** The tab that shows it on a phone; undefined: a phone has no room or no use for it. */
  readonly onPhone?: "stack" | "code" | "state" | "schedule" | "dialog";
  /** Below the page's address. */
  readonly at?: string;
  go(page: Page): Promise<void>;
}

const press = async (page: Page, ...keys: string[]): Promise<void> => {
  await page.locator("#sentence").focus();
  for (const key of keys) await page.keyboard.press(key);
};

const exact = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** The naive handler's frame is overwritten by the step just done. */
async function overwritten(page: Page): Promise<void> {
  await page.locator(".situations button").first().click();
  await page.locator(".schedule-row").nth(1).waitFor();
  await page.locator('[data-command="step"]').click();
  await page.locator(".word.fresh").nth(4).waitFor();
}

const look = (key: string, shown: string, more?: (page: Page) => Promise<void>) => async (page: Page) => {
  await overwritten(page);
  await press(page, key);
  await page.locator(shown).first().waitFor();
  await more?.(page);
};

const table = (name: string) =>
  look("D", ".look-table tbody tr", async (page) => {
    await exact(page, name).click();
    await page.locator(".look-table tbody tr").nth(2).waitFor();
  });

const dialog = (key: string) => async (page: Page) => {
  await press(page, key);
  await page.locator("dialog[open] h2").waitFor();
};

const side = (tab: string) => async (page: Page) => {
  await overwritten(page);
  await page.locator(`#side-tab-${tab}`).click();
};

async function doesNotAssemble(page: Page): Promise<void> {
  await page.locator(".monaco-editor .view-line").first().click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.insertText("  movq %rax\n");
  await page.keyboard.press("Control+Enter");
  await page.locator(".footer-state .error-glyph").waitFor();
  await page.locator(".code-footer button").first().click();
  await page.locator("#problems").waitFor();
}

async function machineDies(page: Page): Promise<void> {
  const [worker] = page.workers();
  await worker?.evaluate(
    () =>
      void setTimeout(() => {
        throw new Error("on purpose");
      }),
  );
  await page.locator(".strip").waitFor();
}

const DIALOGS = ["?", "y", "l", "L", "H", "Control+k"];
const TABLES = ["IDT", "Control", "Page walk"];

export const STATES: readonly PageState[] = [
  { name: "first visit", onPhone: "stack", go: async () => {} },
  { name: "a frame overwritten", onPhone: "stack", go: overwritten },
  { name: "code", onPhone: "code", go: overwritten },
  { name: "registers", onPhone: "state", go: overwritten },
  { name: "schedule", onPhone: "schedule", go: overwritten },
  { name: "trace", onPhone: "stack", go: look("T", ".trace-row b") },
  { name: "phases", onPhone: "stack", go: look("p", ".phases button") },
  { name: "memory", onPhone: "stack", go: look("m", ".look-table.memory tbody tr") },
  { name: "stops", onPhone: "stack", go: look("S", ".stops") },
  ...TABLES.map((name): PageState => ({ name, onPhone: "stack", go: table(name) })),
  { name: "properties", onPhone: "schedule", go: side("properties") },
  { name: "what-ifs", onPhone: "schedule", go: side("what-ifs") },
  {
    name: "explored",
    onPhone: "schedule",
    go: async (page) => {
      await side("explorer")(page);
      await press(page, "e");
      await page.locator(".explorer", { hasText: "properties fail within" }).waitFor();
    },
  },
  {
    name: "what all runs come to",
    onPhone: "dialog",
    go: async (page) => {
      await side("explorer")(page);
      await press(page, "e");
      await page.getByRole("button", { name: "All runs as a graph" }).click();
      await page.locator(".outcome-box").nth(2).waitFor();
    },
  },
  {
    name: "a note at this step, and its list",
    onPhone: "schedule",
    go: async (page) => {
      await overwritten(page);
      await press(page, "a");
      await page.locator(".note-field input").fill("T-40 to T-8 are NMI 2's now. ".repeat(9));
      await page.keyboard.press("Enter");
      await page.locator(".notes-list li").waitFor();
    },
  },
  {
    name: "a note being written",
    onPhone: "stack",
    go: async (page) => {
      await overwritten(page);
      await press(page, "a");
      await page.locator(".note-field input").waitFor();
    },
  },
  ...DIALOGS.map((key): PageState => ({ name: `dialog ${key}`, onPhone: "dialog", go: dialog(key) })),
  {
    name: "making a level",
    onPhone: "dialog",
    go: async (page) => {
      await dialog("L")(page);
      await exact(page, "Make a level of this").click();
      await page.locator(".builder").waitFor();
    },
  },
  {
    name: "a level, with a hint",
    onPhone: "schedule",
    at: "#level=the-same-stack",
    go: async (page) => {
      await page.locator(".goal").waitFor();
      await page.getByRole("button", { name: /^Hint 1/ }).click();
    },
  },
  {
    name: "a link that cannot be read",
    onPhone: "stack",
    at: "#v1.xxxxxxxx",
    go: async (page) => page.locator(".strip").waitFor(),
  },
  { name: "a dead machine", onPhone: "stack", go: machineDies },
  {
    name: "a word selected, and its origins",
    onPhone: "stack",
    go: async (page) => {
      await overwritten(page);
      await page.locator("button.word.fresh").nth(1).click();
      await exact(page, "Origins").click();
      await page.locator(".origins li").first().waitFor();
    },
  },
  {
    name: "the stack as a table",
    onPhone: "stack",
    go: async (page) => {
      await overwritten(page);
      await exact(page, "as a table").click();
      await page.locator(".word-table").first().waitFor();
    },
  },
  { name: "a text that does not assemble", onPhone: "code", go: doesNotAssemble },
  {
    name: "console",
    go: async (page) => {
      await press(page, "`");
      await page.locator(".xterm-rows").waitFor();
    },
  },
  {
    name: "the menu of a watchable word",
    go: async (page) => {
      await overwritten(page);
      await page.locator("button.word.fresh").first().click({ button: "right" });
      await page.locator("[role=menu]").waitFor();
    },
  },
  {
    name: "before an audience",
    go: async (page) => {
      await overwritten(page);
      await press(page, "Control+k");
      await page.locator(".palette-search").fill("presentation");
      await page.keyboard.press("Enter");
      await page.locator("html[data-presenting]").waitFor();
    },
  },
];
