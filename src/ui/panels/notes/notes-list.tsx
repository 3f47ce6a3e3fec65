// All notes of the run as a list: go there, edit, remove; those that it does not reach.

import { momentWords, notesOf } from "../../../store/note-actions.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { NOTE_TEXTS as TEXTS } from "../../texts/notes.ts";
import { RemoveNote } from "./remove-note.tsx";
import "./notes.css";

export default function NotesList() {
  const page = usePage();
  const notes = usePageState(notesOf);
  const length = usePageState((state) => state.run?.length ?? 0);
  const position = usePageState((state) => state.moment?.position);
  return (
    <section className="notes-list" aria-label={TEXTS.list}>
      <h2>{TEXTS.list}</h2>
      <ol>
        {notes.map(({ at, text }) => {
          const where = momentWords(at);
          const isReached = at <= length;
          return (
            <li key={at} className={isReached ? "" : "not-reached"}>
              {isReached ? (
                <button
                  type="button"
                  className="note-go"
                  aria-current={at === position ? "step" : undefined}
                  aria-label={TEXTS.goTo(where, text)}
                  onClick={() => void page.machine.seek(at)}
                >
                  <b>{where}</b> <bdi>{text}</bdi>
                </button>
              ) : (
                <span className="note-go">
                  <b>{where}</b> <bdi>{text}</bdi> <small>{TEXTS.notReached(momentWords(length))}</small>
                </span>
              )}
              <RemoveNote at={at} />
            </li>
          );
        })}
      </ol>
    </section>
  );
}
