// The explorer's panel: bounds, how far it is, the verdict with its bounds, and
// what was found. Loaded when it is shown first.

import { useEffect, useRef } from "react";

import { isStale, longRunning } from "../../../store/explorer/selectors.ts";
import { limitWords, verdictWords } from "../../../store/texts/explorer-long.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { EXPLORER_TEXTS } from "../../texts/explorer.ts";
import { BoundsForm } from "./bounds-form.tsx";
import { ExercisedParts } from "./exercised.tsx";
import { HeatTable } from "./heat-table.tsx";
import { KeptSchedule } from "./kept-schedule.tsx";
import { NeededLines } from "./needed.tsx";
import { Notes } from "./notes.tsx";
import { Outcomes } from "./outcomes.tsx";
import { ExploringProgress } from "./progress.tsx";
import { Violations } from "./violations.tsx";
import "./explorer.css";

export default function ExplorerPanel() {
  const isRunning = usePageState((state) => longRunning(state) !== undefined);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    element.current?.closest(".side-tabs")?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <div className="explorer" ref={element}>
      <BoundsForm />
      <KeptSchedule />
      {isRunning ? <ExploringProgress /> : null}
      <Verdict />
      <Notes />
      <Violations />
      <ExercisedParts />
      <Outcomes />
      <HeatTable />
      <NeededLines />
    </div>
  );
}

function Verdict() {
  const page = usePage();
  const result = usePageState((state) => state.explorer.result);
  const failure = usePageState((state) => state.explorer.failure);
  const stale = usePageState(isStale);
  const isRunning = usePageState((state) => longRunning(state) !== undefined);
  return (
    <div role="status" className="explored">
      {failure === undefined ? null : (
        <p className="explorer-failure">
          <span className="mark-bad" aria-hidden="true">
            {EXPLORER_TEXTS.bad}
          </span>
          <span>
            <b>{EXPLORER_TEXTS.failed(failure)}</b> {EXPLORER_TEXTS.failedHint}
          </span>
        </p>
      )}
      {result === undefined ? (
        isRunning || failure !== undefined ? null : (
          <p className="dim">{EXPLORER_TEXTS.intro}</p>
        )
      ) : (
        <div className={stale ? "verdict-line stale" : "verdict-line"}>
          <p>
            <Glyph verdict={result.verdict} /> <b>{verdictWords(result)}</b>{" "}
            <span className="dim">{EXPLORER_TEXTS.time(result.seconds.toFixed(2))}</span>
          </p>
          {limitWords(result).map((words) => (
            <p key={words} className="limit">
              {words}
            </p>
          ))}
          {result.canGoOn === true && !stale && !isRunning ? (
            <button type="button" className="small-button" onClick={() => void page.explorer.goOn()}>
              {EXPLORER_TEXTS.goOnSearching}
            </button>
          ) : null}
          {stale ? <p className="stale-note">{EXPLORER_TEXTS.stale}</p> : null}
        </div>
      )}
    </div>
  );
}

function Glyph({ verdict }: { verdict: "holds" | "violated" | "incomplete" }) {
  const glyph = { holds: EXPLORER_TEXTS.good, violated: EXPLORER_TEXTS.bad, incomplete: EXPLORER_TEXTS.open }[verdict];
  return (
    <span className={verdict === "violated" ? "mark-bad" : `verdict-glyph ${verdict}`} aria-hidden="true">
      {glyph}
    </span>
  );
}
