// How much linear memory a search needs. Knows only the sizes of its tables.

/** Linear memory below the tables of visited states, as core/state.ts has it. */
const SEARCH_BASE = 0x1240000;

/** The first table's slots, and how full one may be, as core/search/visited.ts has them. */
const FIRST_SLOTS = 2 ** 14;
const FULLEST = 13 / 16;

/** Places for numbers of words and pairs, as core/search/nodes.ts has them. */
function nodePlaces(states: number): number {
  let places = 0;
  for (let table = 2 ** 16; places < Math.max(states, 2 ** 17); table *= 4) places += table;
  return places;
}

/** With marks one state in so many is stored. */
export const MARKED = 5;

/** Bytes of linear memory that a search of so many states may need. */
export function searchBytes(states: number, mode: "hash" | "exact" | "marks" = "hash"): number {
  const kept = mode === "marks" ? Math.ceil(states / MARKED) : states;
  let slots = FIRST_SLOTS;
  while (slots * FULLEST < kept) slots *= 2;
  // The second search for the fewest steps holds ranks beside the keys.
  return SEARCH_BASE + slots * 16 + (mode === "exact" ? nodePlaces(states) * 8 : 0);
}
