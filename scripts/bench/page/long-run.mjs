// A run of a million steps in the open page, with an NMI at its begin and a page fault
// in its middle.

export const LAST = 1_000_000;

export async function openLongRun(page) {
  await page.locator(".handler-choice").selectOption("desnoyers-2010-repaired");
  const field = page.getByLabel("Add to schedule");
  for (const item of ["nmi@5", "pf@500000"]) {
    await field.fill(item);
    await field.press("Enter");
    await page.locator(".schedule-row code", { hasText: item }).waitFor();
  }
  await field.evaluate((element) => element.blur());
  await page.keyboard.press("`");
  await page.locator(".xterm-helper-textarea").focus();
  await page.keyboard.type(`seek ${LAST}`);
  await page.keyboard.press("Enter");
  const shown = String(LAST - 1);
  await page.waitForFunction((step) => document.querySelector(".step-number b").textContent === step, shown);
  await page.locator(".console-toggle").click();
}

/** One line for a whole run, and no quiet stretches folded away. */
export async function showAll(page) {
  await page.getByRole("button", { name: "Fold stretches" }).click();
  await page.getByRole("button", { name: "Show the whole run" }).click();
}
