// The lessons' figures run, rest where they say, and show what their text claims.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { builtInLevels } from "../../src/scenario/level/built-in.ts";
import { parseSchedule } from "../../src/scenario/schedule.ts";
import { scenarioOfFigure } from "../../src/site/lessons/lesson-pages.tsx";
import { LESSONS } from "../../src/site/lessons/lessons.ts";
import type { LessonFigure } from "../../src/site/lessons/lesson.ts";
import { createResting } from "../../src/site/resting.ts";

const resting = await createResting(readFileSync(join(import.meta.dirname, "../../build/core.wasm")));
const levels = await builtInLevels();

const figures = LESSONS.flatMap(({ id, parts }) =>
  parts.flatMap((part) => (typeof part !== "string" && part.kind === "figure" ? [{ id, figure: part }] : [])),
);

const scenarioOf = (figure: LessonFigure) => ({
  ...scenarioOfFigure(figure, levels),
  schedule: parseSchedule(figure.schedule).items,
});

const titled = (title: string): LessonFigure => {
  const found = figures.find(({ figure }) => figure.title === title);
  if (found === undefined) throw new Error(`no figure "${title}"`);
  return found.figure;
};

describe("every lesson", () => {
  it.each(LESSONS.map((lesson) => [lesson.id, lesson] as const))(
    "%s has a figure, levels that exist, and sources",
    (_, lesson) => {
      expect(lesson.parts.some((part) => typeof part !== "string" && part.kind === "figure")).toBe(true);
      for (const id of lesson.levels) expect(levels.map((level) => level.id)).toContain(id);
      expect(lesson.levels.length).toBeGreaterThan(0);
      expect(lesson.sources.length).toBeGreaterThan(0);
    },
  );

  it("together they use every level", () => {
    const used = new Set(LESSONS.flatMap((lesson) => lesson.levels));
    expect(levels.map(({ id }) => id).filter((id) => !used.has(id))).toEqual([]);
  });
});

describe("every figure", () => {
  it.each(figures.map(({ id, figure }) => [`${id}: ${figure.title}`, figure] as const))("%s", async (_, figure) => {
    const scenario = scenarioOf(figure);
    const position = await resting.position(scenario, figure.at);
    const { run, moment } = (await resting.at({ scenario, position })).store.getState();
    expect(moment?.position).toBe(position);
    expect(run?.schedule.filter(({ state }) => state === "unused" || state === "refused")).toEqual([]);
    if (figure.drags !== undefined) expect(run?.schedule[figure.drags]).toBeDefined();
  });
});

