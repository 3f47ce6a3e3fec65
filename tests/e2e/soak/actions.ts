// What a user may do next, each with how often. An action does what it can on the page
// as it stands and leaves no dialog open; what comes of it is judged elsewhere.
import { AROUND } from "./around.ts";
import { DIALOGS } from "./dialogs.ts";
import { EDITING } from "./editing.ts";
import { blur, choose, click, closeDialogs, keys, press, type Action, type Hand } from "./hand.ts";
import { LINES } from "./lines.ts";

const MOVES = ["s", "s", "s", "b", "n", "N", "f", "c", "C", "r", "]", "[", "ArrowRight", "F10", "Shift+F8", "t"];
const INJECTIONS = ["i", "i", "i", "x 1", "x 2", "x 3", "x 4", "u"];
const LOOKS = ["m", "T", "p", "D", "S", "w", "W", "z"];
const PLACES = ["workload", "workload+0x3", "nmi", "12", "30", "no_such_label", "nmi#2"];
const EVENTS = ["nmi", "nmi", "pf", "db", "bp", "mc", "irq(32)"];
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
  { width: 1240, height: 800 },
  { width: 900, height: 700 },
  { width: 390, height: 844 },
] as const;

async function scheduleItem({ page, random }: Hand): Promise<void> {
  const field = page.locator(".add-item input");
  if (!(await field.isVisible())) return;
  await field.fill(`${random.pick(EVENTS, "nmi")}@${random.pick(PLACES, "0")}`);
  await field.press("Enter");
  await field.fill("");
}

async function scheduleMenu(hand: Hand): Promise<void> {
  if (!(await click(hand, ".row-menu button"))) return;
  await click(hand, "[role=menu] button, [role=menuitem]");
  await hand.page.keyboard.press("Escape");
}

async function console(hand: Hand): Promise<void> {
  const { page, random } = hand;
  if (!(await page.locator(".console-toggle").isVisible())) return;
  if ((await page.locator(".console.open").count()) === 0) await page.locator(".console-toggle").click();
  await page.locator(".xterm-helper-textarea").waitFor({ state: "attached" });
  await page.locator(".xterm-helper-textarea").focus();
  for (let n = 1 + random.below(4); n > 0; n--) {
    if (random.chance(6)) await press(page, random.pick(["ArrowUp ArrowUp", "i n Tab Tab", "Control+r"], "ArrowUp"));
    await page.keyboard.type(`${random.pick(LINES, "si")}\n`);
    if (random.chance(5)) await page.keyboard.press("Control+c");
  }
  // Out of a long output, if it waits.
  await page.keyboard.press("q");
  await page.keyboard.press("Control+u");
  await blur(page);
  if (random.chance(3)) await page.locator(".console-toggle").click();
}

async function explore(hand: Hand): Promise<void> {
  const { page, random } = hand;
  await blur(page);
  await click(hand, "#side-tab-explorer");
  if (random.chance(2)) await click(hand, ".explore-bounds button, .explore-bounds input, .explorer summary");
  await blur(page);
  await page.keyboard.press("e");
  await page.waitForTimeout(random.below(1500));
  if (random.chance(2)) await page.keyboard.press("Escape");
  await click(hand, ".explorer button");
}

async function look(hand: Hand): Promise<void> {
  const { page, random } = hand;
  await blur(page);
  await press(page, random.pick(LOOKS, "m"));
  await page.waitForTimeout(80);
  for (let n = random.below(3); n > 0; n--)
    await click(hand, ".look button, .look input[type=checkbox], .what-if-go, .stack button.word, .register-link");
  await choose(hand, ".look select");
  if (random.chance(3)) await page.keyboard.press("Escape");
}

async function play({ page, random }: Hand): Promise<void> {
  await blur(page);
  await press(page, random.pick(["P", "> P", "< P", "> > > P"], "P"));
  await page.waitForTimeout(random.below(1200));
  await press(page, "P");
  await closeDialogs(page);
}

/** Along the lanes, as a drag. */
async function drag({ page, random }: Hand): Promise<void> {
  const box = await page.locator(".plot").boundingBox();
  if (box === null) return;
  const x = (): number => box.x + 4 + random.below(Math.max(1, box.width - 8));
  await page.mouse.move(x(), box.y + box.height / 2);
  await page.mouse.down();
  for (let n = 1 + random.below(12); n > 0; n--) await page.mouse.move(x(), box.y + box.height / 2, { steps: 3 });
  await page.mouse.up();
  if (random.chance(4)) await page.mouse.wheel(random.below(200) - 100, random.below(400) - 200);
}

const clicks =
  (selector: string) =>
  async (hand: Hand): Promise<void> =>
    void (await click(hand, selector));

export const ACTIONS: readonly Action[] = [
  { name: "move", weight: 28, run: (hand) => keys(hand, MOVES, 8) },
  { name: "inject", weight: 14, run: (hand) => keys(hand, INJECTIONS, 3) },
  { name: "type a schedule item", weight: 5, run: scheduleItem },
  { name: "tick a schedule item", weight: 3, run: clicks(".schedule-row input") },
  { name: "schedule menu", weight: 3, run: scheduleMenu },
  { name: "choose a handler", weight: 4, run: (hand) => choose(hand, ".handler-choice") },
  { name: "choose a workload", weight: 3, run: (hand) => choose(hand, ".workload-choice") },
  { name: "scrub", weight: 4, run: clicks(".scrubber, .lanes-drawing .lane-cell, .lanes button") },
  { name: "drag", weight: 4, run: drag },
  { name: "console", weight: 8, run: console },
  { name: "explore", weight: 3, run: explore },
  { name: "look", weight: 8, run: look },
  { name: "click a word", weight: 4, run: clicks("button.word, .register-link, .ledger button, .stack button") },
  { name: "undo and redo", weight: 6, run: (hand) => keys(hand, ["Control+z", "Control+z", "Control+Shift+z"], 4) },
  { name: "tabs", weight: 5, run: clicks("[role=tab]") },
  { name: "side panel", weight: 4, run: clicks("[role=tabpanel] button, .what-if-go, .code-footer button") },
  { name: "strip", weight: 4, run: clicks(".strip button, .notice button") },
  { name: "controls", weight: 4, run: clicks(".controls button, .code-panel button") },
  { name: "play", weight: 1, run: play },
  {
    name: "another size",
    weight: 2,
    run: ({ page, random }) => page.setViewportSize(random.pick(SIZES, SIZES[0])),
  },
  ...EDITING,
  ...DIALOGS,
  ...AROUND,
];
