// What the marks of the heat column mean, and within which bounds they were made.

import type { Heat } from "../../../store/explorer/state.ts";
import { boundsWords } from "../../../store/texts/explorer.ts";
import { usePage } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";

/** The title tells of the rest. */
const SHOWN = ["harmful", "safe", "blocked"] as const;

export default function HeatLegend({ heat }: { heat: Heat }) {
  const page = usePage();
  const bounds = boundsWords({ bounds: heat.bounds, workloads: [heat.workload] });
  const limited = heat.report.limits.length === 0 ? "" : ` ${TEXTS.heat.limited}`;
  return (
    <button
      type="button"
      className="heat-legend"
      title={`${TEXTS.heat.legendTitle(bounds)}${limited}`}
      onClick={() => {
        page.view.showSide("explorer");
        page.view.showPhone("schedule");
      }}
    >
      <span>{TEXTS.heat.legend}</span>
      {SHOWN.map((verdict) => (
        <span key={verdict}>
          <i className={`heat-${verdict}`}>{TEXTS.heat.glyphs[verdict]}</i>
          {TEXTS.heat.words[verdict]}
        </span>
      ))}
    </button>
  );
}
