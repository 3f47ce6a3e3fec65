// What the verdict is silent about, right under it: of each workload, and what all
// of them share once.

import type { ExploredPart } from "../../../session/views/exploration.ts";
import { isStale } from "../../../store/explorer/selectors.ts";
import { usePageState } from "../../page-context.tsx";
import { EXPLORER_TEXTS } from "../../texts/explorer.ts";

export function Notes() {
  const result = usePageState((state) => state.explorer.result);
  const stale = usePageState(isStale);
  const lines = result === undefined ? [] : noteLines(result.parts);
  if (lines.length === 0) return null;
  return (
    <section className={stale ? "verdict-notes stale" : "verdict-notes"} aria-label={EXPLORER_TEXTS.notes}>
      <h2>{EXPLORER_TEXTS.notes}</h2>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

/** Of several workloads, what one says of the others is none. */
function noteLines(parts: readonly ExploredPart[]): readonly string[] {
  const isAlone = parts.length === 1;
  const all = parts.flatMap(({ workload, report }) =>
    report.notes.filter(({ kind }) => isAlone || kind !== "not-at-stake").map(({ text }) => ({ workload, text })),
  );
  const texts = [...new Set(all.map(({ text }) => text))];
  return texts.map((text) => {
    const of = all.filter((one) => one.text === text).map(({ workload }) => workload);
    return of.length === parts.length ? text : `${of.join(", ")}: ${text}`;
  });
}
