// Every handler has its article, of a length that is read, and what it refers to exists.
import { describe, expect, it } from "vitest";
import { ARTICLES, articleAbout } from "../../../src/scenario/articles/index.ts";
import { CATALOGUE, findEntry } from "../../../src/scenario/catalogue/catalogue.ts";
import { scenarioOf } from "../../../src/scenario/catalogue/listing.ts";
import { findHazard } from "../../../src/scenario/hazards/index.ts";
import { parseSchedule } from "../../../src/scenario/schedule.ts";
import { boot } from "../../../src/session/index.ts";
import { runWhole } from "../runs.ts";

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

const words = ARTICLES.flatMap(({ entries, layout }) =>
  layout.filter(({ holds }) => !holds.includes("not used")).map(({ place }) => ({ name: entries[0] ?? "", place })),
).filter(({ place }) => /^[TC]-\d+(?:\.\.[TC]-\d+)?$/.test(place));

describe("a layout", () => {
  const stacks = new Map<string, { readonly written: ReadonlySet<bigint>; readonly bases: Record<string, bigint> }>();

  /** Every word that software or a delivery writes while one NMI nests in another. */
  function writtenBy(name: string) {
    const known = stacks.get(name);
    if (known !== undefined) return known;
    const entry = findEntry(name);
    if (entry === undefined) throw new Error(name);
    const scenario = { ...scenarioOf(entry), schedule: parseSchedule("nmi@workload; nmi@page_touched").items };
    const written = new Set<bigint>();
    for (const { step } of runWhole(scenario).steps) for (const { address } of step.writes) written.add(address & ~7n);
    const booted = boot(scenario);
    if (!booted.ok) throw new Error(`${name} does not assemble`);
    const { symbols } = booted.program.naming;
    const bases: Record<string, bigint> = {
      T: symbols.get("nmi_stack_top") ?? 0n,
      C: symbols.get("nmi_stack_copy") ?? 0n,
    };
    stacks.set(name, { written, bases });
    return { written, bases };
  }

  it.each(words)("of $name: $place is written", ({ name, place }) => {
    const { written, bases } = writtenBy(name);
    const [low = "", high = low] = place.split("..");
    const addressOf = (text: string) => (bases[text.slice(0, 1)] ?? 0n) - BigInt(text.slice(2));
    const missing: string[] = [];
    for (let address = addressOf(low); address <= addressOf(high); address += 8n) {
      if (!written.has(address)) missing.push(`T-${bases["T"] === undefined ? "" : bases["T"] - address}`);
    }
    expect(missing).toEqual([]);
  });
});
