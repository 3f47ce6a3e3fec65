// What opens over the page: share and export, palette, levels, history, keys, links
// that are followed under the open page.
import { makeLink } from "../../../src/scenario/link/link.ts";
import { click, closeDialogs, keys, openDialog, type Action, type Hand } from "./hand.ts";

const HANDLERS = ["naive", "desnoyers-2010", "desnoyers-2010-repaired", "rostedt-3.3", "mainline", "fred"];
const WORKLOADS = ["kernel", "user", "page-fault"] as const;
/** Of the palette's commands; the rest of its list is walked into by arrow keys. */
const WISHES = ["show", "fold", "theme", "table", "cpu", "presentation", "back", "intel", "level", "option", ""];
/** A deleted draft is no lost one, but neither could be told from the other. */
const HARMLESS = ":not([aria-label^=Delete]):not(.history-delete)";

async function share(hand: Hand): Promise<void> {
  const { page, random } = hand;
  await openDialog(page, "y", "dialog[open] .share-export");
  await page.getByLabel("Title (in the link)").fill(random.pick(["", "A title", "<b>“ü”</b>"], ""));
  const formats = page.locator(".share-export select");
  const all = await formats
    .locator("option")
    .evaluateAll((list) => list.map((one) => (one as HTMLOptionElement).value));
  await formats.selectOption(random.pick(all, "text"));
  await page.locator(".share-export").getByRole("button", { name: "Save" }).click();
  if (random.chance(2)) await click(hand, "dialog[open] summary, dialog[open] input[type=checkbox]");
  await page.waitForTimeout(100);
  await closeDialogs(page);
}

async function followLink({ random, page }: Hand): Promise<void> {
  const made = await makeLink({
    scenario: {
      handler: { kind: "catalogue", name: random.pick(HANDLERS, "naive") },
      workload: random.pick(WORKLOADS, "kernel"),
      body: "touch",
      options: {},
      schedule: [{ event: "nmi", when: String(random.below(20)) }],
      title: `link ${random.below(1000)}`,
    },
    position: random.below(10),
  });
  if (!made.ok) throw new Error(made.failure.message);
  const fragment = random.chance(6) ? made.fragment.slice(0, -7) : made.fragment;
  await page.evaluate((hash) => void (location.hash = hash), random.chance(8) ? "#level=one-at-a-time" : fragment);
  await page.waitForTimeout(random.below(300));
}

async function palette({ page, random }: Hand): Promise<void> {
  await openDialog(page, "Control+k", "dialog[open] .palette-search");
  await page.locator("dialog[open] .palette-search").fill(random.pick(WISHES, "show"));
  for (let n = random.below(10); n > 0; n--) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(80);
  await closeDialogs(page);
}

async function level(hand: Hand): Promise<void> {
  await openDialog(hand.page, "L");
  await click(hand, "dialog[open] li button");
  if (hand.random.chance(2)) await hand.page.waitForTimeout(300);
  await closeDialogs(hand.page);
  await keys(hand, ["s", "n", "i", "b", "c"], 5);
}

/** Any other dialog, and one of its buttons. */
async function dialog(hand: Hand): Promise<void> {
  const { page, random } = hand;
  await openDialog(page, random.pick(["?", "l", "H", "H", "L"], "?"));
  await click(hand, `dialog[open] button${HARMLESS}`);
  await page.waitForTimeout(100);
  await closeDialogs(page);
}

export const DIALOGS: readonly Action[] = [
  { name: "share and export", weight: 3, run: share },
  { name: "follow a link", weight: 3, run: followLink },
  { name: "palette", weight: 5, run: palette },
  { name: "level", weight: 1, run: level },
  {
    name: "leave the level",
    weight: 3,
    run: async (hand) => void (await click(hand, ".goal-buttons button:last-child")),
  },
  { name: "level's button", weight: 2, run: async (hand) => void (await click(hand, ".goal-strip button")) },
  { name: "dialog", weight: 3, run: dialog },
];
