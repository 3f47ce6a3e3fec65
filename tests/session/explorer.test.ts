// The explorer over whole scenarios, in slices: published counts and verdicts, a
// stop that is heard, a handler that does not assemble.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import type { ExplorerAnswer, ExplorerProgress, ExplorerQuestion } from "../../src/protocol/exploration.ts";
import type { HandlerChoice } from "../../src/scenario/scenario.ts";
import { Explorer } from "../../src/session/explorer.ts";

const CORE = readFileSync("build/core.wasm");

type Search = Extract<ExplorerQuestion, { kind: "explore" }>;

function question(handler: HandlerChoice, more: Partial<Search> = {}): Search {
  return {
    kind: "explore",
    scenario: { handler, workload: "kernel", body: "touch", options: {}, schedule: [] },
    workloads: ["kernel"],
    bounds: { nmis: 2, faults: 1, machineChecks: 0, faultPoints: "lazy" },
    maxStates: 2_000_000,
    ...more,
  };
}

async function ask(
  asked: ExplorerQuestion,
  stopAfter = Infinity,
): Promise<{ readonly answer: ExplorerAnswer; readonly progress: readonly ExplorerProgress[] }> {
  const explorer = new Explorer(CORE);
  await explorer.prepare(asked);
  const work = explorer.run(asked);
  const progress: ExplorerProgress[] = [];
  for (let next = work.next(); ; next = work.next(progress.length >= stopAfter)) {
    if (next.done === true) return { answer: next.value, progress };
    progress.push(next.value);
  }
}

const NAIVE: HandlerChoice = { kind: "catalogue", name: "naive" };
const REPAIRED: HandlerChoice = { kind: "catalogue", name: "desnoyers-2010-repaired" };

