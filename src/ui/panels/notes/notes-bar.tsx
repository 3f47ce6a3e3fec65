// Below the sentence: the note at this step, the way to the next and the previous one,
// and the field in which one is written.

import { goToNote, momentWords, neighbours, notesOf } from "../../../store/note-actions.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { commandOf } from "../../commands.ts";
import { useFirstKey } from "../../shell/keymap.ts";
import { NOTE_TEXTS as TEXTS } from "../../texts/notes.ts";
import { NoteForm } from "./note-form.tsx";
import { RemoveNote } from "./remove-note.tsx";
import "./notes.css";

export default function NotesBar({ fixed = false }: { fixed?: boolean }) {
  const editing = usePageState((state) => state.noteAt);
  const notes = usePageState(notesOf);
  const position = usePageState((state) => state.moment?.position ?? 0);
  const index = notes.findIndex(({ at }) => at === position);
  const note = notes[index];
  return (
    <section className={note === undefined ? "notes-bar" : "notes-bar here"} aria-label={TEXTS.region}>
      <span className="note-mark" aria-hidden="true" />
      {editing !== undefined ? (
        <NoteForm key={editing} at={editing} text={notes.find(({ at }) => at === editing)?.text ?? ""} />
      ) : (
        <>
          <span className="note-count">
            {note === undefined ? TEXTS.none(notes.length) : TEXTS.nth(index + 1, notes.length)}
          </span>
          <p className="note-text">{note === undefined ? null : <bdi>{note.text}</bdi>}</p>
          {fixed ? (
            <small className="note-fixed">{TEXTS.fixed}</small>
          ) : (
            <Change at={position} isThere={note !== undefined} />
          )}
          {notes.length > 1 || note === undefined ? <Ways /> : null}
        </>
      )}
    </section>
  );
}

function Change({ at, isThere }: { at: number; isThere: boolean }) {
  const page = usePage();
  return (
    <span className="note-buttons">
      <button
        type="button"
        className="small-button"
        aria-label={isThere ? TEXTS.editAt(momentWords(at)) : undefined}
        onClick={() => page.view.editNote(at)}
      >
        {isThere ? TEXTS.edit : TEXTS.pin}
      </button>
      {isThere ? <RemoveNote at={at} /> : null}
    </span>
  );
}

function Ways() {
  const page = usePage();
  const before = usePageState((state) => neighbours(state).before);
  const after = usePageState((state) => neighbours(state).after);
  const keys = { before: useFirstKey(commandOf("previous-note")), after: useFirstKey(commandOf("next-note")) };
  const way = (to: "before" | "after", label: string, sign: string) => (
    <button
      type="button"
      className="small-button"
      aria-label={label}
      aria-keyshortcuts={keys[to]}
      aria-disabled={(to === "before" ? before : after) === undefined}
      title={label}
      onClick={() => void goToNote(page, to)}
    >
      {sign} {keys[to] === undefined ? null : <kbd aria-hidden="true">{keys[to]}</kbd>}
    </button>
  );
  return (
    <span className="note-buttons">
      {way("before", before === undefined ? TEXTS.noPrevious : TEXTS.previous(momentWords(before.at)), "‹")}
      {way("after", after === undefined ? TEXTS.noNext : TEXTS.next(momentWords(after.at)), "›")}
    </span>
  );
}
