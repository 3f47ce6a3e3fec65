// The verdict, always with its bounds: of every schedule where they were explored,
// else of this one run. Opens the panel that has more.

import { isStale, longRunning } from "../../store/explorer/selectors.ts";
import { boundsWords, many, shortBounds, shortVerdict } from "../../store/texts/explorer.ts";
import { failedCount } from "../../store/selectors.ts";
import { count } from "../format.ts";
import { usePage, usePageState } from "../page-context.tsx";
import { TEXTS } from "../texts.ts";

export function VerdictChip() {
  const isExplored = usePageState(({ explorer }) => explorer.result !== undefined || explorer.running?.isLong);
  return isExplored ? <ExploredChip /> : <RunChip />;
}

function ExploredChip() {
  const page = usePage();
  const running = usePageState(longRunning);
  const result = usePageState((state) => state.explorer.result);
  const stale = usePageState(isStale);
  const shown = running ?? result;
  if (shown === undefined) return null;
  const isPast = running !== undefined || stale;
  const verdict = result === undefined || isPast ? undefined : result;
  const { chip } = TEXTS.explore;
  const states = many((running === undefined ? result?.states : running.progress?.states) ?? 0, "state");
  const past = running === undefined ? chip.stale : chip.running(states);
  const text = verdict === undefined ? past : chip.explored(shortVerdict(verdict));
  const short = verdict === undefined ? (running === undefined ? chip.shortStale : chip.shortRunning) : undefined;
  return (
    <button
      type="button"
      className={isPast ? "verdict explored stale" : "verdict explored"}
      title={`${text}, ${boundsWords(shown)}: ${states}. ${chip.open}`}
      onClick={() => {
        page.view.showSide("explorer");
        page.view.showPhone("schedule");
      }}
    >
      {verdict === undefined ? null : <Glyph verdict={verdict.verdict} />}
      <b className="verdict-long">{text}</b>
      <b className="verdict-short">{short ?? text}</b>
      <span className="verdict-bounds">{shortBounds(shown)}</span>
    </button>
  );
}

function Glyph({ verdict }: { verdict: "holds" | "violated" | "incomplete" }) {
  const [name, glyph] = { holds: ["mark-ok", "○"], violated: ["mark-bad", "✕"], incomplete: ["mark-open", "◐"] }[
    verdict
  ];
  return (
    <span className={name} aria-hidden="true">
      {glyph}
    </span>
  );
}

function RunChip() {
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
