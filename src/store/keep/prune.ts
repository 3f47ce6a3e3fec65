// Which old drafts go when there are too many, or they are too large.

import type { OpenedRecord, WorkRecord } from "./shelf.ts";

export const MAX_WORKS = 60;
export const MAX_CHARACTERS = 20_000_000;
export const MAX_OPENED = 80;

/** Ids, the longest untouched first. `inUse`: open in some tab, so never among them. */
export function worksToDrop(
  works: readonly WorkRecord[],
  inUse: (work: WorkRecord) => boolean,
  limits = { works: MAX_WORKS, characters: MAX_CHARACTERS },
): readonly string[] {
  let count = works.length;
  let characters = works.reduce((sum, { size }) => sum + size, 0);
  const dropped: string[] = [];
  for (const work of works.toSorted((a, b) => a.updated - b.updated)) {
    if (count <= limits.works && characters <= limits.characters) break;
    if (inUse(work)) continue;
    dropped.push(work.id);
    count -= 1;
    characters -= work.size;
  }
  return dropped;
}

export function openedToDrop(records: readonly OpenedRecord[], limit = MAX_OPENED): readonly string[] {
  return records
    .toSorted((a, b) => b.at - a.at)
    .slice(limit)
    .map(({ key }) => key);
}
