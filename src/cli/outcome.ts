// How a run ended, in a few characters: what a link's maker saw, and whether it is
// still so.

import { readFileSync } from "node:fs";
import { Machine } from "../machine/index.ts";
import type { OutcomeDigest } from "../scenario/link/link.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { runScenario } from "../session/index.ts";
import type { RunView } from "../session/views.ts";

/** With the machine standing at the end of the run. */
export function digestOf(machine: Machine, { length, end }: RunView): OutcomeDigest {
  return { state: machine.stateHash().toString(16), steps: length, end: end.kind };
}

/** Runs a scenario to its end; undefined if its handler does not assemble. */
export async function outcomeOf(scenario: Scenario, core: string): Promise<OutcomeDigest | undefined> {
  const machine = await Machine.create(readFileSync(core));
  for (const fact of runScenario(scenario, { machine })) {
    if (fact.kind === "end") return digestOf(machine, fact.view);
  }
  return undefined;
}

/** A sentence if the run is not what the link's maker saw. */
export function difference(then: OutcomeDigest, now: OutcomeDigest): string | undefined {
  if (then.state === now.state && then.steps === now.steps && then.end === now.end) return undefined;
  const told = ({ end, steps }: OutcomeDigest) => `${end} after ${steps} steps`;
  const how = told(then) === told(now) ? "in another state" : `${told(now)}, then: ${told(then)}`;
  return `this run ends otherwise than when the link was made (${how}): the emulator has changed since`;
}
