// The schedule as text: `EVENT@WHEN; EVENT@WHEN`. Parses it with a range for each
// error, and prints it. Never throws, whatever the text.

import type { ScheduleItem } from "./scenario.ts";
import { parseEvent, parseWhen, printEvent, printWhen, type Parsed, type Problem } from "./schedule-words.ts";
import * as texts from "./texts/schedule.ts";

export interface ParsedSchedule {
  /** Of the items that are right, in the text's order. */
  readonly items: readonly ScheduleItem[];
  readonly problems: readonly Problem[];
}

function shift({ from, to, message }: Problem, by: number): Problem {
  return { from: from + by, to: to + by, message };
}

/** One item, in canonical spelling. */
export function parseItem(text: string): Parsed<ScheduleItem> {
  const at = text.indexOf("@");
  if (at < 0) {
    const from = text.length - text.trimStart().length;
    const to = from + text.trim().length;
    return { ok: false, problem: { from, to, message: texts.noItem } };
  }
  const event = parseEvent(text.slice(0, at));
  if (!event.ok) return event;
  const when = parseWhen(text.slice(at + 1));
  if (!when.ok) return { ok: false, problem: shift(when.problem, at + 1) };
  return { ok: true, value: { event: printEvent(event.value), when: printWhen(when.value) } };
}

/** Items are separated by `;` or line ends; empty ones are skipped. */
export function parseSchedule(text: string): ParsedSchedule {
  const items: ScheduleItem[] = [];
  const problems: Problem[] = [];
  let from = 0;
  for (const part of text.split(/[;\n]/)) {
    if (part.trim() !== "") {
      const item = parseItem(part);
      if (item.ok) items.push(item.value);
      else problems.push(shift(item.problem, from));
    }
    from += part.length + 1;
  }
  return { items, problems };
}

export function printItem(item: ScheduleItem): string {
  return `${item.event}@${item.when}`;
}

/** What runs: items that are switched off are left out. */
export function printSchedule(items: readonly ScheduleItem[]): string {
  return items
    .filter((item) => item.off !== true)
    .map(printItem)
    .join("; ");
}
