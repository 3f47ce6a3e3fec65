// Every demonstration of the catalogue shows what it claims to show.
import { describe, expect, it } from "vitest";
import { CATALOGUE, scenarioOf } from "../../src/scenario/catalogue/catalogue.ts";
import { runScenario, type RunFact } from "../../src/session/index.ts";
import { newMachine } from "./support.ts";

const cases = CATALOGUE.flatMap((entry) =>
  entry.demonstrations.map((demonstration) => ({
    name: `${entry.name}: ${demonstration.schedule}`,
    entry,
    demonstration,
  })),
);

describe("demonstrations", () => {
  it.each(cases)("$name", async ({ entry, demonstration }) => {
    const machine = await newMachine();
    const facts: RunFact[] = [...runScenario(scenarioOf(entry, demonstration), { machine })];
    const end = facts.at(-1);
    if (end?.kind !== "end") throw new Error(`the run has no end: ${JSON.stringify(end)}`);
    expect(end.view.end.kind).toBe(demonstration.end);
    if (end.view.end.kind === "panic") expect(end.view.end.vector).toBe(demonstration.vector);
    expect([...new Set(end.view.violations.map(({ property }) => property))]).toEqual(demonstration.breaks);
    expect(end.unused).toEqual([]);
  });

  it("a run is the same every time, and on a machine that ran another before", async () => {
    const machine = await newMachine();
    const trace = (schedule: string): string => {
      const [entry] = CATALOGUE;
      if (entry === undefined) throw new Error("an empty catalogue");
      const [demonstration] = entry.demonstrations;
      if (demonstration === undefined) throw new Error("no demonstration");
      const facts = runScenario(scenarioOf(entry, { ...demonstration, schedule }), { machine });
      return [...facts]
        .map((fact) => (fact.kind === "step" ? `${fact.at} ${fact.registers.rsp}` : fact.kind))
        .join("\n");
    };
    const first = trace("nmi@workload");
    trace("nmi@5; pf@12; mc@20");
    expect(trace("nmi@workload")).toBe(first);
  });

  it("stops where the limit says, and when it is told to", async () => {
    const machine = await newMachine();
    const [entry] = CATALOGUE;
    if (entry === undefined) throw new Error("an empty catalogue");
    const limited = [...runScenario(scenarioOf(entry), { machine, maxSteps: 5 })];
    expect(limited.filter(({ kind }) => kind === "step")).toHaveLength(5);
    const end = limited.at(-1);
    expect(end?.kind === "end" && end.view.end).toEqual({ kind: "max-steps" });
    const signal = { aborted: false };
    let steps = 0;
    for (const fact of runScenario(scenarioOf(entry), { machine, signal }))
      if (fact.kind === "step" && ++steps === 3) signal.aborted = true;
    expect(steps).toBe(3);
  });

  it("a handler that does not assemble is rejected with its diagnostics", async () => {
    const machine = await newMachine();
    const facts = [
      ...runScenario(
        {
          handler: { kind: "source", text: "nmi:\n  frobnicate %rax\n" },
          workload: "kernel",
          body: "",
          options: {},
          schedule: [],
        },
        { machine },
      ),
    ];
    expect(facts).toHaveLength(1);
    const [fact] = facts;
    expect(fact?.kind === "rejected" && fact.source.diagnostics.some(({ severity }) => severity === "error")).toBe(
      true,
    );
  });
});
