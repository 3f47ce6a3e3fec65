// What happened on both sides, in order; choosing a row moves both machines there.

import { SITE_TEXTS } from "../../ui/texts/site.ts";
import { firstDivergence, type Aligned } from "./alignment.ts";

const T = SITE_TEXTS.comparePage;

export function CompareRows({
  rows,
  row,
  onGo,
}: {
  rows: readonly Aligned[];
  row: number;
  onGo: (index: number) => void;
}) {
  const divergence = firstDivergence(rows);
  return (
    <section aria-label={T.rows}>
      <div className="compare-buttons">
        <button type="button" onClick={() => onGo(0)}>
          {T.start}
        </button>
        <button type="button" disabled={row === 0} onClick={() => onGo(row - 1)}>
          {T.back}
        </button>
        <button type="button" disabled={row >= rows.length - 1} onClick={() => onGo(row + 1)}>
          {T.next}
        </button>
        <button type="button" disabled={divergence === undefined} onClick={() => onGo(divergence ?? 0)}>
          {T.divergence}
        </button>
      </div>
      <ol className="compare-rows">
        {rows.map(({ text, side, left, right }, index) => (
          <li key={index} className={`${side} ${index === divergence ? "first" : ""}`}>
            <button type="button" aria-current={index === row ? "step" : undefined} onClick={() => onGo(index)}>
              <span className="compare-at">{left}</span>
              <span className="compare-what">
                {index === divergence ? <b>{T.here} </b> : null}
                {side === "both" ? null : <b>{T.only[side]} </b>}
                {text}
              </span>
              <span className="compare-at">{right}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
