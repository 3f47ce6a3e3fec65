// The lessons' figures run, rest where they say, and show what their text claims.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { builtInLevels } from "../../src/scenario/level/built-in.ts";
import { parseSchedule } from "../../src/scenario/schedule.ts";
import { LESSONS, scenarioOfFigure } from "../../src/site/lessons/lesson-pages.tsx";
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

  it("the quiz's words are those that the next step writes", async () => {
    const figure = titled("Where will the second frame go?");
    const scenario = scenarioOf(figure);
    const next = (await resting.at({ scenario, position: (figure.at as number) + 1 })).store.getState().moment;
    const written = next?.stack.rows.flatMap((row) =>
      row.kind === "word" && row.state === "fresh" ? [row.offset] : [],
    );
    expect(written?.toSorted()).toEqual([...(figure.quiz?.answers ?? [])].toSorted());
  });

  it("Linux 4.2 serves the NMI in the gap", async () => {
    const scenario = scenarioOf(titled("The same schedule on Linux 4.2"));
    const { run } = (await resting.at({ scenario, position: 0 })).store.getState();
    expect(run?.violations).toEqual([]);
  });
});
