import { describe, expect, it } from "vitest";

import type { Request } from "../../src/protocol/messages.ts";
import type { Scenario, SharedMoment } from "../../src/scenario/scenario.ts";
import { createPage, type Page } from "../../src/store/page.ts";
import { SCENARIO_LINKS } from "../../src/store/scenario-link.ts";
import { EVERYTHING, MOMENT, PROGRAM } from "../ui/fixtures/illustrated.ts";
import { FakeExplorer } from "./fake-explorer.ts";
import { FakeMachine, FakeWorld, settle, views } from "./fake-machine.ts";

const FIRST: SharedMoment = {
  scenario: {
    handler: { kind: "catalogue", name: "desnoyers-2010" },
    workload: "kernel",
    body: "touch",
    options: {},
    schedule: [],
  },
  position: 0,
};

function setUp(world = new FakeWorld()) {
  const machine = new FakeMachine();
  let cleared = 0;
  const page = createPage({
    connect: machine.connect,
    connectExplorer: new FakeExplorer().connect,
    codec: SCENARIO_LINKS,
    surroundings: world,
    firstMoment: FIRST,
    firstSource: "nmi:\n",
    builtInLevels: () => Promise.resolve([]),
    clearAddress: () => {
      cleared += 1;
    },
  });
  return { machine, world, page, cleared: () => cleared };
}

/** Answers as a session would: `open` shows the scenario, edits become the source. */
function answering(machine: FakeMachine): void {
  let scenario: Scenario = FIRST.scenario;
  machine.answer = (request: Request) => {
    if (request.kind === "open") scenario = request.scenario;
    if (request.kind === "edit-source") scenario = { ...scenario, handler: { kind: "source", text: request.text } };
    if (request.kind === "set-schedule") scenario = { ...scenario, schedule: request.items };
    const source = scenario.handler.kind === "source" ? scenario.handler.text : "nmi:\n";
    const position = request.kind === "open" ? request.position : 3;
    return views({ ...EVERYTHING, scenario, program: { ...PROGRAM, source }, moment: { ...MOMENT, position } });
  };
}

async function started(fragment = "", world = new FakeWorld()) {
  const all = setUp(world);
  answering(all.machine);
  await all.page.opening.start(fragment);
  return all;
}

const openedBy = (machine: FakeMachine): Scenario[] =>
  machine.requests.flatMap((request) => (request.kind === "open" ? [request.scenario] : []));

const state = (page: Page) => page.store.getState();

describe("requests", () => {
  it("takes the views that changed and keeps the others", async () => {
    const { machine, page } = await started();
    const { program } = state(page);
    machine.answer = () => views({ moment: { ...MOMENT, position: 7 } });
    await page.machine.move("step");
    expect(state(page).moment?.position).toBe(7);
    expect(state(page).program).toBe(program);
  });

  it("shows nothing of the run before when there is none", async () => {
    const { machine, page } = await started();
    machine.answer = () => views({ noRun: true });
    await page.machine.open({ ...FIRST, position: 41 });
    const { run, moment, goodSource, cells } = state(page);
    expect({ run, moment, goodSource, cells }).toEqual({
      run: undefined,
      moment: undefined,
      goodSource: undefined,
      cells: new Map(),
    });
    expect(page.opening.present()?.position).toBe(41);
  });

  it("seeks to the last wish only, whatever came between", async () => {
    const { machine, page } = await started();
    machine.answer = undefined;
    machine.requests.length = 0;
    void page.machine.seek(1);
    void page.machine.seek(2);
    void page.machine.seek(9);
    await settle();
    machine.waiting[0]?.answer(views({}));
    await settle();
    const sought = machine.requests.map((request) =>
      request.kind === "move" && request.move.kind === "seek" ? request.move.position : undefined,
    );
    expect(sought).toEqual([1, 9]);
  });

  it("seeks once a picture, to the newest wish", async () => {
    const { machine, page, world } = await started();
    machine.requests.length = 0;
    machine.answer = () => views({});
    let draw = (): void => undefined;
    world.nextFrame = () => new Promise((done) => (draw = done));
    void page.machine.seek(1);
    await settle();
    void page.machine.seek(2);
    void page.machine.seek(3);
    await settle();
    const sought = (): unknown[] =>
      machine.requests.map((request) =>
        request.kind === "move" && request.move.kind === "seek" ? request.move.position : undefined,
      );
    expect(sought()).toEqual([1]);
    draw();
    await settle();
    expect(sought()).toEqual([1, 3]);
  });

  it("sends typed text before a step, so that the step means the new text", async () => {
    const { machine, page } = await started();
    machine.requests.length = 0;
    page.source.type("nmi:\n  iretq\n");
    await page.machine.move("step");
    expect(machine.requests.map((request) => request.kind)).toEqual(["edit-source", "move"]);
  });

  it("assembles typed text after a pause", async () => {
    const { machine, page, world } = await started();
    machine.requests.length = 0;
    page.source.type("a");
    page.source.type("ab");
    expect(machine.requests).toEqual([]);
    await world.pass(1000);
    expect(machine.requests).toEqual([{ kind: "edit-source", text: "ab" }]);
    expect(state(page).sourcePending).toBe(false);
  });

  it("keeps text typed while an older text was assembled", async () => {
    const { machine, page, world } = await started();
    machine.answer = undefined;
    page.source.type("first");
    await world.pass(1000);
    page.source.type("second");
    machine.waiting.at(-1)?.answer(views({ program: { ...PROGRAM, source: "first" } }));
    await settle();
    expect(state(page).sourceText).toBe("second");
    expect(state(page).sourcePending).toBe(true);
  });

  it("unticks, moves and deletes items of the schedule", async () => {
    const { machine, page } = await started();
    await page.schedule.add({ event: "nmi", when: "3" });
    await page.schedule.add({ event: "pf", when: "5" });
    await page.schedule.toggle(0);
    expect(state(page).scenario?.schedule).toEqual([
      { event: "nmi", when: "3", off: true },
      { event: "pf", when: "5" },
    ]);
    await page.schedule.move(0, 1);
    await page.schedule.remove(0);
    await page.schedule.toggle(0);
    expect(machine.requests.at(-1)).toEqual({ kind: "set-schedule", items: [{ event: "nmi", when: "3" }] });
  });
});

