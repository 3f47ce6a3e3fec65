// What is tried: numbers of events, where faults may come, which workloads; and
// the button that begins or ends it.

import { boundsWords } from "../../../store/texts/explorer.ts";
import { longRunning } from "../../../store/explorer/selectors.ts";
import { type CountName, MOST_EVENTS } from "../../../store/explorer/state.ts";
import type { FaultPoints, SearchMode } from "../../../session/views/exploration.ts";
import { commandOf, runCommand } from "../../commands.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { EXPLORER_TEXTS } from "../../texts/explorer.ts";

const MODES: readonly SearchMode[] = ["hash", "marks", "exact"];
const POINTS: readonly FaultPoints[] = ["lazy", "region", "anywhere"];

export function BoundsForm() {
  const page = usePage();
  const isRunning = usePageState((state) => longRunning(state) !== undefined);
  return (
    <form
      className="explore-bounds"
      aria-label={EXPLORER_TEXTS.form}
      onSubmit={(event) => {
        event.preventDefault();
        runCommand(page, commandOf("explore"));
      }}
    >
      <Count name="nmis" label={EXPLORER_TEXTS.nmis} />
      <Count name="faults" label={EXPLORER_TEXTS.faults} />
      <span className="explore-buttons">
        <button type="submit" className="small-button" data-command="explore" aria-keyshortcuts="e">
          {EXPLORER_TEXTS.run}
          <kbd aria-hidden="true">e</kbd>
        </button>
        {isRunning ? <RunButtons /> : null}
      </span>
      <MoreBounds />
      <Further />
      <Follow />
    </form>
  );
}

/** Seldom changed: folded away, its summary naming what differs from the usual. */
function MoreBounds() {
  return (
    <details className="more-bounds">
      <summary>
        {EXPLORER_TEXTS.moreBounds} <Chosen />
      </summary>
      <div>
        <Count name="machineChecks" label={EXPLORER_TEXTS.machineChecks} title={EXPLORER_TEXTS.machineChecksTitle} />
        <Count name="debugExceptions" label={EXPLORER_TEXTS.debug} title={EXPLORER_TEXTS.debugTitle} />
        <Count name="breakpoints" label={EXPLORER_TEXTS.breakpoints} title={EXPLORER_TEXTS.breakpointsTitle} />
        <FaultPointsChoice />
        <Scope />
        <Mode />
      </div>
    </details>
  );
}

function Chosen() {
  const bounds = usePageState((state) => state.explorer.bounds);
  const all = usePageState((state) => state.explorer.allWorkloads);
  const workload = usePageState((state) => state.scenario?.workload ?? "kernel");
  const mode = usePageState((state) => state.explorer.mode);
  const events = [
    [bounds.machineChecks, EXPLORER_TEXTS.machineChecks],
    [bounds.debugExceptions ?? 0, EXPLORER_TEXTS.debug],
    [bounds.breakpoints ?? 0, EXPLORER_TEXTS.breakpoints],
  ] as const;
  const words = [
    ...events.filter(([count]) => count > 0).map(([count, name]) => `${count} ${name}`),
    EXPLORER_TEXTS.points[bounds.faultPoints],
    all ? EXPLORER_TEXTS.scopeAll : EXPLORER_TEXTS.scopeThis(workload),
    ...(mode === "hash" ? [] : [EXPLORER_TEXTS.modes[mode]]),
  ];
  return <span className="dim">{words.join(", ")}</span>;
}

function FaultPointsChoice() {
  const page = usePage();
  const chosen = usePageState((state) => state.explorer.bounds.faultPoints);
  return (
    <select
      aria-label={EXPLORER_TEXTS.faultPoints}
      value={chosen}
      onChange={(event) => {
        const faultPoints = POINTS.find((points) => points === event.target.value);
        if (faultPoints !== undefined) page.explorer.setBounds({ faultPoints });
      }}
    >
      {POINTS.map((points) => (
        <option key={points} value={points}>
          {EXPLORER_TEXTS.points[points]}
        </option>
      ))}
    </select>
  );
}

function Count({ name, label, title }: { name: CountName; label: string; title?: string | undefined }) {
  const page = usePage();
  const value = usePageState((state) => state.explorer.bounds[name] ?? 0);
  return (
    <label title={title}>
      {label}
      <input
        type="number"
        min={0}
        max={MOST_EVENTS}
        value={value}
        onChange={(event) => {
          if (event.target.value !== "") page.explorer.setBounds({ [name]: Number(event.target.value) });
        }}
      />
    </label>
  );
}

function Scope() {
  const page = usePage();
  const all = usePageState((state) => state.explorer.allWorkloads);
  const workload = usePageState((state) => state.scenario?.workload ?? "kernel");
  return (
    <select
      aria-label={EXPLORER_TEXTS.scope}
      value={all ? "all" : "this"}
      onChange={(event) => page.explorer.setAllWorkloads(event.target.value === "all")}
    >
      <option value="this">{EXPLORER_TEXTS.scopeThis(workload)}</option>
      <option value="all">{EXPLORER_TEXTS.scopeAll}</option>
    </select>
  );
}

function Mode() {
  const page = usePage();
  const mode = usePageState((state) => state.explorer.mode);
  return (
    <select
      aria-label={EXPLORER_TEXTS.mode}
      value={mode}
      onChange={(event) => {
        const chosen = MODES.find((one) => one === event.target.value);
        if (chosen !== undefined) page.explorer.setMode(chosen);
      }}
    >
      {MODES.map((one) => (
        <option key={one} value={one}>
          {EXPLORER_TEXTS.modes[one]}
        </option>
      ))}
    </select>
  );
}

function RunButtons() {
  const page = usePage();
  const held = usePageState((state) => state.explorer.running?.since === undefined);
  return (
    <>
      <button type="button" className="small-button" onClick={() => page.explorer.hold(!held)}>
        {held ? EXPLORER_TEXTS.goOn : EXPLORER_TEXTS.hold}
      </button>
      <button type="button" className="small-button" aria-keyshortcuts="Escape" onClick={() => page.explorer.stop()}>
        {EXPLORER_TEXTS.stop}
        <kbd aria-hidden="true">Esc</kbd>
      </button>
    </>
  );
}

/** No longer ticked once a number of NMIs is chosen. */
function Further() {
  const page = usePage();
  const goesFurther = usePageState((state) => state.explorer.goesFurther);
  return (
    <label className="explore-follow">
      <input
        type="checkbox"
        checked={goesFurther}
        onChange={(event) => page.explorer.setBounds({}, event.target.checked)}
      />
      {EXPLORER_TEXTS.further}
    </label>
  );
}

function Follow() {
  const page = usePage();
  const follows = usePageState((state) => state.explorer.follows);
  const result = usePageState((state) => state.explorer.result);
  const chosen = usePageState((state) => state.explorer.bounds);
  const isSmaller =
    result?.automatic === true && (result.bounds.nmis < chosen.nmis || result.bounds.faults < chosen.faults);
  return (
    <>
      <label className="explore-follow">
        <input type="checkbox" checked={follows} onChange={(event) => page.explorer.setFollows(event.target.checked)} />
        {EXPLORER_TEXTS.follow}
      </label>
      {isSmaller && result !== undefined ? (
        <button type="button" className="link-button" onClick={() => void page.explorer.explore()}>
          {EXPLORER_TEXTS.larger(boundsWords({ bounds: chosen, workloads: result.workloads }))}
        </button>
      ) : null}
    </>
  );
}
