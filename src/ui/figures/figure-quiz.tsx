// Predict, then reveal: a question about the next step, answered by choosing a
// word in the picture. Without scripts the answer waits behind a fold.

import { useState } from "react";

import { stepDone } from "../../store/selectors.ts";
import { usePageState } from "../page-context.tsx";
import { LEARN_TEXTS } from "../texts/learn.ts";
import type { FigureSpec } from "./figure-spec.ts";

export function FigureQuiz({ quiz, live }: { quiz: NonNullable<FigureSpec["quiz"]>; live: boolean }) {
  const done = usePageState(stepDone);
  const chosen = usePageState((state) => {
    const stack = state.moment?.stack;
    const copies = [stack?.copy, ...(stack?.kept ?? [])].flatMap((copy) => copy?.rows.map(({ word }) => word) ?? []);
    return [...(stack?.rows ?? []), ...copies].find(({ address }) => address === state.selectedWord)?.offset;
  });
  const [asked] = useState(done);
  const moved = done !== asked;
  const isRight = chosen !== undefined && quiz.answers.includes(chosen);
  const answer = `${quiz.answers.join(", ")}. ${quiz.why}`;
  return (
    <div className="figure-quiz">
      <p>
        <b>{moved ? LEARN_TEXTS.figure.quizAskedAt(asked) : LEARN_TEXTS.figure.quizAsk}</b> {quiz.question}{" "}
        {live && !moved ? LEARN_TEXTS.figure.quizChoose : null}
      </p>
      {live && chosen !== undefined && !moved ? (
        <p role="status" className={isRight ? "right" : "wrong"}>
          <b>
            {isRight
              ? `○ ${LEARN_TEXTS.figure.quizRight}`
              : `✕ ${LEARN_TEXTS.figure.quizWrong(chosen, quiz.answers.join(", "))}`}
          </b>{" "}
          {quiz.why}
        </p>
      ) : (
        <details>
          <summary>{LEARN_TEXTS.figure.quizReveal}</summary>
          <p>{answer}</p>
        </details>
      )}
      <p className="quiz-on-paper">
        {LEARN_TEXTS.figure.quizAnswer} {answer}
      </p>
    </div>
  );
}
