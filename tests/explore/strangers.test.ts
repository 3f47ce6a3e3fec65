// Every wrong handler is caught by the right property with a schedule that an
// ordinary run shows, and no right one is accused.
import { describe, expect, it } from "vitest";
import { openRun } from "../../src/session/run.ts";
import { finish } from "../../src/session/slices.ts";
import { bounds, machine, search, source, told } from "./support.ts";
import { RIGHT, WRONG } from "./strangers.ts";

const WORKLOADS = ["kernel", "user", "page-fault"] as const;

describe.each(Object.entries(RIGHT))("right: %s", (_, text) => {
  it.each(WORKLOADS)("holds in the %s workload", (workload) => {
    const report = search(source(text, workload), bounds(workload === "kernel" ? 3 : 2, 1));
    expect(told(report)).toEqual([]);
    expect(report).toMatchObject({ verdict: "holds", limits: [], unconfirmed: [] });
  });
});

describe.each(Object.entries(WRONG))("wrong: %s", (_, { text, breaks, workload, injections }) => {
  it(`breaks ${breaks}`, () => {
    const program = source(text, workload);
    const report = search(program, bounds(2, 1));
    expect(report.unconfirmed).toEqual([]);
    const found = report.violations.find(({ property }) => property === breaks);
    expect([told(report), found?.injections]).toEqual([told(report), injections]);
    const run = openRun(machine, program, found?.schedule ?? []);
    finish(run.timeline.complete());
    expect(run.violations().map(({ property }) => property)).toContain(breaks);
  });
});
