// What a link's maker saw: the same from the command line and the page, told when it differs.
import { describe, expect, it } from "vitest";
import { digestDifference, runScenario } from "../../src/session/index.ts";
import { completeRun, Desk, newMachine, scenario } from "./support.ts";

const NESTED = "nmi@workload; nmi@page_touched";

async function digestOf(name: string, schedule: string) {
  const facts = [...runScenario(scenario(name, schedule), { machine: await newMachine() })];
  const end = facts.at(-1);
  const digest = end?.kind === "end" ? end.view.digest : undefined;
  if (digest === undefined) throw new Error("the run has no end");
  return digest;
}

describe("the digest of a run", () => {
  it("follows from the scenario alone, wherever it was looked at before", async () => {
    const digest = await digestOf("naive", NESTED);
    const desk = await Desk.open(scenario("desnoyers-2010", NESTED), 12);
    desk.ask({ kind: "open", scenario: scenario("naive", NESTED), position: 500 });
    expect(desk.view.run?.digest).toEqual(digest);
    expect(desk.view.run?.length).toBeGreaterThan(digest.steps);
  });

  it("is of the limit's boundary too, and the machine stands where it stood", async () => {
    const run = await completeRun(scenario("naive"), 5);
    expect(run.timeline.digest).toMatchObject({ steps: 5, end: "max-steps" });
    expect(run.timeline.position).toBe(5);
  });

  it("tells two ends apart, and two states at the same end", async () => {
    const digest = await digestOf("naive", NESTED);
    expect(digestDifference(digest, digest)).toBeUndefined();
    expect(digestDifference({ ...digest, state: "0" }, digest)).toContain("in another state");
    expect(digestDifference({ ...digest, steps: 3, end: "idle" }, digest)).toContain("then: idle after 3 steps");
  });
});

describe("opening what was shared", () => {
  it("says nothing while it is so, and that the emulator has changed if it is not", async () => {
    const shared = scenario("naive", NESTED);
    const digest = await digestOf("naive", NESTED);
    const desk = await Desk.open(shared);
    expect(desk.ask({ kind: "open", scenario: shared, position: 4, digest }).notice).toBeUndefined();
    const changed = desk.ask({ kind: "open", scenario: shared, position: 4, digest: { ...digest, state: "0" } });
    expect(changed.notice).toMatch(/^This run ends otherwise .* the emulator has changed since\.$/);
    expect(changed.moment?.position).toBe(4);
  });
});
