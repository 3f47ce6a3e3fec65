// How a scenario ends, for whoever makes a link to it.

import { readFileSync } from "node:fs";
import { Machine } from "../machine/index.ts";
import type { OutcomeDigest } from "../scenario/link/link.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { runScenario } from "../session/index.ts";

/** Runs a scenario to its end; undefined if its handler does not assemble. */
export async function outcomeOf(scenario: Scenario, core: string): Promise<OutcomeDigest | undefined> {
  const machine = await Machine.create(readFileSync(core));
  for (const fact of runScenario(scenario, { machine })) {
    if (fact.kind === "end") return fact.view.digest;
  }
  return undefined;
}
