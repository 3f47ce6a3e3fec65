// Two machines under one schedule: opens a scenario on its owner's side, carries its
// schedule over, opens the other, and keeps both in step.

import { defined } from "../../base/assert.ts";
import { connectWorker } from "../../protocol/connect.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { createPage, type Page } from "../../store/page.ts";
import { SCENARIO_LINKS } from "../../store/scenario-link.ts";
import { browserSurroundings } from "../../store/surroundings.ts";
import { align, milestonesOf, type Aligned } from "./alignment.ts";
import type { Standing } from "./differences.ts";
import { carrySchedule, type Carried } from "./matching.ts";
import { otherSide, scenarioFor, type Side, type Wish } from "./wish.ts";

export interface Pair {
  readonly pages: Readonly<Record<Side, Page>>;
}

/** What was opened. */
export interface Compared {
  readonly rows: readonly Aligned[];
  readonly carried: Carried;
  readonly titles: Readonly<Record<Side, string>>;
  readonly sources: Readonly<Record<Side, string>>;
  readonly scenarios: Readonly<Record<Side, Scenario>>;
}

/** A text that does not assemble: it has no run to be compared. */
export class NotAssembled extends Error {
  constructor(
    readonly side: Side,
    readonly reason: string,
  ) {
    super(reason);
  }
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

export function makePair(wish: Wish): Pair {
  return {
    pages: { left: makePage(scenarioFor(wish, "left", [])), right: makePage(scenarioFor(wish, "right", [])) },
  };
}

const programOf = (page: Page) => defined(page.store.getState().program, "a program");
const runOf = (page: Page) => defined(page.store.getState().run, "a run");

async function open({ pages }: Pair, side: Side, scenario: Scenario): Promise<void> {
  await pages[side].machine.open({ scenario, position: 0 });
  const { program, notice } = pages[side].store.getState();
  if (program?.assembled === true) return;
  throw new NotAssembled(side, program?.diagnostics[0]?.message ?? notice ?? "");
}

/** Both at the start. Throws if a machine does not answer, or a text does not assemble. */
export async function openPair(pair: Pair, wish: Wish): Promise<Compared> {
  const { pages } = pair;
  const { owner, schedule, second } = wish;
  const other = otherSide(owner);
  const ofOwner = scenarioFor(wish, owner, schedule);
  await open(pair, owner, ofOwner);
  await open(pair, other, scenarioFor(wish, other, second ?? []));
  const carried =
    second === undefined
      ? carrySchedule(schedule, programOf(pages[owner]), programOf(pages[other]))
      : { items: second, byRole: [], unplaced: [] };
  const ofOther = scenarioFor(wish, other, carried.items);
  if (second === undefined) await open(pair, other, ofOther);
  return {
    rows: align(milestonesOf(runOf(pages.left)), milestonesOf(runOf(pages.right))),
    carried,
    titles: { left: programOf(pages.left).title, right: programOf(pages.right).title },
    sources: { left: programOf(pages.left).source, right: programOf(pages.right).source },
    scenarios: owner === "left" ? { left: ofOwner, right: ofOther } : { left: ofOther, right: ofOwner },
  };
}

/** Properties that the last opened run of a side breaks. */
export function brokenOn({ pages }: Pair, side: Side): readonly string[] {
  return runOf(pages[side]).violations.map(({ property }) => property);
}

/** "#v1..." to where a side stands. */
export function linkTo({ pages }: Pair, { scenarios }: Compared, side: Side): Promise<string> {
  const position = pages[side].store.getState().moment?.position ?? 0;
  return SCENARIO_LINKS.encode({ scenario: scenarios[side], position });
}

export function standingOf({ pages }: Pair, side: Side): Standing | undefined {
  const { moment, run } = pages[side].store.getState();
  return moment === undefined || run === undefined ? undefined : { moment, run };
}
