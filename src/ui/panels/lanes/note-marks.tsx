// The notes of the run on the lanes: a diamond at each one's step. A chunk of its own.

import { momentWords, notesOf } from "../../../store/note-actions.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { NOTE_TEXTS } from "../../texts/notes.ts";
import { RULER, type LaneLayout } from "./lane-layout.ts";

const HALF = 4;
const REACH = 9;

export default function NoteMarks({ layout, position }: { layout: LaneLayout; position: number }) {
  const page = usePage();
  const notes = usePageState(notesOf);
  const { from, to } = layout.window;
  return (
    <g className="note-marks">
      {notes
        .filter(({ at }) => at >= from && at <= to)
        .map(({ at, text }) => {
          const x = at === 0 ? layout.x(0) : layout.x(at - 1) + layout.cell / 2;
          return (
            <g
              key={at}
              className={at === position ? "note-at here" : "note-at"}
              transform={`translate(${x} ${RULER - 1})`}
              onPointerDown={(event) => {
                event.stopPropagation();
                void page.machine.seek(at);
              }}
            >
              <title>{NOTE_TEXTS.mark(momentWords(at), text)}</title>
              <rect className="note-reach" x={-REACH} y={-REACH} width={2 * REACH} height={REACH + HALF} />
              <path d={`M0 ${-HALF}l${HALF} ${HALF}l${-HALF} ${HALF}l${-HALF} ${-HALF}z`} />
            </g>
          );
        })}
    </g>
  );
}
