// What happened on both sides, in order; choosing a row moves both machines there.

import { useEffect, useRef } from "react";

import { COMPARE_TEXTS as T } from "../../ui/texts/compare.ts";
import { moveFocus } from "../../ui/widgets/roving.ts";
import { scrollInBox } from "../../ui/widgets/scroll.ts";
import { firstDivergence, type Aligned } from "./alignment.ts";

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
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const current = list.current?.children[row];
    if (current !== undefined) scrollInBox(current);
  }, [row]);
  return (
    <section aria-label={T.rows}>
      <h2>{T.rows}</h2>
      <ol ref={list} className="compare-rows" onKeyDown={(event) => moveFocus(event, "button", "vertical")}>
        {rows.map(({ text, side, left, right }, index) => (
          <li key={index} className={`${side} ${index === divergence ? "first" : ""}`}>
            <button
              type="button"
              tabIndex={index === row ? 0 : -1}
              aria-current={index === row ? "step" : undefined}
              onClick={() => onGo(index)}
            >
              <span className="compare-at">{T.rowAt(left)}</span>
              <span className="compare-what">
                {index === divergence ? <b className="compare-here">{T.here} </b> : null}
                {side === "both" ? null : <b>{T.only[side]} </b>}
                {text}
              </span>
              <span className="compare-at">{T.rowAt(right)}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
