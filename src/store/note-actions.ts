// What the user does to notes: every change is the whole list anew. Loaded with the
// first note.

import { MOST_NOTES, noteText, withNote } from "../scenario/notes.ts";
import type { MomentNote } from "../scenario/scenario.ts";
import type { Page } from "./page.ts";
import type { PageState } from "./state.ts";

export { LONGEST_NOTE, MOST_NOTES, momentWords } from "../scenario/notes.ts";

const NONE: readonly MomentNote[] = [];

export function notesOf({ scenario }: PageState): readonly MomentNote[] {
  return scenario?.notes ?? NONE;
}

/** The notes around the present moment that this run reaches. */
export function neighbours(state: PageState): {
  readonly before: MomentNote | undefined;
  readonly after: MomentNote | undefined;
} {
  const at = state.moment?.position ?? 0;
  const length = state.run?.length ?? 0;
  const notes = notesOf(state);
  return {
    before: notes.findLast((note) => note.at < at),
    after: notes.find((note) => note.at > at && note.at <= length),
  };
}

export async function goToNote(page: Page, to: "before" | "after"): Promise<void> {
  const note = neighbours(page.store.getState())[to];
  if (note !== undefined) await page.machine.seek(note.at);
}

/** An empty text takes the note away. False: there are too many. */
export async function pin(page: Page, at: number, text: string): Promise<boolean> {
  const notes = notesOf(page.store.getState());
  const present = notes.find((note) => note.at === at);
  if ((present?.text ?? "") === noteText(text)) return true;
  const changed = withNote(notes, at, text);
  if (changed.length > MOST_NOTES) return false;
  await page.source.ask({ kind: "set-notes", notes: changed });
  return true;
}
