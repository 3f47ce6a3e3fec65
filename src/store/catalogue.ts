// The catalogue as the page shows it, and the first visit's moment.

import { BODIES } from "../scenario/bodies.ts";
import { FIRST_HANDLER, FIRST_TEXT, LISTING, findListed, scenarioOf } from "../scenario/catalogue/listing.ts";
import { WORKLOADS, type Scenario, type SharedMoment, type WorkloadName } from "../scenario/scenario.ts";

export interface CatalogueItem {
  readonly name: string;
  readonly title: string;
  readonly group: string;
  readonly claim: string;
  readonly source: string;
  readonly demonstrations: readonly {
    readonly shows: string;
    readonly schedule: string;
    readonly scenario: Scenario;
  }[];
}

export const CATALOGUE_ITEMS: readonly CatalogueItem[] = LISTING.map((entry) => ({
  name: entry.name,
  title: entry.title,
  group: entry.group,
  claim: entry.claim,
  source: `${entry.author}, ${entry.date}: ${entry.source}`,
  demonstrations: entry.demonstrations.map((shown) => ({
    shows: shown.shows,
    schedule: shown.schedule,
    scenario: scenarioOf(entry, shown),
  })),
}));

export const WORKLOAD_NAMES: readonly WorkloadName[] = WORKLOADS;

export const BODY_CHOICES: readonly { readonly name: string; readonly title: string }[] = BODIES.map(
  ({ name, title }) => ({ name, title }),
);

export function firstMoment(): { readonly moment: SharedMoment; readonly source: string } {
  const entry = findListed(FIRST_HANDLER);
  if (entry === undefined) throw new Error("the first handler is not in the catalogue");
  return { moment: { scenario: scenarioOf(entry), position: 0 }, source: FIRST_TEXT };
}

/** Demonstrations of the handler that is open, if it is from the catalogue. */
export function demonstrationsOf(scenario: Scenario | undefined): CatalogueItem["demonstrations"] {
  const handler = scenario?.handler;
  const name = handler?.kind === "catalogue" ? handler.name : handler?.name;
  return CATALOGUE_ITEMS.find((item) => item.name === name)?.demonstrations ?? [];
}
