// One draft or opened handler in the history: title, time, first lines, what can be done.

import type { HistoryEntry } from "../../../store/keep/history.ts";
import { HISTORY_TEXTS as TEXTS } from "../../texts/keep.ts";

interface Props {
  entry: HistoryEntry;
  when: string;
  isFirst: boolean;
  onOpen(): void;
  onSave(): void;
  onRemove(): void;
}

export function EntryRow({ entry, when, isFirst, onOpen, onSave, onRemove }: Props) {
  const { title, handler, firstLines } = entry.record;
  const isHere = entry.kind === "draft" && entry.where === "here";
  return (
    <li className="history-entry">
      <button
        type="button"
        className="history-open"
        title={TEXTS.openWhich(title, when)}
        aria-current={isHere ? "true" : undefined}
        tabIndex={isFirst ? 0 : -1}
        onClick={onOpen}
      >
        <b>{title}</b>
        <span className="dim">
          {[when, title === handler ? "" : handler, ...draftWords(entry)].filter((word) => word !== "").join(" · ")}
        </span>
        {firstLines.length === 0 ? null : <code>{firstLines.join("\n")}</code>}
      </button>
      <span className="history-buttons">
        <button type="button" className="small-button" aria-label={TEXTS.saveWhich(title, when)} onClick={onSave}>
          {TEXTS.save}
        </button>
        <button
          type="button"
          className="small-button"
          aria-label={TEXTS.removeWhich(title, when)}
          aria-disabled={entry.kind === "draft" && entry.where !== "kept"}
          onClick={onRemove}
        >
          {TEXTS.remove}
        </button>
      </span>
    </li>
  );
}

function draftWords(entry: HistoryEntry): readonly string[] {
  if (entry.kind === "opened") return [];
  const where = { here: TEXTS.here, "other-tab": TEXTS.otherTab, kept: "" }[entry.where];
  return [TEXTS.changes(entry.record), where];
}
