// The pictures of the page: name, and what is pressed to come there. What a picture must
// show is waited for, so that none shows something else.

const PHONE = { width: 390, height: 844 };

const LOW = { width: 1280, height: 800 };

const press = (key) => async (page) => {
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press(key);
};
const click =
  (selector, at = 0) =>
  (page) =>
    page.locator(selector).nth(at).click();
const seen = (selector, text) => (page) =>
  page
    .locator(selector, text === undefined ? {} : { hasText: text })
    .first()
    .waitFor();
const sentence = (text) => seen(".sentence-words", text);
const handler = (name) => async (page) => {
  await page.locator(".handler-choice").selectOption(name);
  await page.locator("#sentence").focus();
};
const add = (item) => async (page) => {
  await page.getByLabel("Add to schedule").fill(item);
  await page.keyboard.press("Enter");
  await page.locator(".schedule-row code", { hasText: item }).waitFor();
};
const tab = (name) => click(`#side-tab-${name}`);

/** The three situations of the first screen, each with its step done. */
const OVERWRITTEN = [click(".situations button", 0), press("s"), sentence("it overwrites the frame of NMI 1")];
const CRASHED = [click(".situations button", 1), press("s"), sentence("#GP")];
const LINUX = [click(".situations button", 2), press("s"), sentence("survive in the stack copy")];

export const SHOTS = [
  { name: "first-screen", steps: [seen(".situations button")] },
  { name: "frame-lost", steps: OVERWRITTEN },
  { name: "as-mailed-dark", viewport: LOW, colorScheme: "dark", steps: CRASHED },
  { name: "linux", steps: LINUX },
  {
    name: "trace",
    viewport: LOW,
    steps: [...OVERWRITTEN, press("T"), seen(".trace-row[aria-selected=true]", "NMI delivered")],
  },
  {
    name: "phases",
    viewport: LOW,
    steps: [...OVERWRITTEN, press("p"), click(".phases button", 3), seen(".word.phase-now")],
  },
  {
    name: "memory-dark",
    viewport: LOW,
    colorScheme: "dark",
    steps: [...LINUX, press("m"), seen(".look-table.memory tbody tr")],
  },
  { name: "tables", viewport: LOW, steps: [...OVERWRITTEN, press("D"), seen(".look-table tbody tr")] },
  {
    name: "explored",
    viewport: LOW,
    steps: [...OVERWRITTEN, tab("explorer"), press("e"), seen(".explorer", "properties fail within")],
  },
  {
    name: "properties",
    viewport: LOW,
    steps: [...OVERWRITTEN, press("]"), tab("properties"), seen(".property", "no-reentry")],
  },
  {
    name: "long-run",
    viewport: LOW,
    steps: [
      handler("desnoyers-2010-repaired"),
      add("nmi@5"),
      add("pf@500000"),
      press("`"),
      seen(".xterm-rows"),
      async (page) => {
        await page.locator(".xterm-helper-textarea").focus();
        await page.keyboard.type("seek 1000000\n");
      },
      seen(".step-number", "999999"),
    ],
  },
  {
    name: "level-dark",
    viewport: LOW,
    colorScheme: "dark",
    at: "#level=the-same-stack",
    steps: [seen(".goal"), seen(".level-panel")],
  },
  { name: "phone", viewport: PHONE, steps: OVERWRITTEN },
  { name: "phone-dark", viewport: PHONE, colorScheme: "dark", steps: [...CRASHED, click("#phone-tab-state")] },
];
