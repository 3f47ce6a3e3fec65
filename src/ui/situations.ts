// A key each for the schedules worth seeing with the handler that is open: a lecturer
// has them at hand.

import { demonstrationsOf } from "../store/catalogue.ts";
import type { CommandParts } from "./commands.ts";
import { TEXTS } from "./texts.ts";

const KEYS = [1, 2, 3, 4] as const;

export const SITUATIONS: readonly CommandParts[] = KEYS.map((number) => ({
  id: `situation-${number}`,
  title: TEXTS.schedule.situation(number),
  group: "Inject",
  keys: [String(number)],
  run(page) {
    const shown = demonstrationsOf(page.store.getState().scenario)[number - 1];
    if (shown !== undefined) void page.openDemonstration(shown.scenario);
  },
  blocked(state) {
    const { length } = demonstrationsOf(state.scenario);
    return number <= length ? undefined : TEXTS.schedule.noSituation(length);
  },
}));
