// The built-in handlers with their programs and what exploring them finds. A page that
// only lists them imports listing.ts.

import { defined } from "../../base/assert.ts";
import type { CatalogueEntry } from "./entry.ts";
import { expectationsOf } from "./expectations.ts";
import { LISTING } from "./listing.ts";
import { textOf } from "./texts.ts";

export type { CatalogueEntry, Demonstration, Expectation, ExpectedBreak } from "./entry.ts";
export { FIRST_HANDLER, scenarioOf } from "./listing.ts";

/** In the order in which they are shown. */
export const CATALOGUE: readonly CatalogueEntry[] = LISTING.map((entry) => ({
  ...entry,
  expects: expectationsOf(entry.name),
  text: defined(textOf(entry.name), `the program of ${entry.name}`),
}));

export function findEntry(name: string): CatalogueEntry | undefined {
  return CATALOGUE.find((entry) => entry.name === name);
}
