// Whether every place that a schedule names exists in the program.

import { parseEvent, parseWhen, resolvePlace, type PlaceText } from "../scenario/schedule-words.ts";
import { printItem } from "../scenario/schedule.ts";
import type { ScheduleItem } from "../scenario/scenario.ts";
import type { Program } from "../session/index.ts";
import { advice } from "./parse.ts";
import { Refusal } from "./terminal.ts";

export function refuseUnknownPlaces(schedule: readonly ScheduleItem[], { naming }: Program): void {
  for (const item of schedule) {
    if (item.off === true) continue;
    const places: PlaceText[] = [];
    for (const parsed of [parseEvent(item.event), parseWhen(item.when)]) {
      if (!parsed.ok) throw new Refusal(`schedule: ${printItem(item)}: ${parsed.problem.message}`);
      if (parsed.value.kind === "pf" && parsed.value.address !== undefined) places.push(parsed.value.address);
      if (parsed.value.kind === "place") places.push(parsed.value.place);
    }
    for (const place of places) {
      if (resolvePlace(place, (name) => naming.symbol(name)) !== undefined) continue;
      const known = advice(place.symbol ?? "", [...naming.symbols.keys()]);
      throw new Refusal(`schedule: ${printItem(item)}: there is no label "${place.symbol}" in this program.${known}`);
    }
  }
}
