// What is to be compared, read from an address and written back; and the search for
// the schedule that separates, with an explorer that answers what it is told to.
import { describe, expect, it } from "vitest";
import type { ExplorerAnswer } from "../../src/protocol/exploration.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { parseSchedule, printSchedule } from "../../src/scenario/schedule.ts";
import type { ExploredViolation } from "../../src/session/views/exploration.ts";
import { FIRST_BOUNDS, separate, type SeparatingPorts } from "../../src/site/compare/separating.ts";
import { OWN, readWish, scenarioFor, swapped, writeWish, type Side } from "../../src/site/compare/wish.ts";

const MINE: Scenario = {
  handler: { kind: "source", text: "nmi:\n iretq\n", name: "Naive: no protection against nesting, edited" },
  workload: "user",
  body: "count",
  options: { stiBlocksNmi: false },
  schedule: parseSchedule("nmi@workload").items,
};

describe("what is wished", () => {
  it("comes back from the address as it went in", () => {
    const wish = { ...readWish("", undefined), left: "mainline", right: "fred", workload: "syscall" as const };
    const asked = { ...wish, schedule: parseSchedule("nmi@workload; mc@nmi#2").items, owner: "right" as const };
    expect(readWish(writeWish(asked), undefined)).toEqual(asked);
    const twoRuns = { ...asked, second: parseSchedule("nmi@workload").items };
    expect(readWish(writeWish(twoRuns), undefined)).toEqual(twoRuns);
    expect(readWish(writeWish({ ...asked, second: [] }), undefined).second).toEqual([]);
  });

  it("is a usual pair where the address says nothing, or nonsense", () => {
    const usual = readWish("", undefined);
    expect(usual).toMatchObject({ left: "naive", right: "desnoyers-2010-repaired", workload: "kernel" });
    expect(readWish("?left=constructor&right=own&workload=none&owner=both", undefined)).toEqual(usual);
  });

  it("takes a handler from a link, beside the one it was made from, with schedule, workload, body and options", () => {
    const wish = readWish("", MINE);
    expect(wish).toMatchObject({ left: OWN, right: "naive", workload: "user", schedule: MINE.schedule });
    expect(scenarioFor(wish, "left", MINE.schedule)).toEqual(MINE);
    expect(scenarioFor(wish, "right", [])).toMatchObject({
      handler: { kind: "catalogue", name: "naive" },
      workload: "user",
      body: "count",
      options: { stiBlocksNmi: false },
    });
    expect(readWish(writeWish(wish), MINE)).toEqual(wish);
  });

  it("takes a handler of the catalogue from a link, which then is no own one", () => {
    const wish = readWish("", { ...MINE, handler: { kind: "catalogue", name: "rostedt-3.7" } });
    expect(wish).toMatchObject({ left: "rostedt-3.7", right: "desnoyers-2010-repaired" });
    expect(readWish("?left=own", wish.own).left).toBe("rostedt-3.7");
  });

  it("gives FRED to the side that needs it alone", () => {
    const wish = readWish("?left=own&right=fred", { ...MINE, options: { fred: true } });
    expect(scenarioFor(wish, "right", []).options).toEqual({ fred: true });
    expect(scenarioFor({ ...wish, right: "mainline" }, "right", []).options).toEqual({});
  });

  it("keeps the schedule with its owner when the sides are exchanged", () => {
    const wish = readWish("", MINE);
    expect(swapped(wish)).toMatchObject({ left: "naive", right: OWN, owner: "right", schedule: MINE.schedule });
    expect(swapped(swapped(wish))).toEqual(wish);
  });
});

const violation = (
  property: ExploredViolation["property"],
  schedule: string,
  injections: number,
): ExploredViolation => ({
  property,
  cause: "",
  schedule: parseSchedule(schedule).items,
  injections,
  steps: 10,
  at: "",
  explanation: "",
});

function answer(violations: readonly ExploredViolation[], more: { stopped?: boolean; limits?: readonly [] } = {}) {
  const report = {
    verdict: "violated",
    states: 1,
    transitions: 1,
    judged: [],
    violations,
    limits: [],
    unconfirmed: [],
  };
  return {
    kind: "explored",
    parts: [{ workload: "kernel", report, stopped: more.stopped ?? false }],
  } as unknown as ExplorerAnswer;
}

/** `answers`: left, then right. `other`: what breaks on the other side under a schedule. */
function search(answers: readonly ExplorerAnswer[], other: Readonly<Record<string, readonly string[] | undefined>>) {
  const asked: Side[] = [];
  const left = [...answers];
  const ports: SeparatingPorts = {
    line: { ask: () => Promise.resolve(left.shift()) },
    isStopped: () => false,
    tell: () => undefined,
    brokenOnOther(side, schedule) {
      asked.push(side);
      return Promise.resolve(other[printSchedule(schedule)]);
    },
  };
  const question = { scenarios: { left: MINE, right: MINE }, workload: "kernel", bounds: FIRST_BOUNDS } as const;
  return { found: separate(question, ports), asked };
}

describe("the schedule that separates", () => {
  const left = [violation("resume-exact", "nmi@a; nmi@b", 2), violation("no-crash", "nmi@c", 1)];
  const right = [violation("progress", "nmi@d; nmi@e; nmi@f", 3)];

  it("is the one with the fewest events that breaks one side only", async () => {
    const { found, asked } = search([answer(left), answer(right)], { "nmi@c": ["no-crash"], "nmi@a; nmi@b": [] });
    expect(await found).toEqual({
      kind: "found",
      separation: { side: "left", property: "resume-exact", schedule: left[0]?.schedule },
    });
    expect(asked).toEqual(["left", "left"]);
  });

  it("is none where the other side breaks the same each time", async () => {
    const same = { "nmi@c": ["no-crash"], "nmi@a; nmi@b": ["resume-exact"], "nmi@d; nmi@e; nmi@f": ["progress"] };
    expect(await search([answer(left), answer(right)], same).found).toEqual({ kind: "none", unplaced: 0 });
  });

  it("is never one that the other side cannot be given whole", async () => {
    const same = { "nmi@a; nmi@b": ["resume-exact"], "nmi@d; nmi@e; nmi@f": ["progress"] };
    expect(await search([answer(left), answer(right)], same).found).toEqual({ kind: "none", unplaced: 1 });
  });

  it("may be found though a search was stopped; that nothing separates may not be said then", async () => {
    const cut = answer([], { stopped: true });
    expect(await search([answer(left), cut], { "nmi@c": [] }).found).toMatchObject({ kind: "found" });
    expect(await search([answer([]), cut], {}).found).toEqual({ kind: "stopped", side: "right" });
  });
});
