// What the catalogue says of its handlers is what the machine shows.
import { describe, expect, it } from "vitest";
import { CATALOGUE, scenarioOf as scenarioOfDemonstration } from "../../src/scenario/catalogue/catalogue.ts";
import type { WorkloadName } from "../../src/scenario/scenario.ts";
import { runWhole, scenarioOf, type Whole } from "./runs.ts";

const demonstrations = CATALOGUE.flatMap((entry) =>
  entry.demonstrations.map((demonstration) => ({
    handler: entry.name,
    workload: demonstration.workload,
    schedule: demonstration.schedule,
    entry,
    demonstration,
  })),
);

describe("a demonstration", () => {
  it.each(demonstrations)("$handler, $workload, $schedule", ({ entry, demonstration }) => {
    const { view } = runWhole(scenarioOfDemonstration(entry, demonstration));
    const broken = view.violations.toSorted((a, b) => a.step - b.step).map(({ property }) => property);
    expect([...new Set(broken)]).toEqual(demonstration.breaks);
    expect(view.end).toMatchObject({
      kind: demonstration.end,
      ...(demonstration.vector === undefined ? {} : { vector: demonstration.vector }),
    });
    expect(view.schedule.map(({ state }) => state)).not.toContain("unused");
  });
});

describe("defects of the handler as mailed", () => {
  const run = (handler: string, schedule: string, workload: WorkloadName = "kernel", body = "touch") =>
    runWhole(scenarioOf(handler, schedule, workload, body));

  it("the 32-bit iret: #GP for CS 0xffff, NMIs unblocked, the flag cleared", () => {
    const { steps } = run("desnoyers-2010", "nmi@workload");
    const last = steps.at(-1);
    expect(last?.text).toMatch(/^iret/);
    expect(last?.step).toMatchObject({ kind: "delivery", vector: 13, errorCode: 0xfffcn });
    expect(last?.step.nmi.blocked).toBe(false);
  });

  it("CR2 from one word above the copy", () => {
    const { steps } = run("desnoyers-2010-step-1", "nmi@vec_14", "page-fault");
    const load = steps.find(({ idealised, text }) => idealised && text.endsWith(",%cr2"));
    expect(load?.text).toContain("0xffffffff83002f80");
    expect(load?.registers.cr2).toBe(0n);
  });

  it("RSP at the copy's CS: the return takes 0x10 for RIP", () => {
    const { steps } = run("desnoyers-2010-step-1", "nmi@workload; nmi@nmi_atomic");
    const last = steps.at(-1);
    expect(last?.text).toBe("iretq");
    expect(last?.step).toMatchObject({ kind: "delivery", vector: 13 });
  });

  it("the nested return: RIP into RFLAGS, a jump to 0x10", () => {
    const { steps } = run("desnoyers-2010-step-2", "nmi@workload; nmi@page_touched");
    const wild = steps.find(({ step }) => step.kind === "delivery" && step.ripBefore === 0x10n);
    expect(wild?.step).toMatchObject({ vector: 14 });
    expect(wild?.registers.cr2).toBe(0x10n);
  });

  it("code above nmi_atomic_end: the copy overwritten, a livelock that never reaches the workload", () => {
    const { view } = run("desnoyers-2010-step-3", "nmi@workload; nmi@helper_touched", "kernel", "call");
    expect(view.end).toMatchObject({ kind: "loop", livelock: true });
    const other = run("desnoyers-2010-step-3", "nmi@workload; nmi@page_touched");
    expect(other.view.violations).toEqual([]);
  });

  it("CR2 through rax in nmi_atomic: the workload's rax is lost", () => {
    const { view } = run("desnoyers-2010-step-5", "nmi@workload; nmi@nmi_atomic+0x20");
    expect(view.violations.map(({ property }) => property)).toEqual(["resume-exact"]);
  });
});

describe("naive", () => {
  const { view, steps } = runWhole(scenarioOf("naive", "nmi@workload; nmi@page_touched"));
  it("has the first frame overwritten by the second NMI's, pointing into the handler", () => {
    const deliveries = steps.filter(({ step }) => step.kind === "delivery" && step.vector === 2);
    expect(deliveries.map(({ at }) => at)).toEqual(["workload", "page_touched"]);
    expect(new Set(deliveries.map(({ step }) => step.frame?.address)).size).toBe(1);
    expect(deliveries[1]?.step.writes.map(({ value }) => value)).toContain(deliveries[1]?.step.ripBefore);
  });
  it("goes round for ever", () => {
    expect(view.end).toMatchObject({ kind: "loop", livelock: true });
    expect(view.properties.find(({ property }) => property === "progress")?.brokenAt).toBeDefined();
  });
});

/** The run without NMIs long enough to compare with, and the steps of one round and of a run with one NMI. */
function measure(handler: string, workload: WorkloadName) {
  const one = runWhole(scenarioOf(handler, "nmi@0", workload)).view.length;
  const reference = runWhole(scenarioOf(handler, `nmi@${one * 4}`, workload), one * 3);
  const [first, ...rest] = reference.steps;
  const round =
    1 + rest.findIndex(({ step }) => step.ripBefore === first?.step.ripBefore && step.kind === first.step.kind);
  return { reference, round, one };
}

function expectUndisturbed(run: Whole, reference: Whole, what: string): void {
  const { view, workload } = run;
  const found = view.violations.map(({ property, at }) => `${property} at ${at}`);
  expect([what, view.end.kind, found]).toEqual([what, "idle", []]);
  // Not by our properties only: instruction by instruction, the workload cannot tell.
  const expected = reference.workload.slice(0, workload.length);
  if (JSON.stringify(workload, plain) !== JSON.stringify(expected, plain))
    expect.fail(`${what}: the workload is disturbed`);
}

const plain = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString(16) : value);

/** Those that a handler without SWAPGS can serve. */
const KERNEL_GS = ["kernel", "user", "page-fault"] as const;

describe("desnoyers-2010-repaired", () => {
  const handler = "desnoyers-2010-repaired";

  it.each(KERNEL_GS)("resumes the %s workload exactly after an NMI at every boundary of its loop", (workload) => {
    const { reference, round } = measure(handler, workload);
    expect(round).toBeGreaterThan(28);
    for (let at = 0; at <= round; at++) {
      expectUndisturbed(runWhole(scenarioOf(handler, `nmi@${at}`, workload)), reference, `nmi@${at}`);
    }
  });

  it.each(KERNEL_GS)("resumes the %s workload exactly after a second NMI at every boundary", (workload) => {
    const { reference, one } = measure(handler, workload);
    for (const first of [0, 7]) {
      for (let second = first; second <= first + one; second++) {
        const schedule = `nmi@${first}; nmi@${second}`;
        expectUndisturbed(runWhole(scenarioOf(handler, schedule, workload)), reference, schedule);
      }
    }
  });
});