describe("the machine's health", () => {
  it("is busy only after a while, with the steps done", async () => {
    const { machine, page, world } = await started();
    machine.answer = undefined;
    void page.machine.move("run");
    await settle();
    expect(state(page).health.kind).toBe("ready");
    await world.pass(400);
    machine.events?.onProgress(5000);
    expect(state(page).health).toEqual({ kind: "busy", steps: 5000 });
    machine.waiting.at(-1)?.answer(views({}));
    await settle();
    expect(state(page).health.kind).toBe("ready");
  });

  it("is dead when the other side says so; restarting reopens text, schedule and place", async () => {
    const { machine, page } = await started();
    page.source.type("nmi:\n  nop\n");
    machine.answer = undefined;
    void page.machine.move("run");
    await settle();
    machine.events?.onDead("it broke");
    expect(state(page).health).toEqual({ kind: "dead", reason: "it broke" });
    answering(machine);
    await page.machine.restart();
    expect(machine.connections).toBe(2);
    expect(openedBy(machine).at(-1)?.handler).toEqual({ kind: "source", text: "nmi:\n  nop\n" });
    expect(machine.requests.at(-1)).toMatchObject({ kind: "set-breakpoints" });
    expect(state(page).health.kind).toBe("ready");
  });

  it("saves a file that the machine made, and says how to run it", async () => {
    const { machine, page, world } = await started();
    const file = { name: "naive.elf", bytes: new Uint8Array(3), how: ["qemu -kernel naive.elf", "gdb naive.elf"] };
    machine.answer = () => views({ file });
    expect(await page.machine.exportImage()).toEqual(file);
    expect(world.saved).toEqual([{ name: "naive.elf", size: 3 }]);
    expect(state(page).notice).toBe("Saved naive.elf. Run it with: qemu -kernel naive.elf   and   gdb naive.elf");
    machine.answer = () => views({ notice: "There is no image to make." });
    expect(await page.machine.exportImage()).toBeUndefined();
    expect(world.saved).toHaveLength(1);
  });

  it("shows what failed by our own defect and goes on", async () => {
    const { machine, page } = await started();
    machine.answer = undefined;
    const asked = page.machine.move("step");
    await settle();
    machine.waiting.at(-1)?.fail("an assertion failed");
    await asked;
    expect(state(page).notice).toBe("an assertion failed");
    expect(state(page).health.kind).toBe("ready");
  });
});

