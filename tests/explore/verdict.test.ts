// What a search claims: the same every time, what was out of bounds, which limit.
import { describe, expect, it } from "vitest";
import { bounds, catalogue, search, source, told } from "./support.ts";
import { CALM, NESTING, TOUCHING } from "./toys.ts";

/** Every round of its regular code leaves another number in memory: a run without end or return. */
const COUNTING_FOR_EVER = `
nmi:
1:  incq %gs:nmi_runs_forever
    testq $0, %gs:nmi_runs_forever
    jmp 1b
    .section .data..percpu
nmi_runs_forever: .quad 0
`;

describe("a search", () => {
  it("comes to the same every time", () => {
    const within = bounds(2, 1, { faultPoints: "anywhere" });
    const first = search(source(TOUCHING), within);
    expect(search(source(TOUCHING), within)).toEqual(first);
    expect(first.transitions).toBeGreaterThan(first.states);
  });

  it("tries more with wider bounds", () => {
    const states = [0, 1, 2, 3].map((nmis) => search(catalogue("desnoyers-2010-repaired"), bounds(nmis, 1)).states);
    expect(states).toEqual(states.toSorted((a, b) => a - b));
    expect(new Set(states).size).toBe(4);
  });

  it("injects no fault outside the ranges in which faults may come", () => {
    const none = search(source(CALM), bounds(2, 0));
    const { states, exercised } = search(source(CALM), bounds(2, 1, { faultPoints: "region" }));
    expect([states, exercised.deliveries]).toEqual([none.states, none.exercised.deliveries]);
  });

  it("finds livelocks: a handler that never returns", () => {
    const report = search(source("nmi:\n    jmp nmi\n"), bounds(1, 0));
    expect(report.violations.map(({ property }) => property)).toContain("progress");
    expect(told(report)).toContain("progress: nmi@workload");
  });

  it("finds a HLT that nothing ends", () => {
    const report = search(source("nmi:\n    incq %gs:nmi_run_count\n    hlt\n    iretq\n"), bounds(1, 0));
    expect(told(report)).toEqual(["progress: nmi@workload"]);
  });

  it("is incomplete, and says why, when a run has no end", () => {
    const report = search(source(COUNTING_FOR_EVER), bounds(1, 0), { maxChain: 500 });
    expect(report).toMatchObject({ verdict: "incomplete", limits: ["chain-length"], unconfirmed: [] });
    const endless = report.exercised.witnesses.find(({ name }) => name === "endless");
    expect(endless).toMatchObject({ schedule: [{ event: "nmi", when: "workload" }], injections: 1 });
  });

  it("is incomplete, and says why, when there are too many states", () => {
    const report = search(catalogue("desnoyers-2010-repaired"), bounds(2, 1), { maxStates: 1000 });
    expect(report).toMatchObject({ verdict: "incomplete", limits: ["max-states"], states: 1000 });
  });

  it("shows a page that is present from the start as one that a fault made present", () => {
    // with no page absent a fault cannot unblock NMIs: the breakpoint's IRET does
    const handler = NESTING.replace("int3", "movb touch0, %al\n    int3");
    const report = search(source(handler), bounds(2, 0));
    expect(report.verdict).toBe("violated");
    for (const schedule of told(report)) expect(schedule).toContain(": pf(touch0)@workload; nmi@workload#2");
    expect(report.violations[0]?.injections).toBe(1);
  });

  it("injects faults where the file allows it", () => {
    const handler = `
#@ may-fault inside outside
#@ service inside
nmi:
inside:
    incq %gs:nmi_run_count
outside:
    nop
    iretq
`;
    expect(search(source(handler), bounds(2, 1)).verdict).toBe("holds");
    expect(search(source(handler), bounds(2, 0, { faultPoints: "region" })).verdict).toBe("holds");
    const report = search(source(handler), bounds(2, 1, { faultPoints: "region" }));
    expect(report.verdict).toBe("violated");
    expect(told(report).join("\n")).toContain("pf@nmi");
    expect(told(report).join("\n")).not.toContain("pf@outside");
  });
});
