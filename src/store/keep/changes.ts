// What was changed from one scenario to the next.

import { findListed } from "../../scenario/catalogue/listing.ts";
import { momentWords } from "../../scenario/notes.ts";
import { printItem } from "../../scenario/schedule.ts";
import type { MomentNote, Scenario, ScheduleItem } from "../../scenario/scenario.ts";
import { CHANGE_TEXTS } from "../texts/changes.ts";

export interface Change {
  readonly words: string;
  /** The text of the program, and nothing else. */
  readonly typed: boolean;
}

export function changeBetween(before: Scenario, after: Scenario): Change {
  const parts = [
    handlerChange(before, after),
    scheduleChange(before.schedule, after.schedule),
    before.workload === after.workload ? undefined : CHANGE_TEXTS.setWorkload(after.workload),
    before.body === after.body ? undefined : CHANGE_TEXTS.setBody(after.body),
    ...optionChanges(before, after),
    ...noteChanges(before.notes ?? [], after.notes ?? []),
    before.title === after.title && before.note === after.note ? undefined : CHANGE_TEXTS.setTitleOrNote,
  ].filter((part) => part !== undefined);
  const areOwn = before.handler.kind === "source" && after.handler.kind === "source";
  const typed = parts.length === 1 && areOwn && textOf(before) !== textOf(after);
  return { words: CHANGE_TEXTS.together(parts), typed };
}

/** A scenario's handler by its title, or its own name. */
export function handlerTitle({ handler }: Scenario): string {
  if (handler.kind === "catalogue") return findListed(handler.name)?.title ?? handler.name;
  if (handler.name === undefined) return CHANGE_TEXTS.ownHandler;
  return findListed(handler.name)?.title ?? handler.name;
}

function handlerChange(before: Scenario, after: Scenario): string | undefined {
  if (after.handler.kind === "catalogue") {
    const isSame = before.handler.kind === "catalogue" && before.handler.name === after.handler.name;
    return isSame ? undefined : CHANGE_TEXTS.openedHandler(handlerTitle(after));
  }
  if (before.handler.kind === "catalogue") return CHANGE_TEXTS.editedSource;
  if (textOf(before) === textOf(after)) return undefined;
  return CHANGE_TEXTS.editedLines(...changedLines(textOf(before) ?? "", textOf(after) ?? ""));
}

function textOf({ handler }: Scenario): string | undefined {
  return handler.kind === "source" ? handler.text : undefined;
}

/** First and last line of the new text that differ, from 1. */
function changedLines(before: string, after: string): readonly [number, number] {
  const old = before.split("\n");
  const now = after.split("\n");
  let from = 0;
  while (from < now.length - 1 && now[from] === old[from]) from += 1;
  let tail = 0;
  while (tail < now.length - 1 - from && tail < old.length - 1 && now.at(-1 - tail) === old.at(-1 - tail)) tail += 1;
  return [from + 1, now.length - tail];
}

function scheduleChange(before: readonly ScheduleItem[], after: readonly ScheduleItem[]): string | undefined {
  const spell = (item: ScheduleItem): string => CHANGE_TEXTS.event(printItem(item), item.off === true);
  const old = before.map(spell);
  const now = after.map(spell);
  if (old.join(";") === now.join(";")) return undefined;
  const added = without(after, old, spell);
  const gone = without(before, now, spell);
  const [one] = added;
  const [other] = gone;
  if (added.length === 0 && gone.length === 0) return CHANGE_TEXTS.reorderedEvents;
  if (one !== undefined && other !== undefined && added.length === 1 && gone.length === 1) {
    if (printItem(one) === printItem(other)) return CHANGE_TEXTS.switchedEvent(printItem(one), one.off === true);
    return CHANGE_TEXTS.replacedEvent(spell(other), spell(one));
  }
  if (one !== undefined && added.length === 1 && gone.length === 0) return CHANGE_TEXTS.addedEvent(spell(one));
  if (other !== undefined && gone.length === 1 && added.length === 0) return CHANGE_TEXTS.removedEvent(spell(other));
  return now.length === 0 ? CHANGE_TEXTS.removedAllEvents : CHANGE_TEXTS.setEvents(now);
}

/** Items whose spelling is not among these; one for one. */
function without(
  items: readonly ScheduleItem[],
  taken: readonly string[],
  spell: (item: ScheduleItem) => string,
): readonly ScheduleItem[] {
  const left = [...taken];
  return items.filter((item) => {
    const at = left.indexOf(spell(item));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function noteChanges(before: readonly MomentNote[], after: readonly MomentNote[]): readonly string[] {
  const now = new Map(after.map(({ at, text }) => [at, text]));
  const old = new Map(before.map(({ at, text }) => [at, text]));
  return [
    ...after
      .filter(({ at, text }) => old.get(at) !== text)
      .map(({ at }) =>
        old.has(at) ? CHANGE_TEXTS.changedNote(momentWords(at)) : CHANGE_TEXTS.pinnedNote(momentWords(at)),
      ),
    ...before.filter(({ at }) => !now.has(at)).map(({ at }) => CHANGE_TEXTS.removedNote(momentWords(at))),
  ];
}

function optionChanges(before: Scenario, after: Scenario): readonly string[] {
  const names = ["faultingIretUnblocks", "nullSsOnSameCplIst", "stiBlocksNmi", "fred"] as const;
  return names
    .filter((name) => before.options[name] !== after.options[name])
    .map((name) => CHANGE_TEXTS.setOption(name, after.options[name]));
}
