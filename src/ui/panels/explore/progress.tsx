// How far the search is: states, how many in a second, how many events deep.

import { longRunning } from "../../../store/explorer/selectors.ts";
import { remainingWords } from "../../../store/texts/explorer-long.ts";
import { many, number } from "../../../store/texts/explorer.ts";
import { usePageState } from "../../page-context.tsx";
import { EXPLORER_TEXTS } from "../../texts/explorer.ts";

export function ExploringProgress() {
  const running = usePageState(longRunning);
  if (running === undefined) return null;
  const { progress, bounds, perSecond, since } = running;
  if (progress === undefined) return <p className="exploring">{EXPLORER_TEXTS.starting}</p>;
  const { nmis, faults, machineChecks, faultPoints, debugExceptions = 0, breakpoints = 0 } = bounds;
  const most = nmis + machineChecks + debugExceptions + breakpoints + (faultPoints === "lazy" ? 0 : faults);
  const { states, injections, workload, estimatedStates, shortening } = progress;
  const remaining = remainingWords(states, estimatedStates, perSecond);
  return (
    <p className="exploring">
      <b>{EXPLORER_TEXTS.progress(many(states, "state"), number(Math.round(perSecond)))}</b>{" "}
      <span>{EXPLORER_TEXTS.depth(injections, most, workload)}</span>
      {remaining === undefined ? null : <span className="explore-remaining"> · {remaining}</span>}
      {shortening === true ? <span> · {EXPLORER_TEXTS.shortening}</span> : null}
      {since === undefined ? <em>{EXPLORER_TEXTS.held}</em> : null}
    </p>
  );
}
