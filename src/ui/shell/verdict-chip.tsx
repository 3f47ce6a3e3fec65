// The verdict of this one run, always with its bounds. Opens the properties.

import { failedCount } from "../../store/selectors.ts";
import { count } from "../format.ts";
import { usePage, usePageState } from "../page-context.tsx";
import { TEXTS } from "../texts.ts";

export function VerdictChip() {
  const page = usePage();
  const run = usePageState((state) => state.run);
  const workload = usePageState((state) => state.scenario?.workload ?? "kernel");
  const stale = usePageState((state) => state.sourcePending || state.program?.assembled === false);
  if (run === undefined) return <span className="verdict stale">{TEXTS.verdict.none}</span>;
  const failed = failedCount(run);
  const of = run.properties.length;
  const text = stale ? TEXTS.verdict.stale : failed === 0 ? TEXTS.verdict.holds(of) : TEXTS.verdict.fails(failed, of);
  const short = failed === 0 ? TEXTS.verdict.shortHolds(of) : TEXTS.verdict.shortFails(failed, of);
  return (
    <button
      type="button"
      className={stale ? "verdict stale" : "verdict"}
      title={`${text}. ${TEXTS.verdict.open}`}
      onClick={() => {
        page.view.showSide("properties");
        page.view.showPhone("schedule");
      }}
    >
      {failed === 0 ? (
        <span className="mark-ok" aria-hidden="true">
          ○
        </span>
      ) : (
        <span className="mark-bad" aria-hidden="true">
          ✕
        </span>
      )}
      <b className="verdict-long">{text}</b>
      <b className="verdict-short">{short}</b>
      <span className="verdict-bounds">{TEXTS.verdict.bounds(count(run.length, "step", "steps"), workload)}</span>
    </button>
  );
}
