// A search asked for by a message, and its answer with the names that the command line's
// JSON has. Loaded with the first such question.

import type { Page } from "../../store/page.ts";
import { scheduleWords } from "../../store/texts/explorer-long.ts";

export async function explored(page: Page, bounds: Readonly<Record<string, number>>): Promise<Record<string, unknown>> {
  page.explorer.setBounds(bounds);
  const result = await page.explorer.explore();
  if (result === undefined)
    return { type: "error", message: `explore: ${page.store.getState().explorer.failure ?? "there is no answer"}` };
  const { scenario } = page.store.getState();
  const violations = await Promise.all(
    result.violations.map(async ({ property, schedule, injections, steps, at, explanation, workload }) => {
      const shown = scenario === undefined ? undefined : { ...scenario, schedule, workload };
      const link = shown && (await page.codec.encode({ scenario: shown, position: steps - 1 }).catch(() => undefined));
      const words = {
        property,
        schedule: schedule.length === 0 ? "" : scheduleWords(schedule),
        injections,
        steps,
        at,
        explanation,
        workload,
      };
      return { ...words, ...(link === undefined ? {} : { link }) };
    }),
  );
  return {
    type: "explored",
    bounds: result.bounds,
    workloads: result.workloads,
    verdict: result.verdict,
    limits: [...new Set(result.parts.flatMap(({ report }) => report.limits))],
    states: result.states,
    transitions: result.parts.reduce((sum, { report }) => sum + report.transitions, 0),
    seconds: result.seconds,
    violations,
  };
}