describe("the explorer", () => {
  it("finds what is wrong with the naive handler", async () => {
    const { answer } = await ask(question(NAIVE));
    if (answer.kind !== "explored") throw new Error(answer.kind);
    const [part] = answer.parts;
    expect(part).toMatchObject({ workload: "kernel", stopped: false });
    expect(part?.report.verdict).toBe("violated");
    expect(part?.report.unconfirmed).toEqual([]);
    expect(part?.report.violations.map(({ property }) => property)).toContain("resume-exact");
  });

  it("asks each workload in turn, and says which one it is at", async () => {
    const { answer, progress } = await ask(question(REPAIRED, { workloads: ["kernel", "user"] }));
    if (answer.kind !== "explored") throw new Error(answer.kind);
    expect(answer.parts.map(({ workload, report }) => `${workload} ${report.verdict}`)).toEqual([
      "kernel holds",
      "user holds",
    ]);
    expect(new Set(progress.map((one) => (one.kind === "searching" ? one.workload : one.kind)))).toEqual(
      new Set(["kernel", "user"]),
    );
  });

  it("hears a stop, and calls what it has incomplete", async () => {
    const { answer } = await ask(question(REPAIRED, { workloads: ["kernel", "user"] }), 1);
    if (answer.kind !== "explored") throw new Error(answer.kind);
    expect(answer.parts).toHaveLength(1);
    expect(answer.parts[0]).toMatchObject({ stopped: true, report: { verdict: "incomplete" } });
  });

  it.each([1, 3, 20])(
    "goes on where it was stopped, and comes to the same: stopped after %i slices",
    async (slices) => {
      const asked = question(NAIVE, {
        workloads: ["kernel", "page-fault"],
        bounds: { nmis: 3, faults: 2, machineChecks: 0, faultPoints: "anywhere" },
        maxStates: 150_000,
      });
      const explorer = new Explorer(CORE);
      await explorer.prepare(asked);
      let stops = 0;
      const drive = (of: ExplorerQuestion): ExplorerAnswer => {
        const work = explorer.run(of);
        let seen = 0;
        for (let next = work.next(); ; next = work.next(++seen >= slices && stops < 4)) {
          if (next.done === true) return next.value;
        }
      };
      let answer = drive(asked);
      while (answer.kind === "explored" && answer.canGoOn === true) {
        stops++;
        expect(answer.parts.at(-1)).toMatchObject({ stopped: true, report: { unconfirmed: [] } });
        expect(answer.parts.at(-1)?.report.limits).toContain("timeout");
        // what is asked in between does not disturb it
        const heat: ExplorerQuestion = { ...question(NAIVE), kind: "heat" };
        await explorer.prepare(heat);
        expect(drive({ ...heat, bounds: { ...heat.bounds, nmis: 1 } }).kind).toBe("heat");
        answer = drive({ kind: "go-on" });
      }
      expect(stops).toBeGreaterThan(0);
      expect(answer).toEqual((await ask(asked)).answer);
    },
  );

  it("has nothing to go on with unless something was stopped", async () => {
    const { answer } = await ask({ kind: "go-on" });
    expect(answer).toEqual({ kind: "nothing-stopped" });
  });

  it("estimates how many states there are in all", async () => {
    const { progress } = await ask(
      question(REPAIRED, { bounds: { nmis: 2, faults: 2, machineChecks: 0, faultPoints: "lazy" } }),
    );
    const last = progress.at(-1);
    if (last?.kind !== "searching") throw new Error("no progress");
    expect(last.estimatedStates).toBeGreaterThanOrEqual(last.states);
  });

  it("keeps whole states, or one in five, when asked", async () => {
    for (const mode of ["exact", "marks"] as const) {
      const { answer } = await ask(question(REPAIRED, { mode, maxStates: 400_000 }));
      if (answer.kind !== "explored") throw new Error(answer.kind);
      expect(answer.parts[0]?.report).toMatchObject({ verdict: "holds", mode });
    }
  });

  it("names the table of states as the limit that was reached", async () => {
    const { answer } = await ask(question(REPAIRED, { maxStates: 10_000 }));
    if (answer.kind !== "explored") throw new Error(answer.kind);
    expect(answer.parts[0]?.report).toMatchObject({ verdict: "incomplete", limits: ["max-states"] });
  });

  it("makes the heat map: where one more NMI breaks the naive handler, and where it cannot come", async () => {
    const { answer } = await ask({ ...question(NAIVE), kind: "heat" });
    if (answer.kind !== "heat") throw new Error(answer.kind);
    const verdicts = new Map(answer.report.places.map(({ place, verdict }) => [place, verdict]));
    expect(verdicts.get("nmi")).toBe("blocked");
    expect(verdicts.get("page_touched")).toBe("harmful");
    expect(verdicts.get("workload")).toBe("safe");
  });

  it("makes the scenario's own schedule smaller", async () => {
    const { scenario } = question(NAIVE);
    const schedule = ["workload", "nmi", "do_nmi_end"].map((when) => ({ event: "nmi", when }));
    const { answer } = await ask({ kind: "minimise", scenario: { ...scenario, schedule } });
    if (answer.kind !== "minimised" || answer.result.kind !== "minimal") throw new Error(answer.kind);
    expect(answer.result.after.injections).toBe(2);
    expect(answer.result.complete).toBe(true);
  });

  it("takes each instruction out, and stops when told", async () => {
    const bounds = { nmis: 1, faults: 0, machineChecks: 0, faultPoints: "lazy" } as const;
    const { answer, progress } = await ask({ ...question(NAIVE, { bounds }), kind: "needed" });
    if (answer.kind !== "needed") throw new Error(answer.kind);
    const { lines, complete } = answer.report;
    expect(complete).toBe(true);
    expect(lines.find(({ text }) => text.startsWith("iretq"))?.verdict).toBe("needed");
    expect(progress.every(({ kind }) => kind === "removing")).toBe(true);
  });

  it("says that there is nothing to explore in what does not assemble", async () => {
    const { answer } = await ask(question({ kind: "source", text: "nmi:\n no such thing\n" }));
    expect(answer).toEqual({ kind: "not-assembled" });
  });
});
