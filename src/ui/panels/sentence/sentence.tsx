// The sentence strip: which step, what happened in words, and why; where the
// next bad step is. The page's one live region.

import { useDeferredValue } from "react";

import { differsSinceLine, stepDone, violationsInOrder } from "../../../store/selectors.ts";
import { useInFigure, usePage, usePageState } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import { SentenceText } from "../../widgets/sentence-text.tsx";
import "./sentence.css";

/** Longer sentences take two lines, set smaller, so that the cause keeps its line. */
const LONG = 130;

export function SentenceStrip() {
  return (
    <section className="sentence" aria-label={TEXTS.step.region} id="sentence" tabIndex={-1}>
      <StepNumber />
      <Words />
      <BadStep />
    </section>
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
  const spoken = useDeferredValue(moment);
  if (health.kind === "busy") {
    return (
      <p role="status">
        {TEXTS.step.busy(health.steps.toLocaleString("en-GB"))} <span className="why">{TEXTS.step.busyHint}</span>
      </p>
    );
  }
  if (spoken === undefined) return <p role="status">{assembled ? TEXTS.step.loading : TEXTS.step.noSource}</p>;
  const { what, why } = spoken.sentence;
  const isStart = spoken.position === 0;
  const isLong = what.reduce((sum, part) => sum + part.text.length, 0) > LONG;
  return (
    <p role="status" className={isLong ? "long" : undefined}>
      {assembled ? null : <span className="stale-source">{TEXTS.step.notOfSource(since ?? 1)} </span>}
      {what.length === 0 && isStart ? TEXTS.step.startHint : <SentenceText parts={what} />}
      <span className="why">{why.length === 0 && isStart ? TEXTS.step.startHint : <SentenceText parts={why} />}</span>
    </p>
  );
}

function BadStep() {
  const page = usePage();
  const run = usePageState((state) => state.run);
  const step = usePageState((state) => stepDone(state) ?? -1);
  const violations = violationsInOrder(run);
  if (run === undefined || violations.length === 0) return <RunEnd />;
  const here = violations.filter((violation) => violation.step === step);
  const next = violations.find((violation) => violation.step > step);
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
      aria-keyshortcuts={next === undefined ? "[" : "]"}
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
      <kbd>{next === undefined ? "[" : "]"}</kbd>
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
