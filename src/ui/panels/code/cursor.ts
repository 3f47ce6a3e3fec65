// From the cursor's line in the editor to a place that the machine knows.

import type { BreakPlace } from "../../../protocol/messages.ts";
import type { ListingLine } from "../../../session/views.ts";
import type { PageState } from "../../../store/state.ts";

/** The first instruction at or after the line, so that a cursor on a label means what follows it. */
function lineAtCursor(state: PageState): ListingLine | undefined {
  const { cursorLine, program, moment } = state;
  if (program === undefined) return undefined;
  if (cursorLine === undefined) return program.handler.find((line) => line.address === moment?.rip);
  return program.handler
    .filter((line) => line.line !== undefined && line.line >= cursorLine)
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))[0];
}

export function placeAtCursor(state: PageState): string | undefined {
  return lineAtCursor(state)?.place;
}

export function breakPlaceAtCursor(state: PageState): BreakPlace | undefined {
  const line = lineAtCursor(state);
  if (line === undefined) return undefined;
  if (line.fromBody || line.line === undefined) return { kind: "place", place: line.place };
  return { kind: "line", line: line.line };
}
