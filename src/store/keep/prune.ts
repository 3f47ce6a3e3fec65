// Which old drafts go when there are too many, or they are too large. What somebody
// wrote goes last, and for its size only.

import type { OpenedRecord, WorkRecord } from "./shelf.ts";

/** Without a text of their own. */
export const MAX_WORKS = 60;
export const MAX_CHARACTERS = 20_000_000;
export const MAX_OPENED = 80;

/** Ids, those without a text first, then the longest untouched. `inUse`: open in some tab, so never among them. */
export function worksToDrop(
  works: readonly WorkRecord[],
  inUse: (work: WorkRecord) => boolean,
  limits = { works: MAX_WORKS, characters: MAX_CHARACTERS },
): readonly string[] {
  const isPlain = ({ hasText }: WorkRecord): boolean => hasText === false;
  let count = works.filter(isPlain).length;
  let characters = works.reduce((sum, { size }) => sum + size, 0);
  const dropped: string[] = [];
  const oldest = works.toSorted((a, b) => a.updated - b.updated);
  for (const work of [...oldest.filter(isPlain), ...oldest.filter((one) => !isPlain(one))]) {
    const isOneTooMany = isPlain(work) && count > limits.works;
    if (inUse(work) || (!isOneTooMany && characters <= limits.characters)) continue;
    dropped.push(work.id);
    if (isPlain(work)) count -= 1;
    characters -= work.size;
  }
  return dropped;
}

/** What an open tab shows is the one that it wrote last; what it had before is a draft as others are. */
export function inUseIn(
  works: readonly WorkRecord[],
  open: ReadonlySet<string>,
  own: string,
): (work: WorkRecord) => boolean {
  const shown = new Map<string, WorkRecord>();
  for (const work of works.toSorted((a, b) => a.updated - b.updated)) shown.set(work.tab, work);
  return (work) => work.id === own || (open.has(work.tab) && shown.get(work.tab) === work);
}

export function openedToDrop(records: readonly OpenedRecord[], limit = MAX_OPENED): readonly string[] {
  return records
    .toSorted((a, b) => b.at - a.at)
    .slice(limit)
    .map(({ key }) => key);
}
