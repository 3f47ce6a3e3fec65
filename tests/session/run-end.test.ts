// How runs end: home, round and round, in a panic, or not at all.
import { describe, expect, it } from "vitest";
import { DEFAULT_RUN_STEPS } from "../../src/session/limits.ts";
import type { Run } from "../../src/session/run.ts";
import { finish } from "../../src/session/slices.ts";
import { completeRun, Desk, scenario } from "./support.ts";

/** Reads what it counts: no state comes back. */
const COUNTING = ".data\ncounter: .quad 0\n.text\nnmi:\n  incq counter\n  testq $0, counter\n  jmp nmi\n";

const rows = (run: Run) => run.view().schedule.map(({ state, outcome }) => `${state}: ${outcome}`);

describe("the end of a run", () => {
  it("without events: the workload goes round once", async () => {
    const run = await completeRun(scenario("naive"));
    expect(run.timeline.end).toEqual({ kind: "idle" });
    expect(run.timeline.ripAt(run.timeline.length)).toBe(run.program.image.start);
    const rounds = Array.from({ length: run.timeline.length }, (_, step) => run.timeline.ripAt(step));
    expect(rounds.filter((rip) => rip === run.program.image.start)).toHaveLength(1);
  });

  it("the user's workload and the one that faults all the time come home too", async () => {
    for (const workload of ["user", "page-fault"] as const) {
      const run = await completeRun(
        scenario("desnoyers-2010-repaired", "nmi@workload; nmi@page_touched", { workload }),
      );
      expect(run.timeline.end).toEqual({ kind: "idle" });
      expect(run.violations()).toEqual([]);
    }
  });

  it("waits for a step that the schedule names", async () => {
    const run = await completeRun(scenario("naive", "nmi@700"));
    expect(run.timeline.end).toEqual({ kind: "idle" });
    expect(rows(run)).toEqual(["delivered: delivered 700"]);
  });

  it("waits for a visit that the workload will make, and for none that it will not", async () => {
    const run = await completeRun(scenario("naive", "nmi@workload#5; nmi@do_nmi#2; nmi@vec_18"));
    expect(run.timeline.end).toEqual({ kind: "idle" });
    expect(rows(run)).toEqual([
      expect.stringMatching(/^delivered: delivered \d+$/),
      "unused: place not reached 2 times",
      "unused: place never reached",
    ]);
  });

  it("what is broken, and where, stays when one looks on beyond the end", async () => {
    for (const schedule of ["nmi@workload; nmi@page_touched", ""]) {
      const run = await completeRun(scenario("naive", schedule));
      const before = run.violations();
      finish(run.timeline.extendTo(run.timeline.length + 23));
      expect(run.violations()).toEqual(before);
    }
  });

  it("names a livelock and how long its round is", async () => {
    const run = await completeRun(scenario("naive", "nmi@workload; nmi@page_touched"));
    const { end } = run.timeline;
    if (end?.kind !== "loop") throw new Error(`ended by ${end?.kind}`);
    expect(end.livelock).toBe(true);
    const { steps } = run.timeline.tracker;
    for (let step = end.from; step < end.from + end.period; step++) expect(steps.context(step)).not.toBe(0);
    expect(run.timeline.ripAt(end.from)).toBe(run.timeline.ripAt(end.from + end.period));
    expect(run.view().endText).toContain("Livelock");
  });

  it("a workload that faults at its first instruction has not gone round when that is tried again", async () => {
    const run = await completeRun(scenario("naive", "nmi@workload+0x8", { workload: "page-fault" }));
    expect(run.view().schedule.map(({ state }) => state)).toEqual(["delivered"]);
    expect(run.timeline.end).toEqual({ kind: "idle" });
  });

  it("a workload that calls a function twice has not gone round at the second call", async () => {
    const run = await completeRun(scenario("naive", "nmi@turn; nmi@workload#2"));
    expect(run.view().schedule.map(({ state }) => state)).toEqual(["delivered", "delivered"]);
  });

  it.each(["%gs:nmi_run_count", "own", "%gs:implied"])(
    "a handler that only counts, in %s, goes round",
    async (word) => {
      const source = `.data\nown: .quad 0\n.text\nnmi:\n  incq ${word}\n  jmp nmi\n`;
      const run = await completeRun(scenario("", "nmi@workload", { source }));
      expect(run.timeline.end).toMatchObject({ kind: "loop", period: 2, livelock: true });
    },
  );

  it("a handler that looks at nmi_run_count does not go round while that grows", async () => {
    const source = "nmi:\n  incq %gs:nmi_run_count\n  cmpq $9, %gs:nmi_run_count\n  jne nmi\n  iretq\n";
    const run = await completeRun(scenario("", "nmi@workload", { source }));
    expect(run.timeline.end).toEqual({ kind: "idle" });
  });

  it("a handler that reads what it counts never comes back to a state: the limit ends the run", async () => {
    const source = COUNTING;
    const run = await completeRun(scenario("", "nmi@workload", { source }), 3000);
    expect(run.timeline.end).toEqual({ kind: "max-steps" });
    expect(run.timeline.length).toBe(3000);
    expect(run.view().endText).toContain("not over");
  });

  it("a counter that wraps round is a loop as long as its range", async () => {
    const source = ".data\ncounter: .byte 0\n.text\nnmi:\n  incb counter\n  testb $0, counter\n  jmp nmi\n";
    const run = await completeRun(scenario("", "nmi@workload", { source }));
    expect(run.timeline.end).toMatchObject({ kind: "loop", period: 768 });
  });

  it("a workload that runs with NMIs blocked for ever goes round, but is no livelock", async () => {
    // Returns without IRET, through the interrupted stack.
    const source = `nmi:
  pushq %rax
  pushq %rcx
  movq 40(%rsp), %rax
  movq 16(%rsp), %rcx
  movq %rcx, -8(%rax)
  movq 32(%rsp), %rcx
  movq %rcx, -16(%rax)
  movq 8(%rsp), %rcx
  movq %rcx, -24(%rax)
  popq %rcx
  leaq -24(%rax), %rsp
  popq %rax
  popfq
  ret
`;
    const run = await completeRun(scenario("", "nmi@workload", { source }));
    expect(run.timeline.end).toMatchObject({ kind: "loop", livelock: false });
    expect(run.violations().map(({ property }) => property)).toEqual(["idle-clean"]);
    expect(run.view().endText).toContain("NMIs blocked");
  });

  it("a second fault on a stack that is not there: #DF, which panics", async () => {
    const source = "nmi:\n  movq $0x1000, %rsp\n  pushq %rax\n";
    const run = await completeRun(scenario("", "nmi@workload", { source }));
    expect(run.timeline.end).toEqual({ kind: "panic", vector: 8 });
    expect(run.violations().map(({ property }) => property)).toContain("no-crash");
  });

  it("no gates at all: the CPU shuts down", async () => {
    const source = "nmi:\n  lidt empty\n  ud2\n.data\nempty: .word 0\n .quad 0\n";
    const run = await completeRun(scenario("", "nmi@workload", { source }));
    expect(run.timeline.end).toEqual({ kind: "triple-fault" });
    expect(run.violations().map(({ property }) => property)).toContain("no-crash");
  });
});

