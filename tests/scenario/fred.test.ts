// The naive handler on a machine with FRED: its page fault returns by ERETS, which
// leaves NMIs blocked, and a second NMI has a frame of its own.
import { describe, expect, it } from "vitest";
import { boot } from "../../src/session/index.ts";
import { exportImage } from "../../src/session/export-image.ts";
import { WORKLOADS, type Scenario, type WorkloadName } from "../../src/scenario/scenario.ts";
import { parseSchedule } from "../../src/scenario/schedule.ts";
import { bounds, programOf, search } from "../explore/support.ts";
import { machine, runWhole } from "./runs.ts";

/** The catalogue's naive handler, but for its return. */
const NAIVE = `
    #@ service do_nmi do_nmi_end
nmi:
    pushq %rax
    pushq %rcx
do_nmi:
    incq %gs:nmi_run_count
touch_page:
    movb touch0, %al
page_touched:
    movzbl %al, %ecx
    movb %cl, touch0
do_nmi_end:
    popq %rcx
    popq %rax
    testb $3, 16(%rsp)
    jnz to_user
    erets
to_user:
    eretu
`;

const BY_IRET = `${NAIVE.slice(0, NAIVE.indexOf("    testb"))}    iretq\n`;

function scenario(workload: WorkloadName, schedule: string, text = NAIVE, fred = true): Scenario {
  const { items } = parseSchedule(schedule);
  return { handler: { kind: "source", text }, workload, body: "touch", options: fred ? { fred } : {}, schedule: items };
}

const explored = (workload: WorkloadName, nmis: number, faults: number) =>
  search(programOf({ kind: "source", text: NAIVE }, workload, "touch", { fred: true }), bounds(nmis, faults));

describe("the naive handler with FRED", () => {
  it("is not re-entered: the nested page fault's ERETS leaves NMIs blocked", () => {
    const { view, steps } = runWhole(scenario("kernel", "nmi@workload; nmi@page_touched"));
    expect(view.violations).toEqual([]);
    expect(view.end.kind).toBe("idle");
    const erets = steps.filter(({ text }) => text === "erets");
    // the page fault's, the first NMI's, the second's
    expect(erets.map(({ step }) => step.unblockedNmi)).toEqual([false, true, true]);
    expect(erets[0]?.step.nmi).toMatchObject({ blocked: true, pending: false });
  });

  it("the same events without FRED overwrite the first NMI's frame", () => {
    const { view } = runWhole(scenario("kernel", "nmi@workload; nmi@page_touched", BY_IRET, false));
    expect(view.violations.map(({ property }) => property)).toContain("no-reentry");
  });

  it.each(WORKLOADS)("holds within bounds over %s", (workload) => {
    expect(explored(workload, workload === "kernel" ? 3 : 2, workload === "kernel" ? 2 : 1)).toMatchObject({
      verdict: "holds",
      violations: [],
      unconfirmed: [],
    });
  });

  it("resumes every workload exactly after an NMI at every boundary", () => {
    for (const workload of WORKLOADS)
      for (let at = 0; at < 75; at += 3) {
        const { view } = runWhole(scenario(workload, `nmi@${at}; nmi@page_touched`));
        expect([workload, at, view.end.kind, view.violations.map(({ property }) => property)]).toEqual([
          workload,
          at,
          "idle",
          [],
        ]);
      }
  });

  it("survives a machine check in its first instructions, as no handler through the IDT does", () => {
    const { view } = runWhole(scenario("kernel", "nmi@workload; mc@nmi; nmi@vec_18"));
    expect(view.violations).toEqual([]);
    expect(view.end.kind).toBe("idle");
  });

  it("has other events dispatched: #BP, #DB, #PF, an unexpected #GP is a panic", () => {
    expect(runWhole(scenario("user", "bp@5; db@9; pf@12")).view.violations).toEqual([]);
    expect(runWhole(scenario("kernel", "gp@5")).view.end).toMatchObject({ kind: "panic", vector: 13 });
  });
});

describe("a handler file's own entry points", () => {
  const own = (at: string): string => `
    #@ service user
nmi:
    erets
    .balign 4096
fred_entry_user:
    jmp user
    .balign ${at}
fred_entry_kernel:
    incq %gs:nmi_run_count
    erets
user:
    incq %gs:nmi_run_count
    eretu
`;

  it("are what the CPU enters", () => {
    const { view, steps } = runWhole(scenario("user", "nmi@3; db@6", own("256")));
    expect(view.violations.map(({ property }) => property)).toEqual([]);
    expect(steps.map(({ at }) => at)).toContain("fred_entry_user");
  });

  it("are refused where one register cannot hold both", () => {
    const booted = boot(scenario("user", "", own("128")));
    expect(booted.ok).toBe(false);
    expect(booted.ok ? [] : booted.source.diagnostics.map(({ code }) => code)).toEqual(["fred-entry"]);
  });
});

it("there is no bootable image of it, by name", () => {
  const booted = boot(scenario("kernel", ""));
  if (!booted.ok) throw new Error("does not assemble");
  machine.load(booted.program.image);
  expect(exportImage(machine, booted.program)).toMatchObject({
    kind: "refused",
    reason: expect.stringContaining("FRED"),
  });
});
