// The controls: time buttons, then injections with what each would do here.

import { usePage, usePageState } from "../../page-context.tsx";
import { stoppedBecause } from "../../../store/selectors.ts";
import { commandOf, runCommand, type Command } from "../../commands.ts";
import { useFirstKey } from "../../shell/keymap.ts";
import { keyLabel } from "../../shell/keys.ts";
import { TEXTS } from "../../texts.ts";
import { moveFocus } from "../../widgets/roving.ts";
import "./controls.css";

const TIME = [
  ["restart", TEXTS.controls.restart],
  ["run-back", TEXTS.controls.runBack],
  ["back", TEXTS.controls.back],
  ["step", TEXTS.controls.step],
  ["over", TEXTS.controls.over],
  ["out", TEXTS.controls.out],
  ["run", TEXTS.controls.run],
] as const;

type InjectedEvent = "nmi" | "pf" | "db" | "bp" | "mc" | "irq";
const EVENTS: readonly InjectedEvent[] = ["nmi", "pf", "db", "bp", "mc", "irq"];

export function Controls() {
  return (
    <div
      className="controls"
      id="controls"
      role="toolbar"
      aria-label={TEXTS.controls.toolbar}
      onKeyDown={(event) => moveFocus(event, "button", "horizontal")}
    >
      {TIME.map(([id, label]) => (
        <TimeButton key={id} command={commandOf(id)} label={label} />
      ))}
      <PlayButton />
      <span className="separator" />
      <InjectLabel />
      {EVENTS.map((event) => (
        <InjectButton key={event} event={event} />
      ))}
      <MarksLegend />
    </div>
  );
}

export function TimeButton({ command, label }: { command: Command; label: string }) {
  const page = usePage();
  const why = usePageState((state) => command.blocked?.(state));
  const key = useFirstKey(command);
  return (
    <button
      type="button"
      data-command={command.id}
      className={command.id === "step" ? "primary" : undefined}
      aria-disabled={why !== undefined}
      aria-keyshortcuts={key}
      tabIndex={command.id === "step" ? 0 : -1}
      title={why ?? command.title}
      onClick={() => runCommand(page, command)}
    >
      {label === TEXTS.controls.restart ? <RestartMark /> : label}
      {key === undefined ? null : <kbd aria-hidden="true">{keyLabel(key)}</kbd>}
    </button>
  );
}

function PlayButton() {
  const playing = usePageState((state) => state.playing);
  return <TimeButton command={commandOf("play")} label={playing ? TEXTS.controls.pause : TEXTS.controls.play} />;
}

function RestartMark() {
  return (
    <>
      <span aria-hidden="true">{TEXTS.controls.restart}</span>
      <span className="hidden-text">{TEXTS.controls.restartTitle}</span>
    </>
  );
}

export function InjectButton({ event }: { event: InjectedEvent }) {
  const page = usePage();
  const command = commandOf(`inject-${event}`);
  const view = usePageState((state) => state.moment?.inject.find((candidate) => candidate.event === event));
  const why = usePageState((state) => command.blocked?.(state));
  const key = useFirstKey(command);
  const remark = why ?? view?.remark ?? "";
  const isOfAll = usePageState((state) => stoppedBecause(state) !== undefined);
  return (
    <button
      type="button"
      data-command={command.id}
      className="inject"
      aria-disabled={why !== undefined}
      tabIndex={-1}
      title={remark === "" ? command.title : `${command.title}: ${remark}`}
      onClick={() => runCommand(page, command)}
    >
      <b>
        <span className="hidden-text">{TEXTS.controls.inject} </span>
        {TEXTS.controls.events[event]}
      </b>
      {key === undefined ? null : <kbd aria-hidden="true">{keyLabel(key)}</kbd>}
      {isOfAll ? null : <span>{remark}</span>}
    </button>
  );
}

/** What stops every one of them is said once. */
function InjectLabel() {
  const why = usePageState(stoppedBecause);
  const texts = { dead: TEXTS.controls.dead, "no-source": TEXTS.controls.notAssembled };
  return (
    <span className="inject-label">
      {why === undefined || why === "starting" ? TEXTS.controls.injectHere : texts[why]}
    </span>
  );
}

function MarksLegend() {
  const { injected, delivered, unblocks, suspended } = TEXTS.controls.legend;
  return (
    <span className="marks-legend" aria-hidden="true">
      <span>▼ {injected}</span>
      <span>│ {delivered}</span>
      <span>○ {unblocks}</span>
      <span>┄ {suspended}</span>
    </span>
  );
}
