// A figure of an article: one moment of one scenario, drawn with the page's own
// views. At rest it needs no script; alive it steps, goes back and takes events.

import type { Page } from "../../store/page.ts";
import { stepDone, violationsInOrder } from "../../store/selectors.ts";
import { commandOf, runCommand } from "../commands.ts";
import { FigureProvider, PageProvider, usePage, usePageState } from "../page-context.tsx";
import { Lanes } from "../panels/lanes/lanes.tsx";
import { Registers } from "../panels/registers/registers.tsx";
import { NmiStatePanel } from "../panels/nmi/nmi-state.tsx";
import { StackDrawing } from "../panels/stack/stack-drawing.tsx";
import "../panels/stack/stack.css";
import { TEXTS } from "../texts.ts";
import { LEARN_TEXTS } from "../texts/learn.ts";
import { SentenceText } from "../widgets/sentence-text.tsx";
import { FigureCode } from "./figure-code.tsx";
import { FigureDrag } from "./figure-drag.tsx";
import { FigureEmbed } from "./figure-embed.tsx";
import { FigureQuiz } from "./figure-quiz.tsx";
import type { FigureSpec, FigureView } from "./figure-spec.ts";
import { useSteadyHeight } from "./use-steady-height.ts";
import "./figure.css";
import "./figure-print.css";

/** Of the lanes where no script measures. */
const DRAWN_WIDTH = 960;

export interface FigureProps {
  readonly page: Page;
  readonly spec: FigureSpec;
  /** The tool's own page, without the fragment. */
  readonly tool: string;
  /** False: drawn once, for reading. */
  readonly live: boolean;
  /** False: somebody else moves it. */
  readonly moves?: boolean;
}

export function Figure({ page, spec, tool, live, moves = live }: FigureProps) {
  const views = useSteadyHeight(live);
  return (
    <PageProvider page={page}>
      <FigureProvider title={spec.title}>
        <div className="figure" role="group" aria-label={spec.title}>
          <h2 className="hidden-text">{spec.title}</h2>
          <FigureSentence />
          <div className="figure-views" ref={views} data-views={spec.views.join(" ")}>
            {spec.views.map((view) => (
              <div key={view} className={`figure-view figure-${view}`} {...reachable(view, live)}>
                {view === "code" && spec.drag !== undefined ? (
                  <FigureDrag drag={spec.drag} live={live} />
                ) : (
                  <View view={view} live={live} />
                )}
              </div>
            ))}
          </div>
          {spec.quiz === undefined ? null : <FigureQuiz quiz={spec.quiz} live={live} />}
          <FigureVerdict />
          <div className="figure-controls">
            {moves ? <FigureControls events={spec.events} /> : null}
            <span className="spring" />
            {moves ? <FigureEmbed spec={spec} tool={tool} /> : null}
            <a href={tool + spec.link} data-open-tool="">
              {LEARN_TEXTS.figure.openTool}
            </a>
          </div>
        </div>
      </FigureProvider>
    </PageProvider>
  );
}

/** Without scripts the lanes keep their width, and scroll on a small window. */
const reachable = (view: FigureView, live: boolean) => (view === "lanes" && !live ? { tabIndex: 0 } : {});

function View({ view, live }: { view: FigureView; live: boolean }) {
  switch (view) {
    case "code":
      return <FigureCode live={live} />;
    case "stack":
      return <FigureStack />;
    case "lanes":
      return live ? <Lanes /> : <Lanes drawnAt={DRAWN_WIDTH} />;
    case "registers":
      return <Registers />;
    case "nmi":
      return <NmiStatePanel />;
  }
}

function FigureStack() {
  const stack = usePageState((state) => state.moment?.stack);
  return stack === undefined ? null : <StackDrawing stack={stack} />;
}

function FigureSentence() {
  const moment = usePageState((state) => state.moment);
  const done = usePageState(stepDone);
  const last = usePageState((state) => (state.run?.length ?? 1) - 1);
  if (moment === undefined) return <p className="figure-sentence">{TEXTS.step.loading}</p>;
  const { what, why } = moment.sentence;
  return (
    <p className="figure-sentence" role="status">
      <b className="figure-step">{LEARN_TEXTS.figure.step(done, last)}</b>{" "}
      {what.length === 0 ? LEARN_TEXTS.figure.start : <SentenceText parts={what} />}{" "}
      <span className="dim">
        <SentenceText parts={why} />
      </span>
    </p>
  );
}

/** What this schedule leads to, whatever the moment. */
function FigureVerdict() {
  const run = usePageState((state) => state.run);
  if (run === undefined) return null;
  const violations = violationsInOrder(run);
  const [first] = violations;
  return first === undefined ? (
    <p className="figure-verdict holds">
      <span aria-hidden="true">○</span> {LEARN_TEXTS.figure.holds(run.endText)}
    </p>
  ) : (
    <p className="figure-verdict fails">
      <span aria-hidden="true">✕</span> {LEARN_TEXTS.figure.fails(first.property, first.step, first.summary)}
    </p>
  );
}

const MOVES = [
  ["restart", LEARN_TEXTS.figure.restart],
  ["back", LEARN_TEXTS.figure.back],
  ["step", LEARN_TEXTS.figure.stepOn],
  ["run", LEARN_TEXTS.figure.run],
] as const;

function FigureControls({ events }: { events: FigureSpec["events"] }) {
  const page = usePage();
  return (
    <>
      {MOVES.map(([id, label]) => (
        <CommandButton key={id} id={id} label={label} />
      ))}
      {events.map((event) => (
        <CommandButton
          key={event}
          id={`inject-${event}`}
          label={LEARN_TEXTS.figure.inject(TEXTS.controls.events[event])}
        />
      ))}
      {events.length === 0 ? null : (
        <button type="button" onClick={() => void page.machine.undoInjection()}>
          {LEARN_TEXTS.figure.undo}
        </button>
      )}
    </>
  );
}

function CommandButton({ id, label }: { id: string; label: string }) {
  const page = usePage();
  const command = commandOf(id);
  const why = usePageState((state) => command.blocked?.(state));
  return (
    <button
      type="button"
      className={id === "step" ? "primary" : undefined}
      data-command={id}
      aria-disabled={why !== undefined}
      title={why ?? command.title}
      onClick={() => runCommand(page, command)}
    >
      {label}
    </button>
  );
}
