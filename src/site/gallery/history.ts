// The handlers in the order of time: for the gallery's timeline and for what came
// before and after each.

import { CATALOGUE, type CatalogueEntry } from "../../scenario/catalogue/catalogue.ts";

const byTime = (a: CatalogueEntry, b: CatalogueEntry): number => a.year - b.year || a.date.localeCompare(b.date, "en");

/** Made for this project to show one thing each; no part of history. */
export const LESSON_ENTRIES = CATALOGUE.filter(({ group }) => group === "Lessons");

const DESIGNS = CATALOGUE.filter(({ group }) => group !== "Lessons").toSorted(byTime);

/** Designs by year and date, then the lessons. Where both are the same, in the catalogue's order. */
const HISTORY: readonly CatalogueEntry[] = [...DESIGNS, ...LESSON_ENTRIES];

export interface Year {
  readonly year: number;
  readonly entries: readonly CatalogueEntry[];
}

export const YEARS: readonly Year[] = [...new Set(DESIGNS.map(({ year }) => year))].map((year) => ({
  year,
  entries: DESIGNS.filter((entry) => entry.year === year),
}));

export function neighboursOf(entry: CatalogueEntry): {
  readonly before: CatalogueEntry | undefined;
  readonly after: CatalogueEntry | undefined;
} {
  const at = HISTORY.findIndex(({ name }) => name === entry.name);
  return { before: HISTORY[at - 1], after: HISTORY[at + 1] };
}
