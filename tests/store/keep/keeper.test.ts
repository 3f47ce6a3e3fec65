import { describe, expect, it } from "vitest";

import type { Request } from "../../../src/protocol/messages.ts";
import { builtInLevels } from "../../../src/scenario/level/built-in.ts";
import type { Scenario, SharedMoment } from "../../../src/scenario/scenario.ts";
import type { Keeper } from "../../../src/store/keep/keeper.ts";
import { present } from "../../../src/store/keep/what-ifs.ts";
// A level in play loads it when it is judged: here before any test ends.
import "../../../src/store/level-judging.ts";
import { createPage, type Page } from "../../../src/store/page.ts";
import { SCENARIO_LINKS } from "../../../src/store/scenario-link.ts";
import { EVERYTHING, MOMENT, PROGRAM } from "../../ui/fixtures/illustrated.ts";
import { FakeExplorer } from "../fake-explorer.ts";
import { FakeMachine, FakeWorld, settle, views } from "../fake-machine.ts";

const FIRST: SharedMoment = {
  scenario: {
    handler: { kind: "catalogue", name: "naive" },
    workload: "kernel",
    body: "touch",
    options: {},
    schedule: [],
  },
  position: 0,
};

interface Visit {
  readonly page: Page;
  readonly world: FakeWorld;
  readonly keeper: Keeper;
  readonly machine: FakeMachine;
}

/** One load of the page in this tab. */
async function visit(world = new FakeWorld(), fragment = ""): Promise<Visit> {
  const { page, machine } = load(world);
  await page.opening.start(fragment);
  const keeper = await page.keep.keeper();
  if (keeper === undefined) throw new Error("no keeper");
  return { page, world, keeper, machine };
}

function load(world: FakeWorld): Pick<Visit, "page" | "machine"> {
  const machine = new FakeMachine();
  let scenario: Scenario = FIRST.scenario;
  machine.answer = (request: Request) => {
    if (request.kind === "open") scenario = request.scenario;
    if (request.kind === "edit-source") scenario = { ...scenario, handler: { kind: "source", text: request.text } };
    if (request.kind === "set-schedule") scenario = { ...scenario, schedule: request.items };
    const source = scenario.handler.kind === "source" ? scenario.handler.text : "nmi:\n";
    const position = request.kind === "open" ? request.position : 3;
    const program = { ...PROGRAM, source, assembled: !source.includes("broken") };
    const isWithoutRun = !program.assembled && request.kind === "open";
    if (isWithoutRun) return views({ scenario, program, noRun: true });
    if (!program.assembled) return views({ scenario, program });
    return views({ ...EVERYTHING, scenario, program, moment: { ...MOMENT, position } });
  };
  const page = createPage({
    connect: machine.connect,
    connectExplorer: new FakeExplorer().connect,
    codec: SCENARIO_LINKS,
    surroundings: world,
    firstMoment: FIRST,
    firstSource: "nmi:\n",
    builtInLevels: () => Promise.resolve([]),
    clearAddress: () => {},
  });
  return { page, machine };
}

const text = ({ page }: Visit): string => page.store.getState().sourceText;
const items = ({ page }: Visit) => page.store.getState().scenario?.schedule.map(({ when }) => when);

async function typed(of: Visit, source: string): Promise<void> {
  of.page.source.type(source);
  await of.world.pass(1000);
  await of.page.opening.save();
}

/** A draft "mine", and a link's work "theirs" that is open. */
async function besideLink(): Promise<{ first: Visit; mine: string }> {
  const first = await visit();
  await typed(first, "mine");
  const [work] = await first.world.tab.shelf.works();
  const scenario: Scenario = { ...FIRST.scenario, workload: "user" };
  await first.page.opening.follow(await SCENARIO_LINKS.encode({ scenario, position: 0 }));
  await typed(first, "theirs");
  return { first, mine: work?.id ?? "" };
}

/** Each such access to the shelf waits for what is returned. */
function holdBack({ world }: Visit, access: "work" | "put"): () => void {
  const { shelf } = world.tab;
  const { work, put } = shelf;
  let goOn = (): void => undefined;
  const gate = new Promise<void>((done) => (goOn = done));
  if (access === "work") shelf.work = (...given) => gate.then(() => work(...given));
  else shelf.put = (...given) => gate.then(() => put(...given));
  return goOn;
}

