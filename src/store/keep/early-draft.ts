// What is done before the keeper is here, as on a first visit with a slow network: noted
// at once, as it stands, for the keeper of the next visit.

import type { PageState } from "../state.ts";
import { presentMoment } from "../selectors.ts";

/** As long as it is there, a visit looks for what is kept. */
export const EARLY_DRAFT = "nmi-stepper.early";

type Where = Pick<Storage, "setItem" | "removeItem"> | undefined;

/** False: nothing was done that could be lost. */
export function noteEarly(storage: Where, state: PageState, before: PageState): boolean {
  const isTyped = state.sourcePending && state.sourceText !== before.sourceText;
  const isChanged = before.scenario !== undefined && state.scenario !== before.scenario;
  const moment = isTyped || isChanged ? presentMoment(state) : undefined;
  if (moment === undefined || state.level !== undefined) return false;
  try {
    storage?.setItem(EARLY_DRAFT, JSON.stringify(moment));
  } catch {
    // Nothing can be kept here: the keeper says so when it comes.
  }
  return true;
}

export function dropEarly(storage: Where): void {
  try {
    storage?.removeItem(EARLY_DRAFT);
  } catch {
    // It is read again, as a draft of its own.
  }
}
