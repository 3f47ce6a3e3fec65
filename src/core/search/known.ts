// Going over known ground: to where an event comes next, and past states where it
// tells nothing new. Judges nothing, as that was done.

import { Stop } from "../block";
import { ghostPart } from "../hash";
import { Ghost, ghost64, ghost8, top } from "../properties/block";
import { isKept, searchedSteps } from "../quick/searched";
import { rip } from "../state";
import { clearReport } from "../step";
import { addTransitions, judgeAhead, searchStep } from "./chain";
import { coverBefore, isCoveredLater } from "./coverage";
import { stopRecording } from "./found";
import { faulted } from "./marks";

/** Steps again over known ground; returns how many were taken. */
export function searchAdvance(steps: i32): i32 {
  for (let i = 0; i < steps;) {
    const reached = searchedSteps(1, 1 + steps - i, 0, 0, ghostPart, false);
    i += reached - 1;
    if (!isKept) {
      judgeAhead();
      i++;
    } else if (i < steps) {
      if (searchStep(0) != Stop.None) return i;
      i++;
    }
  }
  return steps;
}

/** A step was refused by `searchPass`. */
export let isPassedCleanly: bool = false;

/**
 * Up to `steps` steps on which nothing happens but an instruction, as transitions to known
 * states. Returns how many were taken before one that is more than that (`isPassedCleanly`: there was none).
 */
export function searchPass(steps: i32): i32 {
  let passed = searchedSteps(1, 1 + steps, 0, 0, ghostPart, false) - 1;
  isPassedCleanly = true;
  if (!isKept) {
    judgeAhead();
    isPassedCleanly = ghost64(Ghost.Noted) == 0;
    if (isPassedCleanly) passed++;
  } else if (passed == 0) {
    isPassedCleanly = isPlainStep();
    if (isPassedCleanly) passed++;
  }
  addTransitions(passed);
  return passed;
}

/** Takes a step; nothing happened on it but an instruction. */
function isPlainStep(): bool {
  const faultedBefore = faulted;
  coverBefore();
  if (searchStep(0) != Stop.None) return false;
  return faulted == faultedBefore && ghost64(Ghost.Noted) == 0 && !isCoveredLater();
}

/** An event again, on the way to known ground. */
export function searchRepeat(): void {
  clearReport();
  searchStep(1);
}

/** Steps until the workload runs and the machine is where the root is; -1: it does not come there cleanly. */
export function searchGoHome(limit: i32, at: u64): i32 {
  stopRecording();
  for (let i = 0; i < limit; i++) {
    if (ghost64(Ghost.Noted) != 0) return -1;
    if (top() == 0 && rip() == at && !ghost8(Ghost.IdleDue)) return i;
    if (searchStep(0) != Stop.None) return -1;
  }
  return -1;
}
