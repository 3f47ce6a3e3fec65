// Every row of the hazard table is shown, with what it declares and nothing else, and
// is gone where it is mended; or says why this machine cannot show it.
import { describe, expect, it } from "vitest";
import { PROPERTIES } from "../../../src/machine/types.ts";
import { CATALOGUE, findEntry } from "../../../src/scenario/catalogue/catalogue.ts";
import { HAZARDS, findHazard, mendedScenario, scenarioOfHazard } from "../../../src/scenario/hazards/index.ts";
import { parseSchedule } from "../../../src/scenario/schedule.ts";
import { runWhole } from "../runs.ts";

const shown = HAZARDS.flatMap((hazard) =>
  hazard.proof.kind === "shown"
    ? hazard.proof.scenarios.map((scenario) => ({ number: hazard.number, handler: scenario.handler, scenario }))
    : [],
);

describe("the table", () => {
  it("has every row once, 1 to 33", () => {
    expect(HAZARDS.map(({ number }) => number)).toEqual(Array.from({ length: 33 }, (_, n) => n + 1));
    expect(findHazard(20)?.cve).toBe("CVE-2015-3290");
    expect(findHazard(22)?.cve).toBe("CVE-2015-3291");
    expect(findHazard(23)?.cve).toBe("CVE-2015-5157");
    expect(findHazard(34)).toBeUndefined();
  });

  it.each(HAZARDS)("row $number says what, why and where", ({ title, cause, symptom, handlers, proof }) => {
    expect(title).toMatch(/^\S/);
    expect(cause).toMatch(/\.$/);
    expect(symptom).toMatch(/\.$/);
    for (const name of handlers) expect(findEntry(name)).toBeDefined();
    if (proof.kind === "not-shown") expect(proof.reason).toMatch(/\.$/);
    else expect(proof.scenarios.length).toBeGreaterThan(0);
  });

  it("is what the expectations of handlers refer to", () => {
    for (const { expects } of CATALOGUE)
      for (const { breaks } of expects) for (const { hazard } of breaks) expect(findHazard(hazard)).toBeDefined();
  });
});

describe("a hazard", () => {
  it.each(shown)("$number on $handler: is shown", ({ scenario }) => {
    expect(parseSchedule(scenario.schedule).problems).toEqual([]);
    for (const property of scenario.breaks) expect(PROPERTIES).toContain(property);
    const { view } = runWhole(scenarioOfHazard(scenario));
    const broken = view.violations.toSorted((a, b) => a.step - b.step).map(({ property }) => property);
    expect([...new Set(broken)]).toEqual(scenario.breaks);
    expect(view.end).toMatchObject({
      kind: scenario.end,
      ...(scenario.vector === undefined ? {} : { vector: scenario.vector }),
    });
    expect(view.schedule.map(({ state }) => state)).not.toContain("unused");
  });

  it.each(shown.filter(({ scenario }) => scenario.mended))("$number: is mended", ({ scenario }) => {
    const twin = mendedScenario(scenario);
    if (twin === undefined) throw new Error("no twin");
    const { view } = runWhole(twin);
    expect(view.violations.map(({ property, at }) => `${property} at ${at}`)).toEqual([]);
    expect(view.end.kind).toBe("idle");
    expect(view.schedule.map(({ state }) => state)).not.toContain("unused");
  });
});
