// How a run ended, in a few characters: what a link's maker saw, and whether it is
// still so. Knows nothing of links.

import type { OutcomeDigest } from "../scenario/link/link.ts";
import type { StepMachine } from "./machine-face.ts";
import type { RunEnd } from "./views.ts";
import { endsOtherwise } from "./texts/moves.ts";

/** With the machine standing at the end of the run. */
export function digestOf(machine: StepMachine, length: number, end: RunEnd): OutcomeDigest {
  return { state: machine.stateHash().toString(16), steps: length, end: end.kind };
}

/** A sentence if the run is not what the link's maker saw. */
export function digestDifference(then: OutcomeDigest, now: OutcomeDigest): string | undefined {
  if (then.state === now.state && then.steps === now.steps && then.end === now.end) return undefined;
  return endsOtherwise(then, now);
}
