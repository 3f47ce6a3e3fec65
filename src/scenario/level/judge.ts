// Whether a run or an exploration wins a level. Takes plain facts; knows nothing
// of where they come from.

import type { Scenario, ScheduleItem } from "../scenario.ts";
import type { Level, Witness } from "./level.ts";
import { deletedLine } from "./deleted.ts";
import { lockedLineChanged } from "./locked.ts";
import { faultsByItself, tampered, type HandlerFacts } from "./tampering.ts";
import { FOUL_TEXTS, SURROUNDINGS_TEXTS } from "../texts/level-judging.ts";

/** What a run has shown, as the session's views tell it. */
export interface RunFacts {
  readonly source: string;
  readonly schedule: readonly ScheduleItem[];
  /** Properties broken somewhere on the run. */
  readonly broken: readonly string[];
  /** What a run can show without breaking anything. */
  readonly seen: readonly Witness[];
}

/** What an exploration of the learner's handler has answered. */
export interface ExplorationFacts {
  readonly verdict: "holds" | "violated" | "incomplete";
  readonly bounds: { readonly nmis: number; readonly faults: number; readonly machineChecks: number };
  /** A run of the regular NMI code was begun in some schedule: a handler that does nothing shall not win. */
  readonly served: boolean;
  /** A page fault came inside an NMI in some schedule. */
  readonly faultInside: boolean;
}

/** A handler's text and what it assembled to. */
export interface Written {
  readonly text: string;
  readonly code: HandlerFacts;
}

export type Judgement =
  | { readonly kind: "won"; readonly events: number }
  | { readonly kind: "open" }
  /** Not allowed in this level, and why; a locked line can be put back. */
  | { readonly kind: "foul"; readonly reason: string; readonly lockedLine?: number };

const OPEN: Judgement = { kind: "open" };

/** Events of the learner's own that are switched on. */
export function ownEvents(level: Level, schedule: readonly ScheduleItem[]): readonly ScheduleItem[] {
  const given = level.scenario.schedule.map(key);
  const own: ScheduleItem[] = [];
  for (const item of schedule) {
    const at = given.indexOf(key(item));
    if (at >= 0) given.splice(at, 1);
    else if (item.off !== true) own.push(item);
  }
  return own;
}

const key = ({ event, when }: ScheduleItem): string => `${event}@${when}`;

/** `original`: the level's own source text, with which the learner began. */
export function judgeRun(level: Level, original: string, facts: RunFacts): Judgement {
  if (level.win.kind === "holds") return OPEN;
  const foul = foulOf(level, original, facts);
  if (foul !== undefined) return { kind: "foul", reason: foul };
  const { win } = level;
  const won =
    win.kind === "broken"
      ? win.properties.some((property) => facts.broken.includes(property))
      : facts.seen.includes(win.witness);
  return won ? { kind: "won", events: ownEvents(level, facts.schedule).length } : OPEN;
}

/** `original`: with which the learner began. Undefined facts: this text was not explored. */
export function judgeExploration(
  level: Level,
  original: Written,
  edited: Written,
  facts: ExplorationFacts | undefined,
): Judgement {
  const { win } = level;
  if (win.kind !== "holds") return OPEN;
  const locked = lockedLineChanged(level.editable, original.text, edited.text);
  if (locked !== undefined) return { kind: "foul", reason: FOUL_TEXTS.lineIsLocked(locked), lockedLine: locked };
  const reason = tampered(level, original.code, edited.code);
  if (reason !== undefined) return { kind: "foul", reason };
  if (facts === undefined) return OPEN;
  const { nmis, faults, machineChecks } = win.bounds;
  const enough =
    facts.bounds.nmis >= nmis && facts.bounds.faults >= faults && facts.bounds.machineChecks >= machineChecks;
  if (facts.verdict !== "holds" || !enough) return OPEN;
  if (!facts.served) return { kind: "foul", reason: FOUL_TEXTS.neverServed };
  if (faults > 0 && !facts.faultInside && faultsByItself(level, original.code, original.text))
    return { kind: "foul", reason: FOUL_TEXTS.neverFaults };
  return { kind: "won", events: 0 };
}

function foulOf(level: Level, original: string, facts: RunFacts): string | undefined {
  const own = ownEvents(level, facts.schedule);
  const strange = own.find(({ event }) => !level.events.includes(event.replace(/\(.*$/, "")));
  if (strange !== undefined) return FOUL_TEXTS.foreignEvent(strange.event);
  if (own.length > level.mostEvents) return FOUL_TEXTS.tooManyEvents(level.mostEvents, own.length);
  if (level.role === "breaker") {
    if (own.length === 0 && facts.source === original) return undefined;
    return deletedLine(original, facts.source) === undefined ? FOUL_TEXTS.notOneDeleted : undefined;
  }
  return facts.source === original ? undefined : FOUL_TEXTS.handlerIsFixed;
}

/** What runs below the handler, and how the CPU behaves, is the level's: what was changed of it, in words. */
export function surroundingsChanged(level: Scenario, present: Scenario): string | undefined {
  if (level.workload !== present.workload) return SURROUNDINGS_TEXTS.workload(level.workload);
  if (level.body !== present.body) return SURROUNDINGS_TEXTS.body(level.body);
  const names = [...Object.keys(level.options), ...Object.keys(present.options)] as (keyof Scenario["options"])[];
  const changed = names.find((name) => level.options[name] !== present.options[name]);
  return changed === undefined ? undefined : SURROUNDINGS_TEXTS.option(changed);
}
