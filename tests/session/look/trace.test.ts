// The trace against the run itself: every row says what a single replay of its step
// says, filters let through what a scan of all rows lets through.
import { describe, expect, it } from "vitest";
import { Looking } from "../../../src/session/look/look.ts";
import { finish } from "../../../src/session/slices.ts";
import type { Run } from "../../../src/session/run.ts";
import type { LookAnswer, TraceFilter, TraceRow } from "../../../src/session/views/look.ts";
import { completeRun, scenario } from "../support.ts";

const ALL: TraceFilter = { kinds: [] };

function ask(looking: Looking, run: Run, filter: TraceFilter, from: number, to: number) {
  const answer: LookAnswer = finish(looking.answer(run, { kind: "trace", filter, from, to }));
  if (answer.kind !== "trace") throw new Error(JSON.stringify(answer));
  return answer;
}

const nested = () => completeRun(scenario("naive", "nmi@workload; nmi@page_touched"));

describe("the trace", () => {
  it("has a row for every step, with what the step changed", async () => {
    const run = await nested();
    const length = run.timeline.length;
    run.timeline.seek(5);
    const { rows, total } = ask(new Looking(), run, ALL, 0, 500);
    expect(total).toBe(length);
    expect(rows.map(({ step }) => step)).toEqual(Array.from({ length: Math.min(length, 500) }, (_, at) => at));
    for (const row of rows) {
      const step = run.timeline.replay(row.step);
      const expected = step.changes.filter(({ name, old, value }) => name !== "rip" && old !== value);
      const registers = row.changes.filter(({ address }) => address === undefined);
      expect(registers.map(({ place, old, value }) => ({ name: place, old, value }))).toEqual(
        expected.map(({ name, old, value }) => ({ name, old, value })),
      );
      const words = new Set(row.changes.flatMap(({ address }) => (address === undefined ? [] : [address])));
      for (const { address } of step.writes) expect(words.has(address & ~7n)).toBe(true);
      expect(row.kind === "delivery").toBe(step.kind === "delivery");
    }
    expect(run.timeline.position).toBe(5);
  });

  it.each<[string, TraceFilter, (row: TraceRow) => boolean]>([
    ["deliveries", { kinds: ["delivery"] }, (row) => row.kind === "delivery"],
    ["returns", { kinds: ["return"] }, (row) => row.kind === "return"],
    ["violations", { kinds: ["violation"] }, (row) => row.broken.length > 0],
    ["one context", { kinds: [], context: 1 }, (row) => row.context === 1],
    ["text", { kinds: [], text: "PUSH" }, (row) => /push/i.test(row.text + row.place)],
    ["both", { kinds: ["return", "delivery"], context: 1 }, (row) => row.context === 1 && row.kind !== "instruction"],
  ])("lets through %s and nothing else", async (_, filter, passes) => {
    const run = await nested();
    const looking = new Looking();
    const all = ask(looking, run, ALL, 0, 500).rows;
    const found = ask(looking, run, filter, 0, 500);
    expect(all.length).toBe(run.timeline.length);
    expect(found.rows.length).toBeGreaterThan(0);
    expect(found.rows.map(({ step }) => step)).toEqual(all.filter(passes).map(({ step }) => step));
    expect(found.total).toBe(found.rows.length);
  });

  it("says where the present step is among the filtered", async () => {
    const run = await nested();
    const looking = new Looking();
    const { rows } = ask(looking, run, { kinds: ["delivery"] }, 0, 500);
    run.timeline.seek((rows[1]?.step ?? 0) + 1);
    expect(ask(looking, run, { kinds: ["delivery"] }, 0, 1).here).toBe(1);
    run.timeline.seek(0);
    expect(ask(looking, run, { kinds: ["delivery"] }, 0, 1).here).toBe(0);
  });

  it("answers a window far into a long run without going through them", { timeout: 120_000 }, async () => {
    const run = await completeRun(scenario("desnoyers-2010"));
    finish(run.timeline.extendTo(300_000));
    expect(run.timeline.length).toBe(300_000);
    run.timeline.seek(1000);
    const { machine } = run.timeline;
    let taken = 0;
    const step = machine.step.bind(machine);
    machine.step = (events) => {
      taken++;
      return step(events);
    };
    const looking = new Looking();
    const answer = ask(looking, run, ALL, 200_000, 200_050);
    expect(answer.rows.map((row) => row.step)).toEqual(Array.from({ length: 50 }, (_, at) => 200_000 + at));
    expect(answer.total).toBe(300_000);
    expect(taken).toBeLessThan(60);
    expect(ask(looking, run, ALL, 0, 10_000).rows.length).toBe(500);
    expect(ask(looking, run, { kinds: ["delivery"] }, 0, 50).total).toBe(0);
  });
});