describe("what the page opens with", () => {
  const LINKED: SharedMoment = {
    scenario: { ...FIRST.scenario, handler: { kind: "catalogue", name: "naive" } },
    position: 5,
  };

  async function draftOf(text: string): Promise<FakeWorld> {
    const { page, world } = await started();
    page.source.type(text);
    await world.pass(1000);
    await page.opening.save();
    return world;
  }

  it("is the default on a first visit, and visiting makes no draft", async () => {
    const { machine, world, page } = await started();
    expect(openedBy(machine)).toEqual([FIRST.scenario]);
    await page.machine.move("step");
    await world.pass(1000);
    await page.opening.save();
    expect([...world.stored.keys()]).toEqual([]);
    expect(await world.tab.shelf.works()).toEqual([]);
  });

  it("is the draft on the next one", async () => {
    const world = await draftOf("nmi:\n  iretq\n");
    const { machine } = await started("", world);
    expect(openedBy(machine)[0]?.handler).toEqual({ kind: "source", text: "nmi:\n  iretq\n" });
  });

  it("is the link before the draft; the draft stays until the user says which", async () => {
    const world = await draftOf("mine");
    const fragment = await SCENARIO_LINKS.encode(LINKED);
    const { machine, page } = await started(fragment, world);
    expect(openedBy(machine)).toEqual([LINKED.scenario]);
    expect(state(page).link).toMatchObject({ kind: "draft-beside" });
    await page.opening.keepMine();
    expect(openedBy(machine).at(-1)?.handler).toEqual({ kind: "source", text: "mine" });
  });

  it("loses no draft when a link is worked on before the user chose", async () => {
    const world = await draftOf("mine");
    const opened = await started(await SCENARIO_LINKS.encode(LINKED), world);
    opened.page.source.type("theirs, changed");
    await world.pass(1000);
    await opened.page.opening.save();
    expect(opened.cleared()).toBe(1);
    const { page } = await started("", world);
    expect(state(page).scenario?.handler).toEqual({ kind: "source", text: "theirs, changed" });
    const { link } = state(page);
    expect(link?.kind === "draft-beside" ? link.draft.scenario.handler : undefined).toEqual({
      kind: "source",
      text: "mine",
    });
  });

  it("says what is wrong with a damaged link and opens the draft", async () => {
    const world = await draftOf("mine");
    const fragment = await SCENARIO_LINKS.encode(LINKED);
    const { machine, page } = await started(fragment.slice(0, -6), world);
    expect(state(page).link?.kind).toBe("bad");
    expect(openedBy(machine)[0]?.handler).toEqual({ kind: "source", text: "mine" });
  });

  it("hands the machine what the link's maker saw, and keeps it out of the draft", async () => {
    const digest = { state: "abc", steps: 9, end: "idle" };
    const { machine, page, world } = await started(await SCENARIO_LINKS.encode({ ...LINKED, digest }));
    expect(machine.requests[0]).toMatchObject({ kind: "open", digest });
    page.source.type("worked on");
    await world.pass(1000);
    await page.opening.save();
    const again = await started("", world);
    expect(openedBy(again.machine)[0]?.handler).toMatchObject({ text: "worked on" });
    expect(again.machine.requests[0]).not.toHaveProperty("digest");
  });

  it("shares the end of the run, unless the text is ahead of it", async () => {
    const digest = { state: "1f", steps: 38, end: "idle" };
    const { page } = await started();
    page.store.setState((now) => ({ ...now, run: now.run === undefined ? undefined : { ...now.run, digest } }));
    expect(page.opening.shared()).toMatchObject({ digest });
    page.store.setState({ sourcePending: true });
    expect(page.opening.shared()).not.toHaveProperty("digest");
  });

  it("works without storage", async () => {
    const world = new FakeWorld();
    world.storageFails = true;
    const { page, machine } = await started("", world);
    page.source.type("x");
    await world.pass(1000);
    await world.pass(1000);
    page.view.setTheme("dark");
    expect(openedBy(machine)).toHaveLength(1);
    expect(state(page).theme).toBe("dark");
  });
});

describe("handlers", () => {
  it("keep the schedule when another is chosen, and the edited one can come back", async () => {
    const { page } = await started();
    await page.schedule.add({ event: "nmi", when: "workload" });
    await page.source.replace("mine");
    await page.openHandler("naive");
    expect(state(page).scenario).toMatchObject({
      handler: { kind: "catalogue", name: "naive" },
      schedule: [{ event: "nmi", when: "workload" }],
    });
    await page.openOwn();
    expect(state(page).scenario?.handler).toEqual({ kind: "source", text: "mine" });
  });
});

describe("preferences", () => {
  it("are remembered on this machine", async () => {
    const world = new FakeWorld();
    const { page } = await started("", world);
    page.view.setTheme("dark");
    page.view.setSingleKeys(false);
    const next = setUp(world);
    expect(state(next.page)).toMatchObject({ theme: "dark", singleKeys: false });
  });

  it("of another release, or damaged, are left aside", () => {
    const world = new FakeWorld();
    world.stored.set("nmi-stepper.preferences", '{"theme":"pink","columns":["x"],"singleKeys":1}');
    expect(state(setUp(world).page)).toMatchObject({ theme: undefined, singleKeys: true });
    world.stored.set("nmi-stepper.preferences", "{");
    expect(state(setUp(world).page).theme).toBeUndefined();
  });
});
