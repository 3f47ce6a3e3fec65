// Schedules are carried over by label, then by role, and two runs are set side by
// side up to where they part.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findListed, scenarioOf } from "../../src/scenario/catalogue/listing.ts";
import { parseSchedule, printSchedule } from "../../src/scenario/schedule.ts";
import { align, firstDivergence, milestonesOf } from "../../src/site/compare/alignment.ts";
import { carrySchedule } from "../../src/site/compare/matching.ts";
import { createResting } from "../../src/site/resting.ts";

const resting = await createResting(readFileSync(join(import.meta.dirname, "../../build/core.wasm")));

async function stateOf(name: string, schedule: string) {
  const entry = findListed(name);
  if (entry === undefined) throw new Error(name);
  const scenario = { ...scenarioOf(entry), schedule: parseSchedule(schedule).items };
  const { program, run } = (await resting.at({ scenario, position: 0 })).store.getState();
  if (program === undefined || run === undefined) throw new Error("no run");
  return { program, run };
}

async function carry(schedule: string) {
  const from = await stateOf("naive", "");
  const to = await stateOf("desnoyers-2010-repaired", "");
  const { items, byRole, unplaced } = carrySchedule(parseSchedule(schedule).items, from.program, to.program);
  return { schedule: printSchedule(items), byRole, unplaced };
}

describe("a schedule on another handler", () => {
  it("keeps labels that both have", async () => {
    const schedule = "nmi@workload; nmi@page_touched";
    expect(await carry(schedule)).toEqual({ schedule, byRole: [], unplaced: [] });
  });

  it("says what has no place there", async () => {
    const carried = await carry("nmi@17; nmi@nowhere");
    expect(carried.schedule).toBe("");
    expect(carried.unplaced).toHaveLength(2);
  });
});

describe("two runs", () => {
  const schedule = "nmi@workload; nmi@page_touched";

  it("of one handler never part", async () => {
    const { run } = await stateOf("naive", schedule);
    const rows = align(milestonesOf(run), milestonesOf(run));
    expect(firstDivergence(rows)).toBeUndefined();
    expect(rows.every(({ left, right }) => left === right)).toBe(true);
  });

  it("part where only the naive handler is entered again", async () => {
    const naive = await stateOf("naive", schedule);
    const repaired = await stateOf("desnoyers-2010-repaired", schedule);
    const rows = align(milestonesOf(naive.run), milestonesOf(repaired.run));
    const at = firstDivergence(rows) ?? -1;
    expect(rows.slice(0, at).map(({ text }) => text)).toContain("NMI 2 is delivered");
    expect(rows.slice(at).some(({ text, side }) => side === "left" && text === "no-reentry breaks")).toBe(true);
  });
});
