// The explorer as the page uses it: asked, asked again after edits, stopped, dead;
// counterexamples opened and the user's own schedule brought back.
import { beforeAll, describe, expect, it } from "vitest";

import { isStale, openedViolation } from "../../src/store/explorer/selectors.ts";
import { limitWords, remainingWords, verdictWords } from "../../src/store/texts/explorer-long.ts";
import { shortBounds } from "../../src/store/texts/explorer.ts";
import { answer, FOUND, OTHER, started } from "./explorer-page.ts";
import { settle, views } from "./fake-machine.ts";

describe("a question", () => {
  it("starts the explorer only when it is asked, and says its verdict with its bounds", async () => {
    const { explorer, page, state, explored } = await started();
    expect(explorer.connections).toBe(0);
    page.explorer.setBounds({ nmis: 3, faults: 2 });
    await explored([], 3);
    expect(explorer.connections).toBe(1);
    expect(explorer.questions[0]).toMatchObject({
      bounds: { nmis: 3, faults: 2, machineChecks: 0, faultPoints: "lazy" },
      workloads: ["kernel"],
      scenario: { schedule: [] },
    });
    const { result } = state().explorer;
    expect(result?.verdict).toBe("holds");
    expect(result && verdictWords(result)).toBe("holds for up to 3 NMIs and 2 faults on kernel: 12,303 states");
    expect(result && shortBounds(result)).toBe("≤ 3 NMI, ≤ 2 #PF, kernel");
  });

  it("goes on to a third NMI while nobody has chosen how many, and says how many it came to", async () => {
    const { explorer, page, state, explored } = await started();
    page.explorer.setBounds({ faults: 2 });
    await explored([], 3);
    expect(explorer.questions[0]).toMatchObject({ bounds: { nmis: 2, faults: 2 }, further: true });
    const { result } = state().explorer;
    expect(result && shortBounds(result)).toBe("≤ 3 NMI, ≤ 2 #PF, kernel");
    page.explorer.setBounds({ nmis: 2 });
    await explored([]);
    expect(explorer.questions[1]).toMatchObject({ bounds: { nmis: 2 }, further: false });
  });

  it("asks for all workloads if told so; one that was not tried is said", async () => {
    const { explorer, page, state } = await started();
    page.explorer.setAllWorkloads(true);
    const asked = page.explorer.explore();
    await settle();
    expect(explorer.questions[0]).toMatchObject({ workloads: expect.arrayContaining(["kernel", "user"]) as unknown });
    explorer.waiting[0]?.answer(answer([], { stopped: true }));
    await asked;
    const { result } = state().explorer;
    expect(result?.verdict).toBe("incomplete");
    expect(result && limitWords(result)).toEqual([
      "kernel: it was stopped",
      expect.stringContaining("not tried: user"),
    ]);
  });

  it("keeps bounds within what can be meant", async () => {
    const { page, state } = await started();
    page.explorer.setBounds({ nmis: 99, faults: -3 });
    expect(state().explorer.bounds).toMatchObject({ nmis: 9, faults: 0 });
  });

  it("tells progress and speed, and stands still without losing either", async () => {
    const { explorer, world, page, state } = await started();
    void page.explorer.explore();
    await settle();
    await world.pass(1000);
    explorer.events?.onProgress({
      kind: "searching",
      workload: "kernel",
      states: 5000,
      transitions: 6000,
      injections: 1,
    });
    expect(state().explorer.running).toMatchObject({ perSecond: 5000, isLong: true });
    page.explorer.hold(true);
    await world.pass(60_000);
    page.explorer.hold(false);
    await world.pass(1000);
    explorer.events?.onProgress({
      kind: "searching",
      workload: "kernel",
      states: 10_000,
      transitions: 12_000,
      injections: 2,
    });
    expect(state().explorer.running?.perSecond).toBe(5000);
    expect(explorer.holds).toEqual([true, false]);
  });

  it("is stopped: what was found so far stays, called incomplete", async () => {
    const { explorer, page, state } = await started();
    const asked = page.explorer.explore();
    await settle();
    page.explorer.stop();
    expect(explorer.cancelled).toBe(1);
    explorer.waiting[0]?.answer(answer([], { stopped: true }));
    await asked;
    const { result } = state().explorer;
    expect(result && verdictWords(result)).toContain("incomplete: nothing is broken so far");
    expect(result && limitWords(result)).toEqual(["it was stopped"]);
  });

  it("goes on where it was stopped, and counts the time before", async () => {
    const { explorer, page, state, world } = await started();
    const asked = page.explorer.explore();
    await settle();
    await world.pass(3000);
    page.explorer.stop();
    const stopped = answer([], { stopped: true });
    explorer.waiting[0]?.answer(stopped.kind === "explored" ? { ...stopped, canGoOn: true } : stopped);
    await asked;
    expect(state().explorer.result).toMatchObject({ canGoOn: true, seconds: 3 });
    const again = page.explorer.goOn();
    await settle();
    expect(explorer.questions.at(-1)).toEqual({ kind: "go-on" });
    await world.pass(1000);
    explorer.waiting[1]?.answer(answer([]));
    await again;
    const { result } = state().explorer;
    expect([result?.verdict, result?.seconds, result?.canGoOn]).toEqual(["holds", 4, undefined]);
  });

  it("begins anew when what was stopped is lost", async () => {
    const { explorer, page, state } = await started();
    const asked = page.explorer.explore();
    await settle();
    const stopped = answer([], { stopped: true });
    explorer.waiting[0]?.answer(stopped.kind === "explored" ? { ...stopped, canGoOn: true } : stopped);
    await asked;
    const again = page.explorer.goOn();
    await settle();
    explorer.waiting[1]?.answer({ kind: "nothing-stopped" });
    await settle();
    expect(explorer.questions.at(-1)?.kind).toBe("explore");
    explorer.waiting[2]?.answer(answer([]));
    await again;
    expect(state().explorer.result?.verdict).toBe("holds");
  });

  it("asks for what is to be kept of each state, and for #DB and #BP", async () => {
    const { explorer, page, state } = await started();
    page.explorer.setMode("exact");
    page.explorer.setBounds({ debugExceptions: 1, breakpoints: 2 });
    const asked = page.explorer.explore();
    await settle();
    expect(explorer.questions[0]).toMatchObject({ mode: "exact", bounds: { debugExceptions: 1, breakpoints: 2 } });
    explorer.waiting[0]?.answer(answer([]));
    await asked;
    const { result } = state().explorer;
    expect(result && verdictWords(result)).toContain("up to 2 NMIs, 1 fault, 1 #DB and 2 #BP on kernel");
    page.explorer.setBounds({ debugExceptions: 0 });
    expect(state().explorer.bounds).not.toHaveProperty("debugExceptions");
  });

  it("guesses what is left", () => {
    expect(remainingWords(500_000, 1_896_285, 500_000)).toBe("about 1,900,000 in all, 3 s left");
    expect(remainingWords(500_000, undefined, 500_000)).toBeUndefined();
    expect(remainingWords(500_000, 400_000, 500_000)).toBeUndefined();
  });

  it("survives the explorer's death, says so, and starts another", async () => {
    const { explorer, page, state, explored } = await started();
    void page.explorer.explore();
    await settle();
    explorer.events?.onDead("out of memory");
    explorer.waiting[0]?.fail("out of memory");
    await settle();
    expect(state().explorer).toMatchObject({ running: undefined, failure: "out of memory" });
    await explored([]);
    expect(explorer.connections).toBe(2);
    expect(state().explorer).toMatchObject({ failure: undefined, result: { verdict: "holds" } });
  });
});

