// The goal of the level that is played, always in sight, with what was achieved so
// far and the buttons that a learner looks for.

import type { LevelActions } from "../../../store/level-actions.ts";
import type { LevelPlay } from "../../../store/level-play.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { LEARN_TEXTS } from "../../texts/learn.ts";
import { Opponent } from "./opponent.tsx";
import "./level.css";

export function GoalStrip() {
  const play = usePageState((state) => state.level);
  if (play === undefined) return null;
  const { level, number, judgement } = play;
  return (
    <section
      className={judgement.kind === "won" ? "goal-strip won" : "goal-strip"}
      aria-label={LEARN_TEXTS.level.region}
    >
      <p className="goal-title">
        {number === undefined ? LEARN_TEXTS.level.own : LEARN_TEXTS.level.numbered(number + 1)} <b>{level.title}</b>
      </p>
      <div className="goal">
        <p>
          {LEARN_TEXTS.level.goal} {level.goal}
        </p>
        <Judged play={play} />
        <Opponent play={play} />
      </div>
      <GoalButtons play={play} />
    </section>
  );
}

function Judged({ play }: { play: LevelPlay }) {
  const page = usePage();
  const { judgement, level } = play;
  return (
    <div role="status">
      {judgement.kind === "won" ? (
        <p className="judged">
          <span aria-hidden="true">○</span> <b>{LEARN_TEXTS.level.won(judgement.events, level.par)}</b>
        </p>
      ) : null}
      {judgement.kind === "foul" ? (
        <p className="judged">
          <span aria-hidden="true">✕</span> {LEARN_TEXTS.level.foul(judgement.reason)}{" "}
          {judgement.lockedLine === undefined ? null : (
            <button
              type="button"
              className="small-button"
              onClick={() => void page.levels().then((levels) => levels.putBack())}
            >
              {LEARN_TEXTS.level.putBack}
            </button>
          )}
        </p>
      ) : null}
    </div>
  );
}

function GoalButtons({ play }: { play: LevelPlay }) {
  const page = usePage();
  const act = (action: (levels: LevelActions) => unknown) => () => void page.levels().then(action);
  const { level, number, judgement, hints } = play;
  const hasNext = usePageState((state) => number !== undefined && state.levels[number + 1] !== undefined);
  return (
    <div className="goal-buttons" role="group" aria-label={LEARN_TEXTS.level.buttons}>
      {level.role === "defender" ? (
        <button type="button" className="small-button primary" onClick={act((levels) => levels.tryExplorer())}>
          {LEARN_TEXTS.level.tryExplorer}
        </button>
      ) : null}
      <button
        type="button"
        className="small-button"
        aria-disabled={hints >= level.teaching.hints.length}
        onClick={() => {
          void page.levels().then((levels) => levels.hint());
          page.view.showSide("level");
        }}
      >
        {LEARN_TEXTS.level.hint(hints, level.teaching.hints.length)}
      </button>
      <button type="button" className="small-button" onClick={() => void page.machine.undoInjection()}>
        {LEARN_TEXTS.level.undo}
      </button>
      {level.role === "defender" ? null : (
        <button
          type="button"
          className="small-button"
          title={LEARN_TEXTS.level.fromHereTitle}
          onClick={() => void page.schedule.keepTaken(level.scenario.schedule.length)}
        >
          {LEARN_TEXTS.level.fromHere}
        </button>
      )}
      <button type="button" className="small-button" onClick={act((levels) => levels.reset())}>
        {LEARN_TEXTS.level.reset}
      </button>
      {level.teaching.solution === undefined ? null : (
        <button type="button" className="small-button" onClick={act((levels) => levels.solve())}>
          {LEARN_TEXTS.level.solution}
        </button>
      )}
      <button type="button" className="small-button" onClick={() => page.view.openDialog("levels")}>
        {LEARN_TEXTS.level.all}
      </button>
      <button type="button" className="small-button" onClick={act((levels) => levels.leave())}>
        {LEARN_TEXTS.level.leave}
      </button>
      {judgement.kind === "won" && hasNext ? (
        <button type="button" className="small-button primary" onClick={act((levels) => levels.next())}>
          {LEARN_TEXTS.level.next}
        </button>
      ) : null}
    </div>
  );
}
