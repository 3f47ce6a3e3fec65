// The fewest items of a random program that still differ, by leaving out ever
// smaller pieces. Knows no machine: it is told what differs.
import type { Item } from "./random-source.ts";

/** Comparisons that one shrinking may take. */
const MOST = 80;

export async function shrink(
  items: readonly Item[],
  differs: (items: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[]> {
  let kept = items;
  let piece = Math.ceil(kept.length / 2);
  let tried = 0;
  while (piece > 0 && tried < MOST) {
    let shorter: readonly Item[] | undefined;
    for (let from = 0; from < kept.length && shorter === undefined && tried < MOST; from += piece) {
      const without = [...kept.slice(0, from), ...kept.slice(from + piece)];
      tried++;
      if (await differs(without)) shorter = without;
    }
    if (shorter !== undefined) kept = shorter;
    else piece = piece === 1 ? 0 : Math.ceil(piece / 2);
    piece = Math.min(piece, kept.length);
  }
  return kept;
}
