// The usual bounds: where two NMIs break nothing a third is tried, and one that cannot be
// tried to the end takes nothing from the answer within two.
import { expect, it } from "vitest";
import { DEFAULT_BOUNDS, DEFAULT_LIMITS } from "../../src/explore/index.ts";
import { exploreFurther, type ExplorationReport, type Program } from "../../src/session/index.ts";
import { MAX_STATES, catalogue, machine, search } from "./support.ts";

function searchFurther(program: Program, maxStates = MAX_STATES): ExplorationReport {
  const limits = { ...DEFAULT_LIMITS, maxStates };
  const work = exploreFurther(machine, { program, bounds: DEFAULT_BOUNDS, limits });
  let next = work.next();
  while (next.done !== true) next = work.next();
  return next.value;
}

const third = /third NMI/;

it("what only three NMIs break is found, and as a search for three finds it", () => {
  const program = catalogue("torvalds-2010");
  expect(search(program, DEFAULT_BOUNDS).verdict).toBe("holds");
  const report = searchFurther(program);
  expect(report).toEqual(search(program, { ...DEFAULT_BOUNDS, nmis: 3 }));
  expect([report.verdict, report.bounds.nmis]).toEqual(["violated", 3]);
});

it("what two break is said of two", () => {
  const program = catalogue("naive");
  expect(searchFurther(program)).toEqual(search(program, DEFAULT_BOUNDS));
});

it("what holds for three is said of three", () => {
  const report = searchFurther(catalogue("desnoyers-2010-repaired"));
  expect([report.verdict, report.bounds.nmis]).toEqual(["holds", 3]);
  expect(report.notes.filter(({ text }) => third.test(text))).toEqual([]);
});

it("a third that fills the table is said to be tried in part", () => {
  const program = catalogue("desnoyers-2010-repaired");
  const two = search(program, DEFAULT_BOUNDS);
  const report = searchFurther(program, two.states + 1000);
  expect(report).toMatchObject({ verdict: "holds", bounds: { nmis: 2 }, limits: [], states: two.states });
  expect(report.notes.filter(({ text }) => third.test(text))).toEqual([
    { kind: "in-part", text: expect.stringMatching(/in part, [\d,]+ states, without a violation/) },
  ]);
});