describe("an edit", () => {
  it("makes the answer stale, and asks again within small bounds after a pause", async () => {
    const { explorer, world, page, state, explored } = await started();
    page.explorer.setBounds({ nmis: 5, faults: 4 });
    await explored([FOUND]);
    page.source.type("nmi:\n iretq\n");
    expect(isStale(state())).toBe(true);
    await world.pass(400);
    expect(explorer.questions).toHaveLength(1);
    await world.pass(400);
    expect(explorer.questions[1]).toMatchObject({ bounds: { nmis: 2, faults: 1 } });
    explorer.waiting[1]?.answer(answer([]));
    await settle();
    expect(isStale(state())).toBe(false);
    expect(state().explorer.result).toMatchObject({ verdict: "holds", automatic: true });
  });

  it("leaves the question to the user who asks in the pause", async () => {
    const { explorer, world, page, explored } = await started();
    await explored([FOUND]);
    page.source.type("nmi:\n iretq\n");
    await world.pass(400);
    const asked = page.explorer.explore();
    await settle();
    await world.pass(400);
    expect(explorer.questions).toHaveLength(2);
    explorer.waiting[1]?.answer(answer([]));
    expect(await asked).toMatchObject({ verdict: "holds", automatic: false });
  });

  it("asks nothing before it was ever asked, and nothing if told so", async () => {
    const { explorer, world, page, state, explored } = await started();
    page.source.type("nmi:\n iretq\n");
    await world.pass(1000);
    expect(explorer.questions).toEqual([]);
    await explored([]);
    page.explorer.setFollows(false);
    page.source.type("nmi:\n nop\n iretq\n");
    await world.pass(400);
    await world.pass(1000);
    expect(explorer.questions).toHaveLength(1);
    expect(isStale(state())).toBe(true);
  });

  it("that does not assemble asks nothing and leaves the old answer, as stale", async () => {
    const { explorer, world, page, state, explored } = await started();
    await explored([]);
    page.source.type("bad");
    await world.pass(400);
    await world.pass(1000);
    expect(explorer.questions).toHaveLength(1);
    expect(isStale(state())).toBe(true);
  });

  it("during a search ends it; the late answer to the old question is dropped", async () => {
    const { explorer, world, page, state } = await started();
    void page.explorer.explore();
    await settle();
    page.source.type("nmi:\n iretq\n");
    await world.pass(400);
    await world.pass(400);
    expect(explorer.cancelled).toBe(1);
    expect(explorer.questions).toHaveLength(2);
    explorer.waiting[0]?.answer(answer([FOUND], { stopped: true }));
    await settle();
    expect(state().explorer.result).toBeUndefined();
    explorer.waiting[1]?.answer(answer([]));
    await settle();
    expect(state().explorer.result?.verdict).toBe("holds");
  });

  it("of the schedule asks nothing", async () => {
    const { explorer, world, page, explored } = await started();
    await explored([]);
    await page.schedule.add({ event: "nmi", when: "workload" });
    await world.pass(1000);
    expect(explorer.questions).toHaveLength(1);
  });
});

