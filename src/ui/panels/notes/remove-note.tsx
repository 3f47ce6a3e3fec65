// Takes a note away, wherever it is shown.

import { momentWords, pin } from "../../../store/note-actions.ts";
import { usePage } from "../../page-context.tsx";
import { NOTE_TEXTS as TEXTS } from "../../texts/notes.ts";

export function RemoveNote({ at }: { at: number }) {
  const page = usePage();
  return (
    <button
      type="button"
      className="small-button"
      aria-label={TEXTS.removeAt(momentWords(at))}
      onClick={() => void pin(page, at, "")}
    >
      {TEXTS.remove}
    </button>
  );
}
