// The phases of a delivery or an IRET. Choosing one changes the drawing alone: the
// machine stays where it is, and no event can come between two phases.

import { useEffect, useState } from "react";

import type { Phase } from "../../../session/views/look.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { LOOK_TEXTS } from "../../texts/look.ts";
import { moveFocus } from "../../widgets/roving.ts";
import { useAnswer } from "./use-answer.ts";

const TEXTS = LOOK_TEXTS.phases;

export function PhasesPanel() {
  const page = usePage();
  const position = usePageState((state) => state.moment?.position);
  const answer = useAnswer({ kind: "phases" });
  const [chosen, setChosen] = useState<{ readonly position: number | undefined; readonly index: number }>();
  const phases = answer?.kind === "phases" ? answer.phases : undefined;
  const at = chosen?.position === position ? chosen?.index : undefined;
  useEffect(() => {
    page.view.showPhase(phases === undefined || at === undefined ? undefined : drawingOf(phases, at));
  }, [page, phases, at]);
  useEffect(() => () => page.view.showPhase(undefined), [page]);
  if (answer === undefined) return <p className="dim look-note">{LOOK_TEXTS.asking}</p>;
  if (answer.kind === "refused") return <p className="look-note">{answer.why}</p>;
  if (phases === undefined || answer.kind !== "phases") return null;
  return (
    <div className="look-scroll">
      <p className="look-subject">
        <b>{answer.title}</b> <span className="dim">{TEXTS.list}</span>
      </p>
      <ol className="phases" aria-label={TEXTS.list} onKeyDown={(event) => moveFocus(event, "button", "vertical")}>
        {phases.map((phase, index) => (
          <li key={index}>
            <button
              type="button"
              aria-current={index === at ? "step" : undefined}
              tabIndex={index === (at ?? 0) ? 0 : -1}
              onFocus={() => setChosen({ position, index })}
              onClick={() => setChosen({ position, index })}
            >
              <b>{index + 1}</b>
              <span className="phase-title">{phase.title}</span>
              <span>{phase.text}</span>
            </button>
          </li>
        ))}
      </ol>
      <button type="button" className="link-button" disabled={at === undefined} onClick={() => setChosen(undefined)}>
        {TEXTS.whole}
      </button>
    </div>
  );
}

/** Words of this phase, and those that a later one writes. */
function drawingOf(phases: readonly Phase[], at: number): { touches: readonly bigint[]; later: readonly bigint[] } {
  return {
    touches: phases[at]?.touches ?? [],
    later: phases.slice(at + 1).flatMap((phase) => (phase.writes ? phase.touches : [])),
  };
}
