// Which instruction is needed: known by hand, and each proof replayed.
import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../../src/explore/index.ts";
import { printSchedule, parseSchedule } from "../../src/scenario/schedule.ts";
import type { Scenario, WorkloadName } from "../../src/scenario/scenario.ts";
import { boot, neededLines, type NeededReport } from "../../src/session/index.ts";
import { openRun } from "../../src/session/run.ts";
import { finish } from "../../src/session/slices.ts";
import { MAX_STATES, bounds, machine } from "../explore/support.ts";

function scenarioOf(text: string): Scenario {
  return { handler: { kind: "source", text }, workload: "kernel", body: "touch", options: {}, schedule: [] };
}

function needed(text: string, workloads: readonly WorkloadName[] = ["kernel"], nmis = 2): NeededReport {
  const limits = { ...DEFAULT_LIMITS, maxStates: MAX_STATES };
  const work = neededLines(machine, { scenario: scenarioOf(text), workloads, bounds: bounds(nmis, 1), limits });
  let next = work.next();
  while (next.done !== true) next = work.next();
  if (next.value === undefined) throw new Error("it does not assemble");
  return next.value;
}

const HANDLER = `
.macro twice
    nop
    nop
.endm
nmi:
    pushq %rax
    incq %gs:nmi_run_count
    movl $1, %eax      # a comment
1:  nop; cld
    twice
    popq %rax
2:  iretq
`;

describe("which instruction is needed", () => {
  it("tells those that are from those that are not", () => {
    const { lines, broken, complete } = needed(HANDLER);
    expect(complete).toBe(true);
    expect(broken).toEqual([{ workload: "kernel", properties: [] }]);
    expect(lines.map(({ text, verdict }) => [text, verdict])).toEqual([
      ["pushq %rax", "needed"],
      ["incq %gs:nmi_run_count", "not-needed"],
      ["movl $1, %eax", "not-needed"],
      ["nop", "not-needed"],
      ["cld", "not-needed"],
      ["nop", "not-needed"],
      ["nop", "not-needed"],
      ["popq %rax", "needed"],
      ["iretq", "needed"],
    ]);
  });

  it("proves each by a schedule that an ordinary run shows of the handler without it", () => {
    for (const { violation, without, verdict } of needed(HANDLER).lines) {
      if (verdict !== "needed") continue;
      const booted = boot(scenarioOf(without));
      if (!booted.ok) throw new Error("it does not assemble");
      const schedule = parseSchedule(printSchedule(violation?.schedule ?? [])).items;
      const run = openRun(machine, booted.program, schedule);
      finish(run.timeline.complete());
      expect(run.violations().map(({ property }) => property)).toContain(violation?.property);
    }
  });

  it("takes instructions out of shared lines, macros, repetitions, C macros and bodies", () => {
    const text = `
#define BOTH pushq %rax; pushq %rbx
.macro leave
    popq %rbx
    popq %rax
.endm
nmi:
    BOTH
    movl $1, %eax; movl $2, %ebx
    .rept 2
    ...
    .endr
    leave
    iretq`;
    const { lines } = needed(text, ["kernel"], 1);
    expect(lines.map(({ text: one, line, verdict }) => `${line} ${one.replaceAll(/\s+/g, " ")}: ${verdict}`)).toEqual([
      "8 pushq %rax: needed",
      "8 pushq %rbx: needed",
      "9 movl $1, %eax: not-needed",
      "9 movl $2, %ebx: not-needed",
      "11 incq %gs:nmi_run_count: not-needed",
      "11 pushq %rax: needed",
      "11 movb touch0, %al: not-needed",
      "11 movb %al, touch0: not-needed",
      "11 popq %rax: needed",
      "13 popq %rbx: needed",
      "13 popq %rax: needed",
      "14 iretq: needed",
    ]);
    // what is left out already stays out
    const [next, none] = needed(lines[9]?.without ?? "", ["kernel"], 1).lines.filter(({ line }) => line === 13);
    expect([next?.text, none]).toEqual(["popq %rax", undefined]);
    expect(next?.without.split("\n").slice(-3)).toEqual(["#@ without 13 1", "#@ without 13 2", ""]);
  });

  it("finds what only another workload needs", () => {
    const handler = `
nmi:
    pushq %rax
    movq %cr2, %rax
    incq %gs:nmi_run_count
    movb touch0, %ah
    movq %rax, %cr2
    popq %rax
    iretq
`.replace("movb touch0, %ah", "pushq %rax\n    movb touch0, %al\n    popq %rax");
    const cr2 = (report: NeededReport) => report.lines.find(({ text }) => text === "movq %rax, %cr2");
    expect(cr2(needed(handler, ["kernel"], 1))?.verdict).toBe("not-needed");
    const found = cr2(needed(handler, ["kernel", "page-fault"], 1));
    expect(found).toMatchObject({ verdict: "needed", workload: "page-fault", properties: ["cr2-preserved"] });
  });

  it("says where the rest does not assemble", () => {
    const { lines } = needed(
      'nmi:\n    jmp 1f + (2f - 1f)\n1:  nop\n2:  iretq\n    .if 2b - 1b == 0\n    .error "empty"\n    .endif\n',
    );
    expect(lines.find(({ text }) => text === "nop")?.verdict).toBe("does-not-assemble");
  });

  it("stops when told to", () => {
    const limits = { ...DEFAULT_LIMITS, maxStates: MAX_STATES };
    const scenario = scenarioOf(HANDLER.replace("nop; cld", "movb touch0, %al"));
    const work = neededLines(machine, { scenario, workloads: ["kernel"], bounds: bounds(3, 2), limits });
    let next = work.next();
    while (next.done !== true) next = work.next(true);
    expect(next.value).toMatchObject({ complete: false });
  });
});
