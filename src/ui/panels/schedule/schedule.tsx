// The schedule as a list: tick, place, event, what became of it; and a field
// to add an event by its text.

import { lazy, Suspense, type KeyboardEvent } from "react";

import type { ScheduleRow } from "../../../session/views.ts";
import type { Page } from "../../../store/page.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import { KeptSchedule } from "../explore/kept-schedule.tsx";
import { CommandButton } from "../../widgets/command-button.tsx";
import { Tag } from "../../widgets/tag.tsx";
import { AddItem } from "./add-item.tsx";
import { RowMenu } from "./row-menu.tsx";
import "./schedule.css";

const NotesList = lazy(() => import("../notes/notes-list.tsx"));

export function Schedule() {
  const hasNotes = usePageState((state) => state.scenario?.notes !== undefined);
  const rows = usePageState((state) => state.run?.schedule);
  return (
    <>
      <KeptSchedule />
      {rows?.length === 0 ? <p className="dim schedule-empty">{TEXTS.schedule.empty}</p> : null}
      <ol className="schedule">
        {rows?.map((row) => (
          <Row key={row.index} row={row} count={rows.length} />
        ))}
      </ol>
      <AddItem />
      <div className="schedule-buttons">
        <Minimise />
        <Compare />
        <CommandButton id="note" label={TEXTS.schedule.note} />
      </div>
      <Suspense fallback={null}>{hasNotes ? <NotesList /> : null}</Suspense>
    </>
  );
}

/** Offered once there is something to be seen. */
function Compare() {
  const items = usePageState((state) => state.run?.schedule.length ?? 0);
  if (items === 0) return null;
  return <CommandButton id="compare" label={TEXTS.schedule.compare} more={TEXTS.schedule.compareWith} />;
}

/** Offered when the run breaks something. */
function Minimise() {
  const page = usePage();
  const task = usePageState((state) => state.explorer.task);
  const broken = usePageState((state) => (state.run?.violations.length ?? 0) > 0);
  const items = usePageState((state) => state.run?.schedule.filter(({ off }) => !off).length ?? 0);
  const texts = TEXTS.explore.minimise;
  if (task?.kind === "minimise")
    return (
      <p className="dim" role="status">
        {texts.running(task.runs)}
      </p>
    );
  if (!broken || items === 0) return null;
  return (
    <button
      type="button"
      className="small-button"
      title={texts.title}
      onClick={() => void page.explorerTasks().then((tasks) => tasks.minimise())}
    >
      {texts.button}
    </button>
  );
}

function Row({ row, count }: { row: ScheduleRow; count: number }) {
  const page = usePage();
  const { machine, schedule } = page;
  const isHeld = usePageState((state) => state.dragged?.index === row.index);
  const outcome = row.outcome === "" ? TEXTS.schedule.states[row.state] : row.outcome;
  return (
    <li className={`schedule-row ${row.state} ${isHeld ? "held" : ""}`}>
      <label>
        <input
          type="checkbox"
          checked={!row.off}
          aria-label={TEXTS.schedule.enabled(row.text)}
          aria-keyshortcuts="ArrowLeft ArrowRight Home End Delete Alt+ArrowUp Alt+ArrowDown"
          onChange={() => void schedule.toggle(row.index)}
          onKeyDown={(event) => onRowKey(page, row, count, event)}
          onBlur={() => {
            if (isHeld) void page.mover().then((mover) => mover.drop());
          }}
        />
        <code title={TEXTS.schedule.keys(row.text)}>{row.text}</code>
        {isHeld ? (
          <span className="hidden-text" role="status">
            {row.text}: {outcome}
          </span>
        ) : null}
      </label>
      <span className="schedule-tag">{row.context === undefined ? null : <Tag context={row.context} />}</span>
      {row.at === undefined || row.off ? (
        <span className="schedule-outcome" title={outcome}>
          {outcome}
        </span>
      ) : (
        <button
          type="button"
          className="schedule-outcome"
          title={outcome}
          onClick={() => void machine.seek(row.at ?? 0)}
        >
          {outcome}
        </button>
      )}
      <RowMenu row={row} count={count} />
    </li>
  );
}

const MOVES = /^(?:Arrow(?:Left|Right)|Home|End|Page(?:Up|Down)|Delete|Backspace|Escape|Enter)$/;

/** Arrows move the event along the run, with Alt up and down in the list. */
function onRowKey(page: Page, { index }: ScheduleRow, count: number, event: KeyboardEvent): void {
  if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    const by = event.key === "ArrowUp" ? -1 : 1;
    if (index + by >= 0 && index + by < count) void page.schedule.move(index, by);
    return;
  }
  const isHeld = page.store.getState().dragged !== undefined;
  if (!MOVES.test(event.key) || event.altKey || (event.key === "Escape" && !isHeld)) return;
  event.preventDefault();
  const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
  void import("../lanes/move-keys.ts").then(({ onMoveKey }) =>
    onMoveKey(page.mover(), index, { key, shiftKey, altKey, ctrlKey, metaKey }),
  );
}
