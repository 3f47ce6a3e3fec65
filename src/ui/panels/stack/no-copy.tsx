// The place of the stack copy when the handler keeps none.

import { usePage } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";

export function NoCopy() {
  const page = usePage();
  return (
    <div className="no-copy">
      <b>{TEXTS.stack.noCopyTitle}</b>
      <span>{TEXTS.stack.noCopyText}</span>
      <button type="button" className="link-button" onClick={() => void page.openHandler(TEXTS.stack.compareName)}>
        {TEXTS.stack.noCopyCompare}
      </button>
    </div>
  );
}
