// The sentence strip: which step, what happened in words, and why; where the
// next bad step is. The page's one live region says the same once things are calm.

import { lazy, Suspense, useEffect, useState } from "react";

import { differsSinceLine, stepDone, violationsInOrder } from "../../../store/selectors.ts";
import { commandOf } from "../../commands.ts";
import { useInFigure, usePage, usePageState } from "../../page-context.tsx";
import { useFirstKey } from "../../shell/keymap.ts";
import { TEXTS } from "../../texts.ts";
import { SentenceText } from "../../widgets/sentence-text.tsx";
import "./sentence.css";

const NotesBar = lazy(() => import("../notes/notes-bar.tsx"));

/** So long nothing moves before the sentence is spoken: a held key or a drag says where it ended. */
const CALM_MS = 300;
/** Longer sentences take two lines, set smaller, so that the cause keeps its line. */
const LONG = 130;

/** `fixed`: notes are read, not written. */
export function SentenceStrip({ fixed = false }: { fixed?: boolean }) {
  const hasNotes = usePageState(({ noteAt, scenario }) => (noteAt ?? scenario?.notes) !== undefined);
  return (
    <div className="sentence-band">
      <section className="sentence" aria-label={TEXTS.step.region} id="sentence" tabIndex={-1}>
        <StepNumber />
        <Words />
        <Spoken />
        <BadStep />
      </section>
      {hasNotes ? (
        <Suspense fallback={null}>
          <NotesBar fixed={fixed} />
        </Suspense>
      ) : null}
    </div>
  );
}

function StepNumber() {
  const step = usePageState(stepDone);
  const kind = usePageState((state) => state.moment?.kind);
  const last = usePageState((state) => (state.run?.length ?? 1) - 1);
  const hasRun = usePageState((state) => state.run !== undefined);
  const page = usePage();
  const inFigure = useInFigure();
  const hasPhases =
    usePageState(
      (state) =>
        kind === "delivery" || state.run?.marks.some((mark) => mark.kind === "return" && mark.step === step) === true,
    ) && !inFigure;
  return (
    <div className="step-number">
      <b>{step ?? TEXTS.step.start}</b>
      {hasRun ? <span>{TEXTS.step.of(Math.max(0, last))}</span> : null}
      {kind === undefined ? null : <em>{TEXTS.step.kinds[kind]}</em>}
      {hasPhases ? (
        <button type="button" className="link-button" onClick={() => page.view.look({ kind: "phases" })}>
          {TEXTS.step.phases}
        </button>
      ) : null}
    </div>
  );
}

function Words() {
  const health = usePageState((state) => state.health);
  const moment = usePageState((state) => state.moment);
  const assembled = usePageState((state) => state.program?.assembled ?? true);
  const since = usePageState((state) => (state.program?.assembled === false ? differsSinceLine(state) : undefined));
  if (health.kind === "busy") {
    return (
      <p className="sentence-words">
        {TEXTS.step.busy(health.steps.toLocaleString("en-GB"))} <span className="why">{TEXTS.step.busyHint}</span>
      </p>
    );
  }
  if (moment === undefined)
    return <p className="sentence-words">{assembled ? TEXTS.step.loading : TEXTS.step.noSource}</p>;
  const { what, why } = moment.sentence;
  const stale = assembled ? "" : `${TEXTS.step.notOfSource(since ?? 1)} `;
  const isLong = what.reduce((sum, part) => sum + part.text.length, stale.length) > LONG;
  return (
    <p className={isLong ? "sentence-words long" : "sentence-words"}>
      {stale === "" ? null : <span className="stale-source">{stale}</span>}
      <SentenceText parts={what} />
      {moment.position === 0 ? <StartHint /> : null}
      <span className="why">
        <SentenceText parts={why} />
      </span>
    </p>
  );
}

function Spoken() {
  const moment = usePageState((state) => state.moment);
  const isBusy = usePageState((state) => state.health.kind === "busy");
  const assembled = usePageState((state) => state.program?.assembled ?? true);
  const note = usePageState(({ scenario, moment }) => scenario?.notes?.find(({ at }) => at === moment?.position)?.text);
  const [said, setSaid] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => {
      const what = moment?.sentence.what.map(({ text }) => text).join("") ?? TEXTS.step.loading;
      const words = note === undefined ? what : `${what} ${TEXTS.step.note(note)}`;
      setSaid(isBusy ? TEXTS.step.running : assembled ? words : TEXTS.step.noSource);
    }, CALM_MS);
    return () => clearTimeout(timer);
  }, [moment, isBusy, assembled, note]);
  return (
    <p role="status" className="hidden-text">
      {said}
    </p>
  );
}

/** Where there is no keyboard, its keys are not seen: base.css. */
function StartHint() {
  const [step, nmi, end] = TEXTS.step.startHint;
  return (
    <>
      {step}
      <Key id="step" />
      {nmi}
      <Key id="inject-nmi" />
      {end}
    </>
  );
}

function Key({ id }: { id: string }) {
  const key = useFirstKey(commandOf(id));
  return key === undefined ? null : <kbd>({key})</kbd>;
}

function BadStep() {
  const page = usePage();
  const run = usePageState((state) => state.run);
  const step = usePageState((state) => stepDone(state) ?? -1);
  const violations = violationsInOrder(run);
  const next = violations.find((violation) => violation.step > step);
  const key = useFirstKey(commandOf(next === undefined ? "previous-violation" : "next-violation"));
  if (run === undefined || violations.length === 0) return <RunEnd />;
  const here = violations.filter((violation) => violation.step === step);
  const shown = next ?? violations.at(-1);
  const isFirst = violations[0]?.step === step;
  const title =
    here.length > 0
      ? isFirst
        ? TEXTS.step.isFirstBad
        : TEXTS.step.isBad
      : next === undefined
        ? TEXTS.step.lastBad(shown?.step ?? 0)
        : next === violations[0]
          ? TEXTS.step.firstBad(next.step)
          : TEXTS.step.nextBad(next.step);
  const names = here.length > 0 ? here : violations.filter((violation) => violation.step === shown?.step);
  return (
    <button
      type="button"
      className="bad-step"
      aria-keyshortcuts={key}
      onClick={() => void page.machine.move(next === undefined ? "previous-violation" : "next-violation")}
    >
      <span className="mark-bad" aria-hidden="true">
        ✕
      </span>
      <span>
        {title}
        <small>
          {[...new Set(names.map((violation) => violation.property))].join(", ")}
          {here.length > 0 && next !== undefined ? `; ${TEXTS.step.nextBad(next.step)}` : ""}
        </small>
      </span>
      {key === undefined ? null : <kbd>{key}</kbd>}
    </button>
  );
}

function RunEnd() {
  const text = usePageState((state) => state.run?.endText);
  if (text === undefined || text === "") return null;
  return (
    <p className="run-end">
      <span className="mark-ok" aria-hidden="true">
        ○
      </span>
      <span>
        {TEXTS.step.allHold}
        <small>{TEXTS.step.end(text)}</small>
      </span>
    </p>
  );
}