describe("what the texts claim", () => {
  async function dragged(title: string): Promise<readonly string[]> {
    const figure = titled(title);
    const outcomes = await resting.outcomes({ scenario: scenarioOf(figure), position: 0 }, figure.drags ?? 0);
    return outcomes.map(({ state }) => state);
  }

  it("no place is safe in the naive handler", async () => {
    expect(new Set(await dragged("Drag the second NMI along the naive handler"))).toEqual(new Set(["harmful"]));
  });

  it("a flag alone: the second NMI is lost wherever it comes, but at last, where the frame is", async () => {
    const figure = titled("The nested NMI leaves, and nobody serves it");
    const outcomes = await resting.outcomes({ scenario: scenarioOf(figure), position: 0 }, figure.drags ?? 0);
    const broken = (place: string) => (place === "last" ? "resume-exact breaks" : "every-nmi-served breaks");
    const met = outcomes.filter(({ state }) => state !== "unreached");
    expect(met.length).toBeGreaterThan(15);
    expect(met.map(({ text }) => text)).toEqual(met.map(({ place }) => broken(place)));
  });

  it.each([
    "Linux, at its last instruction",
    "Linux 4.2: every place is safe",
    "An IRET that goes nowhere, and opens the door",
    "The first schedule once more, with FRED",
  ])("%s: no place is harmful", async (title) => {
    const states = await dragged(title);
    expect(states).not.toContain("harmful");
    expect(states.filter((state) => state === "safe").length).toBeGreaterThan(40);
  });

  it("unmasked at once, the range test is missed up to the end of the copying, and not behind it", async () => {
    const figure = titled("Two NMIs instead of three and a page fault");
    const outcomes = await resting.outcomes({ scenario: scenarioOf(figure), position: 0 }, figure.drags ?? 0);
    const labels = (wanted: string) =>
      new Set(
        outcomes
          .filter(({ state }) => state === wanted)
          .map(({ place }) => place.replace(/[+#].*$/, "").replace("unmasked", "repeat_nmi")),
      );
    expect(labels("harmful")).toEqual(new Set(["nmi", "nmi_from_kernel", "first_nmi", "repeat_nmi"]));
    expect(labels("safe")).toContain("default_do_nmi");
  });

  it.each([
    "An IRET that goes nowhere, and opens the door",
    "The first schedule once more, with FRED",
    "A machine check in the prologue, with FRED",
    "The same fault on the thread's stack",
  ])("%s: nothing breaks", async (title) => {
    const scenario = scenarioOf(titled(title));
    const { run } = (await resting.at({ scenario, position: 0 })).store.getState();
    expect(run?.violations).toEqual([]);
    expect(run?.end.kind).toBe("idle");
  });

  it("three NMIs are raised, and the handler counts two", async () => {
    const scenario = scenarioOf(titled("Three NMIs, two runs"));
    const { moment } = (
      await resting.at({ scenario, position: await resting.position(scenario, "end") })
    ).store.getState();
    expect(moment?.flags.find(({ name }) => name === "nmi_run_count")?.value).toBe(2n);
  });

  it("the page fault's IRETQ has just ended the blocking", async () => {
    const figure = titled("The page fault handler's IRETQ ends the blocking");
    const { moment } = (
      await resting.at({ scenario: scenarioOf(figure), position: figure.at as number })
    ).store.getState();
    expect([moment?.nmi.before.blocked, moment?.nmi.blocked]).toEqual([true, false]);
  });

  /** The page so many steps behind the figure's resting place. */
  async function restingAt(title: string, later = 0) {
    const scenario = scenarioOf(titled(title));
    const position = (await resting.position(scenario, titled(title).at)) + later;
    const { moment, run } = (await resting.at({ scenario, position })).store.getState();
    if (moment === undefined || run === undefined) throw new Error(`"${title}" does not run`);
    const words = new Map(
      moment.stack.rows.flatMap((row) => (row.kind === "word" ? [[row.offset, row] as const] : [])),
    );
    const rsp = [...words.values()].find((word) => word.rsp === "now")?.offset;
    const writerOf = (offset: string) => run.contexts[words.get(offset)?.writer?.context ?? -1]?.name;
    return { moment, run, words, rsp, writerOf };
  }
  const answersOf = (title: string) => titled(title).quiz?.answers.toSorted();
  const TOP = 0xffff_ffff_8300_3000n;

  it("predicted: the words that the delivery writes", async () => {
    const title = "Where will the second frame go?";
    const { words } = await restingAt(title, 1);
    const fresh = [...words.values()].filter(({ state }) => state === "fresh").map(({ offset }) => offset);
    expect(fresh.toSorted()).toEqual(answersOf(title));
  });

  it("predicted: where the nested NMI's IRETQ leaves RSP", async () => {
    const title = "The nested NMI is about to leave";
    const { rsp, moment } = await restingAt(title, 1);
    expect(moment.place).toBe("handled");
    expect([rsp]).toEqual(answersOf(title));
  });

  it("predicted: the words of the iret frame, pushed by the five steps that follow", async () => {
    const title = "2011: the nested NMI rewrites the way out";
    const { position } = (await restingAt(title)).moment;
    const { words, writerOf } = await restingAt(title, 5);
    const pushed = [...words.values()].filter(({ writer }) => (writer?.step ?? -1) >= position);
    expect(pushed.map(({ offset }) => offset).toSorted()).toEqual(answersOf(title));
    expect(new Set(pushed.map(({ offset }) => writerOf(offset)))).toEqual(new Set(["NMI 2"]));
  });

  it("predicted: which of the words that IRETQ pops are the third NMI's", async () => {
    const title = "Linux 4.2 without its range test";
    const { rsp, writerOf, moment } = await restingAt(title);
    expect([moment.nextText, rsp]).toEqual(["iretq", "T-96"]);
    const popped = ["T-64", "T-72", "T-80", "T-88", "T-96"];
    expect(popped.filter((offset) => writerOf(offset) === "NMI 3")).toEqual(answersOf(title));
  });

  it("predicted: only the interrupted RSP tells that the NMI is nested", async () => {
    const title = "Three guards, three words";
    const { words, run } = await restingAt(title);
    expect(words.get("T-40")?.meaning).toBe("nmi_iret");
    expect(words.get("T-56")?.value).toBe(0n);
    expect(words.get("T-16")?.value).toBe(TOP - 96n);
    expect(run.violations).toEqual([]);
  });

  it("predicted: the user's own word in the gap after SYSCALL", async () => {
    const { words, moment } = await restingAt("The gap after SYSCALL");
    expect(words.get("T-16")?.value).toBe(TOP - 256n);
    expect([moment.cpl, words.get("T-40")?.meaning]).toEqual([0, "entry_syscall"]);
  });

  it("with FRED the second NMI waits, also after the page fault's return and the machine check's", async () => {
    const waiting = { blocked: true, pending: true };
    expect((await restingAt("The first schedule once more, with FRED")).moment.nmi).toMatchObject(waiting);
    expect((await restingAt("A machine check in the prologue, with FRED")).moment.nmi).toMatchObject(waiting);
  });

  it("Linux 4.2 serves the NMI in the gap", async () => {
    const scenario = scenarioOf(titled("The same schedule on Linux 4.2"));
    const { run } = (await resting.at({ scenario, position: 0 })).store.getState();
    expect(run?.violations).toEqual([]);
  });
});
