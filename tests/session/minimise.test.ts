// Minimised schedules against the explorer's: it has tried all of them.
import { describe, expect, it } from "vitest";
import { parseSchedule, printSchedule } from "../../src/scenario/schedule.ts";
import { minimise, type MinimiseResult, type Program } from "../../src/session/index.ts";
import { openRun } from "../../src/session/run.ts";
import { finish } from "../../src/session/slices.ts";
import type { Property } from "../../src/machine/types.ts";
import { catalogue, machine, search, bounds, source } from "../explore/support.ts";
import { DROPPING } from "../explore/toys.ts";

function made(program: Program, schedule: string, property?: Property): MinimiseResult {
  const work = minimise(machine, { program, schedule: parseSchedule(schedule).items, property });
  let next = work.next();
  while (next.done !== true) next = work.next();
  return next.value;
}

/** What an ordinary run of the schedule breaks. */
function broken(program: Program, schedule: string): readonly string[] {
  const run = openRun(machine, program, parseSchedule(schedule).items);
  finish(run.timeline.complete());
  return run.violations().map(({ property }) => property);
}

describe("minimise", () => {
  it.each([
    ["naive", "nmi@20; nmi@do_nmi_end; mc@90; nmi@200; nmi@400", "resume-exact"],
    ["naive", "mc@3; nmi@30; nmi@page_touched; nmi@120", "progress"],
    ["desnoyers-2010", "db@2; nmi@50; nmi@60; nmi@500", "no-crash"],
    ["desnoyers-2010-step-3", "mc@10; nmi@workload#4; nmi@helper_touched; nmi@900", "no-reentry"],
  ] as const)("%s, %s: as few events and steps as the explorer finds for %s", (name, schedule, property) => {
    const program = catalogue(name, "kernel", name.includes("step-3") ? "call" : "touch");
    expect(broken(program, schedule)).toContain(property);
    const result = made(program, schedule, property);
    if (result.kind !== "minimal") throw new Error(result.kind);
    const { before, after, complete } = result;
    expect(complete).toBe(true);
    expect(after.property).toBe(property);
    expect(broken(program, printSchedule(after.schedule))).toContain(property);
    const report = search(program, bounds(2, 2));
    const best = report.violations.find((violation) => violation.property === property);
    expect(after.injections).toBe(best?.injections);
    expect(after.injections).toBeLessThan(before.injections);
    expect(after.steps).toBeLessThanOrEqual(before.steps);
  });

  it("cannot be made smaller: leaving any event out breaks nothing", () => {
    const program = source(DROPPING);
    const result = made(program, "nmi@7; nmi@body_end; nmi@300");
    if (result.kind !== "minimal") throw new Error(result.kind);
    const { schedule, property } = result.after;
    expect(schedule).toHaveLength(2);
    schedule.forEach((_, index) => {
      const less = schedule.filter((__, n) => n !== index);
      expect(broken(program, printSchedule(less))).not.toContain(property);
    });
  });

  it("says so if nothing is broken, or something else", () => {
    const repaired = catalogue("desnoyers-2010-repaired");
    expect(made(repaired, "nmi@workload; nmi@regular_nmi_code")).toEqual({ kind: "not-broken", broken: [] });
    const naive = made(catalogue("naive"), "nmi@workload; nmi@do_nmi_end", "cr2-preserved");
    expect(naive).toMatchObject({ kind: "not-broken" });
    expect(naive.kind === "not-broken" && naive.broken).toContain("progress");
  });

  it("stops when told to, with what it has", () => {
    const program = catalogue("naive");
    const work = minimise(machine, { program, schedule: parseSchedule("nmi@20; nmi@do_nmi_end; nmi@400").items });
    expect(work.next().done).toBe(false);
    const stopped = work.next(true);
    expect(stopped).toMatchObject({ done: true, value: { kind: "minimal", complete: false } });
  });
});
