// Schedules worth seeing with the handler that is open, from its catalogue entry.

import { demonstrationsOf } from "../../../store/catalogue.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { BEGIN_TEXTS } from "../../texts/begin.ts";

/** So many have a key. */
const KEYS = 4;

export function Demonstrations() {
  const page = usePage();
  const scenario = usePageState((state) => state.scenario);
  const shown = demonstrationsOf(scenario);
  if (shown.length === 0) return null;
  return (
    <div className="demonstrations">
      <h3>{BEGIN_TEXTS.demonstrations}</h3>
      <ul>
        {shown.map((one, index) => (
          <li key={one.schedule + one.scenario.workload}>
            <button type="button" onClick={() => void page.openDemonstration(one.scenario)}>
              {index < KEYS ? <kbd>{index + 1}</kbd> : <span />}
              <code>{one.schedule}</code>
              <span className="dim">{one.shows}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
