// The line to the explorer's worker: ended when nothing is asked any more, begun anew
// by the next question, kept while a stopped search can go on.
import { describe, expect, it } from "vitest";

import type { ExplorerQuestion } from "../../src/protocol/exploration.ts";
import { ExplorerLine } from "../../src/store/explorer/line.ts";

import { answer, FIRST } from "./explorer-page.ts";
import { FakeExplorer } from "./fake-explorer.ts";
import { FakeWorld, settle } from "./fake-machine.ts";

const LONG_MS = 120_000;

function begun() {
  const explorer = new FakeExplorer();
  const world = new FakeWorld();
  const line = new ExplorerLine(explorer.connect, (milliseconds, action) => world.after(milliseconds, action));
  const question: ExplorerQuestion = {
    kind: "explore",
    scenario: FIRST,
    workloads: ["kernel"],
    bounds: { nmis: 2, faults: 1, machineChecks: 0, faultPoints: "lazy" },
    maxStates: 1000,
  };
  const ask = async (canGoOn: boolean): Promise<void> => {
    const asked = line.ask(question);
    await settle();
    explorer.waiting.at(-1)?.answer({ ...answer([]), canGoOn } as ReturnType<typeof answer>);
    await asked;
  };
  return { explorer, world, line, question, ask };
}

describe("the line to the explorer", () => {
  it("ends a worker that is asked nothing any more; the next question has another", async () => {
    const { explorer, world, ask } = begun();
    await ask(false);
    expect(explorer.closed).toBe(0);
    await world.pass(LONG_MS);
    expect(explorer.closed).toBe(1);
    await ask(false);
    expect(explorer.connections).toBe(2);
  });

  it("ends none that works, however long", async () => {
    const { explorer, world, line, question, ask } = begun();
    await ask(false);
    void line.ask(question);
    await world.pass(LONG_MS);
    expect(explorer.closed).toBe(0);
  });

  it("ends none with a search that can go on", async () => {
    const { explorer, world, ask } = begun();
    await ask(true);
    await world.pass(LONG_MS);
    expect(explorer.closed).toBe(0);
    await ask(false);
    await world.pass(LONG_MS);
    expect(explorer.closed).toBe(1);
  });
});
