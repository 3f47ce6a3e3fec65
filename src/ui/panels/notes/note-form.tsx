// The field in which a note is written; kept at Enter and when it is left.

import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";

import { LONGEST_NOTE, MOST_NOTES, momentWords, pin } from "../../../store/note-actions.ts";
import { usePage } from "../../page-context.tsx";
import { NOTE_TEXTS as TEXTS } from "../../texts/notes.ts";

export function NoteForm({ at, text }: { at: number; text: string }) {
  const page = usePage();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(text);
  const isDone = useRef(false);
  useEffect(() => field.current?.focus(), []);

  async function leave(keeps: boolean): Promise<void> {
    if (isDone.current) return;
    isDone.current = true;
    if (keeps && !(await pin(page, at, typed))) page.view.say(TEXTS.full(MOST_NOTES));
    page.view.editNote(undefined);
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    void leave(event.key === "Enter");
    // Keys step on from here.
    document.getElementById("sentence")?.focus();
  }

  return (
    <>
      <label htmlFor={id} className="note-count">
        {TEXTS.field(momentWords(at))}
      </label>
      <span className="note-field">
        <input
          id={id}
          ref={field}
          value={typed}
          maxLength={LONGEST_NOTE}
          placeholder={TEXTS.placeholder}
          aria-describedby={`${id}-hint`}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => void leave(true)}
        />
        <small id={`${id}-hint`}>
          {TEXTS.hint} {typed.length > LONGEST_NOTE / 2 ? `${typed.length} / ${LONGEST_NOTE}` : ""}
        </small>
      </span>
    </>
  );
}