describe("a counterexample", () => {
  it("becomes the schedule, one step before the damage; the own schedule comes back", async () => {
    const { page, state, explored } = await started();
    const mine = { event: "pf", when: "nmi" };
    await page.schedule.add(mine);
    await explored([FOUND, OTHER]);
    await (await page.counterexamples()).open(0);
    expect(state().scenario?.schedule).toEqual(FOUND.schedule);
    expect(state().moment?.position).toBe(37);
    expect(openedViolation(state())).toBe(0);
    await (await page.counterexamples()).open(1);
    expect(openedViolation(state())).toBe(1);
    await (await page.counterexamples()).backToOwn();
    expect(state().scenario?.schedule).toEqual([mine]);
    expect(state().moment?.position).toBe(3);
    expect(state().explorer.kept).toEqual([]);
  });

  it("changed by the user is kept too when another is opened", async () => {
    const { page, state, explored } = await started();
    await explored([FOUND, OTHER]);
    await (await page.counterexamples()).open(0);
    await page.schedule.add({ event: "mc", when: "nmi" });
    await (await page.counterexamples()).open(1);
    await (await page.counterexamples()).backToOwn();
    expect(state().scenario?.schedule).toHaveLength(3);
    await (await page.counterexamples()).backToOwn();
    expect(state().scenario?.schedule).toEqual([]);
  });

  it("that the session's run does not show is called our defect; of a changed program it is not", async () => {
    const { world, page, state, explored, show } = await started();
    await explored([FOUND]);
    show([]);
    await (await page.counterexamples()).open(0);
    expect(state().notice).toContain("A defect of the explorer");
    page.explorer.setFollows(false);
    page.source.type("nmi:\n iretq\n");
    await world.pass(400);
    await (await page.counterexamples()).open(0);
    expect(state().notice).toContain("The program was changed since");
  });

  it("is where ] goes when the run has no bad step left, and [ when it has none before", async () => {
    const { machine, page, state, explored, show } = await started();
    await explored([FOUND, OTHER]);
    show([]);
    await (await page.counterexamples()).goToNext();
    expect(openedViolation(state())).toBe(0);
    show([FOUND]);
    await page.schedule.toggle(9);
    machine.requests.length = 0;
    await (await page.counterexamples()).goToNext();
    expect(machine.requests).toEqual([{ kind: "move", move: { kind: "next-violation" } }]);
    show([]);
    await page.schedule.toggle(9);
    await (await page.counterexamples()).goToNext();
    expect(openedViolation(state())).toBe(1);
    await (await page.counterexamples()).goToPrevious();
    expect(openedViolation(state())).toBe(0);
  });
});

describe("the console", () => {
  // The page loads it with the first wish.
  beforeAll(() => import("../../src/store/explorer/console.ts"));

  const typed = async (page: Awaited<ReturnType<typeof started>>["page"], line: string) => {
    await page.machine.console(line);
    await settle();
    return page.store.getState().console.map(({ text }) => text);
  };

  it("explores with its bounds, lists what was found, and opens it by number", async () => {
    const { machine, explorer, page, state, show } = await started();
    const { answer: asSession } = machine;
    machine.answer = (request) => {
      if (request.kind !== "console") return asSession?.(request);
      const wish = request.line.startsWith("explore")
        ? ({ kind: "explore", bounds: { nmis: 3 } } as const)
        : request.line.startsWith("info")
          ? ({ kind: "list-explored" } as const)
          : ({ kind: "open-explored", number: 2 } as const);
      return views({ wish });
    };
    expect((await typed(page, "info violations")).at(-1)).toContain("No schedules were explored");
    expect((await typed(page, "explore nmis=3")).at(-1)).toBe("Exploring up to 3 NMIs and 1 fault on kernel.");
    show([FOUND, OTHER]);
    explorer.waiting[0]?.answer(answer([FOUND, OTHER], { nmis: 3 }));
    await settle();
    const lines = state().console.map(({ text }) => text);
    expect(lines).toContain(
      "Explored: 2 of 8 properties fail within up to 3 NMIs and 1 fault on kernel: 12,303 states.",
    );
    expect(lines).toContain("     nmi@workload; nmi@nmi");
    await typed(page, "goto violation 2");
    expect(openedViolation(state())).toBe(1);
  });
});
