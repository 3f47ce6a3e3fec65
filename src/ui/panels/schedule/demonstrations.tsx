// Schedules worth seeing with the handler that is open, from its catalogue entry.

import { demonstrationsOf } from "../../../store/catalogue.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";

export function Demonstrations() {
  const page = usePage();
  const scenario = usePageState((state) => state.scenario);
  const shown = demonstrationsOf(scenario);
  if (shown.length === 0 || (scenario?.schedule.length ?? 0) > 0) return null;
  return (
    <div className="demonstrations">
      <h3>{TEXTS.schedule.demonstrations}</h3>
      <ul>
        {shown.map((one, index) => (
          <li key={one.schedule + one.scenario.workload}>
            <button
              type="button"
              onClick={(event) => {
                event.currentTarget.closest(".side")?.scrollTo(0, 0);
                void page.openDemonstration(one.scenario);
              }}
            >
              {index < 4 ? <kbd>{index + 1}</kbd> : null} <code>{one.schedule}</code>
              <span className="dim">{one.shows}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
