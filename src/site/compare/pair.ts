// Two machines under one schedule: opens a scenario on the left, carries its
// schedule over, opens the right, and keeps both in step.

import { defined } from "../../base/assert.ts";
import { connectWorker } from "../../protocol/connect.ts";
import { findListed, scenarioOf } from "../../scenario/catalogue/listing.ts";
import type { Scenario, ScheduleItem, WorkloadName } from "../../scenario/scenario.ts";
import { createPage, type Page } from "../../store/page.ts";
import { SCENARIO_LINKS } from "../../store/scenario-link.ts";
import { browserSurroundings } from "../../store/surroundings.ts";
import { align, milestonesOf, type Aligned } from "./alignment.ts";
import { carrySchedule, type Carried } from "./matching.ts";
import type { Side } from "./separating.ts";

export interface Pair {
  readonly pages: Readonly<Record<Side, Page>>;
}

/** What was opened. */
export interface Compared {
  readonly rows: readonly Aligned[];
  readonly carried: Carried;
  readonly sources: Readonly<Record<Side, string>>;
  /** "#v1..." of each side. */
  readonly links: Readonly<Record<Side, string>>;
}

export interface Wish {
  readonly left: string;
  readonly right: string;
  readonly workload: WorkloadName;
  /** In the places of `owner`'s handler. */
  readonly schedule: readonly ScheduleItem[];
  readonly owner: Side;
}

export function scenarioFor(name: string, workload: WorkloadName, schedule: readonly ScheduleItem[]): Scenario {
  return { ...scenarioOf(defined(findListed(name), `the handler ${name}`)), workload, schedule };
}

function makeWorker(): Worker {
  return new Worker(new URL("../../worker/session-worker.ts", import.meta.url), { type: "module", name: "machine" });
}

function makePage(first: Scenario): Page {
  const surroundings = browserSurroundings("no-storage");
  return createPage({
    connect: (events) => connectWorker(makeWorker, events, surroundings.after),
    codec: SCENARIO_LINKS,
    surroundings,
    firstMoment: { scenario: first, position: 0 },
    firstSource: "",
    builtInLevels: () => Promise.resolve([]),
    clearAddress: () => undefined,
  });
}

export function makePair({ left, right, workload }: Wish): Pair {
  return {
    pages: { left: makePage(scenarioFor(left, workload, [])), right: makePage(scenarioFor(right, workload, [])) },
  };
}

const open = (page: Page, scenario: Scenario): Promise<void> => page.machine.open({ scenario, position: 0 });

const programOf = (page: Page) => defined(page.store.getState().program, "a program");
const runOf = (page: Page) => defined(page.store.getState().run, "a run");

/** Both at the start. Throws if a machine does not answer. */
export async function openPair({ pages }: Pair, wish: Wish): Promise<Compared> {
  const { owner, workload, schedule } = wish;
  const other: Side = owner === "left" ? "right" : "left";
  const scenarios: Record<Side, Scenario> = {
    left: scenarioFor(wish.left, workload, []),
    right: scenarioFor(wish.right, workload, []),
  };
  scenarios[owner] = { ...scenarios[owner], schedule };
  await open(pages[owner], scenarios[owner]);
  await open(pages[other], scenarios[other]);
  const carried = carrySchedule(schedule, programOf(pages[owner]), programOf(pages[other]));
  scenarios[other] = { ...scenarios[other], schedule: carried.items };
  await open(pages[other], scenarios[other]);
  return {
    rows: align(milestonesOf(runOf(pages.left)), milestonesOf(runOf(pages.right))),
    carried,
    sources: { left: programOf(pages.left).source, right: programOf(pages.right).source },
    links: {
      left: await SCENARIO_LINKS.encode({ scenario: scenarios.left, position: 0 }),
      right: await SCENARIO_LINKS.encode({ scenario: scenarios.right, position: 0 }),
    },
  };
}

/** Properties that the last opened run of a side breaks. */
export function brokenOn({ pages }: Pair, side: Side): readonly string[] {
  return runOf(pages[side]).violations.map(({ property }) => property);
}
