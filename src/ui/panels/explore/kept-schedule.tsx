// While a counterexample is the schedule: the user's own one, a click away.

import { usePage, usePageState } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import "./kept-schedule.css";

export function KeptSchedule() {
  const page = usePage();
  const kept = usePageState((state) => state.explorer.kept.at(-1));
  if (kept === undefined) return null;
  return (
    <p className="kept-schedule">
      <span>{TEXTS.explore.kept(kept.schedule.length)}</span>
      <button
        type="button"
        className="small-button"
        aria-keyshortcuts="U"
        onClick={() => void page.counterexamples().then((found) => found.backToOwn())}
      >
        {TEXTS.explore.back}
        <kbd aria-hidden="true">U</kbd>
      </button>
    </p>
  );
}
