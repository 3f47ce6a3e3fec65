// What a user may do next, each with how often. An action does what it can on the page
// as it stands and leaves no dialog open; what comes of it is judged elsewhere.
import type { Page } from "playwright-core";

import { makeLink } from "../../../src/scenario/link/link.ts";
import type { Random } from "../../fuzz/random.ts";
import { LINES } from "./lines.ts";

export interface Hand {
  readonly page: Page;
  readonly random: Random;
  readonly url: string;
  /** Comments that were typed into some source, the newest last. */
  readonly typed: string[];
}

export interface Action {
  readonly name: string;
  readonly weight: number;
  run(hand: Hand): Promise<void>;
}

const MOVES = ["s", "s", "s", "b", "n", "N", "f", "c", "C", "r", "]", "[", "ArrowRight", "F10", "Shift+F8", "t"];
const INJECTIONS = ["i", "i", "i", "x 1", "x 2", "x 3", "x 4", "u"];
const LOOKS = ["m", "T", "p", "D", "S", "w", "W", "z", "l", "?", "H", "`"];
const DIALOG_KEYS = new Set(["l", "?", "H"]);
const HANDLERS = ["naive", "desnoyers-2010", "desnoyers-2010-repaired", "rostedt-3.3", "mainline", "fred"];
const PLACES = ["workload", "workload+0x3", "nmi", "12", "30", "no_such_label", "nmi#2"];
const EVENTS = ["nmi", "nmi", "pf", "db", "bp", "mc", "irq(32)"];
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
  { width: 1240, height: 800 },
  { width: 900, height: 700 },
] as const;

const blur = (page: Page): Promise<void> =>
  page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });

async function press(page: Page, keys: string): Promise<void> {
  for (const key of keys.split(" ")) await page.keyboard.press(key);
}

export async function closeDialogs(page: Page): Promise<void> {
  for (let n = 0; n < 4 && (await page.locator("dialog[open]").count()) > 0; n++) await page.keyboard.press("Escape");
}

/** One of those that there are; undefined: none. */
async function oneOf(hand: Hand, selector: string) {
  const found = hand.page.locator(selector);
  const count = await found.count();
  return count === 0 ? undefined : found.nth(hand.random.below(count));
}

async function click(hand: Hand, selector: string): Promise<void> {
  const found = await oneOf(hand, selector);
  if (found !== undefined && (await found.isVisible())) await found.click({ timeout: 2000 }).catch(() => {});
}

async function choose(hand: Hand, selector: string, values: readonly string[]): Promise<void> {
  const field = hand.page.locator(selector);
  if (!(await field.isVisible())) return;
  const wanted = hand.random.pick(values, "");
  const options = await field
    .locator("option")
    .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
  if (options.includes(wanted)) await field.selectOption(wanted);
}

async function keys(hand: Hand, list: readonly string[], most: number): Promise<void> {
  await blur(hand.page);
  for (let n = 1 + hand.random.below(most); n > 0; n--) await press(hand.page, hand.random.pick(list, "s"));
}

async function edit(hand: Hand): Promise<void> {
  const { page, random } = hand;
  const first = page.locator(".editor .view-line").first();
  if (!(await first.isVisible())) return;
  const before = await page.locator(".handler-choice").inputValue();
  await first.click({ timeout: 2000 }).catch(() => {});
  if (!(await page.evaluate(() => document.activeElement?.closest(".monaco-editor") !== null))) return;
  await page.keyboard.press("Control+Home");
  const mark = `soak ${hand.typed.length} of ${before}`;
  await page.keyboard.type(`# ${mark}`);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  const shown = (await page.locator(".editor .view-lines").textContent())?.replaceAll("\u00a0", " ") ?? "";
  // The text of a level is the level's, and no draft.
  if (shown.includes(mark) && (await page.locator(".goal-strip").count()) === 0) hand.typed.push(mark);
  if (random.chance(4))
    await page.keyboard.type(random.pick(["bogus %rax\n", "nop\n", "pushq %rax\n", "jmp nowhere\n"], ""));
  if (random.chance(2)) await page.keyboard.press("Control+Enter");
  await blur(page);
}

async function scheduleItem(hand: Hand): Promise<void> {
  const field = hand.page.locator(".add-item input");
  if (!(await field.isVisible())) return;
  await field.fill(`${hand.random.pick(EVENTS, "nmi")}@${hand.random.pick(PLACES, "0")}`);
  await field.press("Enter");
  await field.fill("");
}

