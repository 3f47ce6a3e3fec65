// The hand of the random user: what every action needs of the page and of chance.
import type { BrowserContext, Page } from "playwright-core";

import type { Random } from "../../fuzz/random.ts";

export interface Hand {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly random: Random;
  /** Address of the page, with a slash at its end. */
  readonly url: string;
  /** Comments that were typed into some source, the newest last. */
  readonly typed: string[];
  /** Whatever the page must not have done, found by an action itself. */
  readonly wrong: string[];
}

export interface Action {
  readonly name: string;
  readonly weight: number;
  run(hand: Hand): Promise<void>;
}

/** A click that finds its button gone or covered was too late: so are people's. */
const CLICK_MS = 1500;
const LATE_MS = 5000;

export const blur = (page: Page): Promise<void> =>
  page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });

/** Keys one after the other: "x 1". */
export async function press(page: Page, keys: string): Promise<void> {
  for (const key of keys.split(" ")) await page.keyboard.press(key);
}

export async function closeDialogs(page: Page): Promise<void> {
  for (let n = 0; n < 4 && (await page.locator("dialog[open]").count()) > 0; n++) await page.keyboard.press("Escape");
}

/** By its key; one that a button opened before may be late, and comes in its way. */
export async function openDialog(page: Page, key: string, selector = "dialog[open]"): Promise<void> {
  const shown = page.locator(selector).first();
  for (let n = 0; n < 4; n++) {
    await closeDialogs(page);
    await blur(page);
    await page.keyboard.press(key);
    if (
      await shown.waitFor({ timeout: LATE_MS }).then(
        () => true,
        () => false,
      )
    )
      return;
  }
  await shown.waitFor();
}

/** One of those that are seen; false: there is none. */
export async function click({ page, random }: Hand, selector: string): Promise<boolean> {
  const found = page.locator(selector).filter({ visible: true });
  const count = await found.count();
  if (count === 0) return false;
  await found
    .nth(random.below(count))
    .click({ timeout: CLICK_MS })
    .catch(() => {});
  return true;
}

/** One of its options, if there is such a list. */
export async function choose({ page, random }: Hand, selector: string): Promise<void> {
  const lists = page.locator(selector).filter({ visible: true });
  const list = lists.nth(random.below(await lists.count()));
  if ((await list.count()) === 0) return;
  const options = await list
    .locator("option:enabled")
    .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
  await list.selectOption(random.pick(options, ""), { timeout: CLICK_MS }).catch(() => {});
}

/** Up to `most` of these, with nothing focused. */
export async function keys({ page, random }: Hand, list: readonly string[], most: number): Promise<void> {
  await blur(page);
  for (let n = 1 + random.below(most); n > 0; n--) await press(page, random.pick(list, "s"));
}
