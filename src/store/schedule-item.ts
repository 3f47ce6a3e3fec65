// `EVENT@WHEN` as typed in the schedule's field.

import { parseItem } from "../scenario/schedule.ts";
import type { ScheduleItem } from "../scenario/scenario.ts";

export type TypedItem =
  { readonly kind: "item"; readonly item: ScheduleItem } | { readonly kind: "problem"; readonly message: string };

export function readItem(text: string): TypedItem {
  const parsed = parseItem(text);
  return parsed.ok ? { kind: "item", item: parsed.value } : { kind: "problem", message: parsed.problem.message };
}
