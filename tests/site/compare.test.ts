// Schedules are carried over by label, by instruction, by role; two runs are set side
// by side up to where they part, and stepped together.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findListed, scenarioOf } from "../../src/scenario/catalogue/listing.ts";
import { HAZARDS } from "../../src/scenario/hazards/index.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { parseSchedule, printSchedule } from "../../src/scenario/schedule.ts";
import { align, firstDivergence, milestonesOf, type Aligned } from "../../src/site/compare/alignment.ts";
import { PAIRS } from "../../src/site/compare/compare-page.tsx";
import { differencesOf } from "../../src/site/compare/differences.ts";
import { carrySchedule } from "../../src/site/compare/matching.ts";
import {
  AT_START,
  backBoth,
  nextEvent,
  placeOf,
  positionsAt,
  previousEvent,
  stepBoth,
} from "../../src/site/compare/stepping.ts";
import { readWish, scenarioFor } from "../../src/site/compare/wish.ts";
import { createResting } from "../../src/site/resting.ts";

const resting = await createResting(readFileSync(join(import.meta.dirname, "../../build/core.wasm")));

function scenarioWith(name: string, schedule: string, workload: Scenario["workload"] = "kernel"): Scenario {
  const entry = findListed(name);
  if (entry === undefined) throw new Error(name);
  return { ...scenarioOf(entry), workload, schedule: parseSchedule(schedule).items };
}

async function stateOf(scenario: Scenario, position = 0) {
  const { program, run, moment } = (await resting.at({ scenario, position })).store.getState();
  if (program === undefined || run === undefined || moment === undefined) throw new Error("no run");
  return { program, run, moment };
}

async function carry(schedule: string, left = "naive", right = "desnoyers-2010-repaired") {
  const from = await stateOf(scenarioWith(left, ""));
  const to = await stateOf(scenarioWith(right, ""));
  const { items, byRole, unplaced } = carrySchedule(parseSchedule(schedule).items, from.program, to.program);
  return { schedule: printSchedule(items), byRole, unplaced };
}

async function rowsOf(left: Scenario, right: Scenario): Promise<readonly Aligned[]> {
  return align(milestonesOf((await stateOf(left)).run), milestonesOf((await stateOf(right)).run));
}

describe("a schedule on another handler", () => {
  it("keeps labels that both have, and the workload's instructions", async () => {
    const schedule = "nmi@workload+0x5; nmi@page_touched#2; mc@vec_14+0x4";
    expect(await carry(schedule)).toEqual({ schedule, byRole: [], unplaced: [] });
  });

  it("keeps labels of the regular code that one of them fills in and the other writes out", async () => {
    const schedule = "nmi@workload; nmi@page_touched";
    expect(await carry(schedule, "desnoyers-2010", "naive")).toEqual({ schedule, byRole: [], unplaced: [] });
  });

  it("finds the same instruction behind a label, though others lie before it there", async () => {
    // The last repair takes four instructions out of nmi_atomic, before its iretq.
    const { program } = await stateOf(scenarioWith("desnoyers-2010-step-5", ""));
    const iretq = program.handler.findIndex(({ text }) => text === "iretq");
    const place = program.handler[iretq]?.place ?? "";
    expect(place).toMatch(/^nmi_atomic\+0x/);
    const carried = await carry(`nmi@${place}#2`, "desnoyers-2010-step-5", "desnoyers-2010-repaired");
    const there = await stateOf(scenarioWith("desnoyers-2010-repaired", ""));
    const twin = there.program.handler.find(({ text }) => text === "iretq")?.place ?? "";
    expect(twin).not.toBe(place);
    expect(carried.schedule).toBe(`nmi@${twin}#2`);
    expect(carried.byRole).toEqual([`nmi@${place}#2 is ${twin}#2 there: the same instruction behind nmi_atomic`]);
  });

  it("goes by role: the regular code's first instruction, the last return", async () => {
    const { schedule, byRole, unplaced } = await carry("nmi@do_nmi; nmi@do_nmi_end+0x2");
    expect(schedule).toMatch(/^nmi@regular_nmi_code; nmi@nmi_atomic\+0x/);
    expect(byRole).toEqual([
      "nmi@do_nmi is regular_nmi_code there: the first instruction of the regular code",
      expect.stringMatching(/there: the last return$/) as string,
    ]);
    expect(unplaced).toEqual([]);
  });

  it("says what has no place there, and takes no other instruction at the same distance for it", async () => {
    const carried = await carry("nmi@17; nmi@nowhere; nmi@fake_nmi", "desnoyers-2010-repaired", "naive");
    expect(carried.schedule).toBe("");
    expect(carried.unplaced).toEqual([
      "nmi@17: a step's number means another moment in another handler",
      "nmi@nowhere: its own handler has no instruction there",
      "nmi@fake_nmi: the other handler has no such label, and nothing of the same role",
    ]);
  });
});

describe("two runs", () => {
  const schedule = "nmi@workload; nmi@page_touched";

  it("of one handler never part", async () => {
    const rows = await rowsOf(scenarioWith("naive", schedule), scenarioWith("naive", schedule));
    expect(firstDivergence(rows)).toBeUndefined();
    expect(rows.every(({ left, right }) => left === right)).toBe(true);
  });

  it("part where only the naive handler is entered again", async () => {
    const rows = await rowsOf(scenarioWith("naive", schedule), scenarioWith("desnoyers-2010-repaired", schedule));
    const at = firstDivergence(rows) ?? -1;
    expect(rows.slice(0, at).map(({ text }) => text)).toContain("NMI 2 is delivered");
    expect(rows[at]).toMatchObject({ side: "left", text: "no-reentry breaks" });
  });

  it.each(PAIRS)(
    "$left and $right, which the page offers, part",
    async ({ left, right, workload, schedule: shown }) => {
      const from = await stateOf(scenarioWith(left, shown, workload));
      const to = await stateOf(scenarioWith(right, "", workload));
      const carried = carrySchedule(parseSchedule(shown).items, from.program, to.program);
      expect(carried.unplaced).toEqual([]);
      const second = scenarioWith(right, printSchedule(carried.items), workload);
      expect((await stateOf(second)).run.violations).toEqual([]);
      expect(firstDivergence(align(milestonesOf(from.run), milestonesOf((await stateOf(second)).run)))).toBeDefined();
    },
  );
});

