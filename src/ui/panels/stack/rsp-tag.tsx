// RSP in the gutter beside the word that it points to, or pointed to before the step.

import type { WordView } from "../../../session/views.ts";
import { TEXTS } from "../../texts.ts";

export function RspTag({ word, ist }: { word: WordView; ist: boolean }) {
  if (word.rsp === undefined) return null;
  if (word.rsp === "was") {
    return (
      <span className="rsp rsp-was" title={TEXTS.stack.rspWas} aria-hidden="true">
        {TEXTS.stack.rspWasTag}
      </span>
    );
  }
  return (
    <span className="rsp rsp-now" title={TEXTS.stack.rspNow} aria-hidden="true">
      <b>{TEXTS.stack.rsp}</b>
      {ist ? <em>{TEXTS.stack.ist}</em> : null}
    </span>
  );
}
