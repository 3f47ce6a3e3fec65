// The answer to a question about the run, asked again when the position or the run
// changes. The old answer stands until the new one is there.

import { useEffect, useState } from "react";

import type { LookAnswer, LookQuestion } from "../../../session/views/look.ts";
import { usePage, usePageState } from "../../page-context.tsx";

/** The question as text: numbers of 64 bits included. */
export function keyOf(question: unknown): string {
  return JSON.stringify(question, (_, value: unknown) =>
    typeof value === "bigint" ? `0x${value.toString(16)}` : value,
  );
}

/** `also`: what else the answer depends on. */
export function useAnswer(question: LookQuestion | undefined, also?: unknown): LookAnswer | undefined {
  const page = usePage();
  const moment = usePageState((state) => state.moment);
  const [answer, setAnswer] = useState<LookAnswer>();
  const key = keyOf([question, also]);
  useEffect(() => {
    let isWanted = question !== undefined;
    if (question !== undefined)
      void page.machine.look(question).then((found) => {
        if (isWanted && found !== undefined) setAnswer(found);
      });
    return () => void (isWanted = false);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the key is the question's content
  }, [page, moment, key]);
  return answer;
}
