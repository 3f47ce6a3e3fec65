// One row of the trace: who did what where, and what changed by it, old to new.

import { memo } from "react";

import type { TraceChange, TraceRow } from "../../../session/views/look.ts";
import { shortHex } from "../../format.ts";
import { LOOK_TEXTS } from "../../texts/look.ts";
import { Tag } from "../../widgets/tag.tsx";

const TEXTS = LOOK_TEXTS.trace;

interface Props {
  /** Measures the row: changes take as many lines as they need. */
  measure: (element: Element | null) => void;
  /** Index within the part that is shown. */
  index: number;
  row: TraceRow | undefined;
  top: number;
  at: number;
  count: number;
  isHere: boolean;
  onChoose(at: number): void;
}

export const TraceLine = memo(function TraceLine({ measure, index, row, top, at, count, isHere, onChoose }: Props) {
  return (
    <div
      ref={measure}
      data-index={index}
      id={`trace-${at}`}
      role="option"
      aria-selected={isHere}
      aria-posinset={at + 1}
      aria-setsize={count}
      className={`trace-row ${row?.kind ?? ""} ${row !== undefined && row.broken.length > 0 ? "trace-bad" : ""}`}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onChoose(at)}
    >
      {row === undefined ? <span className="dim">{TEXTS.loading}</span> : <Line row={row} />}
    </div>
  );
});

function Line({ row }: { row: TraceRow }) {
  const broken = row.broken.length === 0 ? undefined : TEXTS.broken(row.broken.join(", "));
  return (
    <>
      <b className="trace-step">{row.step}</b>
      <Tag context={row.context} />
      <span className="trace-what">
        <code className="dim">{row.place}</code> <code>{row.text}</code>
        {row.remarks.map((remark) => (
          <em key={remark}> {remark}</em>
        ))}
        {broken === undefined ? null : <strong> ✕ {broken}</strong>}
      </span>
      <span className="trace-changes" title={row.changes.map(wholeChange).join("\n")}>
        {row.changes.length === 0 ? <span className="dim">{TEXTS.unchanged}</span> : null}
        {row.changes.map((change) => (
          <span key={change.place}>
            <b>{change.place}</b> <span className="dim">{shortHex(change.old)}</span> → {shown(change)}
          </span>
        ))}
      </span>
    </>
  );
}

/** The name of what it means where there is one; the number stands in the title. */
function shown({ value, meaning }: TraceChange): string {
  return meaning === "" ? shortHex(value) : meaning;
}

function wholeChange({ place, old, value, meaning }: TraceChange): string {
  return `${place}: 0x${shortHex(old)} → 0x${shortHex(value)} ${meaning}`.trim();
}
