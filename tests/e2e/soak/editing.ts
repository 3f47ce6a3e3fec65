// Typing in the editor: whatever is typed or pasted is in its text, and what is taken
// back by its undo leaves the text as it was.
import type { Page } from "playwright-core";

import { blur, type Action, type Hand } from "./hand.ts";

const PASTED = ["pushq %rbx\n  popq %rbx\n", "# pasted\n\tnop\n", "  .rept 3\n  nop\n  .endr\n"];
const BROKEN = ["bogus %rax", "movq %rax", "jmp nowhere", '.ascii "open', ".macro without_end"];
const HELP = ["F8", "Control+Space", "Control+/", "Shift+Alt+F", "F12", "Control+f", "F2"];
const MOST_UNDONE = 30;
/** A busy machine is no failure. */
const COPIED_WITHIN_MS = 30_000;
/** Characters shown on both sides of a difference. */
const AROUND = 60;

const isInEditor = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.activeElement?.matches(".monaco-editor *") ?? false);

/** The whole text, as the editor would copy it; undefined: the keys are elsewhere. */
export async function editorText(page: Page): Promise<string | undefined> {
  if (!(await isInEditor(page))) return undefined;
  // It listens before the keys are pressed: those may overtake what a page is told to do.
  const copied = await page.evaluateHandle(
    (most) => ({
      text: new Promise<string | undefined>((done) => {
        const copy = ({ clipboardData }: ClipboardEvent): void => done(clipboardData?.getData("text/plain"));
        globalThis.addEventListener("copy", copy, { once: true });
        setTimeout(() => done(undefined), most);
      }),
    }),
    COPIED_WITHIN_MS,
  );
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Control+C");
  const text = await copied.evaluate(({ text: read }) => read);
  await copied.dispose();
  await page.keyboard.press("Control+Home");
  return text;
}

/** Where two texts part. */
function difference(before: string, after: string | undefined): string {
  if (after === undefined) return "the editor is left, or does not copy";
  let at = 0;
  while (at < before.length && before[at] === after[at]) at++;
  const from = Math.max(0, at - AROUND);
  return `${JSON.stringify(before.slice(from, at + AROUND))} became ${JSON.stringify(after.slice(from, at + AROUND))}`;
}

async function focusEditor(page: Page): Promise<boolean> {
  const tab = page.locator("#code-tab-handler").filter({ visible: true });
  if ((await tab.count()) > 0) await tab.click({ timeout: 2000 }).catch(() => {});
  const line = page.locator(".editor .view-line").filter({ visible: true }).first();
  if ((await line.count()) === 0) return false;
  await line.click({ timeout: 2000, position: { x: 2, y: 4 } }).catch(() => {});
  return isInEditor(page);
}

/** A comment that must be kept from now on; the text of a level is the level's, and no draft. */
async function comment({ page, typed, wrong }: Hand, before: string): Promise<void> {
  const mark = `soak ${typed.length} of ${await page.locator(".handler-choice").inputValue()}`;
  await page.keyboard.type(`# ${mark}`);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  const after = await editorText(page);
  const wanted = `# ${mark}\n${before.trimStart()}`;
  const found = after?.replace(/\n\s*/, "\n");
  if (found !== wanted.replace(/\n\s*/, "\n")) wrong.push(`"${mark}" was typed: ${difference(wanted, found)}`);
  else if ((await page.locator(".goal-strip").count()) === 0) typed.push(mark);
}

async function paste({ page, random, wrong }: Hand, before: string): Promise<void> {
  const text = random.pick(PASTED, "");
  await page.keyboard.insertText(text);
  const after = await editorText(page);
  const bare = (of: string | undefined): string => (of ?? "").replaceAll(/\s+/g, " ").trim();
  if (bare(after) !== bare(text + before))
    wrong.push(`${JSON.stringify(text)} was pasted: ${difference(text + before, after)}`);
}

async function changeAndUndo({ page, random, wrong }: Hand, before: string): Promise<void> {
  if (random.chance(2)) {
    await page.keyboard.press("Control+A");
    await page.keyboard.press("Delete");
    if (random.chance(2)) await page.waitForTimeout(500);
  } else {
    await page.keyboard.type(`${random.pick(BROKEN, "")}\n`);
    await page.keyboard.press("Escape");
  }
  let after: string | undefined;
  for (let n = 0; n < MOST_UNDONE && after !== before; n++) {
    await page.keyboard.press("Control+z");
    after = await editorText(page);
  }
  if (after !== before) wrong.push(`typing was undone: ${difference(before, after)}`);
}

async function breakIt({ page, random }: Hand): Promise<void> {
  await page.keyboard.type(`${random.pick(BROKEN, "")}\n`);
  await page.keyboard.press("Escape");
}

async function askForHelp({ page, random }: Hand): Promise<void> {
  for (let n = random.below(12); n > 0; n--)
    await page.keyboard.press(random.pick(["ArrowDown", "ArrowRight", "End"], "End"));
  await page.keyboard.press(random.pick(HELP, "F8"));
  await page.waitForTimeout(60);
  for (let n = 0; n < 3; n++) await page.keyboard.press("Escape");
}

const CHANGES = [comment, comment, comment, paste, changeAndUndo, changeAndUndo, breakIt, askForHelp];

async function edit(hand: Hand): Promise<void> {
  const { page, random } = hand;
  if (!(await focusEditor(page))) return;
  const before = await editorText(page);
  if (before === undefined) return;
  await random.pick(CHANGES, comment)(hand, before);
  if (random.chance(2)) await page.keyboard.press("Control+Enter");
  if (random.chance(3)) await page.waitForTimeout(random.below(600));
  await blur(page);
}

export const EDITING: readonly Action[] = [{ name: "edit", weight: 12, run: edit }];
