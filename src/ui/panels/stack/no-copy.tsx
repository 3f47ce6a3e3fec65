// The place of the stack copy when none is drawn there: what the handler itself names
// on this stack, or that it keeps nothing.

import type { MomentView } from "../../../session/views.ts";
import { openCompare } from "../../compare-command.ts";
import { useInFigure, usePage, usePageState } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";

export function NoCopy({ stack }: { stack: MomentView["stack"] }) {
  const page = usePage();
  const regions = usePageState((state) => state.program?.regions);
  const inFigure = useInFigure();
  const { from, to } = stack;
  const named = (regions ?? []).filter((region) => region.from >= from && region.to <= to);
  return (
    <div className="no-copy">
      {named.length > 1 ? (
        <>
          <b>{TEXTS.stack.placesTitle}</b>
          <ul className="own-places">
            {named.map((region) => (
              <li key={region.name}>
                <code>{range(to - region.to, to - region.from)}</code> {region.name}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <>
          <b>{TEXTS.stack.noCopyTitle}</b>
          <span>{TEXTS.stack.noCopyText}</span>
        </>
      )}
      {inFigure ? null : (
        <button type="button" className="link-button" onClick={() => void openCompare(page, TEXTS.stack.compareName)}>
          {TEXTS.stack.noCopyCompare}
        </button>
      )}
    </div>
  );
}

/** Bytes below the top: the words from the lowest to the highest. */
function range(above: bigint, below: bigint): string {
  const highest = above + 8n;
  return highest === below ? `T-${below}` : `T-${below}..T-${highest}`;
}