/** Every text that is kept of a work, the oldest first. */
async function textsOf({ world }: Visit, id: string): Promise<(string | undefined)[]> {
  const kept = await world.tab.shelf.work(id);
  return (kept?.whatIfs ?? []).map((record) => record.text).filter((found) => found !== undefined);
}

describe("the keeper", () => {
  it("brings a reload back to text, tree and step", async () => {
    const first = await visit();
    await typed(first, "mine");
    await first.page.schedule.add({ event: "nmi", when: "3" });
    await first.page.opening.save();
    const second = await visit(first.world);
    expect(text(second)).toBe("mine");
    expect(items(second)).toEqual(["3"]);
    expect(second.page.store.getState().whatIfs?.nodes.size).toBe(3);
    expect(second.page.store.getState().moment?.position).toBe(3);
    expect(await second.page.keep.walk("undo")).toBe("Undone: Added nmi@3.");
    expect(items(second)).toEqual([]);
  });

  it("keeps the step of a text that does not assemble, over reloads, edits and in links", async () => {
    const first = await visit();
    await typed(first, "mine");
    await typed(first, "mine, broken");
    const second = await visit(first.world);
    expect(second.page.store.getState().moment).toBeUndefined();
    expect(second.page.opening.present()?.position).toBe(3);
    await typed(second, "mine, still broken");
    const third = await visit(first.world);
    expect(third.machine.requests).toMatchObject([{ kind: "open", position: 3 }]);
    third.keeper.noteNow();
    expect(await visit(first.world).then(({ machine }) => machine.requests)).toMatchObject([{ position: 3 }]);
  });

  it("loses no keystroke: what the shelf has not got is written at once", async () => {
    const first = await visit();
    first.page.source.type("typed, and the page was gone");
    const second = await visit(first.world);
    expect(text(second)).toBe("typed, and the page was gone");
    expect(await first.world.tab.shelf.works()).toHaveLength(1);
    expect([...first.world.stored.keys()].filter((key) => key.includes("journal"))).toEqual([]);
  });

  it("keeps what was typed apart from a text that takes its place at once", async () => {
    const first = await visit();
    await typed(first, "typed");
    first.page.source.type("typed, not assembled");
    await first.page.source.replace("put there");
    first.page.source.type("put there, and typed");
    await first.world.pass(1000);
    await first.page.source.replace("put there again");
    await first.page.opening.save();
    const [work] = await first.world.tab.shelf.works();
    const texts = await textsOf(first, work?.id ?? "");
    expect(texts).toEqual(expect.arrayContaining(["typed, not assembled", "put there, and typed", "put there again"]));
  });

  it("loses nothing that is typed while earlier changes wait for their turn to be written", async () => {
    const first = await visit();
    await typed(first, "one");
    const goOn = holdBack(first, "put");
    for (const source of ["two", "three"]) {
      first.page.source.type(source);
      await first.world.pass(1000);
    }
    first.page.source.type("four");
    await first.world.pass(100);
    goOn();
    await settle();
    expect(text(await visit(first.world))).toBe("four");
  });

  it("loses no change whose write is under way when the page goes", async () => {
    const first = await visit();
    await typed(first, "mine");
    const { shelf, leaving } = first.world.tab;
    const { put } = shelf;
    shelf.put = () => new Promise(() => {});
    await first.page.schedule.add({ event: "nmi", when: "3" });
    await first.world.pass(1000);
    for (const leave of leaving) leave();
    shelf.put = put;
    expect(items(await visit(first.world))).toEqual(["3"]);
  });

  describe("that is not here yet", () => {
    const early = (world: FakeWorld): string[] => [...world.stored.keys()].filter((key) => key.includes("early"));
    /** A first visit, whose keeper comes when it is let in. */
    async function firstVisit(): Promise<{ page: Page; world: FakeWorld; letIn: () => void }> {
      const world = new FakeWorld();
      const { keeping } = world;
      let letIn = (): void => undefined;
      const gate = new Promise<void>((done) => (letIn = done));
      world.keeping = () => gate.then(keeping);
      const { page } = load(world);
      await page.opening.start("");
      world.keeping = keeping;
      return { page, world, letIn };
    }

    it("loses nothing that is typed and not assembled", async () => {
      const { page, world } = await firstVisit();
      page.source.type("typed at once");
      const second = await visit(world);
      expect(text(second)).toBe("typed at once");
      expect(early(world)).toEqual([]);
      expect(await world.tab.shelf.works()).toHaveLength(1);
    });

    it("loses no change of the schedule", async () => {
      const { page, world } = await firstVisit();
      await page.schedule.add({ event: "nmi", when: "3" });
      expect(items(await visit(world))).toEqual(["3"]);
    });

    it("is told of it when it comes, and nothing is there twice", async () => {
      const { page, world, letIn } = await firstVisit();
      await page.source.replace("typed at once");
      letIn();
      await page.keep.keeper();
      expect(early(world)).toEqual([]);
      const second = await visit(world);
      expect(text(second)).toBe("typed at once");
      expect(await world.tab.shelf.works()).toHaveLength(1);
    });

    it("finds nothing of a visit that changed nothing", async () => {
      const { world } = await firstVisit();
      expect([...world.stored.keys()].filter((key) => key !== "nmi-stepper.preferences")).toEqual([]);
    });

    it("passes over what is no draft", async () => {
      const world = new FakeWorld();
      for (const bad of ["", "{", "null", '{"scenario":{"handler":{"kind":"source","text":7}},"position":"x"}']) {
        world.stored.set("nmi-stepper.early", bad);
        expect(text(await visit(world))).toBe("nmi:\n");
      }
    });
  });

  it("loses no text that another handler took the place of before it was assembled", async () => {
    const first = await visit();
    first.page.source.type("half typed");
    await first.page.openHandler("naive");
    await settle();
    const texts = [...(first.page.store.getState().whatIfs?.nodes.values() ?? [])].map(({ scenario }) =>
      scenario.handler.kind === "source" ? scenario.handler.text : "",
    );
    expect(texts).toContain("half typed");
  });

  it("loses no text that another handler took the place of just after", async () => {
    const first = await visit();
    await typed(first, "one line");
    await typed(first, "one line, and more");
    await first.page.openHandler("rostedt-3.3");
    expect(await first.page.keep.walk("undo")).toContain("Undone: Opened");
    expect(text(first)).toBe("one line, and more");
  });

  it("keeps two tabs apart; a new tab goes on with what no open tab has", async () => {
    const first = await visit();
    await typed(first, "of the first");
    const second = await visit(new FakeWorld(first.world));
    expect(text(second)).not.toBe("of the first");
    await typed(second, "of the second");
    expect(text(await visit(first.world))).toBe("of the first");
    const secondAgain = await visit(second.world);
    expect(text(secondAgain)).toBe("of the second");
    second.world.tab.gone();
    expect(text(await visit(new FakeWorld(first.world)))).toBe("of the second");
  });

  it("gives a duplicated tab a copy of its own", async () => {
    const first = await visit();
    await typed(first, "one");
    const copied = new FakeWorld(first.world);
    for (const [key, value] of first.world.tab.own) copied.tab.own.set(key, value);
    const second = await visit(copied);
    expect(text(second)).toBe("one");
    await typed(second, "two");
    await typed(first, "three");
    expect(await first.world.tab.shelf.works()).toHaveLength(2);
    expect(text(await visit(first.world))).toBe("three");
    expect(text(await visit(second.world))).toBe("two");
  });

  it("overwrites nothing in a draft that another tab has taken since it was opened from the history", async () => {
    const first = await visit();
    await typed(first, "of the first");
    const other = await visit(new FakeWorld(first.world));
    await typed(other, "of the other");
    const works = await other.keeper.history().lists();
    const draft = works?.drafts.find(({ where }) => where === "here");
    other.world.tab.gone();
    if (draft === undefined) throw new Error("no draft of the other tab");
    await first.keeper.history().open(draft);
    expect(text(first)).toBe("of the other");
    const third = await visit(new FakeWorld(first.world));
    await typed(third, "of the third");
    await typed(first, "of the first, again");
    const all = await first.world.tab.shelf.works();
    const texts = await Promise.all(all.map(({ id }) => textsOf(first, id)));
    expect(texts.flat()).toEqual(expect.arrayContaining(["of the other", "of the third", "of the first, again"]));
  });

  it("without locks two pages with one id part at the first write", async () => {
    const first = await visit();
    await typed(first, "one");
    const copied = new FakeWorld(first.world);
    for (const [key, value] of first.world.tab.own) copied.tab.own.set(key, value);
    first.world.tab.gone();
    const second = await visit(copied);
    await typed(second, "two");
    await typed(first, "three");
    const works = await first.world.tab.shelf.works();
    expect(works.map(({ firstLines }) => firstLines[0]).toSorted((a = "", b = "") => (a < b ? -1 : 1))).toEqual([
      "three",
      "two",
    ]);
  });

  it("keeps the draft in the history, whatever is done with a link", async () => {
    const first = await visit();
    await typed(first, "mine");
    const link = await SCENARIO_LINKS.encode({
      scenario: { ...FIRST.scenario, handler: { kind: "source", text: "theirs" }, title: "A link" },
      position: 2,
    });
    const second = await visit(first.world, link);
    expect(second.page.store.getState().link).toMatchObject({ kind: "draft-beside" });
    await second.page.opening.takeTheirs();
    await typed(second, "theirs, changed");
    const lists = await second.keeper.history().lists();
    expect(lists?.drafts.map(({ record, where }) => [record.firstLines[0], where])).toEqual([
      ["theirs, changed", "here"],
      ["mine", "kept"],
    ]);
    expect(lists?.opened.map(({ record }) => record.title)).toEqual(["A link"]);
    const mine = lists?.drafts[1];
    expect(mine && (await second.keeper.history().open(mine))).toBe(true);
    expect(text(second)).toBe("mine");
    expect(text(await visit(first.world))).toBe("mine");
  });

  it("keeps what was changed under a link, however soon the draft beside it is opened", async () => {
    const first = await visit();
    await typed(first, "mine");
    const link = await SCENARIO_LINKS.encode({ ...FIRST, scenario: { ...FIRST.scenario, workload: "user" } });
    await first.page.opening.follow(link);
    first.page.source.type("on the link");
    await first.page.opening.keepMine();
    expect(text(first)).toBe("mine");
    const lists = await first.keeper.history().lists();
    const told = lists?.drafts.map(({ record, where }) => [record.firstLines[0], record.changes, where]);
    expect(told).toContainEqual(["on the link", 1, "kept"]);
    expect(told).toContainEqual(["mine", 1, "here"]);
  });

  it("keeps what is typed while an earlier draft is fetched in the work that it was typed in", async () => {
    const { first, mine } = await besideLink();
    const goOn = holdBack(first, "work");
    const opened = first.keeper.history().openDraft(mine);
    await settle();
    first.page.source.type("late");
    goOn();
    await opened;
    await first.page.opening.save();
    expect(text(first)).toBe("mine");
    expect(await textsOf(first, mine)).toEqual(["mine"]);
    const [other] = (await first.world.tab.shelf.works()).filter(({ id }) => id !== mine);
    expect(await textsOf(first, other?.id ?? "")).toEqual(["theirs", "late"]);
  });

  it("asks what is asked after an opening of what is opened", async () => {
    const { first, mine } = await besideLink();
    const { page, machine } = first;
    const goOn = holdBack(first, "work");
    const sinceThen = machine.requests.length;
    const opened = first.keeper.history().openDraft(mine);
    await settle();
    const moved = page.machine.move("restart");
    expect(page.machine.isWaiting()).toBe(true);
    await settle();
    expect(machine.requests.length).toBe(sinceThen);
    goOn();
    await Promise.all([opened, moved]);
    expect(machine.requests.slice(sinceThen).map(({ kind }) => kind)).toEqual(["open", "move"]);
  });

  it("asks nothing later than in a few seconds, whatever an opening waits for", async () => {
    const { first, mine } = await besideLink();
    holdBack(first, "work");
    void first.keeper.history().openDraft(mine);
    const moved = first.page.machine.move("restart");
    await first.world.pass(5000);
    await moved;
    expect(first.machine.requests.at(-1)).toMatchObject({ kind: "move" });
  });

  it("asks what is asked after a link was followed of the link", async () => {
    const first = await visit();
    await typed(first, "mine");
    const link = await SCENARIO_LINKS.encode({ ...FIRST, scenario: { ...FIRST.scenario, workload: "user" } });
    const sinceThen = first.machine.requests.length;
    const followed = first.page.opening.follow(link);
    await Promise.all([followed, first.page.machine.move("restart")]);
    expect(first.machine.requests.slice(sinceThen).map(({ kind }) => kind)).toEqual(["open", "move"]);
  });

  it("writes nothing of one work into another that is being opened", async () => {
    const { first, mine } = await besideLink();
    const goOn = holdBack(first, "put");
    const opened = first.keeper.history().openDraft(mine);
    await settle();
    first.page.source.type("late");
    const saved = first.page.opening.save();
    goOn();
    await Promise.all([opened, saved]);
    const [other] = (await first.world.tab.shelf.works()).filter(({ id }) => id !== mine);
    expect(await textsOf(first, mine)).toContain("mine");
    expect(await textsOf(first, mine)).not.toContain("theirs");
    expect(await textsOf(first, other?.id ?? "")).toContain("theirs");
  });

  it("keeps what is typed while a link is read out of the link's work", async () => {
    const first = await visit();
    await typed(first, "mine");
    const [own] = await first.world.tab.shelf.works();
    const link = await SCENARIO_LINKS.encode({ ...FIRST, scenario: { ...FIRST.scenario, workload: "user" } });
    const goOn = holdBack(first, "work");
    const followed = first.page.opening.follow(link);
    await settle();
    first.page.source.type("late");
    goOn();
    await followed;
    await first.page.opening.save();
    expect(await textsOf(first, own?.id ?? "")).toEqual(["mine", "late"]);
    expect(first.page.store.getState().whatIfs?.nodes.size).toBe(1);
  });

  it("keeps the text that is there when a change was saved and taken back before it was assembled", async () => {
    const first = await visit();
    await typed(first, "whole");
    first.page.source.type("");
    await first.page.opening.save();
    first.page.source.type("whole");
    await first.world.pass(400);
    await first.world.pass(600);
    const { whatIfs } = first.page.store.getState();
    expect(whatIfs && present(whatIfs).scenario.handler).toMatchObject({ text: "whole" });
    expect(text(await visit(first.world))).toBe("whole");
  });

  it("writes what was done in a work into that work, although another is begun meanwhile", async () => {
    const { page, world, keeper } = await visit();
    const { shelf } = world.tab;
    const { put } = shelf;
    let goOn = (): void => undefined;
    const gate = new Promise<void>((done) => (goOn = done));
    shelf.put = (...given) => gate.then(() => put(...given));
    for (const when of ["1", "2"]) {
      await page.schedule.add({ event: "nmi", when });
      void page.opening.save();
      await settle();
    }
    const mine = keeper.history();
    keeper.begin(FIRST, "quietly");
    goOn();
    await settle();
    const lists = await mine.lists();
    expect(lists?.drafts.map(({ record }) => record.changes)).toEqual([2]);
  });

  it("keeps what was done although something is done all the time", async () => {
    const { page, world } = await visit();
    for (let n = 0; n < 20; n++) {
      await page.schedule.add({ event: "nmi", when: String(n) });
      await world.pass(300);
    }
    expect(await world.tab.shelf.works()).toHaveLength(1);
  });

  it("takes over what an older release kept", async () => {
    const world = new FakeWorld();
    const older = await SCENARIO_LINKS.encode({
      scenario: { ...FIRST.scenario, handler: { kind: "source", text: "of old" } },
      position: 1,
    });
    world.stored.set("nmi-stepper.draft", older);
    const now = await visit(world);
    expect(text(now)).toBe("of old");
    expect(world.stored.has("nmi-stepper.draft")).toBe(false);
  });

  it("deletes, puts back, writes as a file", async () => {
    const first = await visit();
    await typed(first, "mine");
    await typed(first, "mine");
    const other = await visit(new FakeWorld(first.world));
    await typed(other, "other");
    const history = other.keeper.history();
    const lists = await history.lists();
    const own = lists?.drafts.find(({ where }) => where === "here");
    const of = lists?.drafts.find(({ where }) => where === "other-tab");
    if (own === undefined || of === undefined) throw new Error("two drafts");
    expect(await history.remove(own)).toBeUndefined();
    expect(await history.remove(of)).toBeUndefined();
    first.world.tab.gone();
    const putBack = await history.remove(of);
    expect((await history.lists())?.drafts).toHaveLength(1);
    await putBack?.();
    expect((await history.lists())?.drafts).toHaveLength(2);
    const file = await history.fileOf(of);
    expect(JSON.parse(new TextDecoder().decode(file?.bytes))).toMatchObject({ handler: { source: "mine" } });
  });

  it("makes room on a full disk with the oldest drafts, and only if that helps", async () => {
    const world = new FakeWorld();
    const { shelf } = world.tab;
    const tabs = ["oldest", "older", "old"].map((source) => ({ source, tab: new FakeWorld(world) }));
    for (const [n, { source, tab }] of tabs.entries()) {
      await tab.pass(1000 * n);
      await typed(await visit(tab), source);
    }
    for (const { tab } of tabs) tab.tab.gone();
    const firstLinesOf = async (): Promise<(string | undefined)[]> =>
      (await shelf.works()).map(({ firstLines }) => firstLines[0]);
    expect(await firstLinesOf()).toEqual(["oldest", "older", "old"]);
    const { page } = await visit(world);
    expect(page.store.getState().sourceText).toBe("old");
    shelf.failure = new DOMException("full", "QuotaExceededError");
    await page.source.replace("old, and more");
    await page.opening.save();
    expect(await firstLinesOf()).toEqual(["oldest", "older", "old"]);
    shelf.failure = undefined;
    shelf.most = 2;
    await page.source.replace("old, and yet more");
    await page.opening.save();
    expect(await firstLinesOf()).toEqual(["old, and yet more"]);
  });

  it("keeps a text of the reader's own, however many scenarios are opened and changed after it", async () => {
    const { page, world } = await visit();
    await page.source.replace("mine");
    await page.opening.save();
    for (let n = 0; n < 90; n++) {
      await page.opening.openShared({ scenario: { ...FIRST.scenario, title: `link ${n}` }, position: 0 });
      await page.schedule.add({ event: "nmi", when: `${n}` });
      await page.opening.save();
    }
    const works = await world.tab.shelf.works();
    expect(works.map(({ firstLines }) => firstLines[0])).toContain("mine");
    expect(works.length).toBeLessThan(90);
  });

  it("says once that it cannot keep, makes room if it can, and never stops the page", async () => {
    const first = await visit();
    const { shelf } = first.world.tab;
    shelf.failure = new DOMException("full", "QuotaExceededError");
    await typed(first, "one");
    expect(first.page.store.getState().notice).toContain("not kept in this browser");
    first.page.view.dismissNotice();
    await typed(first, "two");
    expect(first.page.store.getState().notice).toBeUndefined();
    shelf.failure = undefined;
    await typed(first, "three");
    expect(await shelf.works()).toHaveLength(1);
  });

  it("keeps a level's tries in a tree of their own, and nothing of them", async () => {
    const first = await visit();
    await typed(first, "mine");
    const [level] = await builtInLevels();
    if (level === undefined) throw new Error("a level");
    await (await first.page.levels()).open(level);
    await first.page.schedule.add({ event: "nmi", when: "3" });
    expect(first.page.store.getState().whatIfs?.nodes.size).toBe(2);
    expect(await first.page.keep.walk("undo")).toContain("Undone");
    await (await first.page.levels()).leave();
    const tree = first.page.store.getState().whatIfs;
    expect(tree && present(tree).scenario.handler).toEqual({ kind: "source", text: "mine" });
    await first.page.opening.save();
    expect(await first.world.tab.shelf.works()).toHaveLength(1);
  });

  it("keeps what was typed just before a level out of the level, and in the reader's own work", async () => {
    const first = await visit();
    await typed(first, "mine");
    const [level] = await builtInLevels();
    if (level === undefined) throw new Error("a level");
    const levels = await first.page.levels();
    first.page.source.type("mine, not assembled");
    const goOn = holdBack(first, "put");
    const opened = levels.open(level);
    await settle();
    first.page.source.type("mine, to the last key");
    goOn();
    await opened;
    const tree = first.page.store.getState().whatIfs;
    expect([...(tree?.nodes.values() ?? [])].map(({ change }) => change)).toEqual(["Level opened"]);
    await first.page.opening.save();
    const [own] = await first.world.tab.shelf.works();
    expect((await textsOf(first, own?.id ?? "")).at(-1)).toBe("mine, to the last key");
    await levels.leave();
    expect(text(first)).toBe("mine, to the last key");
  });

  it("does not undo while the machine is gone", async () => {
    const first = await visit();
    await first.page.schedule.add({ event: "nmi", when: "3" });
    first.machine.events?.onDead("broken");
    expect(await first.page.keep.walk("undo")).toContain("restart");
    await first.page.machine.restart();
    expect(await first.page.keep.walk("undo")).toContain("Undone");
  });
});
