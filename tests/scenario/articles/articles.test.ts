// Every handler has its article, of a length that is read, and what it refers to exists.
import { describe, expect, it } from "vitest";
import { ARTICLES, articleAbout } from "../../../src/scenario/articles/index.ts";
import { CATALOGUE, findEntry } from "../../../src/scenario/catalogue/catalogue.ts";
import { findHazard } from "../../../src/scenario/hazards/index.ts";

const cases = ARTICLES.map((article) => ({ title: article.title, article }));

describe("articles", () => {
  it.each(CATALOGUE)("there is one about $name", ({ name }) => {
    expect(ARTICLES.filter(({ entries }) => entries.includes(name))).toHaveLength(1);
    expect(articleAbout(name)?.entries).toContain(name);
  });

  it("there is none about a stranger", () => {
    expect(articleAbout("constructor")).toBeUndefined();
  });

  it.each(cases)("$title", ({ article }) => {
    const { entries, history, idea, weaknesses, layout, hazards, sources } = article;
    const paragraphs = [...history, ...idea, ...weaknesses];
    const words = paragraphs.join(" ").split(/\s+/).length;
    expect(words).toBeGreaterThanOrEqual(150);
    expect(words).toBeLessThanOrEqual(400);
    for (const paragraph of paragraphs) {
      expect(paragraph).toMatch(/[.:]$/);
      expect(paragraph).not.toMatch(/<\w|https?:/);
    }
    for (const name of entries) expect(findEntry(name)).toBeDefined();
    for (const number of hazards) expect(findHazard(number)).toBeDefined();
    for (const { place, holds } of layout) expect([place, holds]).not.toContain("");
    expect(sources.length).toBeGreaterThan(0);
  });

  it.each(ARTICLES.flatMap(({ entries, hazards }) => entries.map((name) => ({ name, hazards }))))(
    "$name: its article speaks of every hazard that it is expected to break by",
    ({ name, hazards }) => {
      const [first] = articleAbout(name)?.entries ?? [];
      if (first !== name) return;
      const expected = findEntry(name)?.expects.flatMap(({ breaks }) => breaks.map(({ hazard }) => hazard)) ?? [];
      expect(hazards).toEqual(expect.arrayContaining([...new Set(expected)]));
    },
  );
});