/** The hazard table links to both sides; these give one schedule to both. */
const ONE_SCHEDULE = HAZARDS.flatMap(({ number, proof }) =>
  proof.kind === "shown"
    ? proof.scenarios.flatMap(({ handler, workload, schedule, mended }) =>
        mended?.schedule === schedule ? [{ number, handler, workload, schedule, mended }] : [],
      )
    : [],
);

describe("a hazard beside where it is mended", () => {
  it.each(ONE_SCHEDULE)("$number, $handler: the whole schedule is carried over", async (hazard) => {
    const { handler, workload, schedule, mended } = hazard;
    const asked = new URLSearchParams({ left: handler, right: mended.handler, workload, schedule });
    const wish = readWish(asked.toString(), undefined);
    const from = await stateOf(scenarioFor(wish, "left", wish.schedule));
    const to = await stateOf(scenarioFor(wish, "right", []));
    const carried = carrySchedule(wish.schedule, from.program, to.program);
    expect(carried.unplaced).toEqual([]);
    expect((await stateOf(scenarioFor(wish, "right", carried.items))).run.violations).toEqual([]);
  });
});

describe("stepping both", () => {
  // 0, then 2 steps left and 5 right to the next event, then the left alone ends, then the right.
  const rows: readonly Aligned[] = [
    { text: "start", side: "both", left: 0, right: 0 },
    { text: "an event", side: "both", left: 2, right: 5 },
    { text: "breaks", side: "left", left: 4, right: 5 },
    { text: "the run ends", side: "left", left: 4, right: 5 },
    { text: "the run ends", side: "right", left: 4, right: 8 },
  ];

  it("lets the shorter side wait at the next event, and ends at both ends", () => {
    const seen: string[] = [];
    let place = AT_START;
    for (let step = 0; step < 12; step++) {
      const { left, right } = positionsAt(rows, place);
      seen.push(`${left} ${right}`);
      place = stepBoth(rows, place);
    }
    expect(seen.slice(0, 11)).toEqual(["0 0", "1 1", "2 2", "2 3", "2 4", "2 5", "3 5", "4 5", "4 6", "4 7", "4 8"]);
    expect(seen[11]).toBe("4 8");
    expect(place).toEqual({ row: 4, steps: 0 });
  });

  it("goes back the way it came", () => {
    const forward = ["0 0", "1 1", "2 2", "2 3", "2 4", "2 5", "3 5", "4 5", "4 6", "4 7", "4 8"];
    const seen: string[] = [];
    let place = { row: 4, steps: 0 };
    for (let step = 0; step <= 10; step++) {
      const { left, right } = positionsAt(rows, place);
      seen.push(`${left} ${right}`);
      place = backBoth(rows, place);
    }
    expect(seen).toEqual(forward.toReversed());
    expect(place).toEqual(AT_START);
  });

  it("goes by events, and first to the last one when between two", () => {
    expect(nextEvent(rows, { row: 1, steps: 1 })).toEqual({ row: 2, steps: 0 });
    expect(nextEvent(rows, { row: 4, steps: 0 })).toEqual({ row: 4, steps: 0 });
    expect(previousEvent(rows, { row: 1, steps: 1 })).toEqual({ row: 1, steps: 0 });
    expect(previousEvent(rows, AT_START)).toEqual(AT_START);
  });

  it("finds where both stand when one is moved", () => {
    for (const place of [AT_START, { row: 0, steps: 1 }, { row: 1, steps: 0 }, { row: 3, steps: 2 }]) {
      const { left, right } = positionsAt(rows, place);
      expect(positionsAt(rows, placeOf(rows, "right", right)).right).toBe(right);
      expect(positionsAt(rows, placeOf(rows, "left", left)).left).toBe(left);
    }
    expect(placeOf(rows, "right", 4)).toEqual({ row: 0, steps: 4 });
  });
});

describe("what differs", () => {
  it("is nothing between two machines at the same moment of the same run", async () => {
    const one = await stateOf(scenarioWith("naive", "nmi@workload"), 7);
    expect(differencesOf(one, one)).toEqual([]);
  });

  it("is who runs, the flag, the stack pointer and the frame, where naive and repaired part", async () => {
    const schedule = "nmi@workload; nmi@page_touched";
    const left = scenarioWith("naive", schedule);
    const right = scenarioWith("desnoyers-2010-repaired", schedule);
    const rows = await rowsOf(left, right);
    const { left: atLeft, right: atRight } = rows[firstDivergence(rows) ?? 0] ?? { left: 0, right: 0 };
    const found = differencesOf(await stateOf(left, atLeft), await stateOf(right, atRight));
    const of = (name: string) => found.find((difference) => difference.name === name);
    expect(of("nmi_stack_nesting")).toEqual({ name: "nmi_stack_nesting", left: "0", right: "ff" });
    expect(of("rsp")).toEqual({ name: "rsp", left: "T-56", right: "T-40" });
    expect(of("T-16 RSP")?.left).not.toBe(of("T-16 RSP")?.right);
    expect(of("next")?.right).toMatch(/^nmi: cmpq/);
    expect(of("rax")).toBeUndefined();
  });
});
