// A schedule that breaks something, run once and made into a link that opens it
// one step before the damage.

import { defined } from "../base/assert.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { printSchedule } from "../scenario/schedule.ts";
import type { RunView } from "../session/views.ts";
import { SCENARIO_LINKS } from "../store/scenario-link.ts";
import { scenarioWithin, type Break, type VerdictRow } from "./matrix/verdicts.ts";
import type { Resting } from "./resting.ts";

export interface Counterexample {
  /** "#v1..." */
  readonly fragment: string;
  readonly schedule: string;
  /** The bad step, and what it is, in one sentence. */
  readonly step: number;
  readonly summary: string;
}

const brokenIn = (run: RunView, property: string) => run.violations.find((one) => one.property === property);

/** As recorded, if that still breaks it; searched for if not. Throws if it does not break at all. */
export async function counterexampleOf(
  resting: Resting,
  { entry, workload, bounds }: VerdictRow,
  { property, schedule }: Break,
): Promise<Counterexample> {
  const recorded = schedule === undefined ? undefined : scenarioWithin(entry, workload, schedule);
  const shown = recorded && (await exampleOf(resting, recorded, property));
  if (shown !== undefined) return shown;
  const found = (await resting.exploring.violations(entry.name, workload, bounds)).find(
    (violation) => violation.property === property,
  );
  const { schedule: items } = defined(found, `a schedule by which ${entry.name} breaks ${property} (${workload})`);
  const scenario = { ...scenarioWithin(entry, workload, ""), schedule: items };
  return defined(await exampleOf(resting, scenario, property), `a run that breaks ${property}`);
}

async function exampleOf(resting: Resting, scenario: Scenario, property: string): Promise<Counterexample | undefined> {
  const run = await resting.run(scenario);
  const violation = brokenIn(run, property);
  if (violation === undefined) return undefined;
  const { step, summary } = violation;
  const fragment = await linkTo(scenario, run, step);
  return { fragment, schedule: printSchedule(scenario.schedule), step, summary };
}

/** Where a schedule is best looked at: before what breaks first, else where its last event arrived. */
export async function tellingFragment(resting: Resting, scenario: Scenario): Promise<string> {
  const run = await resting.run(scenario);
  return linkTo(scenario, run, tellingPosition(run));
}

/** With the run's end, so that the tool says so if it ends otherwise there. */
function linkTo(scenario: Scenario, { digest }: RunView, position: number): Promise<string> {
  return SCENARIO_LINKS.encode({ scenario, position, ...(digest === undefined ? {} : { digest }) });
}

export function tellingPosition({ violations, schedule, length }: RunView): number {
  const steps = violations.map(({ step }) => step);
  if (steps.length > 0) return Math.min(...steps);
  return Math.min(length, 1 + Math.max(0, ...schedule.map(({ at }) => at ?? 0)));
}