async function console(hand: Hand): Promise<void> {
  const { page, random } = hand;
  if (!(await page.locator(".console-toggle").isVisible())) return;
  if ((await page.locator(".console.open").count()) === 0) await page.locator(".console-toggle").click();
  await page.locator(".xterm-helper-textarea").waitFor({ state: "attached" });
  await page.locator(".xterm-helper-textarea").focus();
  for (let n = 1 + random.below(4); n > 0; n--) {
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
  await blur(hand.page);
  await hand.page.keyboard.press("e");
  await hand.page.waitForTimeout(200 + hand.random.below(1500));
  await hand.page.keyboard.press("Escape");
  await click(hand, ".violation button, .explorer .link-button");
}

async function share(hand: Hand): Promise<void> {
  const { page, random } = hand;
  await blur(page);
  await page.keyboard.press("y");
  await page.locator("dialog[open]").waitFor();
  await page.getByLabel("Title (in the link)").fill(random.pick(["", "A title", "<b>“ü”</b>"], ""));
  const formats = page.locator(".share-export select");
  const all = await formats
    .locator("option")
    .evaluateAll((list) => list.map((one) => (one as HTMLOptionElement).value));
  await formats.selectOption(random.pick(all, "text"));
  await page.locator(".share-export").getByRole("button", { name: "Save" }).click();
  await page.waitForTimeout(100);
  await closeDialogs(page);
}

async function followLink(hand: Hand): Promise<void> {
  const { random, page } = hand;
  const made = await makeLink({
    scenario: {
      handler: { kind: "catalogue", name: random.pick(HANDLERS, "naive") },
      workload: random.pick(["kernel", "user", "page-fault"] as const, "kernel"),
      body: "touch",
      options: {},
      schedule: [{ event: "nmi", when: String(random.below(20)) }],
      title: `link ${random.below(1000)}`,
    },
    position: random.below(10),
  });
  if (!made.ok) throw new Error(made.failure.message);
  await page.evaluate(
    (hash) => void (location.hash = hash),
    random.chance(6) ? made.fragment.slice(0, -7) : made.fragment,
  );
  await page.waitForTimeout(100);
}

async function look(hand: Hand): Promise<void> {
  const { page, random } = hand;
  const key = random.pick(LOOKS, "m");
  await blur(page);
  await page.keyboard.press(key);
  // A dialog may have to be fetched first.
  if (DIALOG_KEYS.has(key)) await page.locator("dialog[open]").waitFor();
  else await page.waitForTimeout(80);
  await click(hand, ".look button, dialog[open] .link-button, .what-if-go, .stack button.word, .register-link");
  await closeDialogs(page);
  if (random.chance(2)) await page.keyboard.press("Escape");
}

async function palette(hand: Hand): Promise<void> {
  const { page, random } = hand;
  await blur(page);
  await page.keyboard.press("Control+k");
  const wanted = random.pick(["show", "fold", "theme", "table", "cpu", "presentation", "back", "intel"], "show");
  await page.locator("dialog[open] .palette-search").fill(wanted);
  await page.keyboard.press("Enter");
  await page.waitForTimeout(80);
  await closeDialogs(page);
}

async function level(hand: Hand): Promise<void> {
  await blur(hand.page);
  await hand.page.keyboard.press("L");
  await hand.page.locator("dialog[open]").waitFor();
  await click(hand, "dialog[open] li button");
  await closeDialogs(hand.page);
  await keys(hand, [...MOVES, "i"], 5);
  await choose(hand, ".handler-choice", HANDLERS);
}

async function undo(hand: Hand): Promise<void> {
  await keys(hand, ["Control+z", "Control+z", "Control+Shift+z"], 4);
}

export const ACTIONS: readonly Action[] = [
  { name: "move", weight: 30, run: (hand) => keys(hand, MOVES, 8) },
  { name: "inject", weight: 16, run: (hand) => keys(hand, INJECTIONS, 3) },
  { name: "edit", weight: 9, run: edit },
  { name: "type a schedule item", weight: 5, run: scheduleItem },
  { name: "tick a schedule item", weight: 4, run: (hand) => click(hand, ".schedule-row input") },
  { name: "choose a handler", weight: 4, run: (hand) => choose(hand, ".handler-choice", [...HANDLERS, "own"]) },
  {
    name: "choose a workload",
    weight: 3,
    run: (hand) => choose(hand, ".workload-choice", ["kernel", "user", "syscall"]),
  },
  { name: "scrub", weight: 6, run: (hand) => click(hand, ".scrubber, .lanes-drawing .lane-cell") },
  { name: "console", weight: 8, run: console },
  { name: "explore", weight: 3, run: explore },
  { name: "share and export", weight: 3, run: share },
  { name: "follow a link", weight: 3, run: followLink },
  { name: "look", weight: 8, run: look },
  { name: "click a word", weight: 5, run: (hand) => click(hand, "button.word, .register-link, .ledger button") },
  { name: "palette", weight: 4, run: palette },
  { name: "level", weight: 1, run: level },
  { name: "undo and redo", weight: 6, run: undo },
  { name: "tabs", weight: 3, run: (hand) => click(hand, "[role=tab]") },
  { name: "strip", weight: 4, run: (hand) => click(hand, ".strip button, .notice button") },
  {
    name: "another size",
    weight: 2,
    run: async ({ page, random }) => page.setViewportSize(random.pick(SIZES, SIZES[0])),
  },
];
