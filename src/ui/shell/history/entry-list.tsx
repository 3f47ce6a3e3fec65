// One of the history's lists; arrows go from entry to entry.

import type { HistoryEntry } from "../../../store/keep/history.ts";
import { whenWords } from "../../texts/keep.ts";
import { moveFocus } from "../../widgets/roving.ts";
import { EntryRow } from "./entry-row.tsx";

interface Props {
  entries: readonly HistoryEntry[];
  now: number;
  none: string;
  does: Readonly<Record<"open" | "save" | "remove", (entry: HistoryEntry) => Promise<void>>>;
}

export function EntryList({ entries, now, none, does }: Props) {
  if (entries.length === 0) return <p className="dim">{none}</p>;
  return (
    <ul className="history-list" onKeyDown={(event) => moveFocus(event, ".history-open", "vertical")}>
      {entries.map((entry, index) => (
        <EntryRow
          key={entry.kind === "draft" ? entry.record.id : entry.record.key}
          entry={entry}
          when={whenWords(entry.kind === "draft" ? entry.record.updated : entry.record.at, now)}
          isFirst={index === 0}
          onOpen={() => void does.open(entry)}
          onSave={() => void does.save(entry)}
          onRemove={() => void does.remove(entry)}
        />
      ))}
    </ul>
  );
}
