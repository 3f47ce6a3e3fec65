// Reports what is broken: once per cause, as notes in the step's journal entry.
// Knows no rule.

import { journalNote } from "../journal";
import { Ghost, ghost64, id, putGhost64 } from "./block";
import { Cause, NoteKind, PropertyCode } from "./notes";

/** `count` words of detail are meant; `context` is an index. */
export function violate(
  property: PropertyCode,
  cause: Cause,
  context: i32,
  count: i32 = 0,
  d0: u64 = 0,
  d1: u64 = 0,
  d2: u64 = 0,
  d3: u64 = 0,
  d4: u64 = 0,
): void {
  const bit = <u64>1 << <u64>cause;
  const noted = ghost64(Ghost.Noted);
  if (noted & bit) return;
  putGhost64(Ghost.Noted, noted | bit);
  putGhost64(Ghost.Broken, ghost64(Ghost.Broken) | (<u64>1 << <u64>property));
  const head = <u64>property | (<u64>cause << 8) | (<u64>count << 16) | (<u64>id(context) << 32);
  journalNote(NoteKind.Violated, head, d0);
  if (count > 1) journalNote(NoteKind.Detail, d1, d2);
  if (count > 3) journalNote(NoteKind.Detail, d3, d4);
}

export function wasNoted(cause: Cause): bool {
  return (ghost64(Ghost.Noted) & (<u64>1 << <u64>cause)) != 0;
}
