// The top bar: name, handler, workload, the verdict of this run with its
// bounds, and the page's own buttons.

import type { Scenario } from "../../scenario/scenario.ts";
import { CATALOGUE_ITEMS, WORKLOAD_NAMES } from "../../store/catalogue.ts";
import { longRunning } from "../../store/explorer/selectors.ts";
import type { PageState } from "../../store/state.ts";
import { commandOf, otherTheme, runCommand } from "../commands.ts";
import { usePage, usePageState } from "../page-context.tsx";
import { TEXTS } from "../texts.ts";
import { useFirstKey } from "./keymap.ts";
import { keyLabel } from "./keys.ts";
import { VerdictChip } from "./verdict-chip.tsx";
import "./top-bar.css";

const OWN = "own";

export function TopBar() {
  return (
    <header className="top-bar">
      <h1>
        <Logo />
        <span>{TEXTS.name}</span>
      </h1>
      <HandlerChoice />
      <WorkloadChoice />
      <VerdictChip />
      <ExploreButton />
      <span className="spring" />
      <a className="top-button not-presenting" href="./lessons/index.html" title={TEXTS.top.learnTitle}>
        {TEXTS.top.learn}
      </a>
      <TopButton id="history" text={TEXTS.top.history} look="not-presenting" />
      <TopButton id="palette" text={TEXTS.top.palette} look="not-presenting" />
      <ThemeButton />
      <TopButton id="help" text={TEXTS.top.help} look="not-presenting" />
      <TopButton id="share" text={TEXTS.top.share} look="outlined not-presenting" />
      <EndPresenting />
      <TopButton id="palette" text={TEXTS.top.menu} look="outlined menu-button" />
    </header>
  );
}

function Logo() {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
      <path d="M1 4h5v5h5v5h6" fill="none" stroke="currentColor" strokeWidth="2" />
      <path d="M11 9V4h6" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="2 2" />
    </svg>
  );
}

function chosenHandler(scenario: Scenario | undefined): string {
  if (scenario === undefined) return CATALOGUE_ITEMS[0]?.name ?? OWN;
  return scenario.handler.kind === "catalogue" ? scenario.handler.name : OWN;
}

/** Of the handler that somebody wrote, shown now or kept aside; undefined: there is none. */
function ownName({ scenario, ownScenario }: PageState): string | undefined {
  const handler = scenario?.handler.kind === "source" ? scenario.handler : ownScenario?.handler;
  return handler === undefined ? undefined : (handler.name ?? TEXTS.top.own);
}

function HandlerChoice() {
  const page = usePage();
  const chosen = usePageState((state) => chosenHandler(state.scenario));
  const own = usePageState(ownName);
  const groups = [...new Set(CATALOGUE_ITEMS.map((item) => item.group))];
  const claim = CATALOGUE_ITEMS.find((item) => item.name === chosen)?.claim;
  return (
    <select
      className="handler-choice"
      aria-label={TEXTS.top.handler}
      title={claim ?? own}
      value={chosen}
      onChange={(event) => void (event.target.value === OWN ? page.openOwn() : page.openHandler(event.target.value))}
    >
      {own === undefined ? null : (
        <optgroup label={TEXTS.top.groupOwn}>
          <option value={OWN}>{own}</option>
        </optgroup>
      )}
      {groups.map((group) => (
        <optgroup key={group} label={group}>
          {CATALOGUE_ITEMS.filter((item) => item.group === group).map((item) => (
            <option key={item.name} value={item.name} title={item.source}>
              {item.title}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}

function WorkloadChoice() {
  const page = usePage();
  const workload = usePageState((state) => state.scenario?.workload ?? "kernel");
  return (
    <select
      className="workload-choice"
      aria-label={TEXTS.top.workload}
      value={workload}
      onChange={(event) => {
        const name = WORKLOAD_NAMES.find((candidate) => candidate === event.target.value);
        if (name !== undefined) void page.machine.choose({ workload: name });
      }}
    >
      {WORKLOAD_NAMES.map((name) => (
        <option key={name} value={name}>
          {TEXTS.top.workloadOption(name)}
        </option>
      ))}
    </select>
  );
}

/** While it explores, the same place stops it. */
function ExploreButton() {
  const page = usePage();
  const isRunning = usePageState((state) => longRunning(state) !== undefined);
  if (!isRunning) return <TopButton id="explore" text={TEXTS.explore.button} look="outlined explore-button" />;
  return (
    <button
      type="button"
      className="top-button outlined explore-button"
      aria-keyshortcuts="Escape"
      onClick={() => page.explorer.stop()}
    >
      {TEXTS.explore.stop}
      <kbd aria-hidden="true">{keyLabel("Escape")}</kbd>
    </button>
  );
}

/** Only before an audience, in the place of what an audience needs not. */
function EndPresenting() {
  const presenting = usePageState((state) => state.presenting);
  return presenting ? <TopButton id="present" text={TEXTS.top.endPresenting} look="outlined" /> : null;
}

function TopButton({ id, text, look = "" }: { id: string; text: string; look?: string }) {
  const page = usePage();
  const command = commandOf(id);
  const key = useFirstKey(command);
  return (
    <button
      type="button"
      className={`top-button ${look}`}
      title={command.title}
      aria-keyshortcuts={key}
      onClick={() => runCommand(page, command)}
    >
      {text}
      {key === undefined ? null : <kbd aria-hidden="true">{keyLabel(key)}</kbd>}
    </button>
  );
}

function ThemeButton() {
  const page = usePage();
  const other = usePageState(otherTheme);
  return (
    <button
      type="button"
      className="top-button"
      title={TEXTS.top.themeTo(other)}
      onClick={() => page.view.setTheme(other)}
    >
      {TEXTS.top.theme}
    </button>
  );
}
