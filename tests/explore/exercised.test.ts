// What a search says it exercised, against every schedule run by itself, and where
// it is known by hand.
import { describe, expect, it } from "vitest";
import type { Program } from "../../src/session/index.ts";
import { openRun } from "../../src/session/run.ts";
import { finish } from "../../src/session/slices.ts";
import { bounds, catalogue, machine, search, source } from "./support.ts";
import { CALM, TOYS } from "./toys.ts";

/** Boundaries of the workload's loop. */
const ROUND = 33;

/** Addresses executed by any run with up to two NMIs, and most NMI handlers unfinished at once. */
function runAll(program: Program): { readonly executed: ReadonlySet<bigint>; readonly nmiDepth: number } {
  const executed = new Set<bigint>();
  let nmiDepth = 0;
  const take = (steps: readonly number[]): number => {
    const items = steps.map((step) => ({ event: "nmi", when: String(step) }));
    const { timeline } = openRun(machine, program, items);
    finish(timeline.complete());
    const { steps: log, contexts } = timeline.tracker;
    for (let step = 0; step < timeline.length; step++) {
      const row = log.row(step);
      if (!row.delivery) executed.add(row.rip);
      let depth = 0;
      let id: number | undefined = row.after;
      while (id !== undefined) {
        if (contexts.find(id)?.vector === 2) depth++;
        id = contexts.find(id)?.interrupted;
      }
      nmiDepth = Math.max(nmiDepth, depth);
    }
    return timeline.length;
  };
  for (let first = 0; first < ROUND; first++) {
    const length = take([first]);
    for (let second = first + 1; second < length; second++) take([first, second]);
  }
  return { executed, nmiDepth };
}

// an INT3 is a delivery, and completed: asked for apart
describe.each(Object.entries(TOYS).filter(([, text]) => !text.includes("int3")))("%s", (_, text) => {
  it("executes what some schedule executes, and nests as deep", () => {
    const program = source(text);
    const all = runAll(program);
    const { exercised } = search(program, bounds(2, 2));
    const executed = exercised.instructions.filter((one) => one.executed).map(({ address }) => address);
    const expected = program.source.assembly.places.map(({ address }) => address).filter((at) => all.executed.has(at));
    expect(executed).toEqual(expected);
    expect(exercised.nmiDepth).toBe(all.nmiDepth);
  });
});

describe("what was exercised", () => {
  it("shows that nothing can nest where only the handler's own IRET unblocks", () => {
    const { exercised, verdict } = search(source(CALM), bounds(3, 1));
    expect(verdict).toBe("holds");
    expect(exercised).toMatchObject({ nestedNmis: 0, nmiDepth: 1, depth: 1, repeats: 0 });
    expect(exercised.witnesses.map(({ name }) => name)).toEqual(["latched"]);
    expect(exercised.deliveries.map(({ name }) => name)).toEqual(["NMI"]);
  });

  it("names what is never executed, and labels never reached", () => {
    const handler = `
nmi:
    incq %gs:nmi_run_count
    cmpb $1, %gs:need_fake_nmi
    je never
    iretq
never:
    nop
    iretq
`;
    const { exercised } = search(source(handler), bounds(2, 1));
    expect(exercised.labels).toEqual([
      { name: "nmi", reached: true },
      { name: "never", reached: false },
    ]);
    const never = exercised.instructions.filter(({ executed }) => !executed);
    expect(never.map(({ place, line, text }) => [place, line, text.trim()])).toEqual([
      ["never", 8, "nop"],
      ["never+0x1", 9, "iretq"],
    ]);
  });

  it("has a shortest schedule for each thing that can happen, and shows each in an ordinary run", () => {
    const program = catalogue("desnoyers-2010-repaired");
    const report = search(program, bounds(2, 1));
    expect(report).toMatchObject({ verdict: "holds", unconfirmed: [] });
    const { witnesses, deliveries } = report.exercised;
    expect(witnesses.map(({ name, injections }) => [name, injections])).toEqual([
      ["nesting", 2],
      ["latched", 2],
      ["repeat", 2],
      ["fault-inside", 1],
    ]);
    expect(report.exercised.instructions.every(({ executed }) => executed)).toBe(true);
    expect(deliveries.map(({ vector }) => vector)).toEqual([2, 14]);
  });
});
