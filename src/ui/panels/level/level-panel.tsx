// What a level tells: before, its introduction and the hints asked for; after
// the win, why it was one, and the shortest way.

import { printSchedule } from "../../../store/level-play.ts";
import { usePageState } from "../../page-context.tsx";
import { LEARN_TEXTS } from "../../texts/learn.ts";

export function LevelPanel() {
  const play = usePageState((state) => state.level);
  if (play === undefined) return null;
  const { level, hints, judgement, solutionShown } = play;
  const { teaching } = level;
  const isWon = judgement.kind === "won";
  const { solution } = teaching;
  return (
    <div className="level-panel" data-role={level.role}>
      {isWon || solutionShown ? (
        <section className="level-card" aria-label={LEARN_TEXTS.level.why}>
          <h3>{LEARN_TEXTS.level.why}</h3>
          {teaching.explanation.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
          {solution?.kind === "schedule" ? (
            <p>
              {LEARN_TEXTS.level.shortest}{" "}
              {solution.deletedLine === undefined ? null : LEARN_TEXTS.level.shortestDelete(solution.deletedLine)}{" "}
              <code>{printSchedule(solution.schedule)}</code>
            </p>
          ) : null}
        </section>
      ) : null}
      {level.introduction.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      {level.role === "attacker" ? (
        <p className="dim">{LEARN_TEXTS.level.allowed(level.events, level.mostEvents)}</p>
      ) : null}
      {hints === 0 ? null : (
        <ol className="level-hints">
          {teaching.hints.slice(0, hints).map((hint, index) => (
            <li key={hint}>
              <b>{LEARN_TEXTS.level.hintNumber(index + 1)}</b> {hint}
            </li>
          ))}
        </ol>
      )}
      {level.citations.length === 0 ? null : (
        <section aria-label={LEARN_TEXTS.level.sources}>
          <h3>{LEARN_TEXTS.level.sources}</h3>
          <ul>
            {level.citations.map(({ fact, source }) => (
              <li key={fact}>
                {fact} <span className="dim">{source}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
