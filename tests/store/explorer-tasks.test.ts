// What is asked of the explorer besides the search: heat map, a smaller schedule,
// which instruction is needed.
import { describe, expect, it } from "vitest";

import type { ExplorerAnswer } from "../../src/protocol/exploration.ts";
import type { HeatPlace } from "../../src/session/views/exploration.ts";
import { presentHeat } from "../../src/store/explorer/selectors.ts";
import { FIRST, FOUND, started } from "./explorer-page.ts";
import { settle, views } from "./fake-machine.ts";

const PLACE: HeatPlace = {
  address: 0xffffffff81100000n,
  place: "nmi",
  piece: "handler",
  line: 1,
  text: "pushq %rax",
  verdict: "harmful",
  properties: ["resume-exact"],
  injections: 1,
  schedule: FOUND.schedule,
};

const HEAT: ExplorerAnswer = {
  kind: "heat",
  report: { places: [PLACE], outcomes: { nodes: [], edges: [], more: 0 }, states: 9, limits: [], unconfirmed: [] },
};

describe("the heat map", () => {
  it("is asked for after each answer, within small bounds, and gone with an edit", async () => {
    const { explorer, page, state, explored } = await started();
    page.explorer.setBounds({ nmis: 5 });
    await explored([FOUND]);
    expect(explorer.heats).toMatchObject([{ kind: "heat", bounds: { nmis: 2, faults: 1 } }]);
    expect(presentHeat(state())).toBeUndefined();
    explorer.waitingHeats[0]?.answer(HEAT);
    await settle();
    expect(presentHeat(state())?.places.get(PLACE.address)).toBe(PLACE);
    page.source.type("nmi:\n iretq\n");
    expect(presentHeat(state())).toBeUndefined();
  });

  it("opens the schedule of a harm one step before its damage, and keeps the own one", async () => {
    const { machine, page, state, explored } = await started();
    await explored([FOUND]);
    machine.requests.length = 0;
    await (await page.counterexamples()).showHarm(PLACE);
    expect(state().scenario?.schedule).toEqual(FOUND.schedule);
    expect(machine.requests.at(-1)).toEqual({ kind: "move", move: { kind: "seek", position: 37 } });
    expect(state().explorer.kept).toHaveLength(1);
  });

  it("is asked for again when the workload is another one", async () => {
    const { machine, explorer, world, page, explored } = await started();
    page.explorer.setAllWorkloads(true);
    await explored([]);
    explorer.waitingHeats[0]?.answer(HEAT);
    await settle();
    const { answer: asSession } = machine;
    machine.answer = (request) =>
      request.kind === "choose" ? views({ scenario: { ...FIRST, workload: "user" } }) : asSession?.(request);
    await page.machine.choose({ workload: "user" });
    await world.pass(400);
    expect(explorer.heats).toHaveLength(2);
    expect(explorer.questions).toHaveLength(1);
  });
});

describe("other questions", () => {
  it("make the own schedule smaller, keep it, and say what became of it", async () => {
    const { explorer, page, state, show } = await started();
    await page.schedule.add({ event: "mc", when: "nmi" });
    show([FOUND]);
    void (await page.explorerTasks()).minimise();
    await settle();
    expect(explorer.questions[0]).toMatchObject({ kind: "minimise", scenario: { schedule: [{ event: "mc" }] } });
    expect(state().explorer.task).toEqual({ kind: "minimise", runs: 0 });
    const after = { ...FOUND, schedule: FOUND.schedule };
    const before = { injections: 3, steps: 60 };
    const result = { kind: "minimal", before, after, runs: 12, complete: true } as const;
    explorer.waiting[0]?.answer({ kind: "minimised", result });
    await settle();
    expect(state().scenario?.schedule).toEqual(FOUND.schedule);
    expect(state().moment?.position).toBe(37);
    expect(state().notice).toBe(
      "resume-exact: 3 events, 60 steps became 2 events, 38 steps. No event can be left out or come earlier.",
    );
    await (await page.counterexamples()).backToOwn();
    expect(state().scenario?.schedule).toEqual([{ event: "mc", when: "nmi" }]);
  });

  it("take each instruction out, tell how far that is, and are dropped for a later question", async () => {
    const { explorer, page, state, explored } = await started();
    void (await page.explorerTasks()).findNeeded();
    await settle();
    explorer.events?.onProgress({ kind: "removing", done: 3, of: 10 });
    expect(state().explorer.task).toEqual({ kind: "needed", done: 3, of: 10 });
    await explored([]);
    expect(explorer.cancelled).toBe(1);
    expect(state().explorer.task).toBeUndefined();
    const report = { lines: [], broken: [], complete: false };
    explorer.waiting[0]?.answer({ kind: "needed", report });
    await settle();
    expect(state().explorer.needed).toBeUndefined();
  });
});
