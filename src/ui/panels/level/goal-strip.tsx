// The goal of the level that is played, always in sight, with the four buttons
// that a learner looks for.

import { usePage, usePageState } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";
import "./level.css";

export function GoalStrip() {
  const page = usePage();
  const play = usePageState((state) => state.level);
  if (play === undefined) return null;
  const { level, number, judgement, hints } = play;
  const isWon = judgement.kind === "won";
  return (
    <section className={isWon ? "goal-strip won" : "goal-strip"} aria-label={TEXTS.level.region}>
      <p className="goal-title">
        {number === undefined ? TEXTS.level.own : TEXTS.level.numbered(number + 1)} <b>{level.title}</b>
      </p>
      <p className="goal" role="status">
        {isWon ? (
          <>
            <span aria-hidden="true">○</span> {TEXTS.level.won(judgement.events, level.par)}
          </>
        ) : judgement.kind === "foul" ? (
          <>
            <span aria-hidden="true">✕</span> {TEXTS.level.foul(judgement.reason)}
          </>
        ) : (
          <>
            {TEXTS.level.goal} {level.goal}
          </>
        )}
      </p>
      <div className="goal-buttons" role="group" aria-label={TEXTS.level.buttons}>
        <button
          type="button"
          className="small-button"
          aria-disabled={hints >= level.teaching.hints.length}
          onClick={() => {
            page.levels.hint();
            page.view.showSide("level");
          }}
        >
          {TEXTS.level.hint(hints, level.teaching.hints.length)}
        </button>
        <button type="button" className="small-button" onClick={() => void page.machine.undoInjection()}>
          {TEXTS.level.undo}
        </button>
        <button type="button" className="small-button" onClick={() => void page.levels.reset()}>
          {TEXTS.level.reset}
        </button>
        {level.teaching.solution === undefined ? null : (
          <button type="button" className="small-button" onClick={() => void page.levels.solve()}>
            {TEXTS.level.solution}
          </button>
        )}
        <button type="button" className="small-button" onClick={() => page.view.openDialog("levels")}>
          {TEXTS.level.all}
        </button>
        <button type="button" className="small-button" onClick={() => void page.levels.leave()}>
          {TEXTS.level.leave}
        </button>
        {isWon && number !== undefined ? (
          <button type="button" className="small-button primary" onClick={() => void page.levels.next()}>
            {TEXTS.level.next}
          </button>
        ) : null}
      </div>
    </section>
  );
}
