// Predict, then reveal: a question about the next step, answered by choosing a
// word in the picture. Without scripts the answer waits behind a fold.

import { useState } from "react";

import { usePageState } from "../page-context.tsx";
import { LEARN_TEXTS } from "../texts/learn.ts";
import type { FigureSpec } from "./figure-spec.ts";

export function FigureQuiz({ quiz, live }: { quiz: NonNullable<FigureSpec["quiz"]>; live: boolean }) {
  const position = usePageState((state) => state.moment?.position);
  const chosen = usePageState((state) => {
    const row = state.moment?.stack.rows.find(({ address }) => address === state.selectedWord);
    return row?.offset;
  });
  const [asked] = useState(position);
  const moved = position !== asked;
  const isRight = chosen !== undefined && quiz.answers.includes(chosen);
  return (
    <div className="figure-quiz">
      <p>
        <b>{LEARN_TEXTS.figure.quizAsk}</b> {quiz.question} {live ? LEARN_TEXTS.figure.quizChoose : null}
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
          <p>
            {quiz.answers.join(", ")}. {quiz.why}
          </p>
        </details>
      )}
    </div>
  );
}