describe("what became of the schedule", () => {
  it("an NMI while NMIs are blocked waits; the next one merges into it", async () => {
    const run = await completeRun(scenario("naive", "nmi@workload; nmi@do_nmi; nmi@do_nmi", { workload: "kernel" }));
    const [first, second, third] = run.view().schedule;
    expect(first).toMatchObject({ state: "delivered", outcome: "delivered 0" });
    expect(second?.outcome).toMatch(/^pending \d+, delivered \d+$/);
    expect(third).toMatchObject({ state: "merged" });
    expect(third?.outcome).toContain(`pending since ${second?.at}`);
  });

  it("an event that cannot come is refused with its reason", async () => {
    const run = await completeRun(scenario("naive", "nmi@workload; irq(40)@nmi"));
    const row = run.view().schedule[1];
    expect(row?.state).toBe("refused");
    expect(row?.outcome).toMatch(/IF/);
  });

  it("nonsense is named, the rest runs", async () => {
    const chosen = {
      ...scenario("naive"),
      schedule: [
        { event: "nmi", when: "nowhere" },
        { event: "nmi", when: "workload" },
      ],
    };
    expect(rows(await completeRun(chosen))).toEqual([
      'invalid: no symbol "nowhere" in this program',
      "delivered: delivered 0",
    ]);
  });
});

describe("beyond the limit", () => {
  it("what is not finished is no bad fate", async () => {
    const run = await completeRun(scenario("", "nmi@workload", { source: COUNTING }), 3000);
    const fates = run.view().contexts.map(({ fate, fateIsBad }) => ({ fate, fateIsBad }));
    const unfinished = { fate: "not finished when the run stops", fateIsBad: false };
    expect(fates).toEqual([unfinished, unfinished]);
    const loop = await completeRun(scenario("naive", "nmi@workload; nmi@page_touched"));
    expect(loop.view().contexts[0]).toMatchObject({ fate: "never resumed", fateIsBad: true });
  });

  it("a run goes on as far as the limit again, every time", async () => {
    const desk = await Desk.open(scenario("", "nmi@workload", { source: COUNTING }));
    desk.ask({ kind: "move", move: { kind: "end" } });
    const limit = desk.position;
    for (const times of [2, 3]) {
      desk.ask({ kind: "move", move: { kind: "run" } });
      expect(desk.position).toBe(limit + (times - 1) * DEFAULT_RUN_STEPS);
    }
    desk.ask({ kind: "move", move: { kind: "step" } });
    desk.ask({ kind: "move", move: { kind: "run" } });
    expect(desk.position).toBe(limit + 3 * DEFAULT_RUN_STEPS + 1);
  });

  it("the run is watched on: a panic that comes later is one", async () => {
    const source = `.data
counter: .word 0
.text
nmi:
  incw counter
  cmpw $2000, counter
  jne nmi
  ud2
`;
    const run = await completeRun(scenario("", "nmi@workload", { source }), 3000);
    expect(run.timeline.end).toEqual({ kind: "max-steps" });
    finish(run.timeline.extendTo(10_000));
    expect(run.timeline.end).toEqual({ kind: "panic", vector: 6 });
    expect(run.timeline.length).toBeLessThan(10_000);
    expect(run.violations().map(({ property }) => property)).toContain("no-crash");
  });
});
