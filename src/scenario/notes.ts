// Notes pinned to moments of a run: short, plain text, one a moment, in order.

import type { MomentNote, Scenario } from "./scenario.ts";

export const LONGEST_NOTE = 280;
export const MOST_NOTES = 64;

/** One line, without blanks at its ends, cut where it is too long. */
export function noteText(typed: string): string {
  const line = typed.replace(/[\s\p{Cc}]+/gu, " ").trim();
  let kept = "";
  for (const sign of line) {
    if (kept.length + sign.length > LONGEST_NOTE) break;
    kept += sign;
  }
  return kept.trim();
}

/** `notes` with this text at that moment; an empty text takes the note away. */
export function withNote(notes: readonly MomentNote[], at: number, typed: string): readonly MomentNote[] {
  const text = noteText(typed);
  const others = notes.filter((note) => note.at !== at);
  return text === "" ? others : [...others, { at, text }].toSorted((a, b) => a.at - b.at);
}

/** The scenario with these notes, in the form in which scenarios are compared. */
export function noted(scenario: Scenario, notes: readonly MomentNote[]): Scenario {
  const { notes: _, ...rest } = scenario;
  return notes.length === 0 ? rest : { ...rest, notes };
}

/** "the start", "step 4" */
export function momentWords(at: number): string {
  return at === 0 ? "the start" : `step ${at - 1}`;
}
