// What is taught stays where it is: every published lesson, level and figure opens
// for ever. Entries are added, never changed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { builtInLevels } from "../../src/scenario/level/built-in.ts";
import { makeLevelLink, openLevelLink } from "../../src/scenario/level/level-link.ts";
import { makeLink, openLink } from "../../src/scenario/link/link.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { parseSchedule } from "../../src/scenario/schedule.ts";
import { scenarioOfFigure } from "../../src/site/lessons/lesson-pages.tsx";
import { LESSONS } from "../../src/site/lessons/lessons.ts";

interface Published {
  readonly lessons: readonly string[];
  readonly levels: readonly { readonly id: string; readonly link: string }[];
  readonly figures: readonly {
    readonly lesson: string;
    readonly title: string;
    readonly link: string;
    readonly scenario: Scenario;
  }[];
}

const published = JSON.parse(readFileSync(join(import.meta.dirname, "teaching/v1.json"), "utf8")) as Published;
const levels = await builtInLevels();

const figures = LESSONS.flatMap(({ id, parts }) =>
  parts.flatMap((part) => (typeof part !== "string" && part.kind === "figure" ? [{ lesson: id, figure: part }] : [])),
);

describe("what was published", () => {
  it("lessons and levels keep their names", () => {
    const lessons = LESSONS.map(({ id }) => id);
    const ids = levels.map(({ id }) => id);
    expect(published.lessons.filter((id) => !lessons.includes(id))).toEqual([]);
    expect(published.levels.filter(({ id }) => !ids.includes(id))).toEqual([]);
  });

  it.each(published.levels.map((entry) => [entry.id, entry] as const))(
    "level %s opens from its link",
    async (id, { link }) => {
      expect(await openLevelLink(link)).toMatchObject({ ok: true, level: { id } });
    },
  );

  it.each(published.figures.map((entry) => [`${entry.lesson}: ${entry.title}`, entry] as const))(
    "%s opens as what it was",
    async (_, { link, scenario }) => {
      expect(await openLink(link)).toMatchObject({ ok: true, shared: { scenario } });
    },
  );
});

describe("what is taught today", () => {
  it("is in the list of what was published", () => {
    expect(published.lessons).toEqual(expect.arrayContaining(LESSONS.map(({ id }) => id)));
    expect(published.levels.map(({ id }) => id)).toEqual(expect.arrayContaining(levels.map(({ id }) => id)));
    expect(published.figures.map(({ title }) => title)).toEqual(
      expect.arrayContaining(figures.map(({ figure }) => figure.title)),
    );
  });

  it("can be shared: each level and each figure makes a link", async () => {
    for (const level of levels) expect((await makeLevelLink(level)).ok).toBe(true);
    for (const { figure } of figures) {
      const scenario = { ...scenarioOfFigure(figure, levels), schedule: parseSchedule(figure.schedule).items };
      expect((await makeLink({ scenario, position: 0 })).ok).toBe(true);
    }
  });
});
