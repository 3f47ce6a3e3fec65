// A level while it is made: what the form holds, and the level that comes of it or
// what is missing. Plain data; nothing is judged here.

import type { Scenario } from "../scenario.ts";
import type { Level, LevelBounds, Role, Solution, Win, Witness } from "./level.ts";
import { readLevel, toLevelContent } from "./read-level.ts";
import { DRAFT_TEXTS } from "../texts/level-drafts.ts";

export const LEVEL_EVENTS = ["nmi", "pf", "db", "bp", "mc"] as const;

export interface LevelDraft {
  readonly title: string;
  readonly goal: string;
  readonly role: Role;
  /** Paragraphs, parted by empty lines. */
  readonly introduction: string;
  readonly explanation: string;
  readonly hints: readonly string[];
  /** Of attackers and breakers. */
  readonly winKind: "broken" | "seen";
  readonly properties: readonly string[];
  readonly witness: Witness;
  /** Of defenders. */
  readonly bounds: LevelBounds;
  readonly events: readonly string[];
  readonly mostEvents: number;
  /** "3-7, 10"; empty: as usual for the role. */
  readonly editable: string;
  /** What the learner begins with; its schedule is the level's. */
  readonly base: Scenario;
  /** The handler's text of the base. */
  readonly original: string;
  readonly solution: Solution | undefined;
  readonly par: number | undefined;
}

export type Drafted =
  { readonly ok: true; readonly level: Level } | { readonly ok: false; readonly problems: readonly string[] };

/** "Strike at last!" is "strike-at-last". */
export function idOf(title: string): string {
  const letters = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return letters
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "");
}

/** The same checks as for a level from a stranger, and what only its author can supply. */
export async function levelOfDraft(draft: LevelDraft): Promise<Drafted> {
  const problems: string[] = [];
  if (draft.title.trim() === "") problems.push(DRAFT_TEXTS.noTitle);
  else if (idOf(draft.title) === "") problems.push(DRAFT_TEXTS.noLetter);
  if (draft.goal.trim() === "") problems.push(DRAFT_TEXTS.noGoal);
  const isDefender = draft.role === "defender";
  const win = winOf(draft);
  if (win.kind === "broken" && win.properties.length === 0) problems.push(DRAFT_TEXTS.noProperty);
  if (!isDefender && draft.events.length === 0) problems.push(DRAFT_TEXTS.noEvent);
  const editable = readRanges(draft.editable);
  if (editable === "bad") problems.push(DRAFT_TEXTS.badLines);
  if (draft.solution === undefined) problems.push(DRAFT_TEXTS.noSolution);
  else if ((draft.solution.kind === "source") !== isDefender) problems.push(DRAFT_TEXTS.otherRole);
  if (problems.length > 0 || editable === "bad") return { ok: false, problems };
  const read = await readLevel(await toLevelContent(assemble(draft, win, editable), false));
  return read.ok ? { ok: true, level: read.level } : { ok: false, problems: [read.failure.message] };
}

function assemble(draft: LevelDraft, win: Win, editable: Level["editable"]): Level {
  const { role, base, solution, par } = draft;
  return {
    id: idOf(draft.title),
    title: draft.title.trim(),
    goal: draft.goal.trim(),
    role,
    introduction: paragraphs(draft.introduction),
    scenario: base,
    events: role === "defender" ? [] : draft.events,
    mostEvents: draft.mostEvents,
    editable: editable ?? (role === "attacker" ? [] : undefined),
    win,
    par: role === "defender" ? undefined : par,
    teaching: {
      hints: draft.hints.map((hint) => hint.trim()).filter((hint) => hint !== ""),
      solution,
      explanation: paragraphs(draft.explanation),
    },
    citations: [],
  };
}

function winOf({ role, winKind, properties, witness, bounds }: LevelDraft): Win {
  if (role === "defender") return { kind: "holds", bounds };
  return winKind === "broken" ? { kind: "broken", properties } : { kind: "seen", witness };
}

function paragraphs(text: string): readonly string[] {
  const parts = text.split(/\n\s*\n/).map((part) => part.trim().replaceAll(/\s+/g, " "));
  return parts.filter((part) => part !== "");
}

function readRanges(text: string): Level["editable"] | "bad" {
  if (text.trim() === "") return undefined;
  const ranges: (readonly [number, number])[] = [];
  for (const part of text.split(",")) {
    const match = /^\s*(\d{1,6})\s*(?:-\s*(\d{1,6})\s*)?$/.exec(part);
    if (match === null) return "bad";
    const from = Number(match[1]);
    const to = Number(match[2] ?? match[1]);
    if (from < 1 || to < from) return "bad";
    ranges.push([from, to]);
  }
  return ranges;
}
