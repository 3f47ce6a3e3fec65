// What the search finds broken, beside what some schedule breaks that was tried by itself:
// the same properties, by as few NMIs, and by no more steps than any that was tried.
import { describe, expect, it } from "vitest";
import { RIGHT_HANDLERS, WRONG_HANDLERS } from "./handlers.ts";
import { type Least, tryAll } from "./naive.ts";
import { bounds, search, source } from "./support.ts";

/** A few steps of the workload's loop for the first NMI; the second comes at every step after it. All: `NAIVE=33`. */
const FIRSTS =
  process.env["NAIVE"] === undefined ? [0, 3] : Array.from({ length: Number(process.env["NAIVE"]) }, (_, step) => step);

/** Others: `NAIVE_HANDLERS=REGEX`, of their names. */
const NAMES = new RegExp(process.env["NAIVE_HANDLERS"] ?? "^(?:bits|slots|far-return)(?: [1-7],|$)");

const chosen = [...RIGHT_HANDLERS, ...WRONG_HANDLERS].filter(
  ({ name, machineChecks }) => machineChecks === 0 && NAMES.test(name),
);

describe.each(chosen)("$name", ({ text }) => {
  it("breaks over kernel what some schedule breaks", () => {
    const program = source(text);
    const report = search(program, bounds(2, 1));
    expect(report.unconfirmed).toEqual([]);
    const tried = tryAll(program, { firsts: FIRSTS, faults: 1 });
    const injections = (all: readonly (readonly [string, Least])[]) =>
      all.map(([property, least]) => `${property} ${least.injections}`);
    const found = new Map<string, Least & { readonly fewestSteps?: boolean }>();
    for (const one of report.violations) if (!found.has(one.property)) found.set(one.property, one);
    expect(injections(Object.entries(tried)).toSorted()).toEqual(injections([...found]).toSorted());
    for (const [property, { steps, fewestSteps }] of found) {
      const isLivelock = property === "progress";
      expect([property, fewestSteps]).toEqual([property, !isLivelock]);
      if (!isLivelock) expect([property, tried[property]?.steps]).toEqual([property, steps]);
    }
  });
});
