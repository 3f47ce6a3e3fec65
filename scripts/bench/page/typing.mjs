// An edit of a program of 1,000 lines in the built page: from the question to the
// machine's worker until its answer: assembled, booted and run anew.
import { askedOf, watchWorkers } from "./asked.mjs";
import { median, open } from "./figures.mjs";

const LINES = [
  "cld",
  "pushq %rdx",
  "movq %rsp, %rdx",
  "cmpl $0x10, 16(%rsp)",
  "jne 1f",
  "leaq -10*8(%rsp), %rdx",
  "movq %gs:0x28, %rax # per-CPU",
  "testb $3, 8+8(%rsp)",
  "1: swapgs",
  "addq $(6*8), %rsp",
];
const EDITS = 30;
/** Longer than the page waits after the last key. */
const PAUSE_MS = 600;

const label = (n) => (n % LINES.length === 0 ? `entry${n}: ` : "");
const PROGRAM = `nmi:\n${Array.from({ length: 1000 }, (_, n) => `${label(n)}${LINES[n % LINES.length]}\n`).join("")}iretq\n`;

export async function typing(site) {
  const { page, context } = await open(site, watchWorkers);
  await page.locator(".editor .view-line").first().click();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(PROGRAM);
  await page.waitForTimeout(5 * PAUSE_MS);
  for (let edit = 0; edit < EDITS; edit++) {
    if (edit % 2 === 0) await page.keyboard.type("#");
    else await page.keyboard.press("Backspace");
    await page.waitForTimeout(PAUSE_MS);
  }
  const asked = await askedOf(page);
  await context.close();
  // the first is the paste
  const edits = asked.filter(({ kind }) => kind === "edit-source").slice(1);
  const times = edits.map(({ milliseconds }) => milliseconds);
  const note = `best ${Math.min(...times).toFixed(1)} ms`;
  return [{ name: "an edit of 1,000 lines, answered", value: median(times), unit: "ms", budget: 16, note }];
}
